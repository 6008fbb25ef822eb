import { describe, expect, it } from 'vitest'
import { memberships } from '../../src/core/membership/index.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { race } from '../support/races.ts'
import { datasetOf, memberWith } from '../support/targets.ts'
import { as, codeOf, OPERATOR, type Org, type World } from '../support/world.ts'

const twoAdmins = async (world: World) => {
  const acme = await world.found('Acme')
  return { acme, second: await memberWith(world, acme, 'admin') }
}

const activeAdmins = (world: World, org: Org) =>
  world
    .all(memberships)
    .filter(m => m.organizationId === org.id && m.status === 'active' && m.assigned?.role === 'admin')

describe('the last two admins', () => {
  it('leave at the same moment, and one of them stays (INV-01)', async () => {
    await race({
      given: twoAdmins,
      when: ({ members }, { acme, second }) =>
        [acme.admin, as(second)].map(actor => members.leave({ actor, organizationId: acme.id })),
      holds: async (world, answers, { acme }) => {
        expect(answers.map(codeOf).sort()).toEqual(['last_admin', 'ok'])
        expect(activeAdmins(world, acme)).toHaveLength(1)
      },
      runs: 150,
      atLeast: 6,
    })
  })

  it('put each other out by two different ways, and one of them stays (INV-01)', async () => {
    await race({
      given: twoAdmins,
      when: ({ members }, { acme, second }) => [
        members.suspend({ actor: OPERATOR, organizationId: acme.id, userId: second as never }),
        members.changeRole({ actor: OPERATOR, organizationId: acme.id, userId: acme.adminId, role: 'internal' }),
      ],
      holds: async (world, answers, { acme }) => {
        expect(answers.map(codeOf).sort()).toEqual(['last_admin', 'ok'])
        expect(activeAdmins(world, acme)).toHaveLength(1)
      },
      runs: 150,
      atLeast: 6,
    })
  })
})

describe('whoever is removed while they are given something', () => {
  it('has it counted, or is not given it (INV-08, INV-25)', async () => {
    await race({
      given: async world => {
        const { acme, second } = await twoAdmins(world)
        return { acme, second, dataset: await datasetOf(world, acme, acme.adminId) }
      },
      when: ({ members, datasets }, { acme, second, dataset }) => [
        members.remove({ actor: acme.admin, organizationId: acme.id, userId: second as never }),
        datasets.grant({
          actor: acme.admin,
          datasetId: dataset as never,
          subject: { kind: 'user', userId: second as never },
          role: 'admin',
        }),
      ],
      holds: async (world, answers, { acme, second, dataset }) => {
        expect(codeOf(answers[0] as never)).toBe('ok')
        expect(['ok', 'not_a_member']).toContain(codeOf(answers[1] as never))
        const sweep = { actor: OPERATOR, organizationId: acme.id, userId: second as never }
        expect(unwrap(await world.charter.members.sweep(sweep)).finished).toBe(true)
        const archived = await world.charter.members.suspend({ ...sweep, userId: acme.adminId })
        expect(codeOf(archived)).toBe('last_admin')
        expect(dataset).toBeDefined()
      },
      runs: 150,
      atLeast: 6,
    })
  })
})
