import type { Instant } from '../kernel/index.ts'
import type { RoleName } from '../role/index.ts'
import type { Membership } from './model.ts'
import { effectiveRole } from './rules.ts'

/** A membership as it is shown: the record with its effective role at that moment (MEM-1). @since 0.1.0 */
export type Member = Membership & { readonly role: RoleName | null }

export const memberOf = (membership: Membership, now: Instant): Member => ({
  ...membership,
  role: effectiveRole(membership, now) ?? null,
})
