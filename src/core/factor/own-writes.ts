import type { Env } from '../env.ts'
import { put, type Slice, type Write } from '../kernel/index.ts'
import type { FailureState } from '../mfa/index.ts'
import { type UserFactors, userFactors } from './model.ts'
import { isWaiting } from './own.ts'
import { partsGone } from './revoke.ts'

/** `FailureState` as it is stored: what is not there is left out. */
export const storedFailures = ({
  factors,
  lockedUntil,
  seenAt,
}: FailureState): NonNullable<UserFactors['failures']> => ({
  factors,
  seenAt,
  ...(lockedUntil !== undefined && { lockedUntil }),
})

/** MFA-9: of factors that are gone nothing is counted any more, so that the record does not grow. */
const withoutStrangers = ({ failures, ...own }: UserFactors): UserFactors => {
  if (!failures) return own
  const ids = new Set([...own.factors.map(({ id }) => id), own.recovery?.id])
  return { ...own, failures: { ...failures, factors: failures.factors.filter(({ factorId }) => ids.has(factorId)) } }
}

/**
 * The factors of a user, changed. Enrollments that have run out leave with this commit, and whatever is gone takes its
 * secret and its challenge with it; `ownNeeds` names these.
 */
export const ownWrites = (
  before: UserFactors | undefined,
  after: UserFactors,
  slice: Slice,
  env: Pick<Env, 'now'>,
): readonly Write[] => {
  const factors = after.factors.filter(factor => factor.status === 'active' || isWaiting(factor, env.now))
  const kept = new Set(factors.map(({ id }) => id))
  const gone = (before?.factors ?? []).filter(({ id }) => !kept.has(id))
  return [
    put(userFactors, withoutStrangers({ ...after, factors })),
    ...gone.flatMap(factor => partsGone(after.userId, factor, slice)),
  ]
}
