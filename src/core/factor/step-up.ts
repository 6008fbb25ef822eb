import type { Env } from '../env.ts'
import { type Actor, type Made, ok, type Reason, type Result, reason, refused } from '../kernel/index.ts'
import type { UserFactors } from './model.ts'
import { activeFactors, isByOneOf, isDisabled } from './own.ts'
import { factorRefusals } from './refusals.ts'
import type { Session, SessionProof } from './session.ts'

export type StepUpRefusal = Made<typeof factorRefusals.step_up_required>

/** Which proof is fresh enough: any, where the user has no factor, else one by a factor; `by: 'factor'` always asks for that. */
type Wanted = { readonly by?: 'factor' }

/**
 * MFA-13. Whether a session is fresh enough for what changes factors and policies: something was proven of late, and by a
 * factor, or a recovery code in its place, where the user has one: a password that was stolen adds none. The operator has
 * no session (ORG-6).
 */
export const stepUp = (
  actor: Actor,
  { session, own }: { readonly session: Session | undefined; readonly own: UserFactors | undefined },
  env: Env,
  wanted: Wanted = {},
): Result<Reason, StepUpRefusal> => {
  if (actor.kind === 'operator') return ok(reason('actor_is_operator', ['ORG-6'], { name: actor.name }))
  const { stepUpWithin: within } = env.mfa
  const fresh = (session?.authenticated ?? []).filter(({ at }) => at <= env.now && env.now - at < within)
  const factors = activeFactors(own)
  const byFactor = wanted.by === 'factor' || factors.length > 0
  const answering = factors.filter(({ id }) => !isDisabled(own, id, env))
  const isByFactor = (proof: SessionProof): boolean =>
    proof.method === 'recovery_code' ? factors.length > 0 : isByOneOf(answering, proof)
  return fresh.some(proof => isByFactor(proof) || (!byFactor && !('factorId' in proof)))
    ? ok(reason('session_is_fresh', ['MFA-13'], { within, byFactor }))
    : refused(factorRefusals.step_up_required({ within, byFactor }))
}
