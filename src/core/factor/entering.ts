import type { Env } from '../env.ts'
import type { Need, Slice } from '../kernel/index.ts'
import { evaluateSignIn } from '../mfa/index.ts'
import { users } from '../user/index.ts'
import type { Session } from './session.ts'
import { signInFacts, signInNeeds } from './sign-in-facts.ts'

/** Somebody in a session, and the organization into which they come by it, as far as both are known. */
export type Entering = {
  readonly userId: string
  readonly organizationId: string | undefined
  readonly session: Session | undefined
}

export const enteringNeeds = ({ userId, organizationId, session }: Entering, found: Slice): readonly Need[] =>
  session && organizationId !== undefined ? signInNeeds({ userId, organizationId, session }, found) : []

/** What a sign-in decision says of a session that is in use. */
export type EnteringJudged = {
  readonly kind: string
  /** MFA-3: not only to enrol or to answer. */
  readonly letsIn: boolean
  readonly enrol?: readonly string[]
  readonly use?: readonly string[]
}

/** ACC-2, MFA-3: what the session comes to there; undefined where none was given, or there is no such user. */
export const judgeEntering = (
  { userId, organizationId, session }: Entering,
  slice: Slice,
  env: Env,
): EnteringJudged | undefined => {
  const user = session && organizationId !== undefined ? slice.get(users, userId) : undefined
  if (!user || !session || organizationId === undefined) return undefined
  const decision = evaluateSignIn(signInFacts({ userId, organizationId, session }, user, slice, env))
  const { kind } = decision
  return {
    kind,
    letsIn: kind === 'allow' || kind === 'offer_enrollment',
    ...(kind === 'require_enrollment' && { enrol: decision.factors }),
    ...(kind === 'challenge' && { use: [...new Set(decision.factors.map(option => option.kind))] }),
  }
}
