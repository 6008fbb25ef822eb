import { type Actor, add, type OrganizationId, put, type UserId, type Write } from '../kernel/index.ts'
import { administeringRole, type RoleCatalogue } from '../role/index.ts'
import { adminCounts, type Membership, memberCounts, memberships } from './model.ts'
import { administers } from './rules.ts'

export type MembershipChange = { readonly before: Membership | undefined; readonly after: Membership }

const isMember = (membership: Membership | undefined): boolean =>
  membership !== undefined && membership.status !== 'ended'

/**
 * The only way memberships are written: the records together with their counters, so that INV-01 is guarded on every
 * path. Taking away the last admin is out of the counter's bounds, whatever else happens at the same moment.
 */
export const putMemberships = (changes: readonly MembershipChange[], roles: RoleCatalogue): readonly Write[] => {
  const members = new Map<string, number>()
  const admins = new Map<string, number>()
  for (const { before, after } of changes) {
    count(members, after.organizationId, Number(isMember(after)) - Number(isMember(before)))
    count(admins, after.organizationId, Number(administers(after, roles)) - Number(administers(before, roles)))
  }
  return [
    ...changes.map(({ after }) => put(memberships, after)),
    ...[...members].map(([organizationId, by]) => add(memberCounts, [organizationId], by, { min: 0 })),
    ...[...admins].map(([organizationId, by]) => add(adminCounts, [organizationId], by, { min: 1 })),
  ]
}

const count = (sums: Map<string, number>, organizationId: string, by: number): void => {
  const sum = (sums.get(organizationId) ?? 0) + by
  if (sum === 0) sums.delete(organizationId)
  else sums.set(organizationId, sum)
}

/** A membership whose role the given actor assigns now. */
export const assignedMember = (
  organizationId: OrganizationId,
  userId: UserId,
  assigned: { readonly role: string; readonly by: Actor; readonly at: number; readonly reason?: string },
): Membership => ({ organizationId, userId, status: 'active', joinedAt: assigned.at, assigned })

/** A founder's membership: the strongest role that administers. */
export const newAdmin = (
  organizationId: OrganizationId,
  userId: UserId,
  by: Actor,
  given: { readonly now: number; readonly roles: RoleCatalogue },
): Membership => assignedMember(organizationId, userId, { role: administeringRole(given.roles), by, at: given.now })
