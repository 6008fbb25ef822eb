import type { Env } from '../env.ts'
import { type Actor, type Made, ok, type Reason, type Result, reason, refused, type Slice } from '../kernel/index.ts'
import { memberships } from '../membership/index.ts'
import { evaluatePolicy, evaluateSignIn, type PolicyStanding } from '../mfa/index.ts'
import type { Organization } from '../organization/index.ts'
import { users } from '../user/index.ts'
import { asIf } from './as-if.ts'
import { userFactors } from './model.ts'
import { signInFactors } from './own.ts'
import { factorRefusals } from './refusals.ts'
import type { Session } from './session.ts'
import { type Bound, membershipFacts, signInFacts } from './sign-in-facts.ts'

export type LockOutRefusal = Made<typeof factorRefusals.policy_locks_out>

/** MFA-2, MFA-15: how a member stands under the policy of the organization as it is given. */
export const standingUnder = (bound: Bound, slice: Slice, env: Env): PolicyStanding =>
  evaluatePolicy({
    now: env.now,
    userId: bound.user.id,
    membership: membershipFacts(bound, slice, env),
    factors: signInFactors(bound.own, env),
  })

const COMPLY: readonly PolicyStanding['kind'][] = ['not_bound', 'may_enrol', 'complies', 'should_enrol']

/**
 * MFA-14. Whoever sets a policy complies with it at this moment, or has time to, and would get in by it in this very
 * session: a factor that it takes, and that their home does not take, is none. The operator is bound by no policy.
 */
export const notLockedOut = (
  { actor, session }: { readonly actor: Actor; readonly session?: Session | undefined },
  organization: Organization,
  slice: Slice,
  env: Env,
): Result<readonly Reason[], LockOutRefusal> => {
  if (actor.kind === 'operator') return ok([])
  const { id: organizationId } = organization
  const lockedOut = (standing: string) => refused(factorRefusals.policy_locks_out({ organizationId, standing }))
  const user = slice.get(users, actor.userId)
  const member = slice.get(memberships, organizationId, actor.userId)
  if (!user || !member) return lockedOut('unknown')
  const bound: Bound = { organization, member, user, own: slice.get(userFactors, user.id) }
  const then = asIf(organization, slice)
  const { kind } = standingUnder(bound, then, env)
  if (!COMPLY.includes(kind)) return lockedOut(kind)
  const signingIn = { userId: user.id, organizationId, session: session ?? { authenticated: [] } }
  const decision = evaluateSignIn(signInFacts(signingIn, user, then, env))
  return decision.kind === 'deny' || decision.kind === 'require_enrollment'
    ? lockedOut(decision.kind)
    : ok([reason('complies_with_own_policy', ['MFA-14'], { standing: kind })])
}
