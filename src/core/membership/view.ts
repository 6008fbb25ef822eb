import type { Slice } from '../kernel/index.ts'
import type { RoleName } from '../role/index.ts'
import type { Membership } from './model.ts'
import { type At, effectiveRole, hasOwnRole, type MemberState, stateOf } from './rules.ts'
import { isOverForGood, standingRole } from './workforce.ts'

/** A membership as it is shown: the record with its effective role at that moment (MEM-1). @since 0.1.0 */
export type Member = Membership & { readonly role: RoleName | null }

export const memberOf = (membership: Membership, at: At): Member => ({
  ...membership,
  role: effectiveRole(membership, at) ?? null,
})

/**
 * `resting`: a vendor's person on whose membership nothing stands now (INV-13). Whoever was suspended meanwhile is so when
 * they are back, unless it is over for good.
 *
 * @since 0.3.0
 */
export type StateNow = MemberState | 'resting'

export const stateNow = (membership: Membership, records: Pick<Slice, 'get'>, at: At): StateNow => {
  const state = stateOf(membership, at)
  if (state === 'active') return standingRole(membership, records, at) ? 'active' : 'resting'
  const isOver = state === 'suspended' && !hasOwnRole(membership, at) && isOverForGood(membership, records, at)
  return isOver ? 'resting' : state
}

/** The same where all that the membership rests on was read: without a role for a vendor's person who is out (INV-13). */
export const memberNow = (membership: Membership, records: Pick<Slice, 'get'>, at: At): Member =>
  membership.status === 'active' || stateNow(membership, records, at) === 'resting'
    ? { ...membership, role: standingRole(membership, records, at)?.role ?? null }
    : memberOf(membership, at)
