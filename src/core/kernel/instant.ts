import { z } from 'zod'

/** A moment, in milliseconds since 1970-01-01T00:00:00Z. @since 0.1.0 */
export const Instant = z.int().min(0).max(8_640_000_000_000_000)
export type Instant = z.output<typeof Instant>

/** A length of time, in milliseconds. @since 0.1.0 */
export const Duration = z.int().min(0).max(8_640_000_000_000_000)
export type Duration = z.output<typeof Duration>

export const MINUTE: Duration = 60_000
export const DAY: Duration = 86_400_000

/** INV-25: at `now = expiry` it has expired. */
export const hasExpired = (expiry: Instant, now: Instant): boolean => now >= expiry
