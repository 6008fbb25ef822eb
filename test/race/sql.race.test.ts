import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { unguardedStores } from '../fixtures/unguarded-stores.ts'
import { count, type Figures, playAtOnce } from '../support/serial/play-at-once.ts'
import { hasServer } from '../support/servers.ts'
import { type SqlStage, sqlStage } from '../support/sql-stage.ts'
import { memoryStage, type Stage } from '../support/stage.ts'

/** Histories on each database; `test/model/sql-soak.ts` plays more. */
const HISTORIES = 2
const CLIENTS = 8

/** How often two meet who would not see each other. */
const SKEWS = 40

const effect = (id: string, attempts: number) => ({
  ...{ id, queue: 'outbox', kind: 'notify_user', payload: {} },
  ...{ createdAt: 1, availableAt: 1, attempts },
})

const playOn = async (stage: Stage, seed: number, clients: number, figures: Figures = new Map()) => {
  for (let history = 0; history < HISTORIES; history++)
    expect(await playAtOnce(stage, { clients, commands: 12, seed: seed + history, figures })).toEqual([])
  return figures
}

describe('many clients at the same moment: nothing is broken or lost, and a serial order explains what they did', () => {
  it('in memory', async () => {
    const figures = await playOn(memoryStage(), 11, 2 * CLIENTS)
    expect(figures.get('commits conflict')).toBeGreaterThan(0)
  })

  for (const name of ['postgresql', 'mariadb', 'mysql', 'sqlite'] as const)
    describe(`in ${name}`, async () => {
      const isThere = name === 'sqlite' || (await hasServer(name))
      let stage: SqlStage
      beforeAll(async () => {
        if (isThere) stage = await sqlStage(name)
      })
      afterAll(() => stage?.close())

      it.runIf(isThere)('each on connections of its own, by clocks of its own', async () => {
        const figures = await playOn(stage, 21, CLIENTS)
        expect(figures.get('commits done')).toBeGreaterThan(CLIENTS)
      })

      it.runIf(isThere)('of two commits that each rest on what the other writes, one goes through', async () => {
        await stage.empty()
        const stores = [stage.store(1), stage.store(1)] as const
        const put = (id: string, attempts: number) =>
          ({ op: 'put', ref: `effect/${id}`, record: effect(id, attempts) }) as const
        for (let round = 0; round < SKEWS; round++) {
          const there = await stores[0].get(['effect/a', 'effect/b'])
          const preconditions = (['effect/a', 'effect/b'] as const).map(ref => ({
            ref,
            version: there.get(ref)?.version ?? null,
          }))
          if (round === 0) await stores[0].commit({ id: 'first', preconditions, writes: [put('a', 0), put('b', 0)] })
          else {
            const both = ['a', 'b'].map((id, at) =>
              (stores[at] ?? stores[0]).commit({ id: `${id}${round}`, preconditions, writes: [put(id, round)] }),
            )
            expect((await Promise.all(both)).filter(({ ok }) => ok)).toHaveLength(1)
          }
        }
      })
    })
})

/** How many histories there may be until the fault has shown. */
const MOST = 60

describe('the check of histories', () => {
  it.each(unguardedStores)('finds a store without $without', async ({ wrap }) => {
    const figures: Figures = new Map()
    let wrong: readonly string[] = []
    for (let seed = 1; wrong.length === 0 && seed <= MOST; seed++) {
      wrong = await playAtOnce(memoryStage(wrap), { clients: 16, commands: 20, seed, figures })
      count(figures, 'histories')
    }
    expect(wrong).not.toEqual([])
  })
})
