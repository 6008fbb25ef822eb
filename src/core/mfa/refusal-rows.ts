import { type RowsOf, row } from '../kernel/refusal.ts'
import type { MfaPoliciesDisjoint, MfaPolicyRefusal, TotpRefusal } from './refusals.ts'

/** What the docs say of each refusal of a policy, and of a code. */
export const mfaRefusalRows: RowsOf<MfaPolicyRefusal | MfaPoliciesDisjoint | TotpRefusal> = {
  mfa_policy_invalid: row('invalid', 'MFA-2', 'INV-26'),
  mfa_policy_without_factor: row('invalid', 'MFA-2', 'MFA-6'),
  mfa_policy_sms_only: row('invalid', 'MFA-7'),
  mfa_policy_grace_negative: row('invalid', 'MFA-2', 'MFA-4'),
  mfa_policy_guessable: row('invalid', 'MFA-9'),
  mfa_policies_disjoint: row('conflict', 'MFA-6'),
  totp_settings_invalid: row('invalid', 'MFA-8', 'INV-26'),
  totp_code_malformed: row('invalid', 'MFA-8'),
  totp_code_wrong: row('state', 'MFA-8'),
  totp_code_used: row('state', 'MFA-8', 'INV-16'),
  totp_clock_behind: row('state', 'MFA-8', 'INV-25'),
}
