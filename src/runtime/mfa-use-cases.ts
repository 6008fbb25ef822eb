import { answerChallenge } from '../core/factor/use-cases/answer.ts'
import { challengeFactor } from '../core/factor/use-cases/challenge.ts'
import { confirmFactor } from '../core/factor/use-cases/confirm.ts'
import { enrollFactor } from '../core/factor/use-cases/enroll.ts'
import { evaluateUserSignIn } from '../core/factor/use-cases/evaluate-sign-in.ts'
import { listFactors } from '../core/factor/use-cases/factors.ts'
import { previewPolicy } from '../core/factor/use-cases/preview-policy.ts'
import { makeRecoveryCodes } from '../core/factor/use-cases/recovery-codes.ts'
import { removeFactor } from '../core/factor/use-cases/remove-factor.ts'
import { resealFactors } from '../core/factor/use-cases/reseal.ts'
import { resetFactors } from '../core/factor/use-cases/reset.ts'
import { setPolicy } from '../core/factor/use-cases/set-policy.ts'
import { sweepOverdue } from '../core/factor/use-cases/sweep-overdue.ts'
import { trustDevice } from '../core/factor/use-cases/trust-device.ts'
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
    enroll: enrollFactor,
    confirm: confirmFactor,
    challenge: challengeFactor,
    answer: answerChallenge,
    recoveryCodes: makeRecoveryCodes,
    trustDevice: trustDevice,
    setPolicy,
    previewPolicy,
    sweepOverdue,
  },
} as const
