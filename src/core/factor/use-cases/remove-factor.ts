import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type Decision,
  edit,
  idSchema,
  type Made,
  ok,
  put,
  type Reason,
  reason,
  refOf,
  refused,
  type Slice,
  type UseCase,
} from '../../kernel/index.ts'
import { activeUser, allMembershipsOf, membershipRefusals } from '../../membership/index.ts'
import type { User, userRefusals } from '../../user/index.ts'
import { withoutFailuresOf } from '../failure-record.ts'
import { everySignInNeeds, organizationsThatNeed } from '../last-factor.ts'
import { type Factor, type UserFactors, userFactors } from '../model.ts'
import { notice } from '../notice.ts'
import { activeFactors } from '../own.ts'
import { factorRefusals } from '../refusals.ts'
import { besideNeeds, revoke } from '../revoke.ts'
import { Session } from '../session.ts'
import { stepUp } from '../step-up.ts'

const RemoveFactor = z.strictObject({
  actor: Actor,
  factorId: idSchema,
  session: Session.optional(),
  ...commandFields,
})

/** `left`: how many confirmed factors the user still has. Without any, the recovery codes are gone too. @since 0.4.0 */
export type FactorRemoved = {
  readonly factorId: string
  readonly left: number
  readonly recoveryCodes: 'kept' | 'removed' | 'none'
}

/** @since 0.4.0 */
export type RemoveFactorRefusal =
  | Made<typeof userRefusals.user_not_found | typeof userRefusals.user_deactivated>
  | Made<typeof membershipRefusals.operator_not_allowed | typeof membershipRefusals.memberships_too_many>
  | Made<
      | typeof factorRefusals.step_up_required
      | typeof factorRefusals.factor_not_found
      | typeof factorRefusals.factor_needed
    >

/** So many organizations are named. */
const NAMED = 100

/**
 * MFA-12, MFA-13. A user takes away one of their factors, after a fresh proof by one, unless a policy that binds them needs
 * it. What was not confirmed yet is simply dropped.
 */
export const removeFactor: UseCase<typeof RemoveFactor, FactorRemoved, RemoveFactorRefusal, Env> = {
  name: 'mfa.removeFactor',
  command: RemoveFactor,
  reads: ({ actor, factorId }, found) => {
    if (actor.kind !== 'user') return []
    const factors = found.get(userFactors, actor.userId)?.factors.filter(({ id }) => id === factorId) ?? []
    return [
      refOf(userFactors, actor.userId),
      ...everySignInNeeds(actor.userId, found),
      ...besideNeeds(actor.userId, factors),
    ]
  },
  plan: ({ actor, factorId, session }, slice, env) => {
    if (actor.kind !== 'user') return refused(membershipRefusals.operator_not_allowed({ permission: 'own_factors' }))
    const user = activeUser(slice, actor.userId)
    if (!user.ok) return user
    const own = slice.get(userFactors, actor.userId)
    const fresh = stepUp(actor, { session, own }, env)
    if (!fresh.ok) return fresh
    const factor = own?.factors.find(({ id }) => id === factorId)
    if (!own || !factor) return refused(factorRefusals.factor_not_found({ factorId }))
    if (factor.status === 'pending') return ok(dropped(own, factor, fresh.value, slice, env))
    const memberships = allMembershipsOf(slice, actor.userId)
    if (!memberships.ok) return memberships
    const needing = organizationsThatNeed(factorId, user.value, slice, env)
    return needing.length > 0
      ? refused(factorRefusals.factor_needed({ organizationIds: needing.slice(0, NAMED) }))
      : ok(removed(own, factor, { user: user.value, because: fresh.value }, slice, env))
  },
}

const without = (own: UserFactors, factor: Factor): UserFactors =>
  edit(own, draft => {
    draft.factors = draft.factors.filter(({ id }) => id !== factor.id)
  })

const dropped = (
  own: UserFactors,
  factor: Factor,
  because: Reason,
  slice: Slice,
  { now }: Env,
): Decision<FactorRemoved> => ({
  value: {
    factorId: factor.id,
    left: activeFactors(own).length,
    recoveryCodes: own.recovery ? 'kept' : 'none',
  },
  because: [because, reason('enrollment_dropped', ['MFA-1', 'MFA-7'], { factorId: factor.id })],
  writes: [put(userFactors, without(own, factor)), ...revoke(own, factor, { why: 'removed', now, slice })],
  effects: [],
  organizationId: own.homeOrganizationId,
})

/** MFA-11: recovery codes stand in for a factor, so that they go with the last one. */
const removed = (
  own: UserFactors,
  factor: Factor,
  { user, because }: { readonly user: User; readonly because: Reason },
  slice: Slice,
  { now }: Env,
): Decision<FactorRemoved> => {
  const { recovery, failures, ...rest } = without(own, factor)
  const left = activeFactors(rest).length
  const kept = left > 0 ? recovery : undefined
  const gone = [factor.id, ...(recovery && !kept ? [recovery.id] : [])]
  return {
    value: { factorId: factor.id, left, recoveryCodes: kept ? 'kept' : recovery ? 'removed' : 'none' },
    because: [
      because,
      reason('factor_removed', ['MFA-12', 'MFA-13', 'INV-17'], { factorId: factor.id }),
      ...(recovery && !kept ? [reason('recovery_codes_removed', ['MFA-11'])] : []),
    ],
    writes: [
      put(userFactors, {
        ...rest,
        edition: own.edition + 1,
        ...(kept && { recovery: kept }),
        ...(failures && { failures: withoutFailuresOf(failures, gone) }),
      }),
      ...revoke(own, factor, { why: 'removed', now, slice }),
    ],
    effects: [notice(user, 'factor_removed', { factorId: factor.id, kind: factor.kind })],
    organizationId: own.homeOrganizationId,
  }
}
