import type { Env } from '../env.ts'
import type { Write } from '../kernel/index.ts'
import { nextFailures } from '../mfa/index.ts'
import type { ActiveFactor, PendingFactor, UserFactors } from './model.ts'
import { activeFactors, failuresOf } from './own.ts'
import { storedFailures } from './own-writes.ts'
import { revoked } from './revoke.ts'

/** MFA-9: a success takes back the failures of that factor, and of no other. */
export const succeeded = (own: UserFactors, id: string, env: Pick<Env, 'now'>): UserFactors => ({
  ...own,
  failures: storedFailures(nextFailures(failuresOf(own), { factorId: id, kind: 'success' }, env.now)),
})

/**
 * MFA-1, MFA-13. The factors with one of them confirmed. The first that becomes active ends whatever else waits, for that
 * was begun without a proof by a factor; a number takes the place of the one before (INV-17).
 */
export const withActive = (
  before: UserFactors,
  active: ActiveFactor,
  env: Pick<Env, 'now'>,
): { readonly own: UserFactors; readonly writes: readonly Write[] } => {
  const standing = activeFactors(before)
  const isFirst = standing.length === 0
  const replaced = active.kind === 'sms' ? standing.filter(({ kind }) => kind === 'sms') : []
  const factors = before.factors.flatMap(factor => {
    if (factor.id === active.id) return [active]
    return (isFirst && factor.status === 'pending') || replaced.some(({ id }) => id === factor.id) ? [] : [factor]
  })
  return {
    own: { ...succeeded(before, active.id, env), factors, edition: before.edition + 1 },
    writes: replaced.map(factor => revoked(before.userId, factor, { why: 'replaced', now: env.now })),
  }
}

/** What stays of a factor when it becomes active. */
export const lasting = ({ id, label, enrolledAt }: PendingFactor) => ({
  id,
  enrolledAt,
  ...(label !== undefined && { label }),
})
