import type { Instant } from '../kernel/instant.ts'

/** The latest moment that there is. */
export const LATEST = 8_640_000_000_000_000

/** Whether it is a moment, or a length of time, in milliseconds. */
export const isMoment = (value: unknown): value is Instant =>
  typeof value === 'number' && value >= 0 && value <= LATEST && Math.floor(value) === value

export const isMomentOrNone = (value: unknown): value is Instant | undefined => value === undefined || isMoment(value)

/** A sum of times, which is no later than there are moments. */
export const after = (start: Instant, length: number): Instant => Math.min(start + length, LATEST)
