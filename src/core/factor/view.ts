import type { Env } from '../env.ts'
import { hasExpired, type Instant, listKey, type Need, type Slice } from '../kernel/index.ts'
import type { FactorKind } from '../mfa/index.ts'
import { lockedUntil } from './failure-record.ts'
import { DEVICES_PER_USER, type Factor, trustedDevices, type UserFactors } from './model.ts'
import { isDisabled } from './own.ts'

type Common = { readonly id: string; readonly label?: string; readonly at: Instant }

/** A factor as it is shown: nothing by which it could be answered. `hint`: the end of the phone number. @since 0.4.0 */
export type FactorView = {
  readonly id: string
  readonly kind: FactorKind
  readonly label?: string
  readonly hint?: string
  /** MFA-9: `disabled` is what failed too often, and has to be enrolled anew. */
  readonly status: 'pending' | 'active' | 'disabled'
  readonly enrolledAt: Instant
  readonly confirmedAt?: Instant
  readonly usedAt?: Instant
  /** Until when it must be confirmed. */
  readonly expiresAt?: Instant
}

/**
 * The factors of a user, what stands in for them, and whether they can be answered now. `devices` are those that no change of
 * a factor has ended; whether one counts at a sign-in is for `mfa.evaluateSignIn` to say.
 *
 * @since 0.4.0
 */
export type FactorsView = {
  readonly factors: readonly FactorView[]
  readonly recovery?: { readonly left: number; readonly madeAt: Instant; readonly status: 'active' | 'disabled' }
  readonly lockedUntil?: Instant
  readonly devices: readonly (Common & { readonly method: FactorKind })[]
  readonly resetAt?: Instant
}

const BY_USER = 'trusted_device_by_user'

/** Two at the same moment may each make one more than there should be: the next one clears them away. */
export const devicesNeed = (userId: string): Need => ({ list: listKey(BY_USER, userId), limit: 2 * DEVICES_PER_USER })

export const devicesOf = (slice: Slice, userId: string) => slice.list(trustedDevices, BY_USER, userId)

const factorView = (factor: Factor, own: UserFactors, at: Pick<Env, 'now'>): FactorView => {
  const { id, kind, label, enrolledAt } = factor
  return {
    id,
    kind,
    ...(label !== undefined && { label }),
    ...(factor.kind === 'sms' && { hint: factor.hint }),
    enrolledAt,
    ...(factor.status === 'pending'
      ? { status: 'pending', expiresAt: factor.expiresAt }
      : {
          status: isDisabled(own, id, at) ? 'disabled' : 'active',
          confirmedAt: factor.confirmedAt,
          ...(factor.usedAt !== undefined && { usedAt: factor.usedAt }),
        }),
  }
}

/** MFA-1: what a user is shown of their factors; nothing of one that was not confirmed in time. */
export const factorsView = (
  own: UserFactors | undefined,
  devices: ReturnType<typeof devicesOf>,
  at: Pick<Env, 'now'>,
): FactorsView => {
  if (!own) return { factors: [], devices: [] }
  const { recovery, resetAt } = own
  const locked = lockedUntil(own.failures, at.now)
  const factors = own.factors.filter(each => each.status === 'active' || !hasExpired(each.expiresAt, at.now))
  return {
    factors: factors.map(each => factorView(each, own, at)),
    ...(recovery && {
      recovery: {
        left: recovery.unused.length,
        madeAt: recovery.madeAt,
        status: isDisabled(own, recovery.id, at) ? 'disabled' : 'active',
      },
    }),
    ...(locked !== undefined && { lockedUntil: locked }),
    devices: devices
      .filter(({ edition }) => edition === own.edition)
      .map(({ id, label, method, at }) => ({ id, ...(label !== undefined && { label }), method, at })),
    ...(resetAt !== undefined && { resetAt }),
  }
}
