import { ENTITY_ADMIN } from '../entity/index.ts'
import { hasExpired, type Instant } from '../kernel/index.ts'
import { isLasting, type Membership, stateOf } from '../membership/index.ts'
import type { User } from '../user/index.ts'
import type { Grant, UserGrant } from './model.ts'

/** INV-14, INV-25: whether a grant gives anything now; a user's only in the term in which it was given. */
export const isLive = (grant: Grant, membership: Membership | undefined, now: Instant): boolean =>
  (grant.until === undefined || !hasExpired(grant.until, now)) &&
  (grant.subject === 'group' ||
    (membership !== undefined && membership.status !== 'ended' && membership.term === grant.term))

/** MEM-2, MEM-7: whether its holder can use it now as well; what a group is granted, whoever sits in it uses. */
export const isInUse = (
  grant: Grant,
  membership: Membership | undefined,
  status: User['status'] | undefined,
  now: Instant,
): boolean =>
  isLive(grant, membership, now) &&
  (grant.subject === 'group' ||
    (status === 'active' && membership !== undefined && stateOf(membership, now) === 'active'))

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
