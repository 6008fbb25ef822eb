import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  DAY,
  Duration,
  effects,
  listKey,
  type Made,
  MINUTE,
  type OpenEffect,
  ok,
  openEffect,
  PLATFORM,
  put,
  reason,
  refused,
  type UseCase,
} from '../../kernel/index.ts'
import { membershipRefusals } from '../../membership/index.ts'

const DEFAULT_LEASE = 5 * MINUTE

const Take = z.strictObject({
  actor: Actor,
  /** 1 to 100. */
  limit: z.int().min(1).max(100).default(10),
  /** For how long (ms, up to a day) no other worker gets them; if not acknowledged by then, they are handed out again. */
  lease: Duration.min(1).max(DAY).default(DEFAULT_LEASE),
  // No idempotency key: the first outcome would have to be kept, and with it what is sealed everywhere else.
  correlationId: commandFields.correlationId,
})

const QUEUE = ['effect_by_queue', 'outbox'] as const

/**
 * AUD-7: hands out effects that wait, the oldest first, for the length of a lease. Two workers who take at the same
 * moment meet in the commit, and the one that loses is given others: nobody gets what another holds.
 */
export const takeEffects: UseCase<
  typeof Take,
  readonly OpenEffect[],
  Made<typeof membershipRefusals.operator_only>,
  Env
> = {
  name: 'effects.take',
  command: Take,
  reads: ({ limit }) => [{ list: listKey(...QUEUE), limit }],
  plan: ({ actor, lease }, slice, env) => {
    if (actor.kind !== 'operator') return refused(membershipRefusals.operator_only({ action: 'effects.take' }))
    const taken = slice
      .list(effects, ...QUEUE)
      .filter(({ availableAt }) => availableAt <= env.now)
      .map(effect => ({ ...effect, availableAt: env.now + lease, attempts: effect.attempts + 1 }))
    return ok({
      value: taken.map(effect => openEffect(effect, env.secrets)),
      because: [reason('effects_taken', ['AUD-7'], { count: taken.length })],
      writes: taken.map(effect => put(effects, effect)),
      effects: [],
      organizationId: PLATFORM,
    })
  },
}
