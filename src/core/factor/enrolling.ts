import type { Env } from '../env.ts'
import { hasExpired, type Made, ok, type Result, refused } from '../kernel/index.ts'
import { failureVerdict } from '../mfa/index.ts'
import { ENROLLMENT_VALID_FOR } from './limits.ts'
import { FACTORS_PER_USER, type Factor, type PendingFactor, type UserFactors } from './model.ts'
import { failuresOf, isDisabled, isWaiting } from './own.ts'
import { factorRefusals } from './refusals.ts'

/** There is one number and one address a user, so that of an enrollment of these there is one at most. */
const isSingle = (kind: Factor['kind']): boolean => kind === 'sms' || kind === 'email_otp'

type Begun = Pick<PendingFactor, 'id' | 'kind' | 'label'> & { readonly hint?: string }

export type BeginRefusal = Made<typeof factorRefusals.factors_too_many | typeof factorRefusals.factor_active>

/** MFA-1. The factors with one more that waits to be confirmed, in place of one of the same number or address that waited. */
export const withEnrollment = (
  own: UserFactors,
  begun: Begun,
  env: Env,
): Result<{ readonly own: UserFactors; readonly factor: PendingFactor }, BeginRefusal> => {
  const standing = own.factors.filter(factor => factor.status === 'active' || isWaiting(factor, env.now))
  const single = isSingle(begun.kind) ? standing.filter(({ kind }) => kind === begun.kind) : []
  const active = single.find(({ status }) => status === 'active')
  if (active && begun.kind === 'email_otp') return refused(factorRefusals.factor_active({ factorId: active.id }))
  const replaced = single.find(({ status }) => status === 'pending')
  const kept = standing.filter(factor => factor !== replaced)
  if (kept.length >= FACTORS_PER_USER) return refused(factorRefusals.factors_too_many({ most: FACTORS_PER_USER }))
  const times = { enrolledAt: env.now, expiresAt: env.now + ENROLLMENT_VALID_FOR }
  const factor = { ...begun, ...times, status: 'pending' } as PendingFactor
  const failed = replaced && !isDisabled(own, replaced.id, env) ? withFailuresOf(own, replaced.id, begun.id) : own
  return ok({ own: { ...failed, factors: [...kept, factor] }, factor })
}

/** MFA-9: beginning again does not make the wrong codes of the first time undone. */
const withFailuresOf = (own: UserFactors, from: string, to: string): UserFactors => {
  const { failures } = own
  if (!failures) return own
  const factors = failures.factors.map(each => (each.factorId === from ? { ...each, factorId: to } : each))
  return { ...own, failures: { ...failures, factors } }
}

/** A factor of the user's by its id, whatever its state. */
export const factorOf = (
  own: UserFactors | undefined,
  factorId: string,
): Result<{ readonly own: UserFactors; readonly factor: Factor }, Made<typeof factorRefusals.factor_not_found>> => {
  const factor = own?.factors.find(({ id }) => id === factorId)
  return own && factor ? ok({ own, factor }) : refused(factorRefusals.factor_not_found({ factorId }))
}

/** INV-25: nothing is confirmed, or sent for, once the enrollment is over. */
export const stillWaiting = (
  factor: PendingFactor,
  env: Pick<Env, 'now'>,
): Result<PendingFactor, Made<typeof factorRefusals.enrollment_expired>> =>
  hasExpired(factor.expiresAt, env.now)
    ? refused(factorRefusals.enrollment_expired({ expiresAt: factor.expiresAt }))
    : ok(factor)

export type ClosedRefusal = Made<typeof factorRefusals.factor_disabled | typeof factorRefusals.factors_locked>

/** MFA-9: of whoever is locked out, and at what is disabled, no answer is looked at, be it right or wrong. */
export const openFor = (
  own: UserFactors | undefined,
  factorId: string,
  env: Pick<Env, 'now'>,
): Result<null, ClosedRefusal> => {
  const verdict = failureVerdict(failuresOf(own), factorId, env.now)
  if (verdict.kind === 'disabled') return refused(factorRefusals.factor_disabled({ factorId }))
  return verdict.kind === 'locked' ? refused(factorRefusals.factors_locked({ until: verdict.until })) : ok(null)
}
