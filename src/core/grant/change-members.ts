import { ENTITY_ADMIN, type EntityKind } from '../entity/index.ts'
import {
  add,
  listKey,
  type Made,
  type Need,
  ok,
  type Result,
  refOf,
  refused,
  type Slice,
  summed,
  type Write,
} from '../kernel/index.ts'
import {
  adminCounts,
  adminDelta,
  judgeCounted,
  type Membership,
  type MembershipChange,
  membershipRefusals,
  putMemberships,
  type Target,
} from '../membership/index.ts'
import type { RoleCatalogue } from '../role/index.ts'
import { ADMIN_GRANTS_PER_USER, adminGrantCounts, entityAdminCounts, grants, type UserGrant } from './model.ts'
import { grantRefusals } from './refusals.ts'
import { countsAsAdmin } from './rules.ts'

export type ChangeMembersRefusal = Made<
  | typeof membershipRefusals.last_admin
  | typeof membershipRefusals.role_unknown
  | typeof grantRefusals.entities_left_without_admin
>

/** Named in a refusal; the facts count the rest. */
const LISTED = 100

const heldBy = (userId: string) => ['grant_by_holder', 'user', userId, ENTITY_ADMIN] as const

/** All that a user administers, in whatever organization and of whatever term. */
export const adminGrantsOf = (slice: Slice, userId: string): readonly UserGrant[] =>
  slice.list<UserGrant>(grants as never, ...heldBy(userId))

/** The change of one member, whose user stays as they are. */
export const changeMember = (
  { member, user }: Pick<Target, 'member' | 'user'>,
  after: Membership,
  slice: Slice,
  env: { readonly roles: RoleCatalogue },
): Result<readonly Write[], ChangeMembersRefusal> =>
  changeMembers([{ before: member, after, user: [user.status, user.status] }], slice, env)

/** What `changeMembers` looks at, for the members of one user in these organizations. */
export const changeNeeds = (userId: string, organizationIds: readonly string[], found: Slice): readonly Need[] => [
  { list: listKey(...heldBy(userId)), limit: ADMIN_GRANTS_PER_USER },
  ...organizationIds.map(organizationId => refOf(adminCounts, organizationId)),
  ...adminGrantsOf(found, userId)
    .filter(({ organizationId }) => organizationIds.includes(organizationId))
    .map(({ organizationId, kind, entityId }) => refOf(entityAdminCounts, organizationId, kind, entityId)),
]

/** One thing that is administered. */
export type AdministeredEntity = { readonly organizationId: string; readonly kind: EntityKind; readonly id: string }
type Entity = AdministeredEntity

/** What a change takes from or gives to the counts of INV-08. */
export const adminChanges = (change: MembershipChange, slice: Slice): readonly (Entity & { readonly by: number })[] =>
  adminGrantsOf(slice, change.after.userId)
    .filter(({ organizationId }) => organizationId === change.after.organizationId)
    .map(grant => ({
      organizationId: grant.organizationId,
      kind: grant.kind,
      id: grant.entityId,
      by:
        Number(countsAsAdmin(grant, change.after, change.user?.[1])) -
        Number(countsAsAdmin(grant, change.before, change.user?.[0])),
    }))
    .filter(({ by }) => by !== 0)

/**
 * What the member alone administers: each needs another admin before the member can be out (MEM-4). `after` is the
 * membership as it would be.
 */
export const solelyAdministered = (change: MembershipChange, slice: Slice): readonly Entity[] =>
  adminChanges(change, slice)
    .filter(
      ({ by, organizationId, kind, id }) => by < 0 && slice.count(entityAdminCounts, organizationId, kind, id) <= 1,
    )
    .map(({ by: _, ...entity }) => entity)

/**
 * MEM-3: the one guard that every change of a membership which may take something away goes through: leaving, removal,
 * suspension, demotion, an expiry, the deactivation of the user, a reconciliation and a change of address. An
 * organization keeps an admin (INV-01), and so does everything that it has (INV-08), unless `replaced` gets one in the
 * same commit: the writes of both are to be summed. Of a role that the catalogue lost nobody can say so (`judgeCounted`).
 */
