import type { Instant } from '../kernel/index.ts'
import type { AnswerKind } from '../mfa/index.ts'
import type { Factor, WebauthnCredential } from './model.ts'
import type { SessionProof } from './session.ts'
import type { TotpSecret } from './totp-secret.ts'

export type { TotpSecret } from './totp-secret.ts'

type Enrolling<K extends Factor['kind']> = {
  readonly factorId: string
  readonly kind: K
  /** Epoch ms: until then it can be confirmed. */
  readonly expiresAt: Instant
}

/** `answerBy`: until then (epoch ms) the code or the challenge is waited for; `mfa.challenge` makes a new one. */
type Asked = { readonly answerBy: Instant }

/** MFA-1. A factor that waits to be confirmed, and what its user needs for that. It is shown once. @since 0.4.0 */
export type Enrolled =
  | (Enrolling<'totp'> & TotpSecret)
  /** `hint`: the last two digits of the number. */
  | (Enrolling<'sms'> & Asked & { readonly hint: string })
  | (Enrolling<'email_otp'> & Asked)
  /** `challenge`: for the registration in the browser, in base64url. */
  | (Enrolling<'webauthn'> & Asked & { readonly challenge: string })

/** MFA-1. A factor that is active now. Add the proof to the session: confirming it was using it. @since 0.4.0 */
export type Confirmed = {
  readonly factor: { readonly id: string; readonly kind: Factor['kind']; readonly label?: string }
  readonly proof: SessionProof
  /** How many recovery codes the user has: offer to make some where there are none. */
  readonly recoveryCodesLeft: number
}

/** MFA-10. What is waited for now, with what the user is shown, or the browser is given. @since 0.4.0 */
export type ChallengeMade =
  /** Nothing had to be made: an app or a list has the codes. */
  | { readonly kind: 'totp' | 'recovery_code'; readonly factorId: string }
  | {
      readonly kind: 'sms' | 'email_otp'
      readonly factorId: string
      readonly expiresAt: Instant
      readonly hint?: string
    }
  /** `credential`: the key that must be used, by which the host verifies its answer; a registration has none yet. */
  | {
      readonly kind: 'webauthn'
      readonly factorId: string
      readonly expiresAt: Instant
      readonly challenge: string
      readonly credential?: WebauthnCredential
    }

/** MFA-5. What a right answer gives: add it to the session. @since 0.4.0 */
export type AnswerTaken =
  /** `left`: of the recovery codes. */
  | { readonly kind: AnswerKind; readonly proof: SessionProof; readonly left?: number }
  /** `token`: in place of the one that was shown, which is none any more; good until `until` (epoch ms) at most, as before. */
  | {
      readonly kind: 'device'
      readonly rememberedDevice: { readonly deviceId: string }
      readonly token: string
      readonly until: Instant
    }

/** MFA-11. The codes of a new set, which are shown this once. @since 0.4.0 */
export type RecoveryCodesMade = { readonly codes: readonly string[] }

/** MFA-2. A device that is remembered until then (epoch ms). Keep `token` in the browser, and nowhere else. @since 0.4.0 */
export type DeviceTrusted = { readonly deviceId: string; readonly token: string; readonly until: Instant }
