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
import { type Engagement, engagements } from '../model.ts'
import { workforceRefusals } from '../refusals.ts'
import { whyClosed } from '../rules.ts'
import { judgeDates, limitsOf, termFields } from '../terms.ts'
import { judgeVendor } from '../vendor.ts'
import { type EngagementView, engagementView } from '../view.ts'

const Open = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  vendorId: OrganizationId,
  ...termFields,
  ...commandFields,
})

type W = typeof workforceRefusals

/** @since 0.3.0 */
export type OpenEngagementRefusal =
  | AuthorizeRefusal
  | Made<W['vendor_invalid'] | W['engagement_open'] | W['engagement_dates_invalid']>

/**
 * WRK-5: says when, how many and on what a vendor's people work here. Opened anew after it has ended, it lets in whoever is
 * granted something from now on, and nobody who was in before (INV-25).
 */
export const openEngagement: UseCase<typeof Open, EngagementView, OpenEngagementRefusal, Env> = {
  name: 'engagements.open',
  command: Open,
  reads: ({ actor, organizationId, vendorId }, found) => [
    ...authorizeNeeds(actor, organizationId, found),
    refOf(organizations, vendorId),
    refOf(engagements, organizationId, vendorId),
  ],
  plan: (command, slice, env) => {
    const { actor, organizationId, vendorId } = command
    const allowed = authorize(slice, { actor, organizationId, permission: 'settings.write', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const vendor = judgeVendor(command, slice)
    if (!vendor.ok) return vendor
    const before = slice.get(engagements, organizationId, vendorId)
    if (before && whyClosed(before, env.now) !== 'engagement_ended')
      return refused(workforceRefusals.engagement_open({ organizationId, vendorId }))
    const limits = limitsOf({}, command)
    const dates = judgeDates(limits, env.now)
    if (!dates.ok) return dates
    const edition = (before?.edition ?? 0) + 1
    const common = { organizationId, vendorId, edition, openedBy: actor, openedAt: env.now }
    const opened: Engagement = { ...common, ...limits, status: 'open' }
    return ok({
      value: engagementView(opened, env.now),
      because: [allowed.value, reason('engagement_opened', ['WRK-5'], { vendorId, edition })],
      writes: [put(engagements, opened)],
      effects: [],
      organizationId,
    })
  },
}
