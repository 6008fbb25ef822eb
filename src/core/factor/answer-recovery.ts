import type { Env } from '../env.ts'
import { type EffectDraft, type Made, refused } from '../kernel/index.ts'
import type { User } from '../user/index.ts'
import { succeeded } from './activate.ts'
import type { Judgement } from './failing.ts'
import { FEW_RECOVERY_CODES } from './limits.ts'
import type { RecoverySet, UserFactors } from './model.ts'
import { notice } from './notice.ts'
import { canonicalRecoveryCode, withoutCode } from './recovery-set.ts'
import { factorRefusals } from './refusals.ts'

type Right = {
  readonly ok: true
  readonly own: UserFactors
  readonly left: number
  readonly effects: readonly EffectDraft[]
}

/** MFA-11, INV-16. Whether a code is one of the set that is left; it is none of it from now on. */
export const judgeRecovery = (
  user: User,
  { own, set, code }: { readonly own: UserFactors; readonly set: RecoverySet; readonly code: string },
  env: Env,
): Right | Judgement<Made<typeof factorRefusals.code_malformed | typeof factorRefusals.code_wrong>> => {
  const kind = 'recovery_code'
  const canonical = canonicalRecoveryCode(code)
  if (canonical === undefined) return refused(factorRefusals.code_malformed({ kind }))
  const recovery = withoutCode(set, canonical)
  if (!recovery) return { ...refused(factorRefusals.code_wrong({ kind })), counts: [] }
  const left = recovery.unused.length
  return {
    ok: true,
    own: { ...succeeded(own, set.id, env), recovery },
    left,
    effects: [
      notice(user, 'recovery_code_used', { left }),
      ...(left === FEW_RECOVERY_CODES ? [notice(user, 'recovery_codes_low', { left })] : []),
    ],
  }
}
