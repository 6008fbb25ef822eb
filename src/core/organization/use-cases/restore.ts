import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type Made,
  OrganizationId,
  ok,
  put,
  reason,
  refused,
  type UseCase,
} from '../../kernel/index.ts'
import { type AuthorizeArchivedRefusal, authorize, authorizeNeeds } from '../../membership/index.ts'
import { type Organization, organizations } from '../model.ts'
import { organizationRefusals } from '../refusals.ts'

const Restore = z.strictObject({ actor: Actor, organizationId: OrganizationId, ...commandFields })

/** @since 0.1.0 */
export type RestoreOrganizationRefusal =
  | AuthorizeArchivedRefusal
  | Made<typeof organizationRefusals.organization_not_archived>

/** ORG-5: everything is back as it was, since archiving changed nothing but the state. */
export const restoreOrganization: UseCase<typeof Restore, Organization, RestoreOrganizationRefusal, Env> = {
  name: 'organizations.restore',
  command: Restore,
  reads: ({ actor, organizationId }, found) => authorizeNeeds(actor, organizationId, found),
  plan: ({ actor, organizationId }, slice, env) => {
    const allowed = authorize(
      slice,
      { actor, organizationId, permission: 'settings.write', operator: 'may', archived: 'passes' },
      env,
    )
    if (!allowed.ok) return allowed
    const organization = slice.get(organizations, organizationId)
    if (organization?.status !== 'archived')
      return refused(organizationRefusals.organization_not_archived({ organizationId }))
    const { archivedAt: _, ...rest } = organization
    const restored: Organization = { ...rest, status: 'active' }
    return ok({
      value: restored,
      because: [allowed.value, reason('organization_restored', ['ORG-5'])],
      writes: [put(organizations, restored)],
      effects: [],
      organizationId,
    })
  },
}
