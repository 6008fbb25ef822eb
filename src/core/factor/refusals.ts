import { refusal } from '../kernel/index.ts'

export const factorRefusals = {
  /** MFA-13. `byFactor`: whether only a proof by a factor of the user's does, within so many ms. */
  step_up_required: refusal('step_up', 'step_up_required', ['MFA-13'])<{ within: number; byFactor: boolean }>(),
  session_unproven: refusal('forbidden', 'session_unproven', ['MFA-17'])(),
  factor_not_found: refusal('not_found', 'factor_not_found', ['MFA-1', 'INV-17'])<{ factorId: string }>(),
  factor_pending: refusal('state', 'factor_pending', ['MFA-7'])<{ factorId: string }>(),
  factor_active: refusal('state', 'factor_active', ['MFA-1', 'INV-16'])<{ factorId: string }>(),
  factor_disabled: refusal('state', 'factor_disabled', ['MFA-9'])<{ factorId: string }>(),
  factors_locked: refusal('state', 'factors_locked', ['MFA-9'])<{ until: number }>(),
  factors_too_many: refusal('limit', 'factors_too_many', ['MFA-1'])<{ most: number }>(),
  /** What was sealed under a key that this charter does not have. */
  factor_unreadable: refusal('state', 'factor_unreadable', ['MFA-16'])<{ factorId: string }>(),
  factor_needed: refusal('invariant', 'factor_needed', ['MFA-12'])<{ organizationIds: readonly string[] }>(),
  enrollment_expired: refusal('state', 'enrollment_expired', ['MFA-1', 'INV-25'])<{ expiresAt: number }>(),
  answer_unfit: refusal('invalid', 'answer_unfit', ['MFA-1'])<{ kind: string }>(),
  phone_number_invalid: refusal('invalid', 'phone_number_invalid', ['MFA-1'])(),
  /** No code waits, or not any more; `problem` says why. */
  code_not_asked: refusal('state', 'code_not_asked', ['MFA-10', 'INV-25'])<{
    factorId: string
    problem: 'none' | 'expired' | 'tries_over'
  }>(),
  code_malformed: refusal('invalid', 'code_malformed', ['MFA-10', 'MFA-11'])<{ kind: string }>(),
  code_wrong: refusal('state', 'code_wrong', ['MFA-10', 'MFA-11', 'INV-16'])<{ kind: string }>(),
  code_sent_lately: refusal('limit', 'code_sent_lately', ['MFA-10'])<{ until: number }>(),
  recovery_codes_missing: refusal('state', 'recovery_codes_missing', ['MFA-11'])(),
  recovery_codes_alone: refusal('state', 'recovery_codes_alone', ['MFA-7', 'MFA-11'])(),
  credential_taken: refusal('conflict', 'credential_taken', ['MFA-1'])(),
  credential_unknown: refusal('state', 'credential_unknown', ['MFA-1'])<{ factorId: string }>(),
  /** A copy of the key may be about (WebAuthn Level 3, §6.1.1). */
  credential_counter_behind: refusal('state', 'credential_counter_behind', ['MFA-1', 'INV-16'])<{
    stored: number
    given: number
  }>(),
  device_not_to_remember: refusal('forbidden', 'device_not_to_remember', ['MFA-2'])<{
    organizationIds: readonly string[]
  }>(),
  device_token_wrong: refusal('state', 'device_token_wrong', ['MFA-13', 'INV-16'])(),
  own_factors: refusal('forbidden', 'own_factors', ['MFA-12'])(),
  policy_locks_out: refusal('invariant', 'policy_locks_out', ['MFA-14'])<{
    organizationId: string
    standing: string
  }>(),
}
