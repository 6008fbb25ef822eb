import type { Membership } from './model.ts'
import { effectiveRole } from './rules.ts'

/** A membership as it is shown: the record with its effective role (MEM-1). @since 0.1.0 */
export type Member = Membership & { readonly role: string | null }

export const memberOf = (membership: Membership): Member => ({ ...membership, role: effectiveRole(membership) ?? null })
