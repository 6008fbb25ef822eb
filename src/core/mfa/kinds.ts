/** MFA-1. What a user can enrol as a second factor. @since 0.3.0 */
export type FactorKind = 'webauthn' | 'totp' | 'sms' | 'email_otp'

/** MFA-11. What answers a challenge: a factor, or a recovery code, which is never an enrollment. @since 0.3.0 */
export type AnswerKind = FactorKind | 'recovery_code'

/** The strongest first; in this order they are always given. */
export const factorKinds: readonly FactorKind[] = ['webauthn', 'totp', 'sms', 'email_otp']

/** MFA-7. What counts where a policy names no factors: of e-mail it has to be said. */
export const defaultFactors: readonly FactorKind[] = ['webauthn', 'totp', 'sms']

const BITS: { readonly [K in AnswerKind]: number } = { webauthn: 1, totp: 2, sms: 4, email_otp: 8, recovery_code: 16 }

export const RECOVERY = BITS.recovery_code
/** An identity provider says that there was a second factor, and not which. */
export const UNNAMED = 32
export const EVERY_KIND = 63

/** Kinds as a set: 0 for whatever is none. */
export const bitOf = (kind: string): number => (Object.hasOwn(BITS, kind) ? BITS[kind as AnswerKind] : 0)

export const setOf = (kinds: readonly string[]): number => {
  let set = 0
  for (const kind of kinds) set |= bitOf(kind)
  return set
}

export const isFactorKind = (kind: unknown): kind is FactorKind => factorKinds.includes(kind as FactorKind)

export const kindsIn = (set: number): readonly FactorKind[] => factorKinds.filter(kind => (set & BITS[kind]) !== 0)
