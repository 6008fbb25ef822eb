import type { Instant } from '../kernel/instant.ts'
import type { Because } from '../kernel/reason.ts'
import type { AnswerKind, FactorKind } from './kinds.ts'
import type { MemberType, MfaPolicyFacts } from './policy.ts'

/** MFA-1. A factor of the user, or with `recovery_code` their set of codes, which is `active` while it has one left. @since 0.3.0 */
export type SignInFactor = {
  readonly id: string
  readonly kind: AnswerKind
  /** MFA-9: `disabled` is what failed too often. It is still asked for, and answers nothing. */
  readonly status: 'pending' | 'active' | 'revoked' | 'disabled'
  /** Epoch ms; until then the user is locked out of all challenges. */
  readonly lockedUntil?: Instant | undefined
  /** Of a `webauthn` factor: its key never leaves the authenticator. */
  readonly deviceBound?: boolean | undefined
}

/** MFA-17. One thing that was proven in the session, and when (epoch ms): what is not here is not proven. @since 0.3.0 */
export type Proof =
  | { readonly method: 'password' | 'magic_link' | 'api_token' | 'invitation' | 'recovery_code'; readonly at: Instant }
  /** `amr`: what the identity provider says was used, by RFC 8176; without it one factor. */
  | { readonly method: 'sso'; readonly at: Instant; readonly amr?: readonly string[] | undefined }
  | { readonly method: 'totp' | 'sms' | 'email_otp'; readonly at: Instant; readonly factorId: string }
  /** `userVerified`: by a PIN or biometrics of the authenticator, so that it is two factors. */
  | {
      readonly method: 'webauthn'
      readonly at: Instant
      readonly factorId: string
      readonly userVerified?: boolean | undefined
    }

/** What the session rests on. @since 0.3.0 */
export type SignInSession = {
  readonly authenticated: readonly Proof[]
  /** A device that the host recognized: when it was remembered (epoch ms), and by what it was trusted then. */
  readonly rememberedDevice?: { readonly at: Instant; readonly method: FactorKind } | undefined
}

/** The user as a member of one organization. @since 0.3.0 */
export type SignInMembership = {
  readonly organizationId: string
  readonly policy: MfaPolicyFacts
  readonly status: 'active' | 'suspended' | 'ended'
  readonly type: MemberType
  readonly isHome: boolean
  /** Epoch ms. */
  readonly memberSince: Instant
  /** MFA-4. Epoch ms, as it was written down once; without it, it is worked out from the policy and `memberSince`. */
  readonly deadline?: Instant | undefined
}

/** MFA-5. All that a sign-in decision rests on. @since 0.3.0 */
export type SignInFacts = {
  /** Epoch ms. */
  readonly now: Instant
  readonly user: {
    readonly id: string
    readonly status: 'active' | 'deactivated'
    /** Epoch ms, as `nextFailures` says. */
    readonly lockedUntil?: Instant | undefined
  }
  /** Any number, in any order: that of the home organization and of the entered one bind, no other. */
  readonly memberships: readonly SignInMembership[]
  /** The organization that is entered; without it the user signs in to their account alone. */
  readonly entering?: string | undefined
  readonly factors: readonly SignInFactor[]
  readonly session: SignInSession
}

/** With what a challenge can be answered: a factor, or signing in anew by SSO where that was two factors. @since 0.3.0 */
export type ChallengeOption = { readonly kind: AnswerKind; readonly factorId: string } | { readonly kind: 'sso' }

/** NIST SP 800-63B-4: what the session reached; 0 where nothing was used that NIST takes for an authenticator. @since 0.3.0 */
export type AssuranceLevel = 0 | 1 | 2 | 3

type Decided = {
  readonly because: Because
  /** The organizations whose policies decided it, by id. */
  readonly determinedBy: readonly string[]
  readonly aal: AssuranceLevel
  /** RFC 8176, for the token that is issued. */
  readonly amr: readonly string[]
}

/** MFA-5. What comes of a sign-in. @since 0.3.0 */
export type SignInDecision =
  | ({ readonly kind: 'allow' } & Decided)
  /** Let in, and asked to enrol one of `factors`; from `deadline` (epoch ms) on it has to be. */
  | ({
      readonly kind: 'offer_enrollment'
      readonly factors: readonly FactorKind[]
      readonly deadline?: Instant | undefined
    } & Decided)
  /** MFA-3. Nothing but enrolling one of `factors` is possible; since `deadline`. */
  | ({
      readonly kind: 'require_enrollment'
      readonly factors: readonly FactorKind[]
      readonly deadline?: Instant | undefined
    } & Decided)
  /** One of `factors` has to be used. */
  | ({ readonly kind: 'challenge'; readonly factors: readonly ChallengeOption[] } & Decided)
  /** No; with `until` where it ends by itself, and the memberships that are to be suspended (MFA-2) by organization. */
  | ({
      readonly kind: 'deny'
      readonly until?: Instant | undefined
      readonly suspend?: readonly string[] | undefined
    } & Decided)

/** How long a second factor and a remembered device count, in ms; 0 for not at all. */
export type Limits = { readonly maxAge: number; readonly rememberedDevices: number }
