import type { Instant } from '../kernel/index.ts'
import { type At, assignedRole, type Membership } from '../membership/index.ts'

/**
 * MFA-2, MFA-13. When the role that a member has began: it is never the same again for whoever had another one meanwhile.
 * What a rule or a vendor gives begins anew where a role that was assigned for a time is over.
 */
export const roleSince = (member: Membership, at: Pick<At, 'now'>): Instant => {
  const { assigned, byRule, byWorkforce, joinedAt } = member
  if (assigned && assignedRole(member, at) !== undefined) return assigned.at
  return Math.max(byRule?.at ?? byWorkforce?.at ?? joinedAt, assigned?.until ?? 0)
}
