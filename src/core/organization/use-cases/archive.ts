import { z } from 'zod'
import type { Env } from '../../env.ts'
import { Actor, commandFields, OrganizationId, ok, put, reason, type UseCase } from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds } from '../../membership/index.ts'
import { type Organization, organizations } from '../model.ts'
import { activeOrganization } from '../rules.ts'

const Archive = z.strictObject({ actor: Actor, organizationId: OrganizationId, ...commandFields })

/** ORG-5: one small commit, whatever the number of members; every other command asks for the state. */
export const archiveOrganization: UseCase<typeof Archive, Organization, AuthorizeRefusal, Env> = {
  name: 'organizations.archive',
  command: Archive,
  reads: ({ actor, organizationId }, found) => authorizeNeeds(actor, organizationId, found),
  plan: ({ actor, organizationId }, slice, env) => {
    const allowed = authorize(slice, { actor, organizationId, permission: 'settings.write', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const organization = activeOrganization(slice, organizationId)
    if (!organization.ok) return organization
    const archived: Organization = { ...organization.value, status: 'archived', archivedAt: env.now }
    return ok({
      value: archived,
      because: [allowed.value, reason('organization_archived', ['ORG-5'])],
      writes: [put(organizations, archived)],
      effects: [],
      organizationId,
    })
  },
}
