import { refusal } from '../kernel/index.ts'

type Which = { kind: string; id: string }
type By = { kind: string; id?: string; relation: string }

export const entityRefusals = {
  entity_not_found: refusal('not_found', 'entity_not_found', ['ORG-3'])<Which>(),
  /** An operator has none of their own to give. */
  entity_admins_missing: refusal('invalid', 'entity_admins_missing', ['ENT-7', 'INV-08'])<{ kind: string }>(),
  entity_admins_invalid: refusal('invalid', 'entity_admins_invalid', ['ENT-7', 'INV-08', 'MEM-3'])<{
    organizationId: string
    userIds: readonly string[]
  }>(),
  entity_not_archived: refusal('state', 'entity_not_archived', ['ENT-4'])<Which>(),
  entity_archived: refusal('state', 'entity_archived', ['ENT-4'])<Which & { archivedAt: number }>(),
  entity_unchanged: refusal('invalid', 'entity_unchanged', ['AUD-1'])<Which>(),
  entity_kind_unknown: refusal('invalid', 'entity_kind_unknown', ['ENT-1'])<{
    kind: string
    known: readonly string[]
  }>(),
  /** `uses` are the first hundred of `count`. */
  entity_in_use: refusal('state', 'entity_in_use', ['ENT-4'])<
    Which & { uses: readonly (Which & { relation: string })[]; count: number }
  >(),
  fields_unknown: refusal('invalid', 'fields_unknown', ['ENT-8'])<{ kind: string }>(),
  /** `issues` are those of the host's schema (at most 20); none where it threw. */
  fields_invalid: refusal('invalid', 'fields_invalid', ['ENT-8', 'INV-28'])<{
    kind: string
    issues: readonly { readonly path: readonly (string | number)[]; readonly code: string }[]
  }>(),
  relation_unknown: refusal('invalid', 'relation_unknown', ['ENT-1'])<By & { known: readonly string[] }>(),
  relation_too_few: refusal('invariant', 'relation_too_few', ['ENT-1', 'INV-09'])<
    By & { min: number; count: number }
  >(),
  relation_too_many: refusal('invariant', 'relation_too_many', ['ENT-1', 'INV-09'])<
    By & { max: number; count: number }
  >(),
  /** Only where one is had at most it is clear what is switched. */
  relation_not_single: refusal('invalid', 'relation_not_single', ['ENT-2'])<By>(),
  part_attached_already: refusal('state', 'part_attached_already', ['ENT-1'])<By & { part: string }>(),
  part_not_attached: refusal('not_found', 'part_not_attached', ['ENT-1'])<By & { part: string }>(),
  part_repeated: refusal('invalid', 'part_repeated', ['ENT-1'])<By & { part: string }>(),
  part_used_elsewhere: refusal('conflict', 'part_used_elsewhere', ['ENT-1', 'INV-09'])<Which & { relation: string }>(),
  part_of_another_organization: refusal('invalid', 'part_of_another_organization', ['ENT-3', 'INV-10'])<
    Which & { organizationId: string }
  >(),
  project_too_large: refusal('limit', 'project_too_large', ['ENT-5'])<{
    id: string
    of: 'links' | 'grants'
    most: number
  }>(),
}
