import { z } from 'zod'
import { hasExpired, Instant, type Made, ok, type Result, refused } from '../kernel/index.ts'
import { type Engagement, EngagementScope } from './model.ts'
import { workforceRefusals } from './refusals.ts'

/** What a host and a vendor agree on: each null or left out is no limit. */
export const termFields = {
  /** Epoch ms. */
  from: Instant.nullable().optional(),
  /** Epoch ms. */
  until: Instant.nullable().optional(),
  seats: z.int().min(0).max(10_000_000).nullable().optional(),
  scope: EngagementScope.nullable().optional(),
}
const Terms = z.strictObject(termFields)
type Terms = z.output<typeof Terms>

type Limits = Pick<Engagement, 'from' | 'until' | 'seats' | 'scope'>

/** WRK-5: the limits, with those that are named instead of what was there; null takes one away. */
export const limitsOf = (before: Limits, { from, until, seats, scope }: Terms): Limits => {
  const limits = {
    from: from === undefined ? before.from : from,
    until: until === undefined ? before.until : until,
    seats: seats === undefined ? before.seats : seats,
    scope: scope === undefined ? before.scope : scope && sorted(scope),
  }
  return Object.fromEntries(Object.entries(limits).filter(([, value]) => value !== undefined && value !== null))
}

/** Each once: the same things make the same scope, in whatever order they are named. */
const sorted = ({ projects, datasets }: EngagementScope): EngagementScope => ({
  projects: [...new Set(projects)].sort(),
  datasets: [...new Set(datasets)].sort(),
})

/** It ends after it begins, and not in the past. */
export const judgeDates = (
  { from, until }: Limits,
  now: Instant,
): Result<null, Made<typeof workforceRefusals.engagement_dates_invalid>> =>
  until !== undefined && (hasExpired(until, now) || (from !== undefined && until <= from))
    ? refused(workforceRefusals.engagement_dates_invalid({ from: from ?? null, until }))
    : ok(null)
