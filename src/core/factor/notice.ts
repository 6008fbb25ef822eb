import type { EffectDraft, Facts } from '../kernel/index.ts'
import type { User } from '../user/index.ts'

/** MFA-13: whoever is not the one who acts learns of it. */
export const notice = ({ id }: User, about: string, facts: Facts = {}): EffectDraft => ({
  kind: 'notify_user',
  payload: { about, userId: id, ...facts },
})
