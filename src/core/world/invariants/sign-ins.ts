import { signInFacts } from '../../factor/index.ts'
import { memberships } from '../../membership/index.ts'
import {
  evaluatePolicy,
  evaluateSignIn,
  judgePolicy,
  type PolicyStanding,
  type SignInDecision,
  type SignInFacts,
  type SignInMembership,
} from '../../mfa/index.ts'
import { organizations } from '../../organization/index.ts'
import { type User, users } from '../../user/index.ts'
import { type Breach, breach, type Given } from './breach.ts'
import type { Whole } from './read-world.ts'

/** MFA-2: what could never be satisfied, or is no protection, is nobody's policy. */
export const policies = (whole: Whole): readonly Breach[] =>
  whole.all(organizations).flatMap(({ id, mfa }) => {
    const judged = judgePolicy(mfa)
    return judged.ok ? [] : [breach('INV-19', [id], { problem: 'policy_impossible', code: judged.refusal.code })]
  })

/**
 * INV-18, INV-19: what would come of a sign-in of each user, to their account and into each organization that they are in,
 * by a password and nothing else: never in where a second factor is required, and to enrolling where there is none.
 */
export const signIns = (whole: Whole, given: Given): readonly Breach[] => [
  ...whole.all(users).flatMap(user => signIn(user, undefined, whole, given)),
  ...whole.all(memberships).flatMap(({ organizationId, userId }) => {
    const user = whole.get(users, userId)
    return user ? signIn(user, organizationId, whole, given) : []
  }),
]

const signIn = (user: User, organizationId: string | undefined, whole: Whole, given: Given): readonly Breach[] => {
  const session = { authenticated: [{ method: 'password', at: given.now } as const] }
  const facts = signInFacts({ userId: user.id, organizationId, session }, user, whole, given)
  const binding = facts.memberships.filter(member => isBinding(member, facts))
  const decision = evaluateSignIn(facts)
  const standings = binding.map(membership =>
    evaluatePolicy({ now: facts.now, userId: user.id, membership, factors: facts.factors }),
  )
  const wrong = [
    ...(isIn(decision) && binding.some((each, index) => isRequired(each, standings[index], whole, facts.now))
      ? [{ invariant: 'INV-18', problem: 'let_in_without_factor' }]
      : []),
    ...(mustBeAskedToEnrol(facts, standings) && decision.kind !== 'require_enrollment'
      ? [{ invariant: 'INV-19', problem: 'enrollment_out_of_reach' }]
      : []),
  ]
  const ids = [user.id, ...(organizationId === undefined ? [] : [organizationId])]
  return wrong.map(({ invariant, problem }) => breach(invariant, ids, { problem, kind: decision.kind }))
}

const isIn = ({ kind }: SignInDecision): boolean => kind === 'allow' || kind === 'offer_enrollment'

/** MFA-6. */
const isBinding = (member: SignInMembership, { entering }: SignInFacts): boolean =>
  member.organizationId === entering || (member.isHome && member.status === 'active' && member.type === 'internal')

/** Also by what the policy itself says: what was asked before gives nobody more time than that (MFA-4). */
const isRequired = (
  { organizationId, policy, memberSince }: SignInMembership,
  standing: PolicyStanding | undefined,
  whole: Whole,
  now: number,
): boolean => {
  if (!standing || standing.kind === 'not_bound' || policy.mode !== 'required') return false
  if (standing.deadline !== undefined && now >= standing.deadline) return true
  const { mfaHistory } = whole.get(organizations, organizationId) ?? {}
  const from = policy.requiredFrom ?? mfaHistory?.setAt ?? 0
  return now >= Math.max(from, memberSince) + (policy.grace ?? 0)
}

/**
 * Of whoever is in, has nothing confirmed and is not out for being late. That two policies take no factor in common keeps
 * people out of one organization; to their account they still come, and enrol there (MFA-6).
 */
const mustBeAskedToEnrol = (facts: SignInFacts, standings: readonly PolicyStanding[]): boolean => {
  const { user, factors, memberships: members, entering } = facts
  const isMember = members.some(({ organizationId, status }) => organizationId === entering && status === 'active')
  const asking = standings.filter(({ kind }) => kind === 'must_enrol')
  const [first, second] = asking
  const areApart = first && second && !first.factors.some(kind => second.factors.includes(kind))
  return (
    user.status === 'active' &&
    (entering === undefined || isMember) &&
    !factors.some(({ kind, status }) => kind !== 'recovery_code' && (status === 'active' || status === 'disabled')) &&
    !standings.some(({ kind }) => kind === 'overdue') &&
    asking.length > 0 &&
    !areApart
  )
}
