import { describe, expect, it } from 'vitest'
import { UserId } from '../../src/core/kernel/index.ts'
import { type Membership, memberships } from '../../src/core/membership/index.ts'
import { users } from '../../src/core/user/index.ts'
import type { Charter } from '../../src/runtime/charter.ts'
import type { Answer } from '../../src/runtime/execute.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { race } from '../support/races.ts'
import { datasetOf, memberWith } from '../support/targets.ts'
import { as, codeOf, DAYS, OPERATOR, type Org, START, type World } from '../support/world.ts'

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

type Leaving = (charter: Charter<string>, organizationId: Org['id'], userId: UserId) => Promise<Answer<unknown>>

const by = (organizationId: Org['id'], userId: UserId) => ({ actor: OPERATOR, organizationId, userId })

/** Every way in which an organization loses an admin at once; the first again where there are more admins than ways. */
const WAYS: readonly Leaving[] = [
  ({ members }, organizationId, userId) => members.leave({ actor: as(userId), organizationId }),
  ({ members }, ...whom) => members.remove(by(...whom)),
  ({ members }, ...whom) => members.suspend(by(...whom)),
  ({ members }, ...whom) => members.changeRole({ ...by(...whom), role: 'internal' }),
  ({ members }, ...whom) => members.setExpiry({ ...by(...whom), until: START + DAYS }),
  ({ users }, _, userId) => users.deactivate({ actor: OPERATOR, userId }),
]

const isLastingAdmin = (world: World, { userId, status, assigned }: Membership): boolean =>
  status === 'active' &&
  assigned?.role === 'admin' &&
  assigned.until === undefined &&
  world.all(users).some(({ id, status: is }) => id === userId && is === 'active')

describe('all admins of an organization at once, each by another way', () => {
  it.each([2, 3, 4, 5, 6, 7, 8])('%i of them: one stays, whoever was first (INV-01, MEM-3)', async k => {
    for (const first of WAYS.keys())
      await race({
        given: async world => {
          const acme = await world.found('Acme')
          const others: UserId[] = []
          while (others.length < k - 1) others.push(UserId.parse(await memberWith(world, acme, 'admin')))
          return { acme, admins: [acme.adminId, ...others] }
        },
        when: (charter, { acme, admins }) =>
          admins.map((userId, index) => (WAYS[(first + index) % WAYS.length] as Leaving)(charter, acme.id, userId)),
        holds: async (world, answers, { acme }) => {
          expect(answers.map(codeOf).filter(code => code !== 'ok')).toEqual(['last_admin'])
          const admins = world.all(memberships).filter(({ organizationId }) => organizationId === acme.id)
          expect(admins.filter(member => isLastingAdmin(world, member))).toHaveLength(1)
        },
        runs: 8,
        atLeast: 2,
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
