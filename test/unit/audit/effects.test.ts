import { describe, expect, it } from 'vitest'
import { put } from '../../../src/core/kernel/index.ts'
import { effects } from '../../../src/core/kernel/records.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { createWorld, decided, OPERATOR, START, type World } from '../../support/world.ts'

const LEASE = 60_000

/** So many effects, a millisecond apart; answers their ids. */
const waiting = async (world: World, count: number): Promise<readonly string[]> => {
  const ids = Array.from({ length: count }, (_, index) => `e${String(index).padStart(3, '0')}`)
  await world.write(
    ...ids.map((id, index) =>
      put(effects, {
        id,
        queue: 'outbox',
        kind: 'notify_user',
        payload: { index },
        createdAt: START + index,
        availableAt: START + index,
        attempts: 0,
      }),
    ),
  )
  world.clock.advance(count)
  return ids
}

const take = async (world: World, limit: number, lease = LEASE) =>
  unwrap(await world.charter.effects.take({ actor: OPERATOR, limit, lease })).map(({ id }) => id)

describe('takeEffects', () => {
  it('hands out what waits, the oldest first, for the length of a lease (AUD-7)', async () => {
    const world = createWorld()
    const [first, second] = await waiting(world, 3)
    const answer = await world.charter.effects.take({ actor: OPERATOR, limit: 2 })
    expect(unwrap(answer)).toEqual([
      {
        id: first,
        queue: 'outbox',
        kind: 'notify_user',
        payload: { index: 0 },
        createdAt: START,
        availableAt: START + 3 + 300_000,
        attempts: 1,
      },
      expect.objectContaining({ id: second, attempts: 1 }),
    ])
    expect(decided(answer)).toEqual({ because: ['effects_taken'], effects: [] })
    expect(world.entries('platform').at(-1)).toMatchObject({ action: 'effects.take', changes: [], rules: ['AUD-7'] })
  })

  it('gives nobody what another holds, and all of it again when the lease has ended (INV-27)', async () => {
    const world = createWorld()
    const [a, b, c] = await waiting(world, 3)
    expect(await take(world, 2)).toEqual([a, b])
    expect(await take(world, 2)).toEqual([c])
    const before = world.snapshot()
    expect(await take(world, 2)).toEqual([])
    expect(world.snapshot()).toEqual(before)
    world.clock.advance(LEASE - 1)
    expect(await take(world, 9)).toEqual([])
    world.clock.advance(1)
    expect(await take(world, 9)).toEqual([a, b, c])
    expect(world.outbox().map(({ attempts }) => attempts)).toEqual([2, 2, 2])
  })

  it('still gives nobody what another holds when the clock goes back (INV-25)', async () => {
    const world = createWorld()
    await waiting(world, 1)
    await take(world, 1)
    world.clock.set(START - 1_000)
    expect(await take(world, 1)).toEqual([])
  })

  it('shares the outbox among workers without a gap and without a repeat', async () => {
    const world = createWorld()
    const ids = await waiting(world, 25)
    const taken = await Promise.all([1, 2, 3, 4].map(() => take(world, 10)))
    expect(taken.flat().sort()).toEqual(ids)
  })

  it.each([{ limit: 0 }, { limit: 101 }, { limit: 1.5 }, { lease: 0 }, { lease: 86_400_001 }, { lease: Infinity }])(
    'takes 1 to 100, for up to a day, and not %j',
    async asked => {
      const world = createWorld()
      expect(await world.charter.effects.take({ actor: OPERATOR, ...asked })).toMatchObject({
        refusal: { code: 'input_invalid' },
      })
    },
  )

  it('takes no idempotency key, with which the secrets would be kept in the clear (INV-21)', async () => {
    const world = createWorld()
    await waiting(world, 1)
    const before = world.snapshot()
    const asked = { actor: OPERATOR, idempotencyKey: 'k' } as never
    expect(await world.charter.effects.take(asked)).toMatchObject({ refusal: { code: 'input_invalid' } })
    expect(world.snapshot()).toEqual(before)
  })

  const refusals: Refusals<Charter<string>['effects']['take']> = {
    operator_only: async world => {
      const acme = await world.found('Acme')
      await waiting(world, 1)
      return () => world.charter.effects.take({ actor: acme.admin })
    },
  }
  itRefuses(refusals)
})

describe('acknowledgeEffects', () => {
  it('takes what is done out of the outbox, each once (AUD-7, INV-27)', async () => {
    const world = createWorld()
    const [a, b, c] = await waiting(world, 3)
    const done = [a, b, a, 'unknown'] as string[]
    const answer = await world.charter.effects.acknowledge({ actor: OPERATOR, ids: done })
    expect(unwrap(answer)).toEqual({ acknowledged: 2 })
    expect(decided(answer)).toEqual({ because: ['effects_acknowledged'], effects: [] })
    expect(world.outbox().map(({ id }) => id)).toEqual([c])
    expect(world.entries('platform').at(-1)).toMatchObject({
      action: 'effects.acknowledge',
      changes: [],
      rules: ['AUD-7', 'INV-27'],
    })
    const again = await world.charter.effects.acknowledge({ actor: OPERATOR, ids: done })
    expect(unwrap(again)).toEqual({ acknowledged: 0 })
  })

  it('takes an effect back from nobody: what was acknowledged late is gone all the same', async () => {
    const world = createWorld()
    const ids = await waiting(world, 1)
    await take(world, 1)
    world.clock.advance(LEASE)
    await take(world, 1)
    await world.charter.effects.acknowledge({ actor: OPERATOR, ids })
    world.clock.advance(LEASE)
    expect(await take(world, 1)).toEqual([])
  })

  const refusals: Refusals<Charter<string>['effects']['acknowledge']> = {
    operator_only: async world => {
      const acme = await world.found('Acme')
      const ids = await waiting(world, 1)
      return () => world.charter.effects.acknowledge({ actor: acme.admin, ids })
    },
  }
  itRefuses(refusals)
})
