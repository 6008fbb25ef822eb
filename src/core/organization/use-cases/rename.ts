import { z } from 'zod'
import type { Env } from '../../env.ts'
import { Actor, commandFields, edit, OrganizationId, ok, put, reason, type UseCase } from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds } from '../../membership/index.ts'
import { DisplayName, type Organization, organizations } from '../model.ts'
import { activeOrganization } from '../rules.ts'

const Rename = z.strictObject({ actor: Actor, organizationId: OrganizationId, name: DisplayName, ...commandFields })

/** ORG-4: the name is a setting, so only admins change it. */
export const renameOrganization: UseCase<typeof Rename, Organization, AuthorizeRefusal, Env> = {
  name: 'organizations.rename',
  command: Rename,
  reads: ({ actor, organizationId }, found) => authorizeNeeds(actor, organizationId, found),
  plan: ({ actor, organizationId, name }, slice, env) => {
    const allowed = authorize(slice, { actor, organizationId, permission: 'settings.write', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const organization = activeOrganization(slice, organizationId)
    if (!organization.ok) return organization
    const renamed = edit(organization.value, draft => {
      draft.name = name
    })
    return ok({
      value: renamed,
      because: [allowed.value, reason('organization_renamed', ['ORG-4'])],
      writes: renamed === organization.value ? [] : [put(organizations, renamed)],
      effects: [],
      organizationId,
    })
  },
}
