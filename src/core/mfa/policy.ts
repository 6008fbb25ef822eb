import type { Duration, Instant } from '../kernel/instant.ts'
import { defaultFactors, type FactorKind } from './kinds.ts'

/** What somebody is to the organization, by their role (ROL-1). @since 0.3.0 */
export type MemberType = 'internal' | 'external' | 'workforce'

export const memberTypes: readonly MemberType[] = ['internal', 'external', 'workforce']

/** MFA-2. Somebody whom a policy does not bind, until when, and why. @since 0.3.0 */
export type MfaExemption = { readonly userId: string; readonly until: Instant; readonly reason: string }

/** MFA-9. How codes can be guessed: their digits, the steps accepted to each side, and the failures there may be. @since 0.3.0 */
export type Guessing = {
  /** 6 to 8. */
  readonly digits?: number | undefined
  /** 0 to 10. */
  readonly window?: number | undefined
  /** Until the factor is disabled; 100 at most. */
  readonly failures?: number | undefined
}

/** MFA-2. The MFA policy of one organization, as plain facts. @since 0.3.0 */
export type MfaPolicyFacts = {
  /** `off` offers nothing, `optional` offers, `required` lets nobody in without. A factor that a user has is asked for in each. */
  readonly mode: 'off' | 'optional' | 'required'
  /** Epoch ms; before it nothing is required. Without it: at once. */
  readonly requiredFrom?: Instant | undefined
  /** How long a member has to enrol, in ms; without it no time. */
  readonly grace?: Duration | undefined
  /** The factors that count. Without it `webauthn`, `totp` and `sms`: `email_otp` counts where it is named. */
  readonly factors?: readonly FactorKind[] | undefined
  /** Whom it binds; without it all members. */
  readonly appliesTo?: readonly MemberType[] | undefined
  readonly exemptions?: readonly MfaExemption[] | undefined
  /** How long a second factor counts after it was used, in ms; without it for as long as the session lasts. */
  readonly maxAge?: Duration | undefined
  /** How long a remembered device takes the place of a second factor, in ms; without it never. */
  readonly rememberedDevices?: Duration | undefined
  /** What becomes of whoever has not enrolled at the end of the grace: they can only enrol (without it), or are suspended. */
  readonly onOverdue?: 'block' | 'suspend' | undefined
  readonly guessing?: Guessing | undefined
}

/** MFA-7. The factors that count for a policy. */
export const factorsOf = ({ factors }: MfaPolicyFacts): readonly FactorKind[] => factors ?? defaultFactors
