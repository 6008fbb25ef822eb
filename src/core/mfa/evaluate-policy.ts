import type { Instant } from '../kernel/instant.ts'
import { type Because, reason } from '../kernel/reason.ts'
import { bitOf, EVERY_FACTOR, type FactorKind, kindsIn } from './kinds.ts'
import { isMoment, isMomentOrNone } from './moments.ts'
import type { MfaPolicyFacts } from './policy.ts'
import { enrollmentIsOffered, factorEnrolled, factsInvalid, policyIsOff } from './reasons.ts'
import type { SignInFactor, SignInMembership } from './sign-in.ts'
import { dueAt, isReason, termsFor } from './terms.ts'

/** A policy and one member, at one moment. @since 0.3.0 */
export type PolicyFacts = {
  /** Epoch ms. */
  readonly now: Instant
  readonly userId: string
  readonly membership: Pick<SignInMembership, 'organizationId' | 'policy' | 'type' | 'memberSince' | 'deadline'>
  readonly factors: readonly SignInFactor[]
}

/**
 * MFA-2, MFA-15. How a member stands under a policy: not bound by it, free to enrol, with a factor that counts, asked to
 * enrol until `deadline`, able to do nothing else, suspended, or `unknown` where the facts make no sense.
 *
 * @since 0.3.0
 */
export type PolicyStanding = {
  readonly kind: 'not_bound' | 'may_enrol' | 'complies' | 'should_enrol' | 'must_enrol' | 'overdue' | 'unknown'
  /** Epoch ms; where a second factor is required, or will be. */
  readonly deadline?: Instant | undefined
  /** Those that count. */
  readonly factors: readonly FactorKind[]
  readonly because: Because
}

/**
 * MFA-2, MFA-4, MFA-15. How one member stands under one policy, by the factors that they have: for a preview of a policy,
 * and for lists of who complies. What was used in a session is `evaluateSignIn`'s to judge.
 *
 * @invariant INV-26: it never throws; of what makes no sense it says `unknown`.
 * @param facts The member, the policy and the time.
 * @returns The standing, with the deadline and the factors that count.
 * @example
 * import { evaluatePolicy } from 'orgcharter/mfa'
 * const policy = { mode: 'required', requiredFrom: 1_000, grace: 500 } as const
 * const membership = { organizationId: 'acme', policy, type: 'internal', memberSince: 0 } as const
 * evaluatePolicy({ now: 1_200, userId: 'ada', membership, factors: [] }) // { kind: 'should_enrol', deadline: 1_500, … }
 * @since 0.3.0
 */
export const evaluatePolicy = (facts: PolicyFacts): PolicyStanding => {
  try {
    return standingOf(facts)
  } catch {
    return unknown() // INV-26: null, a proxy or a getter that throws
  }
}

const unknown = (): PolicyStanding => ({
  kind: 'unknown',
  factors: [],
  because: [factsInvalid],
})

/** Whoever has any factor, be it one that does not count or that failed too often, has enrolled. */
const isConfirmed = ({ kind, status }: SignInFactor): boolean =>
  (status === 'active' || status === 'disabled') && (bitOf(kind) & EVERY_FACTOR) !== 0

const standingOf = ({ now, userId, membership, factors }: PolicyFacts): PolicyStanding => {
  const terms = isMoment(now) ? termsFor(membership, userId, now) : undefined
  if (terms === undefined) return unknown()
  if (isReason(terms)) return { kind: 'not_bound', factors: [], because: [terms] }
  if (terms.mode === 'off') return { kind: 'not_bound', factors: [], because: [policyIsOff] }
  const deadline = terms.dueAt
  const common = { factors: kindsIn(terms.kinds), ...(deadline !== undefined && { deadline }) }
  if (factors.some(({ kind, status }) => status === 'active' && (bitOf(kind) & terms.kinds & EVERY_FACTOR) !== 0))
    return { ...common, kind: 'complies', because: [factorEnrolled] }
  if (terms.mode === 'optional') return { ...common, kind: 'may_enrol', because: [enrollmentIsOffered] }
  if (terms.mode === 'grace')
    return { ...common, kind: 'should_enrol', because: [reason('enrollment_is_due', ['MFA-4'], { until: deadline })] }
  return terms.suspends && !factors.some(isConfirmed)
    ? { ...common, kind: 'overdue', because: [reason('enrollment_overdue', ['MFA-2', 'MFA-4'], { until: deadline })] }
    : {
        ...common,
        kind: 'must_enrol',
        because: [reason('enrollment_required', ['MFA-3'], { factors: common.factors })],
      }
}

/**
 * MFA-4. When a member must have enrolled: from the later of the policy's start and their joining on, for as long as the
 * grace. Write it down once, and hand it in as `deadline` ever after: then neither a changed policy nor joining anew moves it.
 *
 * @invariant INV-26: it never throws.
 * @param policy The policy.
 * @param times `setAt`, when the policy was set, and `memberSince`, both epoch ms.
 * @returns Epoch ms; undefined where nothing is required.
 * @example
 * import { enrollmentDeadline } from 'orgcharter/mfa'
 * enrollmentDeadline({ mode: 'required', grace: 500 }, { setAt: 1_000, memberSince: 0 }) // 1_500
 * @since 0.3.0
 */
export const enrollmentDeadline = (
  policy: MfaPolicyFacts,
  times: { readonly setAt: Instant; readonly memberSince: Instant },
): Instant | undefined => {
  try {
    const { setAt, memberSince } = times
    const { requiredFrom = setAt, grace = 0 } = policy
    if (![setAt, memberSince, grace].every(isMoment) || !isMomentOrNone(requiredFrom)) return undefined
    return dueAt({ ...policy, requiredFrom, grace }, memberSince)
  } catch {
    return undefined // INV-26: null, a proxy or a getter that throws
  }
}
