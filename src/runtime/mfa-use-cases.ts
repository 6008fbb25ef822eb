import { evaluateUserSignIn } from '../core/factor/use-cases/evaluate-sign-in.ts'

/** What signs people in with second factors, and what an organization asks of them. */
export const mfaUseCases = {
  mfa: {
    evaluateSignIn: evaluateUserSignIn,
  },
} as const
