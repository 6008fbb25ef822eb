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
  refOf,
  refused,
  type UseCase,
} from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds } from '../../membership/index.ts'
import { organizations } from '../../organization/index.ts'
import { type Engagement, engagements, workforceCounts } from '../model.ts'
import { workforceRefusals } from '../refusals.ts'
import { editionOf } from '../rules.ts'
import { type EngagementView, engagementView } from '../view.ts'

const End = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  vendorId: OrganizationId,
  ...commandFields,
})

/** @since 0.3.0 */
export type EndEngagementRefusal =
  | AuthorizeRefusal
  | Made<typeof workforceRefusals.vendor_invalid | typeof workforceRefusals.engagement_ended>

/**
 * WRK-5: from this commit on nobody of the vendor has access by it, however many they are; `engagements.sweep` then ends
 * their memberships. Also where none was opened: it keeps the vendor's people out until one is.
 */
export const endEngagement: UseCase<typeof End, EngagementView, EndEngagementRefusal, Env> = {
  name: 'engagements.end',
  command: End,
  reads: ({ actor, organizationId, vendorId }, found) => [
    ...authorizeNeeds(actor, organizationId, found),
    refOf(organizations, vendorId),
    refOf(engagements, organizationId, vendorId),
    refOf(workforceCounts, organizationId, vendorId, `${editionOf(found.get(engagements, organizationId, vendorId))}`),
  ],
  plan: ({ actor, organizationId, vendorId }, slice, env) => {
    const allowed = authorize(slice, { actor, organizationId, permission: 'settings.write', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const before = slice.get(engagements, organizationId, vendorId)
    if (before?.status === 'ended') return refused(workforceRefusals.engagement_ended({ organizationId, vendorId }))
    const problem = before ? undefined : whyNoVendor(slice.get(organizations, vendorId)?.kind, organizationId, vendorId)
    if (problem) return refused(workforceRefusals.vendor_invalid({ vendorId, problem }))
    const people = slice.count(workforceCounts, organizationId, vendorId, `${editionOf(before)}`)
    const begun = before ?? { organizationId, vendorId, edition: 1, openedBy: actor, openedAt: env.now }
    const ended: Engagement = { ...begun, status: 'ended', endedBy: actor, endedAt: env.now, people }
    return ok({
      value: engagementView(ended, env.now),
      because: [allowed.value, reason('engagement_ended', ['WRK-5', 'INV-25'], { vendorId })],
      writes: [put(engagements, ended)],
      effects: [{ kind: 'sweep_workforce', organizationId, payload: { vendorId } }],
      organizationId,
    })
  },
}

const whyNoVendor = (kind: string | undefined, organizationId: string, vendorId: string) => {
  if (vendorId === organizationId) return 'host_itself'
  return kind === 'workforce' ? undefined : kind ? 'not_workforce' : 'not_found'
}
