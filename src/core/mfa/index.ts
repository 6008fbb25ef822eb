export { allowedDuring, type MfaAct } from './allowed-during.ts'
export { bindingOf } from './binding.ts'
export { combinePolicies } from './combine-policies.ts'
export { enrollmentDeadline, evaluatePolicy, type PolicyFacts, type PolicyStanding } from './evaluate-policy.ts'
export { evaluateSignIn } from './evaluate-sign-in.ts'
export {
  type FactorFailures,
  type FailureOutcome,
  type FailureState,
  type FailureVerdict,
  failureVerdict,
  nextFailures,
  noFailures,
} from './failures.ts'
export { guessBound } from './guess-bound.ts'
export { judgePolicy } from './judge-policy.ts'
export { type AnswerKind, type FactorKind, factorKinds } from './kinds.ts'
export type { Guessing, MemberType, MfaExemption, MfaPolicyFacts } from './policy.ts'
export { mfaRefusalRows } from './refusal-rows.ts'
export type { MfaPoliciesDisjoint, MfaPolicyRefusal, TotpRefusal } from './refusals.ts'
export type {
  AssuranceLevel,
  ChallengeOption,
  Proof,
  SignInDecision,
  SignInFactor,
  SignInFacts,
  SignInMembership,
  SignInSession,
} from './sign-in.ts'
export type { Hmac, TotpAlgorithm } from './totp-code.ts'
export { type AcceptedStep, type TotpFacts, verifyTotp } from './verify-totp.ts'
