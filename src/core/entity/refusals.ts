import { refusal } from '../kernel/index.ts'

type Which = { kind: string; id: string }

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
}
