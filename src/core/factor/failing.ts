import type { Env } from '../env.ts'
import {
  type AnyRefusal,
  type Decision,
  type EffectDraft,
  type Planned,
  type Refused,
  reason,
  type Slice,
  type Write,
} from '../kernel/index.ts'
import { type AnswerKind, type FailureState, failureVerdict, nextFailures } from '../mfa/index.ts'
import type { User } from '../user/index.ts'
import type { UserFactors } from './model.ts'
import { type FactorNotice, notice } from './notice.ts'
import { failuresOf } from './own.ts'
import { ownWrites, storedFailures } from './own-writes.ts'

/** Where an answer failed: at a factor, or at the set of recovery codes. */
export type FailedAt = {
  readonly user: User
  readonly own: UserFactors
  readonly id: string
  readonly kind: AnswerKind
}

/** A no by which nothing is known to be right or wrong, or one that is counted, with what else is written. */
export type Judgement<R extends AnyRefusal> = Refused<R> & {
  readonly counts?: readonly Write[]
  /** What the user must learn of besides. */
  readonly tells?: FactorNotice
}

/** MFA-9. The no to an answer: a wrong one is written down before it is refused, whatever came of it. */
export const declined = <V, R extends AnyRefusal>(
  { counts, tells, ...no }: Judgement<R>,
  at: FailedAt,
  slice: Slice,
  env: Env,
): Planned<V, R> => {
  if (!counts) return no
  const { effects, ...noted } = failure(at, { code: no.refusal.code, writes: counts }, slice, env)
  const told = tells === undefined ? [] : [notice(at.user, tells, { factorId: at.id, kind: at.kind })]
  return { ...no, noted: { ...noted, effects: [...told, ...effects] } }
}

type Failure = { readonly code: AnyRefusal['code']; readonly writes: readonly Write[] }

/** AUD-8: an entry has rules and no codes, so that it is by this one that the trail knows what was used up from what is wrong. */
const USED_UP: readonly string[] = ['totp_code_used', 'credential_counter_behind']

const failure = (at: FailedAt, { code, writes }: Failure, slice: Slice, env: Env): Omit<Decision<null>, 'value'> => {
  const { user, own, id, kind } = at
  const failures = nextFailures(failuresOf(own), { factorId: id, kind: 'failure' }, env.now)
  return {
    because: [
      reason('answer_failed', ['MFA-9', ...(USED_UP.includes(code) ? ['INV-16'] : [])], { factorId: id, kind, code }),
    ],
    writes: [...ownWrites(own, { ...own, failures: storedFailures(failures) }, slice, env), ...writes],
    effects: alarms(at, failures, env),
    organizationId: user.homeOrganizationId,
  }
}

/** Whoever did not fail themselves should know that somebody does. */
const alarms = ({ user, own, id, kind }: FailedAt, failures: FailureState, env: Env): readonly EffectDraft[] => {
  const { lockedUntil } = failures
  const isLockedNow = lockedUntil !== undefined && lockedUntil !== own.failures?.lockedUntil
  return [
    ...(isLockedNow ? [notice(user, 'factors_locked', { until: lockedUntil })] : []),
    ...(failureVerdict(failures, id, env.now).kind === 'disabled'
      ? [notice(user, 'factor_disabled', { factorId: id, kind })]
      : []),
  ]
}
