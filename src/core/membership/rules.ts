import { hasExpired, type Instant } from '../kernel/index.ts'
import { type RoleCatalogue, type RoleDefinition, roleOf, strongestRole, workforceRole } from '../role/index.ts'
import type { Membership } from './model.ts'

/** What a membership is judged by: which roles there are, and when. */
export type At = { readonly roles: RoleCatalogue; readonly now: Instant }

export type HeldRole = RoleDefinition & { readonly role: string }

/** MEM-1: the assigned role if there is one that has not expired. */
export const assignedRole = ({ assigned }: Membership, { now }: Pick<At, 'now'>): string | undefined =>
  assigned && (assigned.until === undefined || !hasExpired(assigned.until, now)) ? assigned.role : undefined

/** Whether they are in by something else than a vendor (MEM-1). */
export const hasOwnRole = (member: Membership, at: Pick<At, 'now'>): boolean =>
  assignedRole(member, at) !== undefined || member.byRule !== undefined

/**
 * MEM-1: the assigned role if there is one that has not expired, else the strongest derived one. What the record says:
 * whether a vendor's people are still in is for `standingRole` to say.
 */
export const effectiveRole = (membership: Membership, at: At): string | undefined => {
  const { byRule, byWorkforce } = membership
  return assignedRole(membership, at) ?? strongestRole([byRule?.role, byWorkforce && workforceRole(at.roles)], at.roles)
}

/**
 * MEM-2, INV-25: how a membership stands now. `expired`: the only role that it had was given for a time, which is over;
 * whoever comes back comes in anew.
 */
export type MemberState = Membership['status'] | 'expired'

export const stateOf = (membership: Membership, at: At): MemberState =>
  membership.status !== 'ended' && effectiveRole(membership, at) === undefined ? 'expired' : membership.status

/** MEM-3: whether the membership stays without anybody's doing: an admin who will be gone by time alone counts for nothing. */
export const isLasting = (membership: Membership | undefined): boolean =>
  membership?.status === 'active' &&
  (membership.byRule !== undefined || (membership.assigned !== undefined && membership.assigned.until === undefined))

/** INV-01: does this membership count among those who keep the organization administered? */
export const administers = (membership: Membership | undefined, roles: RoleCatalogue): boolean => {
  if (membership?.status !== 'active' || membership.assigned?.until !== undefined) return false
  const role = membership.assigned?.role ?? membership.byRule?.role
  return role !== undefined && (roleOf(roles, role)?.administers ?? false)
}

/** Which of somebody's stays in an organization it is, when their first one began, and which of them a person ended. */
export type Stay = Pick<Membership, 'term' | 'firstJoinedAt' | 'removedTerm'>

/**
 * The last term that a person ended, by a removal; also by a suspension that nobody took back before the term was over.
 */
export const lastRemovedTerm = (member: Membership | undefined): number | undefined =>
  member?.status === 'suspended' || (member?.status === 'ended' && member.ending === 'removed')
    ? member.term
    : member?.removedTerm

/** The stay of whoever comes in now. */
export const nextStay = (before: Membership | undefined): Stay => {
  if (!before) return { term: 1 }
  const removedTerm = lastRemovedTerm(before)
  return {
    term: before.term + 1,
    firstJoinedAt: before.firstJoinedAt ?? before.joinedAt,
    ...(removedTerm !== undefined && { removedTerm }),
  }
}

/** The stay of whoever does not leave meanwhile. */
export const stayOf = ({ term, firstJoinedAt, removedTerm }: Membership): Stay => ({
  term,
  ...(firstJoinedAt !== undefined && { firstJoinedAt }),
  ...(removedTerm !== undefined && { removedTerm }),
})
