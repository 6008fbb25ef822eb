import { evaluateUserSignIn } from '../core/factor/use-cases/evaluate-sign-in.ts'
import { listFactors } from '../core/factor/use-cases/factors.ts'
import { removeFactor } from '../core/factor/use-cases/remove-factor.ts'
import { resealFactors } from '../core/factor/use-cases/reseal.ts'
import { resetFactors } from '../core/factor/use-cases/reset.ts'
import { unlockFactors } from '../core/factor/use-cases/unlock.ts'

/** What signs people in with second factors, and what an organization asks of them. */
export const mfaUseCases = {
  mfa: {
    evaluateSignIn: evaluateUserSignIn,
    factors: listFactors,
    removeFactor: removeFactor,
    reset: resetFactors,
    unlock: unlockFactors,
    reseal: resealFactors,
  },
} as const
