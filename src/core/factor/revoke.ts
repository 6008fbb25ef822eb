import { hashOfToken, type Instant, type Need, put, refOf, remove, type Slice, type Write } from '../kernel/index.ts'
import {
  credentialHolders,
  type Factor,
  factorSecrets,
  liveChallenges,
  type RevokedFactor,
  revokedFactors,
  type UserFactors,
} from './model.ts'

/** A credential's id as a key, which has a bounded length. */
export const credentialDigest = (credentialId: string): string => hashOfToken(credentialId)

const holderKey = (factor: Factor): readonly string[] =>
  factor.kind === 'webauthn' && factor.status === 'active' ? [credentialDigest(factor.credential.id)] : []

/** What is kept beside the record for a factor. */
export const besideNeeds = (userId: string, factors: readonly Factor[]): readonly Need[] =>
  factors.flatMap(factor => [
    refOf(factorSecrets, userId, factor.id),
    refOf(liveChallenges, userId, factor.id),
    ...holderKey(factor).map(digest => refOf(credentialHolders, digest)),
  ])

/** What is kept beside a factor goes with it. */
export const partsGone = (userId: string, factor: Factor, slice: Slice): readonly Write[] => [
  ...(slice.get(factorSecrets, userId, factor.id) ? [remove(factorSecrets, userId, factor.id)] : []),
  ...(slice.get(liveChallenges, userId, factor.id) ? [remove(liveChallenges, userId, factor.id)] : []),
  ...holderKey(factor)
    .filter(digest => slice.get(credentialHolders, digest))
    .map(digest => remove(credentialHolders, digest)),
]

type Revocation = { readonly why: RevokedFactor['why']; readonly now: Instant }

/** INV-17. That there was a factor: its id never comes back. */
export const revoked = (userId: UserFactors['userId'], factor: Factor, { why, now }: Revocation): Write =>
  put(revokedFactors, {
    userId,
    factorId: factor.id,
    kind: factor.kind,
    enrolledAt: factor.enrolledAt,
    revokedAt: now,
    why,
  })

/**
 * INV-17. What is kept beside a factor goes with it, and of one that was confirmed it is written down that it was: its id
 * never comes back. What was only begun was never a factor (MFA-7), and leaves nothing.
 */
export const revoke = (
  { userId }: UserFactors,
  factor: Factor,
  { slice, ...revocation }: Revocation & { readonly slice: Slice },
): readonly Write[] => [
  ...partsGone(userId, factor, slice),
  ...(factor.status === 'active' ? [revoked(userId, factor, revocation)] : []),
]
