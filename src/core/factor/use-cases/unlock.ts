import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type Made,
  ok,
  put,
  reason,
  refOf,
  refused,
  type UseCase,
  UserId,
} from '../../kernel/index.ts'
import { type ManageUserRefusal, manageUser, manageUserNeeds } from '../../membership/index.ts'
import { lockedUntil, unlocked } from '../failure-record.ts'
import { userFactors } from '../model.ts'
import { notice } from '../notice.ts'
import { factorRefusals } from '../refusals.ts'

const Unlock = z.strictObject({ actor: Actor, userId: UserId, ...commandFields })

/** `wasLocked`: whether there was anything to unlock. @since 0.4.0 */
export type FactorsUnlocked = { readonly userId: UserId; readonly wasLocked: boolean }

/** @since 0.4.0 */
export type UnlockFactorsRefusal = ManageUserRefusal | Made<typeof factorRefusals.own_factors>

/**
 * MFA-9. Whoever manages a user ends their lock-out early. What failed in a row stays counted, so that no number of
 * unlocks lets anybody guess beyond the ceiling, and the next lock-out is as long as it would have been.
 */
export const unlockFactors: UseCase<typeof Unlock, FactorsUnlocked, UnlockFactorsRefusal, Env> = {
  name: 'mfa.unlock',
  command: Unlock,
  reads: (command, found) => [...manageUserNeeds(command, found), refOf(userFactors, command.userId)],
  plan: ({ actor, userId }, slice, env) => {
    const managed = manageUser(slice, { actor, userId }, env)
    if (!managed.ok) return managed
    if (actor.kind === 'user' && actor.userId === userId) return refused(factorRefusals.own_factors({}))
    const { user, because } = managed.value
    const own = slice.get(userFactors, userId)
    const organizationId = user.homeOrganizationId
    if (!own?.failures || lockedUntil(own.failures, env.now) === undefined)
      return ok({
        value: { userId, wasLocked: false },
        because: [because, reason('nothing_locked', ['MFA-9'], { userId })],
        writes: [],
        effects: [],
        organizationId,
      })
    return ok({
      value: { userId, wasLocked: true },
      because: [because, reason('factors_unlocked', ['MFA-9'], { userId })],
      writes: [put(userFactors, { ...own, failures: unlocked(own.failures) })],
      effects: [notice(user, 'factors_unlocked')],
      organizationId,
    })
  },
}
