import { hasExpired, type Instant } from '../kernel/index.ts'
import type { Engagement, EngagementScope, Holding } from './model.ts'

/** WRK-5: why an engagement lets nobody in now; undefined where it does. Without a record nothing stands against it. */
export const whyClosed = (
  engagement: Engagement | undefined,
  now: Instant,
): 'engagement_ended' | 'engagement_not_begun' | undefined => {
  if (!engagement) return undefined
  const { status, from, until } = engagement
  if (status === 'ended' || (until !== undefined && hasExpired(until, now))) return 'engagement_ended'
  return from !== undefined && now < from ? 'engagement_not_begun' : undefined
}

/** The edition of whatever is between a host and a vendor; the first one needs no record. */
export const editionOf = (engagement: Engagement | undefined): number => engagement?.edition ?? 1

/** WRK-5: whether this is among what the engagement is about; ontologies are under no scope. */
export const isInScope = (scope: EngagementScope | undefined, kind: string, id: string): boolean => {
  if (!scope || (kind !== 'project' && kind !== 'dataset')) return true
  return (kind === 'project' ? scope.projects : scope.datasets).includes(id)
}

/**
 * WRK-1, WRK-3: until when there is a grant on a project or a dataset: `lasting`, or the moment at which the last one
 * ends; undefined where there is none. `term`: a user's of another term is none (INV-25).
 */
export const heldUntil = (
  holding: Holding | undefined,
  now: Instant,
  term?: number,
): Instant | 'lasting' | undefined => {
  if (!holding || holding.closed || (term !== undefined && holding.term !== term)) return undefined
  if (holding.lasting > 0) return 'lasting'
  const last = holding.timed.at(-1)
  return last !== undefined && !hasExpired(last, now) ? last : undefined
}

/** The later of two ends. */
export const laterOf = (
  a: Instant | 'lasting' | undefined,
  b: Instant | 'lasting' | undefined,
): Instant | 'lasting' | undefined => {
  if (a === 'lasting' || b === 'lasting') return 'lasting'
  if (a === undefined || b === undefined) return a ?? b
  return Math.max(a, b) as Instant
}
