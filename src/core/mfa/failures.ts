import type { Duration, Instant } from '../kernel/instant.ts'
import { MAX_FAILURES } from './guess-bound.ts'
import { isMoment, isMomentOrNone, LATEST } from './moments.ts'

/** MFA-9. What is known of the failures at one factor. @since 0.3.0 */
export type FactorFailures = {
  readonly factorId: string
  /** Since it last succeeded. */
  readonly consecutive: number
  /** When it failed, of late. */
  readonly recent: readonly Instant[]
  /** How often the user was locked out by it, since it last succeeded. */
  readonly lockouts: number
}

/** MFA-9. The failures of one user, at whatever they were challenged with: one record, kept where the factors are. @since 0.3.0 */
export type FailureState = {
  readonly factors: readonly FactorFailures[]
  /** Epoch ms; until then nothing is asked of the user, and no answer is looked at. */
  readonly lockedUntil?: Instant | undefined
  /** The latest moment that was seen: time does not go back behind it. */
  readonly seenAt: Instant
}

/** What came of one answer to a challenge. @since 0.3.0 */
export type FailureOutcome = { readonly factorId: string; readonly kind: 'success' | 'failure' }

/** Whether a user may be challenged with a factor now. @since 0.3.0 */
export type FailureVerdict =
  | { readonly kind: 'open' }
  | { readonly kind: 'locked'; readonly until: Instant }
  | { readonly kind: 'disabled' }

const MINUTE: Duration = 60_000
const DAY: Duration = 86_400_000
/** So many failures within this time lock the user out; for this long, twice as long each further time, a day at most. */
const FAILURES_TO_LOCK = 5
const WITHIN: Duration = 15 * MINUTE
const FIRST_LOCKOUT: Duration = 15 * MINUTE
const DOUBLINGS = 7

/** The failures of a user who has none. @since 0.3.0 */
export const noFailures: FailureState = { factors: [], seenAt: 0 }

/** What came of something that was no state: nothing can be answered by it. */
const spoilt: FailureState = { factors: [], lockedUntil: LATEST, seenAt: 0 }

const isFactorFailures = ({ factorId, consecutive, recent, lockouts }: FactorFailures): boolean =>
  typeof factorId === 'string' &&
  isMoment(consecutive) &&
  isMoment(lockouts) &&
  Array.isArray(recent) &&
  recent.length <= FAILURES_TO_LOCK &&
  recent.every(isMoment)

const isState = ({ factors, lockedUntil, seenAt }: FailureState): boolean =>
  Array.isArray(factors) && factors.every(isFactorFailures) && isMomentOrNone(lockedUntil) && isMoment(seenAt)

const NONE: Omit<FactorFailures, 'factorId'> = { consecutive: 0, recent: [], lockouts: 0 }

const failuresAt = (state: FailureState, factorId: string): FactorFailures =>
  state.factors.find(each => each.factorId === factorId) ?? { factorId, ...NONE }

/** INV-25: a clock that goes back neither ends anything nor brings it back. */
const timeOf = (state: FailureState, now: Instant): Instant =>
  isMoment(now) ? Math.max(state.seenAt, now) : state.seenAt

/**
 * MFA-9. Whether a challenge with a factor may be made, or answered, now. Ask it before an answer is looked at: to whoever
 * is locked out, the right answer is no answer.
 *
 * @param state The failures of the user.
 * @param factorId The factor.
 * @param now Epoch ms.
 * @returns `open`, `locked` with `until`, or `disabled` once it failed 100 times in a row: it must be enrolled anew.
 * @example
 * import { failureVerdict, noFailures } from 'orgcharter/mfa'
 * failureVerdict(noFailures, 'phone', 1_795_000_000_000) // { kind: 'open' }
 * @since 0.3.0
 */
export const failureVerdict = (state: FailureState, factorId: string, now: Instant): FailureVerdict => {
  try {
    return isState(state) ? verdictOf(state, factorId, now) : { kind: 'disabled' }
  } catch {
    return { kind: 'disabled' } // INV-26: null, a proxy or a getter that throws
  }
}

