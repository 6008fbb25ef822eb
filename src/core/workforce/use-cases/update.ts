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
import { type Engagement, engagements } from '../model.ts'
import { workforceRefusals } from '../refusals.ts'
import { whyClosed } from '../rules.ts'
import { judgeDates, limitsOf, termFields } from '../terms.ts'
import { type EngagementView, engagementView } from '../view.ts'

const Update = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  vendorId: OrganizationId,
  ...termFields,
  ...commandFields,
})

type W = typeof workforceRefusals

/** @since 0.3.0 */
export type UpdateEngagementRefusal =
  | AuthorizeRefusal
  | Made<W['engagement_not_found'] | W['engagement_ended'] | W['engagement_unchanged'] | W['engagement_dates_invalid']>

/**
 * WRK-5: changes what is named, and takes away the limit that is null. A smaller scope and another date count at once;
 * fewer seats put nobody out, and let nobody in until enough are free.
 */
export const updateEngagement: UseCase<typeof Update, EngagementView, UpdateEngagementRefusal, Env> = {
  name: 'engagements.update',
  command: Update,
  reads: ({ actor, organizationId, vendorId }, found) => [
    ...authorizeNeeds(actor, organizationId, found),
    refOf(engagements, organizationId, vendorId),
  ],
  plan: (command, slice, env) => {
    const { actor, organizationId, vendorId } = command
    const allowed = authorize(slice, { actor, organizationId, permission: 'settings.write', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const before = slice.get(engagements, organizationId, vendorId)
    if (!before) return refused(workforceRefusals.engagement_not_found({ organizationId, vendorId }))
    if (before.status === 'ended' || whyClosed(before, env.now) === 'engagement_ended')
      return refused(workforceRefusals.engagement_ended({ organizationId, vendorId }))
    const { from: _from, until: _until, seats: _seats, scope: _scope, ...kept } = before
    const after: Engagement = { ...kept, ...limitsOf(before, command) }
    if (isSame(before, after)) return refused(workforceRefusals.engagement_unchanged({ organizationId, vendorId }))
    const dates = judgeDates(after, env.now)
    if (!dates.ok) return dates
    return ok({
      value: engagementView(after, env.now),
      because: [allowed.value, reason('engagement_updated', ['WRK-5'], { vendorId })],
      writes: [put(engagements, after)],
      effects: [],
      organizationId,
    })
  },
}

const isSame = (a: Engagement, b: Engagement): boolean =>
  a.from === b.from &&
  a.until === b.until &&
  a.seats === b.seats &&
  JSON.stringify(a.scope ?? null) === JSON.stringify(b.scope ?? null)
