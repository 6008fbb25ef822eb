import { refusal } from '../kernel/index.ts'

type On = { kind: string; id: string }

export const grantRefusals = {
  /** `entities` are the first hundred of `count`. */
  entities_left_without_admin: refusal('invariant', 'entities_left_without_admin', ['INV-08', 'MEM-4'])<{
    entities: readonly (On & { organizationId: string })[]
    count: number
  }>(),
  /** Whoever takes over must be in for good; `problem` says what they are instead. */
  replacement_invalid: refusal('invalid', 'replacement_invalid', ['MEM-4', 'INV-08'])<
    On & { userId: string; problem: 'not_a_member' | 'expires' | 'leaves' | 'named_twice' }
  >(),
  replacement_not_needed: refusal('invalid', 'replacement_not_needed', ['MEM-4'])<On & { userId: string }>(),
  entity_role_unknown: refusal('invalid', 'entity_role_unknown', ['ROL-5', 'ROL-6'])<{
    kind: string
    role: string
    known: readonly string[]
  }>(),
  grant_unchanged: refusal('invalid', 'grant_unchanged', ['AUD-1'])<On & { subject: string; subjectId: string }>(),
  grant_expiry_past: refusal('invalid', 'grant_expiry_past', ['INV-25'])<{ until: number }>(),
  grant_stages_unknown: refusal('invalid', 'grant_stages_unknown', ['ROL-5'])<{
    id: string
    stages: readonly string[]
    known: readonly string[]
  }>(),
  grant_stages_not_for_role: refusal('invalid', 'grant_stages_not_for_role', ['ROL-5'])<{
    role: string
    roles: readonly string[]
  }>(),
  own_grant_upward: refusal('forbidden', 'own_grant_upward', ['ROL-3'])<On & { role: string }>(),
  grant_not_found: refusal('not_found', 'grant_not_found', ['ACC-1'])<On & { subject: string; subjectId: string }>(),
  grants_too_many: refusal('limit', 'grants_too_many', ['INV-08'])<{ userId: string; most: number }>(),
  entity_groups_too_many: refusal('limit', 'entity_groups_too_many', ['GRP-3'])<On & { most: number }>(),
  entity_permission_missing: refusal('forbidden', 'entity_permission_missing', ['ROL-5', 'ROL-6', 'ROL-7'])<
    On & { permission: string }
  >(),
}
