import { z } from 'zod'
import type { Env } from '../../env.ts'
import { Actor, OrganizationId, ok, type View } from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds } from '../../membership/index.ts'
import type { Organization } from '../model.ts'
import { activeOrganization } from '../rules.ts'

const Settings = z.strictObject({ actor: Actor, organizationId: OrganizationId })

/** ORG-4: the organization as only its admins see it, its MFA policy included. */
export const organizationSettings: View<typeof Settings, Organization, AuthorizeRefusal, Env> = {
  name: 'organizations.settings',
  command: Settings,
  reads: ({ actor, organizationId }, found) => authorizeNeeds(actor, organizationId, found),
  answer: ({ actor, organizationId }, slice, env) => {
    const allowed = authorize(slice, { actor, organizationId, permission: 'settings.read', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const organization = activeOrganization(slice, organizationId)
    return organization.ok ? ok({ value: organization.value, because: [allowed.value] }) : organization
  },
}
