import { refusal } from '../kernel/index.ts'

export const organizationRefusals = {
  organization_not_found: refusal('not_found', 'organization_not_found', ['ORG-3'])<{ organizationId: string }>(),
  organization_archived: refusal('state', 'organization_archived', ['ORG-5'])<{
    organizationId: string
    archivedAt: number
  }>(),
  organization_not_archived: refusal('state', 'organization_not_archived', ['ORG-5'])<{ organizationId: string }>(),
}
