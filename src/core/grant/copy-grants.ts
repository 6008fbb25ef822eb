import { ENTITY_ADMIN, type EntityId } from '../entity/index.ts'
import { groups, isActiveGroup } from '../group/index.ts'
import {
  type Actor,
  listKey,
  type Made,
  type Need,
  type Result,
  refOf,
  refused,
  type Slice,
  type Write,
} from '../kernel/index.ts'
import { type At, isLasting, memberNeeds, memberships, scopeOf } from '../membership/index.ts'
import { users } from '../user/index.ts'
import { holdings, isInScope } from '../workforce/index.ts'
import { changeGrants, type GrantChange } from './change-grant.ts'
import type { HoldingRefusal } from './holding.ts'
import { adminGrantCounts, GROUPS_PER_ENTITY, type Grant, grants, type UserGrant } from './model.ts'
import type { grantRefusals } from './refusals.ts'
import { countsAsAdmin, isInUse } from './rules.ts'

/** ENT-5: so that a copy is one commit. */
export const MOST_COPIED = 1_000

type From = { readonly organizationId: string; readonly id: string }

const kind = 'project'
const toUsers = ({ organizationId, id }: From) => ['grant_by_entity', organizationId, kind, id, 'user'] as const
const toGroups = ({ organizationId, id }: From) => ['grant_by_entity', organizationId, kind, id, 'group'] as const

const userGrants = (from: From, slice: Slice): readonly UserGrant[] =>
  slice.list<UserGrant>(grants as never, ...toUsers(from))

const groupGrants = (from: From, slice: Slice): readonly Grant[] => slice.list(grants, ...toGroups(from))

/** What `copiedGrants` looks at. */
export const copyGrantNeeds = ({ actor, ...from }: From & { readonly actor: Actor }, found: Slice): readonly Need[] => {
  const userIds = [
    ...userGrants(from, found).map(({ subjectId }) => subjectId),
    ...(actor.kind === 'user' ? [actor.userId] : []),
  ]
  return [
    { list: listKey(...toUsers(from)), limit: MOST_COPIED + 1 },
    { list: listKey(...toGroups(from)), limit: GROUPS_PER_ENTITY },
    ...userIds.flatMap(userId => [
      refOf(users, userId),
      ...memberNeeds(from.organizationId, userId, found),
      refOf(adminGrantCounts, userId),
      refOf(holdings, from.organizationId, 'user', userId),
    ]),
    ...groupGrants(from, found).flatMap(({ subjectId }) => [
      refOf(groups, from.organizationId, subjectId),
      refOf(holdings, from.organizationId, 'group', subjectId),
    ]),
  ]
}

/** Whether the project is granted to more than one commit can copy. */
export const isTooManyGrants = (from: From, slice: Slice): boolean =>
  userGrants(from, slice).length + groupGrants(from, slice).length > MOST_COPIED

export type CopyGrantsRefusal = HoldingRefusal | Made<typeof grantRefusals.grants_too_many>

type Copying = { readonly to: EntityId; readonly actor: Actor; readonly team: boolean }

/**
 * ENT-5: the admins that count for INV-08, with whoever copies, if they are in for good; and of the team every grant that
 * gives something now, as it is, and would on the copy: no engagement has that in its scope yet (WRK-5).
 */
export const copiedGrants = (
  from: From,
  { to, actor, team }: Copying,
  slice: Slice,
  at: At,
): Result<readonly Write[], CopyGrantsRefusal> => {
  const stamp = { entityId: to, by: actor, at: at.now }
  const changes = userGrants(from, slice).flatMap((grant): readonly GrantChange[] => {
    const { membership, status } = holderOf(grant.organizationId, grant.subjectId, slice)
    const counts = countsAsAdmin(grant, membership, status)
    const isTeam = team && isInUse(grant, slice, at) && isInScope(scopeOf(membership, slice, at), kind, to)
    return counts || isTeam
      ? [{ before: undefined, after: { ...grant, ...stamp }, holder: { membership, status } }]
      : []
  })
  const ofGroups = (team ? groupGrants(from, slice) : [])
    .filter(grant => isInUse(grant, slice, at))
    .filter(({ organizationId, subjectId }) => isActiveGroup(slice.get(groups, organizationId, subjectId)))
    .map((grant): GrantChange => ({ before: undefined, after: { ...grant, ...stamp } }))
  const changed = changeGrants([...withCopier(changes, from, stamp, slice), ...ofGroups], uncounted(slice))
  // What is granted for the first time takes nothing away, and to no more groups than before.
  return changed.ok ? changed : refused(changed.refusal as CopyGrantsRefusal)
}

/** On what is new nothing is granted yet; what each of them administers elsewhere counts. */
const uncounted = (slice: Slice): Pick<Slice, 'count' | 'get'> => ({
  get: slice.get,
  count: (of, ...key) => (of.name === adminGrantCounts.name ? slice.count(of, ...key) : 0),
})

const holderOf = (organizationId: string, userId: string, slice: Slice) => ({
  membership: slice.get(memberships, organizationId, userId),
  status: slice.get(users, userId)?.status,
})

/** Whoever copies is an admin of the copy, in place of what they would have by the copied team. */
const withCopier = (
  changes: readonly GrantChange[],
  { organizationId }: From,
  stamp: { readonly entityId: EntityId; readonly by: Actor; readonly at: number },
  slice: Slice,
): readonly GrantChange[] => {
  if (stamp.by.kind !== 'user') return changes
  const { userId: subjectId } = stamp.by
  const { membership, status } = holderOf(organizationId, subjectId, slice)
  if (!membership || status !== 'active' || !isLasting(membership)) return changes
  const { organizationId: organization, term } = membership
  const after: Grant = {
    ...stamp,
    organizationId: organization,
    kind,
    subject: 'user',
    subjectId,
    term,
    role: ENTITY_ADMIN,
  }
  return [
    ...changes.filter(change => change.after?.subjectId !== subjectId),
    { before: undefined, after, holder: { membership, status } },
  ]
}