const verdictOf = (state: FailureState, factorId: string, now: Instant): FailureVerdict => {
  if (failuresAt(state, factorId).consecutive >= MAX_FAILURES) return { kind: 'disabled' }
  const { lockedUntil } = state
  return lockedUntil !== undefined && timeOf(state, now) < lockedUntil
    ? { kind: 'locked', until: lockedUntil }
    : { kind: 'open' }
}

/**
 * MFA-9. The failures of a user after one more answer: 5 within 15 minutes, at whatever factors, lock the user out for 15
 * minutes, then for twice as long each time, a day at most; 100 in a row disable the factor. Only a success of a factor
 * resets its own failures: not time, another factor, a new code or another session.
 *
 * @invariant INV-25: a clock that goes back unlocks nothing. A success of whoever is locked out, or of a disabled factor,
 *   changes nothing.
 * @param state The failures so far; `noFailures` in the beginning.
 * @param outcome What came of the answer, and of which factor it was.
 * @param now Epoch ms.
 * @returns The failures from now on: store them in the commit that judges the answer.
 * @example
 * import { failureVerdict, nextFailures, noFailures } from 'orgcharter/mfa'
 * let state = noFailures
 * const now = 1_795_000_000_000
 * for (let i = 0; i < 5; i++) state = nextFailures(state, { factorId: 'phone', kind: 'failure' }, now)
 * failureVerdict(state, 'phone', now) // { kind: 'locked', until: now + 900_000 }
 * @see https://doi.org/10.6028/NIST.SP.800-63B-4
 * @since 0.3.0
 */
export const nextFailures = (state: FailureState, outcome: FailureOutcome, now: Instant): FailureState => {
  try {
    return isState(state) && typeof outcome.factorId === 'string' ? next(state, outcome, now) : spoilt
  } catch {
    return spoilt // INV-26: null, a proxy or a getter that throws
  }
}

const next = (state: FailureState, outcome: FailureOutcome, now: Instant): FailureState => {
  const seenAt = timeOf(state, now)
  const { factorId } = outcome
  const isOpen = verdictOf(state, factorId, now).kind === 'open'
  if (outcome.kind === 'success') return isOpen ? withoutFailures({ ...state, seenAt }, factorId) : { ...state, seenAt }
  const failed = withFailure({ ...state, seenAt }, factorId)
  return isOpen && recentFailures(failed) >= FAILURES_TO_LOCK ? lockedOut(failed, factorId) : failed
}

const withoutFailures = ({ factors, seenAt }: FailureState, factorId: string): FailureState => ({
  factors: factors.filter(each => each.factorId !== factorId),
  seenAt,
})

const replaced = (state: FailureState, factor: FactorFailures): readonly FactorFailures[] => [
  ...state.factors.filter(({ factorId }) => factorId !== factor.factorId),
  factor,
]

const withFailure = (state: FailureState, factorId: string): FailureState => {
  const at = state.seenAt
  const isRecent = (time: Instant) => at - time < WITHIN
  const kept = state.factors.map(each => ({ ...each, recent: each.recent.filter(isRecent) }))
  const { consecutive, recent, ...rest } = failuresAt({ ...state, factors: kept }, factorId)
  const failed = {
    ...rest,
    consecutive: Math.min(consecutive + 1, MAX_FAILURES),
    recent: [...recent, at].slice(-FAILURES_TO_LOCK),
  }
  return { ...state, factors: replaced({ ...state, factors: kept }, failed) }
}

const recentFailures = ({ factors }: FailureState): number =>
  factors.reduce((count, { recent }) => count + recent.length, 0)

/** The failures that led to it have had their effect; the next ones count anew. */
const lockedOut = (state: FailureState, factorId: string): FailureState => {
  const before = state.factors.reduce((count, { lockouts }) => count + lockouts, 0)
  const length = Math.min(FIRST_LOCKOUT * 2 ** Math.min(before, DOUBLINGS), DAY)
  const factors = state.factors.map(each => ({
    ...each,
    recent: [],
    lockouts: Math.min(each.lockouts + Number(each.factorId === factorId), DOUBLINGS),
  }))
  return { factors, seenAt: state.seenAt, lockedUntil: state.seenAt + length }
}
