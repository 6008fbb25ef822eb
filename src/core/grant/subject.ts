import { type Group, groupRefusals, groups } from '../group/index.ts'
import { type Made, type Need, ok, type Result, refOf, refused, type Slice } from '../kernel/index.ts'
import { type At, activeUser, type Membership, membershipRefusals, memberships, stateOf } from '../membership/index.ts'
import { type User, type userRefusals, users } from '../user/index.ts'
import {
  adminGrantCounts,
  entityAdminCounts,
  type Grant,
  type GrantSubject,
  grants,
  groupGrantCounts,
} from './model.ts'

type Place = Pick<Grant, 'organizationId' | 'kind' | 'entityId'>

/** What a grant is to, as it is there. */
export type Subject =
  | { readonly kind: 'user'; readonly user: User; readonly membership: Membership }
  | { readonly kind: 'group'; readonly group: Group }

export type SubjectRefusal =
  | Made<typeof userRefusals.user_not_found | typeof userRefusals.user_deactivated>
  | Made<typeof membershipRefusals.not_a_member | typeof membershipRefusals.member_suspended>
  | Made<typeof groupRefusals.group_not_found | typeof groupRefusals.group_archived>

export const subjectIdOf = (subject: GrantSubject): string =>
  subject.kind === 'user' ? subject.userId : subject.groupId

/** What a change of the subject's grant in this place looks at. */
export const subjectNeeds = ({ organizationId, kind, entityId }: Place, subject: GrantSubject): readonly Need[] => [
  refOf(grants, organizationId, kind, entityId, subject.kind, subjectIdOf(subject)),
  ...(subject.kind === 'user'
    ? [
        refOf(users, subject.userId),
        refOf(memberships, organizationId, subject.userId),
        refOf(adminGrantCounts, subject.userId),
        refOf(entityAdminCounts, organizationId, kind, entityId),
      ]
    : [refOf(groups, organizationId, subject.groupId), refOf(groupGrantCounts, organizationId, kind, entityId)]),
]

/** INV-14, WRK-4: whoever is granted something is in, and a group is one of the organization's own. */
export const ableSubject = (
  slice: Slice,
  organizationId: string,
  subject: GrantSubject,
  at: At,
): Result<Subject, SubjectRefusal> =>
  subject.kind === 'user'
    ? ableUser(slice, organizationId, subject.userId, at)
    : ableGroup(slice, organizationId, subject.groupId)

const ableUser = (slice: Slice, organizationId: string, userId: string, at: At): Result<Subject, SubjectRefusal> => {
  const user = activeUser(slice, userId)
  if (!user.ok) return user
  const membership = slice.get(memberships, organizationId, userId)
  const state = membership && stateOf(membership, at.now)
  if (state === 'suspended') return refused(membershipRefusals.member_suspended({ organizationId, userId }))
  return membership && state === 'active'
    ? ok({ kind: 'user', user: user.value, membership })
    : refused(membershipRefusals.not_a_member({ organizationId, userId }))
}

const ableGroup = (slice: Slice, organizationId: string, groupId: string): Result<Subject, SubjectRefusal> => {
  const group = slice.get(groups, organizationId, groupId)
  if (!group) return refused(groupRefusals.group_not_found({ organizationId, groupId }))
  return group.status === 'active'
    ? ok({ kind: 'group', group })
    : refused(groupRefusals.group_archived({ groupId, archivedAt: group.archivedAt }))
}
