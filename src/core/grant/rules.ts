import { ENTITY_ADMIN } from '../entity/index.ts'
import { hasExpired, type Instant, type Slice } from '../kernel/index.ts'
import { type At, isLasting, type Membership, memberships, standingRole } from '../membership/index.ts'
import { type User, users } from '../user/index.ts'
import type { Grant, UserGrant } from './model.ts'

/** INV-14, INV-25: whether a grant gives anything now; a user's only in the term in which it was given. */
export const isLive = (grant: Grant, membership: Membership | undefined, now: Instant): boolean =>
  (grant.until === undefined || !hasExpired(grant.until, now)) &&
  (grant.subject === 'group' ||
    (membership !== undefined && membership.status !== 'ended' && membership.term === grant.term))

/** MEM-2, MEM-7: whether its holder can use it now as well; what a group is granted, whoever sits in it uses. */
export const isInUse = (grant: Grant, records: Pick<Slice, 'get'>, at: At): boolean => {
  if (grant.subject === 'group') return isLive(grant, undefined, at.now)
  const { organizationId, subjectId } = grant
  const member = records.get(memberships, organizationId, subjectId)
  return (
    isLive(grant, member, at.now) &&
    records.get(users, subjectId)?.status === 'active' &&
    standingRole(member, records, at) !== undefined
  )
}

/** INV-08, MEM-3: whether the entity has its admin by this grant for as long as nobody does anything. */
export const countsAsAdmin = (
  grant: UserGrant,
  membership: Membership | undefined,
  status: User['status'] | undefined,
): boolean =>
  grant.role === ENTITY_ADMIN &&
  grant.until === undefined &&
  status !== 'deactivated' &&
  isLasting(membership) &&
  membership?.term === grant.term
