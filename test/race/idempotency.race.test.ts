import { describe, expect, it } from 'vitest'
import { auditEntries } from '../../src/core/kernel/index.ts'
import { organizations } from '../../src/core/organization/index.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { race } from '../support/races.ts'
import { email, OPERATOR, type World } from '../support/world.ts'

type Created = { readonly organization: { readonly id: string } }

describe('one idempotency key', () => {
  it('asked at the same moment is one command, and each is told its one outcome (AUD-4)', async () => {
    await race({
      given: async (world: World) => world,
      when: ({ organizations: { create } }) =>
        [1, 2, 3].map(() =>
          create({
            actor: OPERATOR,
            name: 'New',
            kind: 'standard',
            founders: [{ email: email('nia@new-hq.com') }],
            idempotencyKey: 'k1',
          }),
        ),
      holds: async (world, answers) => {
        const told = new Set(answers.map(answer => (unwrap(answer as never) as Created).organization.id))
        expect([...told]).toEqual(world.all(organizations).map(({ id }) => id))
        expect(answers.filter(answer => !('repeated' in (answer as object)))).toHaveLength(1)
        expect(new Set(world.all(auditEntries).map(({ id }) => id)).size).toBe(1)
      },
      runs: 100,
      atLeast: 5,
    })
  })
})
