import { refusal } from '../kernel/index.ts'
import { roleRefusals } from '../role/index.ts'

export const membershipRefusals = {
  not_a_member: refusal('forbidden', 'not_a_member', ['ACC-1'])<{ organizationId: string; userId: string }>(),
  member_suspended: refusal('forbidden', 'member_suspended', ['MEM-2'])<{ organizationId: string; userId: string }>(),
  permission_missing: refusal('forbidden', 'permission_missing', ['ROL-4'])<{
    organizationId: string
    permission: string
    role: string
  }>(),
  operator_not_allowed: refusal('forbidden', 'operator_not_allowed', ['ORG-6'])<{ permission: string }>(),
  operator_only: refusal('forbidden', 'operator_only', ['ORG-6'])<{ action: string }>(),
  founder_not_actor: refusal('forbidden', 'founder_not_actor', ['ORG-1', 'ORG-6'])<{ userId: string }>(),
  role_ceiling: refusal('forbidden', 'role_ceiling', ['ROL-2', 'INV-11'])<{
    userId: string
    type: string
    role: string
  }>(),
  role_unknown: roleRefusals.role_unknown,
  role_not_yours_to_give: refusal('forbidden', 'role_not_yours_to_give', ['ROL-3'])<{ role: string; held: string }>(),
  member_not_yours_to_change: refusal('forbidden', 'member_not_yours_to_change', ['ROL-3', 'ROL-4'])<{
    userId: string
    role: string
  }>(),
  own_role_upward: refusal('forbidden', 'own_role_upward', ['ROL-3'])<{ userId: string; role: string; held: string }>(),
  /** The membership is in a state in which this cannot be done to it. */
  member_state: refusal('state', 'member_state', ['MEM-2'])<{
    organizationId: string
    userId: string
    state: string
  }>(),
  role_unchanged: refusal('invalid', 'role_unchanged', ['MEM-1'])<{ userId: string; role: string }>(),
  /** What the member has is from a rule, or has expired: no role of a person's giving to set a time for. */
  role_not_assigned: refusal('state', 'role_not_assigned', ['MEM-1', 'INV-25'])<{
    organizationId: string
    userId: string
  }>(),
  /** A role that would expire at once, or in the past. */
  expiry_past: refusal('invalid', 'expiry_past', ['INV-25'])<{ until: number }>(),
  last_admin: refusal('invariant', 'last_admin', ['INV-01', 'MEM-3'])<{ organizationId: string }>(),
  member_not_found: refusal('not_found', 'member_not_found', ['MEM-1'])<{ organizationId: string; userId: string }>(),
  not_yourself: refusal('forbidden', 'not_yourself', ['ROL-4'])<{ userId: string }>(),
  /** Where the user is at home, whoever asks is nobody, or the user is nobody any more. */
  user_not_yours: refusal('forbidden', 'user_not_yours', ['MEM-7', 'ORG-3'])<{ userId: string }>(),
  /** INV-24: whoever manages somebody at home is told of other organizations nothing but in how many it is. */
  user_needed_elsewhere: refusal('invariant', 'user_needed_elsewhere', ['INV-01', 'INV-08', 'INV-24'])<{
    userId: string
    count: number
  }>(),
  memberships_too_many: refusal('limit', 'memberships_too_many', ['MEM-6'])<{ userId: string; most: number }>(),
  member_exists: refusal('conflict', 'member_exists', ['INV-07'])<{ organizationId: string; userId: string }>(),
  /** DOM-1: by the user or by an admin; what a person decided is not undone in passing. */
  join_request_declined: refusal('state', 'join_request_declined', ['MEM-10', 'DOM-1'])<{
    organizationId: string
    userId: string
  }>(),
  join_request_not_found: refusal('not_found', 'join_request_not_found', ['DOM-1'])<{
    organizationId: string
    userId: string
  }>(),
  /** Whoever owns the domain has a say in where its people are at home. */
  home_elsewhere: refusal('forbidden', 'home_elsewhere', ['MEM-10', 'RES-3', 'DOM-4'])<{ domain: string }>(),
  /** An admin speaks for the addresses of the domains that the organization owns. */
  address_not_yours: refusal('forbidden', 'address_not_yours', ['MEM-10', 'DOM-4'])<{
    organizationId: string
    domain: string
  }>(),
  name_invalid: refusal('invalid', 'name_invalid', ['MEM-10', 'INV-26'])<{ most: number }>(),
}
