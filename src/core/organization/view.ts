import type { Organization } from './model.ts'

/** What every member may know of the organization; its settings are for admins (ORG-4). @since 0.1.0 */
export type OrganizationView = Pick<Organization, 'id' | 'name' | 'kind' | 'status'>
