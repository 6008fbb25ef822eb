import { base64urlnopad } from '@scure/base'
import type { Env } from '../env.ts'
import {
  hashOfToken,
  type Instant,
  type Made,
  put,
  refused,
  remove,
  type Slice,
  type UserId,
  type Write,
} from '../kernel/index.ts'
import { missed, waitingFor } from './delivered-code.ts'
import type { Judgement } from './failing.ts'
import { CODE_VALID_FOR } from './limits.ts'
import { liveChallenges } from './model.ts'
import { factorRefusals } from './refusals.ts'
import { isSameHash } from './same-hash.ts'

/** WebAuthn Level 3, §13.4.3: 16 bytes at least. */
const CHALLENGE_BYTES = 32

type At = { readonly userId: UserId; readonly factorId: string }

/** A challenge for a ceremony, in place of the one before: the host hands it to the browser. */
export const newCeremony = (
  { userId, factorId }: At,
  env: Env,
): { readonly challenge: string; readonly expiresAt: Instant; readonly write: Write } => {
  const challenge = base64urlnopad.encode(env.random(CHALLENGE_BYTES))
  const expiresAt = env.now + CODE_VALID_FOR
  const live = { userId, factorId, id: env.newId(), expiresAt, tries: 0, challengeHash: hashOfToken(challenge) }
  return { challenge, expiresAt, write: put(liveChallenges, live) }
}

export type CeremonyRefusal = Made<typeof factorRefusals.code_not_asked | typeof factorRefusals.code_wrong>

/** INV-16. Whether what the host verified was signed over the challenge that was made last, and not before. */
export const judgeCeremony = (
  { userId, factorId }: At,
  challenge: string,
  slice: Slice,
  env: Env,
): { readonly ok: true; readonly writes: readonly Write[] } | Judgement<CeremonyRefusal> => {
  const asked = waitingFor(factorId, slice.get(liveChallenges, userId, factorId), env.now)
  if (!asked.ok) return asked
  const { challengeHash } = asked.value
  if (challengeHash === undefined) return refused(factorRefusals.code_not_asked({ factorId, problem: 'none' }))
  return isSameHash(challengeHash, hashOfToken(challenge))
    ? { ok: true, writes: [remove(liveChallenges, userId, factorId)] }
    : { ...refused(factorRefusals.code_wrong({ kind: 'webauthn' })), counts: [missed(asked.value)] }
}
