import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  effects,
  idSchema,
  type Made,
  ok,
  PLATFORM,
  reason,
  refOf,
  refused,
  remove,
  type UseCase,
} from '../../kernel/index.ts'
import { membershipRefusals } from '../../membership/index.ts'

const Acknowledge = z.strictObject({
  actor: Actor,
  ids: z.array(idSchema).min(1).max(100).readonly(),
  ...commandFields,
})

/** @since 0.1.0 */
export type Acknowledged = { readonly acknowledged: number }

/** AUD-7: what the host has done leaves the outbox; a second acknowledgement finds nothing and is no error. */
export const acknowledgeEffects: UseCase<
  typeof Acknowledge,
  Acknowledged,
  Made<typeof membershipRefusals.operator_only>,
  Env
> = {
  name: 'effects.acknowledge',
  command: Acknowledge,
  reads: ({ ids }) => ids.map(id => refOf(effects, id)),
  plan: ({ actor, ids }, slice) => {
    if (actor.kind !== 'operator') return refused(membershipRefusals.operator_only({ action: 'effects.acknowledge' }))
    const there = [...new Set(ids)].filter(id => slice.get(effects, id))
    return ok({
      value: { acknowledged: there.length },
      because: [reason('effects_acknowledged', ['AUD-7', 'INV-27'], { count: there.length })],
      writes: there.map(id => remove(effects, id)),
      effects: [],
      organizationId: PLATFORM,
    })
  },
}
