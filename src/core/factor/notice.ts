import type { EffectDraft, Facts } from '../kernel/index.ts'
import type { User } from '../user/index.ts'

/** Of what about their factors a user is told. */
export type FactorNotice =
  | 'credential_cloned'
  | 'device_trusted'
  | 'factor_disabled'
  | 'factor_enrolled'
  | 'factor_removed'
  | 'factors_locked'
  | 'factors_reset'
  | 'factors_unlocked'
  | 'recovery_code_used'
  | 'recovery_codes_low'
  | 'recovery_codes_made'

/** MFA-13: whoever is not the one who acts learns of it. */
export const notice = ({ id }: User, about: FactorNotice, facts: Facts = {}): EffectDraft => ({
  kind: 'notify_user',
  payload: { about, userId: id, ...facts },
})
