import { reason } from '../kernel/reason.ts'
import { bindingOf } from './binding.ts'
import { type Case, caseOf, factorSet, isEnrolled, isSatisfied, mayEnrol } from './case.ts'
import { evidenceOf } from './evidence.ts'
import { isMoment } from './moments.ts'
import { denied, letIn, mustAnswer, mustEnrol } from './outcomes.ts'
import { factsInvalid, noFactorSatisfiesAll, nothingProven } from './reasons.ts'
import type { SignInDecision, SignInFacts } from './sign-in.ts'

/**
 * MFA-3, MFA-5 to MFA-7, MFA-17. What comes of a sign-in, however somebody comes in: by what was used, of the factors
 * that are active, under the policies that bind.
 *
 * @invariant INV-18: `allow` and `offer_enrollment` are never where a binding policy that requires a second factor is not
 *   satisfied. INV-26, INV-28: it never throws, and facts that make no sense are denied.
 * @param facts The user with their memberships, factors and session, and the time (epoch ms).
 * @returns `allow`, `offer_enrollment`, `require_enrollment`, `challenge` or `deny`, with `because`.
 * @example
 * import { evaluateSignIn } from 'orgcharter/mfa'
 * const now = 1_767_225_600_000
 * const decision = evaluateSignIn({
 *   now,
 *   user: { id: 'ada', status: 'active' },
 *   memberships: [
 *     {
 *       organizationId: 'acme',
 *       policy: { mode: 'required', factors: ['totp', 'webauthn'] },
 *       status: 'active',
 *       type: 'internal',
 *       isHome: true,
 *       memberSince: 0,
 *     },
 *   ],
 *   factors: [{ id: 'phone', kind: 'totp', status: 'active' }],
 *   session: { authenticated: [{ method: 'password', at: now }] },
 * })
 * decision.kind // 'challenge'
 * @see https://doi.org/10.6028/NIST.SP.800-63B-4
 * @since 0.3.0
 */
export const evaluateSignIn = (facts: SignInFacts): SignInDecision => {
  try {
    return decide(facts)
  } catch {
    return senseless() // INV-26: null, a proxy or a getter that throws
  }
}

const senseless = (): SignInDecision => ({
  kind: 'deny',
  determinedBy: [],
  aal: 0,
  amr: [],
  because: [factsInvalid],
})

const decide = (facts: SignInFacts): SignInDecision => {
  if (!isMoment(facts.now)) return senseless()
  const binding = bindingOf(facts)
  const evidence = evidenceOf(facts)
  const at = binding && evidence && caseOf(facts, binding, evidence)
  return at ? decisionOf(at) : senseless()
}

const isMember = ({ memberships, entering }: SignInFacts): boolean =>
  entering === undefined ||
  memberships.some(({ organizationId, status }) => organizationId === entering && status === 'active')

/** In this order: the first that holds decides, and who passes all of them is challenged. */
const decisionOf = (at: Case): SignInDecision => {
  const { user } = at.facts
  if (user.status !== 'active') return denied(at, reason('user_deactivated', ['MEM-7'], { userId: user.id }), [])
  if (!isMember(at.facts)) return denied(at, reason('not_a_member', ['MEM-1'], { userId: user.id }), [])
  if (at.evidence.count === 0) return denied(at, nothingProven, [])
  const isRequired = at.required.length > 0
  if (isRequired && factorSet(at) === 0) return denied(at, noFactorSatisfiesAll, at.required)
  if (isSatisfied(at)) return letIn(at)
  if (isRequired && !isEnrolled(at) && mayEnrol(at)) return mustEnrol(at)
  return mustAnswer(at)
}
