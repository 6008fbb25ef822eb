import { z } from 'zod'
import { Instant, idSchema } from '../kernel/index.ts'

/** So that a decision on a session is one on a bounded number of proofs. */
const PROOFS = 50

const at = { at: Instant }
const byFactor = { ...at, factorId: idSchema }

/** MFA-17. One thing that was proven, and when. @since 0.4.0 */
export const SessionProof = z.discriminatedUnion('method', [
  z.strictObject({ method: z.enum(['password', 'magic_link', 'api_token', 'invitation', 'recovery_code']), ...at }),
  z.strictObject({
    method: z.literal('sso'),
    ...at,
    amr: z.array(z.string().max(100)).max(50).readonly().exactOptional(),
  }),
  z.strictObject({ method: z.enum(['totp', 'sms', 'email_otp']), ...byFactor }),
  z.strictObject({ method: z.literal('webauthn'), ...byFactor, userVerified: z.boolean().exactOptional() }),
])

export type SessionProof = z.output<typeof SessionProof>

/**
 * MFA-17. What has been proven in a session, kept by the host on its side: what it verified itself (`password`, `sso`, …)
 * and the proofs that `mfa.confirm` and `mfa.answer` gave. Whatever is not in it is not proven.
 *
 * @since 0.4.0
 */
export const Session = z.strictObject({
  authenticated: z.array(SessionProof).max(PROOFS).readonly(),
  /** The device that the browser showed the token of, as `mfa.answer` gave it. */
  rememberedDevice: z.strictObject({ deviceId: idSchema }).exactOptional(),
})
export type Session = z.output<typeof Session>
