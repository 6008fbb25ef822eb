import {
  type Actor,
  add,
  type Made,
  type OrganizationId,
  ok,
  put,
  type Result,
  refused,
  type UserId,
  type Write,
} from '../kernel/index.ts'
import { administeringRole, type RoleCatalogue, roleOf } from '../role/index.ts'
import type { User } from '../user/index.ts'
import { workforceCounts } from '../workforce/index.ts'
import {
  type AssignedRole,
  adminCounts,
  type Membership,
  memberCounts,
  membershipCounts,
  memberships,
} from './model.ts'
import { membershipRefusals } from './refusals.ts'
import { administers, type Stay, stayOf } from './rules.ts'

type UserStatus = User['status']

/**
 * A membership before and after; the same record twice where only the user changes. `user`: the user's status before and
 * after, active throughout unless it says otherwise: whoever is deactivated counts for nothing (MEM-7).
 */
export type MembershipChange = {
  readonly before: Membership | undefined
  readonly after: Membership
  readonly user?: readonly [before: UserStatus, after: UserStatus]
  /** WRK-5: how many workforce memberships the engagement allows, where this is one more. */
  readonly seats?: number
}

const isMember = (membership: Membership | undefined): boolean =>
  membership !== undefined && membership.status !== 'ended'

/** By how much a change moves the number of those who keep an organization administered. */
export const adminDelta = ({ before, after, user }: MembershipChange, roles: RoleCatalogue): number =>
  Number(user?.[1] !== 'deactivated' && administers(after, roles)) -
  Number(user?.[0] !== 'deactivated' && administers(before, roles))

type RoleUnknown = Made<typeof membershipRefusals.role_unknown>

/**
 * INV-01: whether a membership counts is known by its role alone. Where the catalogue does not have it, a change by which
 * it would begin or cease to count would leave a count that no later catalogue mends: migrate the roles first (ROL-1).
 */
export const judgeCounted = (changes: readonly MembershipChange[], roles: RoleCatalogue): Result<null, RoleUnknown> => {
  for (const { before, after, user } of changes) {
    const [was, is] = [uncounted(before, user?.[0], roles), uncounted(after, user?.[1], roles)]
    const role = was === is ? undefined : (was ?? is)
    // DOM-2: what a rule gave administers by no catalogue.
    if (role !== undefined && role !== before?.byRule?.role)
      return refused(membershipRefusals.role_unknown({ role, known: roles.strongestFirst }))
  }
  return ok(null)
}

/** The role by which nobody can say whether a membership counts. */
const uncounted = (member: Membership | undefined, user: UserStatus | undefined, roles: RoleCatalogue) => {
  const { assigned } = member ?? {}
  if (user === 'deactivated' || member?.status !== 'active' || assigned?.until !== undefined) return undefined
  return assigned && !roleOf(roles, assigned.role) ? assigned.role : undefined
}

/**
 * The only way memberships are written: the records together with their counters, so that INV-01 is guarded on every
 * path. Taking away the last admin is out of the counter's bounds, whatever else happens at the same moment. For whoever
 * comes in; what takes something away goes through `changeMembers` of the grants, which guards INV-08 as well.
 */
export const putMemberships = (changes: readonly MembershipChange[], roles: RoleCatalogue): readonly Write[] => {
  const members = new Map<string, number>()
  const admins = new Map<string, number>()
  const begun = new Map<string, number>()
  for (const change of changes) {
    const { before, after } = change
    count(members, after.organizationId, Number(isMember(after)) - Number(isMember(before)))
    count(admins, after.organizationId, adminDelta(change, roles))
    count(begun, after.userId, Number(before === undefined))
  }
  return [
    ...changes.filter(({ before, after }) => before !== after).map(({ after }) => put(memberships, after)),
    ...[...members].map(([organizationId, by]) => add(memberCounts, [organizationId], by, { min: 0 })),
    ...[...begun].map(([userId, by]) => add(membershipCounts, [userId], by)),
    ...[...admins].map(([organizationId, by]) => add(adminCounts, [organizationId], by, { min: 1 })),
    ...workforceWrites(changes),
  ]
}

const workforceKey = (membership: Membership | undefined): readonly string[] | undefined =>
  membership?.byWorkforce && isMember(membership)
    ? [membership.organizationId, membership.byWorkforce.vendorId, `${membership.byWorkforce.edition}`]
    : undefined

/** WRK-5: who takes and who gives back a seat of an engagement. */
export const workforceWrites = (changes: readonly MembershipChange[]): readonly Write[] => {
  const sums = new Map<string, { readonly key: readonly string[]; by: number; max?: number | undefined }>()
  const move = (key: readonly string[] | undefined, by: number, max?: number) => {
    if (!key) return
    const sum = sums.get(key.join('/')) ?? { key, by: 0 }
    sums.set(key.join('/'), { key, by: sum.by + by, max: max ?? sum.max })
  }
  for (const { before, after, seats } of changes) {
    move(workforceKey(before), -1)
    move(workforceKey(after), 1, seats)
  }
  return [...sums.values()]
    .filter(({ by }) => by !== 0)
    .map(({ key, by, max }) => add(workforceCounts, key, by, { min: 0, ...(by > 0 && max !== undefined && { max }) }))
}

const count = (sums: Map<string, number>, key: string, by: number): void => {
  const sum = (sums.get(key) ?? 0) + by
  if (sum === 0) sums.delete(key)
  else sums.set(key, sum)
}

/** A membership whose role the given actor assigns now, in the given stay. */
export const assignedMember = (
  organizationId: OrganizationId,
  userId: UserId,
  assigned: AssignedRole,
  stay: Stay,
): Membership => ({ organizationId, userId, ...stay, status: 'active', joinedAt: assigned.at, assigned })

/** A founder's membership: the strongest role that administers. */
export const newAdmin = (
  organizationId: OrganizationId,
  userId: UserId,
  by: Actor,
  given: { readonly now: number; readonly roles: RoleCatalogue },
): Membership =>
  assignedMember(organizationId, userId, { role: administeringRole(given.roles), by, at: given.now }, { term: 1 })

type End = Pick<Extract<Membership, { status: 'ended' }>, 'endedAt' | 'ending' | 'reason'>

/**
 * The membership of whom a person puts out, or who goes: what a rule gave goes with it, for no rule says so now (INV-12).
 * Whom a person has suspended, that person has put out, however it ends: no rule lets them in again (MEM-2).
 */
export const endedMember = (member: Membership, { ending, ...end }: End): Membership => {
  const { organizationId, userId, joinedAt, assigned } = member
  const kept = { organizationId, userId, ...stayOf(member), joinedAt, ...(assigned && { assigned }) }
  return { ...kept, status: 'ended', ...end, ending: member.status === 'suspended' ? 'removed' : ending }
}
