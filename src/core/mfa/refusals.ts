import { type NoFacts, type RefusalsOf, refusing } from '../kernel/refusal.ts'

type PolicyFacts = {
  mfa_policy_invalid: { field: string }
  mfa_policy_without_factor: NoFacts
  mfa_policy_sms_only: NoFacts
  mfa_policy_grace_negative: { grace: number }
  mfa_policy_guessable: { oneIn: number; least: number }
}

type DisjointFacts = { mfa_policies_disjoint: { factors: readonly (readonly string[])[] } }

type TotpInvalidFacts = {
  totp_settings_invalid: { field: string }
  totp_code_malformed: { digits: number }
}
type TotpStateFacts = {
  totp_code_wrong: NoFacts
  totp_code_used: { lastStep: number }
  totp_clock_behind: { step: number; lastStep: number }
}

/** MFA-2, MFA-7, MFA-9. Why a policy is not taken. @since 0.3.0 */
export type MfaPolicyRefusal = RefusalsOf<'invalid', PolicyFacts>

/** MFA-6. Policies that no one factor satisfies together. @since 0.3.0 */
export type MfaPoliciesDisjoint = RefusalsOf<'conflict', DisjointFacts>

/** MFA-8. Why a code is not accepted. To outsiders they are all one (AUD-8). @since 0.3.0 */
export type TotpRefusal = RefusalsOf<'invalid', TotpInvalidFacts> | RefusalsOf<'state', TotpStateFacts>

export const invalidPolicy = refusing('invalid')<PolicyFacts>()
export const disjointPolicies = refusing('conflict')<DisjointFacts>()
export const invalidTotp = refusing('invalid')<TotpInvalidFacts>()
export const refusedTotp = refusing('state')<TotpStateFacts>()
