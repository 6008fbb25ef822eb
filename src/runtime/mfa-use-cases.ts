import { evaluateUserSignIn } from '../core/factor/use-cases/evaluate-sign-in.ts'
import { previewPolicy } from '../core/factor/use-cases/preview-policy.ts'
import { setPolicy } from '../core/factor/use-cases/set-policy.ts'
import { sweepOverdue } from '../core/factor/use-cases/sweep-overdue.ts'

/** What signs people in with second factors, and what an organization asks of them. */
export const mfaUseCases = {
  mfa: {
    evaluateSignIn: evaluateUserSignIn,
    setPolicy,
    previewPolicy,
    sweepOverdue,
  },
} as const
