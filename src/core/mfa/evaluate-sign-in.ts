import { reason } from '../kernel/reason.ts'
import { type Binding, bindingOf } from './binding.ts'
import { type Case, caseOf, factorSet, isEnrolled, isSatisfied, mayEnrol } from './case.ts'
import { isMultiple } from './categories.ts'
import { BY_DEVICE, type Evidence, evidenceOf } from './evidence.ts'
import { isMoment } from './moments.ts'
import { denied, letIn, mustAnswer, mustEnrol, type Outcome } from './outcomes.ts'
import type { AssuranceLevel, SignInDecision, SignInFacts } from './sign-in.ts'

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
  ...{ kind: 'deny', determinedBy: [], aal: 0, amr: [] },
  because: [reason('facts_invalid', ['INV-26', 'INV-28'])],
})

const decide = (facts: SignInFacts): SignInDecision => {
  if (!isMoment(facts.now)) return senseless()
  const binding = bindingOf(facts)
  const evidence = evidenceOf(facts)
  const at = binding && evidence && caseOf(facts, binding.terms, evidence)
  return at ? decisionOf(outcomeOf(at), binding, at) : senseless()
}

type Rule = (at: Case) => Outcome | undefined

const userStands: Rule = ({ facts: { user } }) =>
  user.status === 'active' ? undefined : denied(reason('user_deactivated', ['MEM-7'], { userId: user.id }))

const memberStands: Rule = ({ facts: { memberships, entering, user } }) =>
  entering === undefined ||
  memberships.some(({ organizationId, status }) => organizationId === entering && status === 'active')
    ? undefined
    : denied(reason('not_a_member', ['MEM-1'], { userId: user.id }))

const isProven: Rule = ({ evidence }) => (evidence.count > 0 ? undefined : denied(reason('nothing_proven', ['MFA-17'])))

const canBeSatisfied: Rule = at =>
  at.required.length === 0 || factorSet(at) !== 0
    ? undefined
    : denied(reason('no_factor_satisfies_all', ['MFA-6']), at.required)

const isIn: Rule = at => (isSatisfied(at) ? letIn(at) : undefined)

const enrols: Rule = at => (at.required.length > 0 && !isEnrolled(at) && mayEnrol(at) ? mustEnrol(at) : undefined)

/** In this order; the first that says something decides, and who passes all of them is challenged. */
const RULES: readonly Rule[] = [userStands, memberStands, isProven, canBeSatisfied, isIn, enrols]

const outcomeOf = (at: Case): Outcome => {
  for (const rule of RULES) {
    const outcome = rule(at)
    if (outcome) return outcome
  }
  return mustAnswer(at)
}

const decisionOf = (outcome: Outcome, binding: Binding, at: Case): SignInDecision => {
  const { decision, reasons, by } = outcome
  return {
    ...decision,
    because: binding.reasons.concat(reasons),
    determinedBy: by.map(({ organizationId }) => organizationId),
    aal: levelOf(at.evidence),
    amr: amrOf(at),
  }
}

/** NIST SP 800-63B-4 §2: two categories are AAL2, and with a key that never leaves its authenticator AAL3. */
const levelOf = ({ nist, hasBoundKey }: Evidence): AssuranceLevel => {
  if (nist === 0) return 0
  if (!isMultiple(nist)) return 1
  return hasBoundKey ? 3 : 2
}

const amrOf = ({ evidence, own }: Case): readonly string[] => {
  const isMfa = isMultiple(evidence.apart) || (own.ways & ~BY_DEVICE) !== 0
  const amr = isMfa ? evidence.amr.concat('mfa') : evidence.amr
  return amr.length < 2 ? amr : [...new Set(amr)].sort()
}
