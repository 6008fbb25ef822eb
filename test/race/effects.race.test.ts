import { describe, expect, it } from 'vitest'
import { type Effect, effects, put } from '../../src/core/kernel/index.ts'
import { race } from '../support/races.ts'
import { codeOf, OPERATOR, START } from '../support/world.ts'

const WORKERS = 8
const WAITING = 12

describe('takeEffects by eight workers at once', () => {
  it('gives each effect to one of them (AUD-7, INV-27)', async () => {
    await race({
      given: async world => {
        const ids = Array.from({ length: WAITING }, (_, index) => `e${index}`)
        await world.write(
          ...ids.map(id =>
            put(effects, {
              id,
              queue: 'outbox',
              kind: 'notify_user',
              payload: {},
              createdAt: START,
              availableAt: START,
              attempts: 0,
            }),
          ),
        )
        return ids
      },
      when: charter =>
        Array.from({ length: WORKERS }, () => charter.effects.take({ actor: OPERATOR, limit: 2, lease: 1_000 })),
      holds: async (world, answers, ids) => {
        expect(answers.map(codeOf)).toEqual(Array(WORKERS).fill('ok'))
        const taken = answers.flatMap(answer => (answer.ok ? (answer.value as readonly Effect[]) : []))
        expect(taken.map(({ id }) => id).sort()).toEqual([...new Set(taken.map(({ id }) => id))].sort())
        expect(taken.length).toBeLessThanOrEqual(ids.length)
        for (const { attempts } of world.outbox()) expect(attempts).toBeLessThanOrEqual(1)
      },
      runs: 150,
      atLeast: 100,
    })
  })

  it('takes and acknowledges without a repeat', async () => {
    await race({
      given: async world => {
        await world.write(
          put(effects, {
            id: 'e1',
            queue: 'outbox',
            kind: 'notify_user',
            payload: {},
            createdAt: START,
            availableAt: START,
            attempts: 0,
          }),
        )
        return null
      },
      when: charter => [
        charter.effects.take({ actor: OPERATOR, limit: 2 }),
        charter.effects.acknowledge({ actor: OPERATOR, ids: ['e1'] }),
        charter.effects.acknowledge({ actor: OPERATOR, ids: ['e1'] }),
      ],
      holds: async (world, answers) => {
        expect(answers.map(codeOf)).toEqual(['ok', 'ok', 'ok'])
        expect(world.outbox()).toEqual([])
        const acknowledged = answers
          .slice(1)
          .map(answer => (answer.ok ? (answer.value as { acknowledged: number }).acknowledged : -1))
        expect(acknowledged.sort()).toEqual([0, 1])
      },
      atLeast: 40,
    })
  })
})
