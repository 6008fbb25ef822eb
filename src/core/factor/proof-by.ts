import type { Env } from '../env.ts'
import type { ActiveFactor } from './model.ts'
import type { SessionProof } from './session.ts'

/** MFA-7: that a factor was used, now. */
export const proofBy = (
  { id, kind }: ActiveFactor,
  userVerified: boolean | undefined,
  { now }: Pick<Env, 'now'>,
): SessionProof =>
  kind === 'webauthn'
    ? { method: kind, at: now, factorId: id, ...(userVerified !== undefined && { userVerified }) }
    : { method: kind, at: now, factorId: id }
