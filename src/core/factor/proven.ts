import type { Env } from '../env.ts'
import { type Made, ok, type Reason, type Result, reason, refused } from '../kernel/index.ts'
import type { UserFactors } from './model.ts'
import { activeFactors, isByOneOf } from './own.ts'
import { factorRefusals } from './refusals.ts'
import type { Session } from './session.ts'

/**
 * MFA-17. Whether anything was proven in a session. Who proves nothing gets no message sent to somebody, and locks nobody
 * out by wrong answers.
 */
export const provenSession = (
  { authenticated }: Session,
  own: UserFactors | undefined,
  env: Pick<Env, 'now'>,
): Result<Reason, Made<typeof factorRefusals.session_unproven>> => {
  const factors = activeFactors(own)
  const isProven = authenticated.some(
    proof => proof.at <= env.now && (!('factorId' in proof) || isByOneOf(factors, proof)),
  )
  return isProven ? ok(reason('session_is_proven', ['MFA-17'])) : refused(factorRefusals.session_unproven({}))
}
