import type { Entity } from '../entity/index.ts'
import { type Group, groupRefusals, groups, heldGroups, heldGroupsNeeds } from '../group/index.ts'
import { type Made, type Need, ok, type Result, refOf, refused, type Slice } from '../kernel/index.ts'
import {
  type At,
  activeUser,
  type ComeRefusal,
  comeIn,
  type MembershipChange,
  memberNeeds,
  membershipsNeed,
  vendorNeeds,
} from '../membership/index.ts'
import { type User, type userRefusals, users } from '../user/index.ts'
import { holdingNeeds, makesWorkforce } from './holding.ts'
import {
  adminGrantCounts,
  entityAdminCounts,
  type Grant,
  type GrantSubject,
  grants,
  groupGrantCounts,
  offboardings,
} from './model.ts'

type Place = Pick<Grant, 'organizationId' | 'kind' | 'entityId'>

/** What a grant is to, as it is there. */
export type Subject =
  | { readonly kind: 'user'; readonly user: User; readonly change: MembershipChange }
  | { readonly kind: 'group'; readonly group: Group }

export type SubjectRefusal =
  | Made<typeof userRefusals.user_not_found | typeof userRefusals.user_deactivated>
  | ComeRefusal
  | Made<typeof groupRefusals.group_not_found | typeof groupRefusals.group_archived>

export const subjectIdOf = (subject: GrantSubject): string =>
  subject.kind === 'user' ? subject.userId : subject.groupId

/** What a change of the subject's grant in this place looks at. */
export const subjectNeeds = (
  { organizationId, kind, entityId }: Place,
  subject: GrantSubject,
  found: Slice,
): readonly Need[] => [
  refOf(grants, organizationId, kind, entityId, subject.kind, subjectIdOf(subject)),
  ...holdingNeeds({ organizationId, kind, subject: subject.kind, subjectId: subjectIdOf(subject) }),
  ...(subject.kind === 'user'
    ? [
        refOf(users, subject.userId),
        ...memberNeeds(organizationId, subject.userId, found),
        refOf(offboardings, organizationId, subject.userId),
        refOf(adminGrantCounts, subject.userId),
        refOf(entityAdminCounts, organizationId, kind, entityId),
        refOf(offboardings, organizationId, subject.userId),
      ]
    : [refOf(groups, organizationId, subject.groupId), refOf(groupGrantCounts, organizationId, kind, entityId)]),
]

/** INV-14, WRK-4: whoever is granted something is in, and a group is one of the organization's own. */
export const ableSubject = (
  slice: Slice,
  { organizationId, kind, id }: Entity,
  subject: GrantSubject,
  at: At,
): Result<Subject, SubjectRefusal> =>
  subject.kind === 'user'
    ? ableUser(slice, { organizationId, kind, id }, subject.userId, at)
    : ableGroup(slice, organizationId, subject.groupId)

/** What says who somebody is who may come in by a grant: read at once, whatever the thing turns out to be. */
export const comingNeeds = (organizationId: string | undefined, userId: string, found: Slice): readonly Need[] =>
  organizationId === undefined
    ? [refOf(users, userId), membershipsNeed(userId)]
    : [...vendorNeeds({ organizationId, userId }, found), ...heldGroupsNeeds({ organizationId, userId }, found)]

type On = Pick<Entity, 'organizationId' | 'kind' | 'id'>

const ableUser = (slice: Slice, on: On, userId: string, at: At): Result<Subject, SubjectRefusal> => {
  const user = activeUser(slice, userId)
  if (!user.ok) return user
  const { organizationId, kind, id } = on
  const groups = heldGroups({ organizationId, userId }, slice)
  const by = { on: { kind, id }, groups, makesWorkforce: makesWorkforce(kind) }
  const change = comeIn({ organizationId, userId }, by, slice, at)
  return change.ok ? ok({ kind: 'user', user: user.value, change: change.value }) : change
}

const ableGroup = (slice: Slice, organizationId: string, groupId: string): Result<Subject, SubjectRefusal> => {
  const group = slice.get(groups, organizationId, groupId)
  if (!group) return refused(groupRefusals.group_not_found({ organizationId, groupId }))
  return group.status === 'active'
    ? ok({ kind: 'group', group })
    : refused(groupRefusals.group_archived({ groupId, archivedAt: group.archivedAt }))
}
