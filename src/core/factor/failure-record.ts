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
