import { ok, type Result, refused, type Slice } from '../kernel/index.ts'
import { type Organization, organizations } from './model.ts'
import { organizationRefusals } from './refusals.ts'

type Active = Extract<Organization, { status: 'active' }>
type NotActive =
  | ReturnType<typeof organizationRefusals.organization_not_found>
  | ReturnType<typeof organizationRefusals.organization_archived>

/** ORG-5: the one gate that every command in an organization passes. */
export const activeOrganization = (slice: Slice, organizationId: string): Result<Active, NotActive> => {
  const organization = slice.get(organizations, organizationId)
  if (!organization) return refused(organizationRefusals.organization_not_found({ organizationId }))
  if (organization.status === 'archived')
    return refused(organizationRefusals.organization_archived({ organizationId, archivedAt: organization.archivedAt }))
  return ok(organization)
}