export const changeMembers = (
  changes: readonly MembershipChange[],
  slice: Slice,
  env: { readonly roles: RoleCatalogue },
  replaced: ReadonlySet<string> = new Set(),
): Result<readonly Write[], ChangeMembersRefusal> => {
  const counted = judgeCounted(changes, env.roles)
  if (!counted.ok) return counted
  const leaderless = withoutAdmin(changes, slice, env.roles)
  if (leaderless !== undefined) return refused(membershipRefusals.last_admin({ organizationId: leaderless }))
  const moved = movedCounts(changes, slice)
  const left = moved.filter(
    ({ by, ...entity }) =>
      by < 0 &&
      !replaced.has(entityKey(entity)) &&
      slice.count(entityAdminCounts, entity.organizationId, entity.kind, entity.id) + by < 1,
  )
  if (left.length > 0)
    return refused(
      grantRefusals.entities_left_without_admin({
        entities: left.slice(0, LISTED).map(({ by: _, ...entity }) => entity),
        count: left.length,
      }),
    )
  return ok([...putMemberships(changes, env.roles), ...adminCountWrites(moved), ...nothingUnseen(changes, slice)])
}

/** The same where a change only gives back, as a reactivation does: nothing can refuse it. */
export const restoreMembers = (
  changes: readonly MembershipChange[],
  slice: Slice,
  env: { readonly roles: RoleCatalogue },
): readonly Write[] => [
  ...putMemberships(changes, env.roles),
  ...adminCountWrites(movedCounts(changes, slice)),
  ...nothingUnseen(changes, slice),
]

/** The same of one user who is given grants by the same commit: what they administer is counted with these. */
export const restoreWithGrants = (
  change: MembershipChange,
  granted: readonly Write[],
  slice: Slice,
  env: { readonly roles: RoleCatalogue },
): readonly Write[] => {
  const { userId } = change.after
  const ref = refOf(adminGrantCounts, userId)
  const given = granted.find(write => write.ref === ref)
  const by = given?.op === 'add' ? given.by : 0
  const count = adminGrantsOf(slice, userId).length + by
  const others = [...restoreMembers([change], slice, env), ...granted].filter(write => write.ref !== ref)
  return summed([...others, add(adminGrantCounts, [userId], by, { min: count, max: count })])
}

const movedCounts = (
  changes: readonly MembershipChange[],
  slice: Slice,
): readonly (Entity & { readonly by: number })[] => {
  const moved = new Map<string, Entity & { by: number }>()
  for (const change of changes)
    for (const { by, ...entity } of adminChanges(change, slice)) {
      const sum = moved.get(entityKey(entity)) ?? { ...entity, by: 0 }
      moved.set(entityKey(entity), { ...sum, by: sum.by + by })
    }
  return [...moved.values()]
}

/**
 * An admin grant that is given at this very moment stands in no list that was read: the count says that there is none. Of
 * all memberships of a user `ofAllMemberships` says the same.
 */
const nothingUnseen = (changes: readonly MembershipChange[], slice: Slice): readonly Write[] =>
  [...new Set(changes.map(({ after }) => after.userId))].map(userId => {
    const count = adminGrantsOf(slice, userId).length
    return add(adminGrantCounts, [userId], 0, { min: count, max: count })
  })

export const entityKey = ({ kind, id }: Pick<Entity, 'kind' | 'id'>): string => `${kind}/${id}`

const adminCountWrites = (moved: readonly (Entity & { readonly by: number })[]): readonly Write[] =>
  moved
    .filter(({ by }) => by !== 0)
    .map(({ organizationId, kind, id, by }) => add(entityAdminCounts, [organizationId, kind, id], by, { min: 1 }))

/** The organization that a change would leave without an admin, if it leaves one so. */
const withoutAdmin = (changes: readonly MembershipChange[], slice: Slice, roles: RoleCatalogue): string | undefined => {
  const sums = new Map<string, number>()
  for (const change of changes) {
    const { organizationId } = change.after
    sums.set(organizationId, (sums.get(organizationId) ?? 0) + adminDelta(change, roles))
  }
  return [...sums].find(([organizationId, by]) => by < 0 && slice.count(adminCounts, organizationId) + by < 1)?.[0]
}
