/** MFA-1. What a user can enrol as a second factor. @since 0.3.0 */
export type FactorKind = 'webauthn' | 'totp' | 'sms' | 'email_otp'

/** MFA-11. What answers a challenge: a factor, or a recovery code, which is never an enrollment. @since 0.3.0 */
export type AnswerKind = FactorKind | 'recovery_code'

/** The strongest first; in this order they are always given. */
export const factorKinds: readonly FactorKind[] = ['webauthn', 'totp', 'sms', 'email_otp']
export const answerKinds: readonly AnswerKind[] = [...factorKinds, 'recovery_code']

/** MFA-7. What counts where a policy names no factors: of e-mail it has to be said. */
export const defaultFactors: readonly FactorKind[] = ['webauthn', 'totp', 'sms']

export const WEBAUTHN = 1
export const TOTP = 2
export const SMS = 4
export const EMAIL_OTP = 8
export const EVERY_FACTOR = 15
export const RECOVERY = 16
/** An identity provider says that there was a second factor, and not which. */
export const UNNAMED = 32
export const EVERY_KIND = 63

/** Kinds as a set: 0 for whatever is none. */
export const bitOf = (kind: string): number => {
  if (kind === 'webauthn') return WEBAUTHN
  if (kind === 'totp') return TOTP
  if (kind === 'sms') return SMS
  if (kind === 'email_otp') return EMAIL_OTP
  return kind === 'recovery_code' ? RECOVERY : 0
}

export const setOf = (kinds: readonly string[]): number => {
  let set = 0
  for (const kind of kinds) set |= bitOf(kind)
  return set
}

export const isFactorKind = (kind: unknown): kind is FactorKind => factorKinds.includes(kind as FactorKind)

export const kindsIn = (set: number): readonly FactorKind[] => factorKinds.filter(kind => (set & bitOf(kind)) !== 0)
