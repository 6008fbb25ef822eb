import { refusal } from '../kernel/index.ts'

type Which = { kind: string; id: string }

export const entityRefusals = {
  entity_not_found: refusal('not_found', 'entity_not_found', ['ORG-3'])<Which>(),
  entity_archived: refusal('state', 'entity_archived', ['ENT-4'])<Which & { archivedAt: number }>(),
}
