import { z } from 'zod'
import { Instant, idSchema } from '../kernel/index.ts'

/** MFA-9. `FailureState` of `orgcharter/mfa`, as it is stored. @since 0.4.0 */
export const FailureRecord = z.strictObject({
  factors: z
    .array(
      z.strictObject({
        factorId: idSchema,
        consecutive: z.int().min(0),
        recent: z.array(Instant).max(5).readonly(),
        lockouts: z.int().min(0),
      }),
    )
    .readonly(),
  lockedUntil: Instant.exactOptional(),
  seenAt: Instant,
})
export type FailureRecord = z.output<typeof FailureRecord>

/** INV-25: a clock that goes back unlocks nothing. */
export const lockedUntil = (failures: FailureRecord | undefined, now: Instant): Instant | undefined =>
  failures?.lockedUntil !== undefined && Math.max(failures.seenAt, now) < failures.lockedUntil
    ? failures.lockedUntil
    : undefined

/**
 * MFA-9. The failures of whoever is let at challenges again before their time: what failed lately counts no more, or the
 * next failure would lock anew. What was missed in a row, and how long the next lock-out is, stay as they are.
 */
export const unlocked = ({ factors, seenAt }: FailureRecord): FailureRecord => ({
  factors: factors.map(each => ({ ...each, recent: [] })),
  seenAt,
})

/** What is gone fails no more; how long the user is locked out for it stays. */
export const withoutFailuresOf = (failures: FailureRecord, gone: readonly string[]): FailureRecord => ({
  ...failures,
  factors: failures.factors.filter(({ factorId }) => !gone.includes(factorId)),
})
