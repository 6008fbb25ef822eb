import type { Env } from '../env.ts'
import type { Need, Slice } from '../kernel/index.ts'
import { membershipsNeed, membershipsOf } from '../membership/index.ts'
import { evaluateSignIn, type Proof, type SignInFactor, type SignInFacts } from '../mfa/index.ts'
import { organizations } from '../organization/index.ts'
import type { User } from '../user/index.ts'
import type { Session } from './session.ts'
import { signInFacts, signInNeeds } from './sign-in-facts.ts'

const NOTHING: Session = { authenticated: [] }

/** MFA-12. All that says which policies bind a user, wherever they sign in. */
export const everySignInNeeds = (userId: string, found: Slice): readonly Need[] => [
  membershipsNeed(userId),
  ...signInNeeds({ userId, session: NOTHING }, found),
  ...membershipsOf(found, userId).flatMap(({ organizationId }) =>
    signInNeeds({ userId, organizationId, session: NOTHING }, found),
  ),
]

const proofOf = ({ id, kind }: SignInFactor, at: number): readonly Proof[] =>
  kind === 'recovery_code' ? [] : [{ method: kind, at, factorId: id }]

/** Whether whoever uses all the factors that they have, beside a password, is let in. */
const isLetIn = (facts: SignInFacts, factors: readonly SignInFactor[]): boolean => {
  const at = facts.now
  const authenticated: readonly Proof[] = [{ method: 'password', at }, ...factors.flatMap(each => proofOf(each, at))]
  const { kind } = evaluateSignIn({ ...facts, factors, session: { authenticated } })
  return kind === 'allow' || kind === 'offer_enrollment'
}

/**
 * MFA-12. The organizations, by id, that a user is let into now by all of their factors, and without this one would not be:
 * the policy of home counts with that of each other (MFA-6). Whoever is still in their grace needs none.
 */
export const organizationsThatNeed = (factorId: string, user: User, slice: Slice, env: Env): readonly string[] => {
  // The policy of home binds the account of its active members alone, so that entering home stands for it.
  // An archived one is entered by nobody, while home still binds the account.
  const places = membershipsOf(slice, user.id)
    .map(({ organizationId }) => organizationId)
    .filter(id => id === user.homeOrganizationId || slice.get(organizations, id)?.status !== 'archived')
  const isNeeded = (organizationId: string): boolean => {
    const facts = signInFacts({ userId: user.id, organizationId, session: NOTHING }, user, slice, env)
    const others = facts.factors.filter(({ id }) => id !== factorId)
    return isLetIn(facts, facts.factors) && !isLetIn(facts, others)
  }
  return places.filter(isNeeded).sort()
}
