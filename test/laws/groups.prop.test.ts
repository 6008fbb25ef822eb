import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { groupSeats, type Seat, seatCounts } from '../../src/core/group/index.ts'
import type { UserId } from '../../src/core/kernel/index.ts'
import { memberships } from '../../src/core/membership/index.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { ask, grant, made, toGroup } from '../support/content.ts'
import { comesBack, groupOf, leaves, person } from '../support/groups.ts'
import { as, breachesOf, codeOf, createWorld, OPERATOR } from '../support/world.ts'

const NAMES = ['ann', 'bob', 'cy', 'dee'] as const

const peopled = async () => {
  const world = createWorld({ check: 'by_hand' })
  const acme = await world.found('Acme')
  const people: UserId[] = []
  for (const name of NAMES) people.push(await person(world, acme, name, 'external'))
  const group = await groupOf(world, acme)
  const of = { actor: OPERATOR, organizationId: acme.id, groupId: group }
  return { world, acme, people, group, of }
}

describe('laws of groups', () => {
  it('order_of_members_never_matters (GRP-1)', async () => {
    const added = async (order: readonly number[]) => {
      const { world, people, of } = await peopled()
      const answer = await world.charter.groups.addMembers({ ...of, userIds: order.map(at => people[at] as UserId) })
      return { answer, seats: world.all(groupSeats), count: world.all({ name: seatCounts.name } as never) }
    }
    const orders = fc
      .shuffledSubarray([0, 1, 2, 3], { minLength: 1 })
      .chain(some => fc.tuple(fc.constant(some), fc.shuffledSubarray(some, { minLength: some.length })))
    await fc.assert(
      fc.asyncProperty(orders, async ([one, other]) => {
        expect(await added(one)).toEqual(await added(other))
      }),
      { numRuns: 25 },
    )
  })

  it('an_archived_group_gives_nothing, whoever is in it and whatever it is granted (GRP-2)', async () => {
    const members = fc.subarray([0, 1, 2, 3], { minLength: 1 })
    await fc.assert(
      fc.asyncProperty(members, fc.constantFrom('user', 'admin'), async (some, role) => {
        const { world, acme, people, group, of } = await peopled()
        const id = await made(world, 'datasets', acme, acme.adminId)
        const isIn = (at: number) => some.includes(at)
        unwrap(await world.charter.groups.addMembers({ ...of, userIds: people.filter((_, at) => isIn(at)) }))
        unwrap(await grant(world, OPERATOR, id, toGroup(group), role))
        const seen = () =>
          Promise.all(
            people.map(async userId => codeOf(await ask(world, 'datasets', 'get', id, { actor: as(userId) })) === 'ok'),
          )
        expect(await seen()).toEqual(people.map((_, at) => isIn(at)))
        unwrap(await world.charter.groups.archive(of))
        expect(await seen()).toEqual(people.map(() => false))
        expect(breachesOf(world)).toEqual([])
      }),
      { numRuns: 20 },
    )
  })

  it('a_seat_of_an_earlier_term_is_never_taken (INV-25)', async () => {
    type Step = { readonly at: number; readonly does: 'leave' | 'return' | 'add' | 'remove'; readonly seat: Seat }
    const steps: fc.Arbitrary<readonly Step[]> = fc.array(
      fc.record({
        at: fc.nat(NAMES.length - 1),
        does: fc.constantFrom<Step['does'][]>('add', 'add', 'leave', 'return', 'remove'),
        seat: fc.constantFrom<Seat[]>('member', 'manager'),
      }),
      { minLength: 4, maxLength: 14 },
    )
    await fc.assert(
      fc.asyncProperty(steps, async history => {
        const { world, acme, people, of } = await peopled()
        /** By hand: who has which seat. */
        const taken = new Set<string>()
        for (const { at, does, seat } of history) {
          const userId = people[at] as UserId
          const status = (await world.get(memberships, acme.id, userId))?.status
          const verb = seat === 'member' ? 'Members' : 'Managers'
          if (does === 'leave' && status === 'active') {
            await leaves(world, acme, userId)
            for (const each of ['member', 'manager']) taken.delete(`${each}/${userId}`)
          } else if (does === 'return' && status === 'ended') await comesBack(world, acme, userId, 'external')
          else if (does === 'add') {
            const answer = await world.charter.groups[`add${verb}`]({ ...of, userIds: [userId] })
            expect(codeOf(answer)).toBe(status === 'active' ? 'ok' : 'group_candidates_invalid')
            if (answer.ok) taken.add(`${seat}/${userId}`)
          } else if (does === 'remove') {
            unwrap(await world.charter.groups[`remove${verb}`]({ ...of, userIds: [userId] }))
            taken.delete(`${seat}/${userId}`)
          }
          for (const each of ['member', 'manager'] as const) {
            const shown = unwrap(await world.charter.groups.members({ ...of, seat: each })).items
            const expected = people.filter(id => taken.has(`${each}/${id}`))
            expect(shown.map(({ userId: id }) => id).sort()).toEqual([...expected].sort())
          }
          expect(breachesOf(world)).toEqual([])
        }
      }),
      { numRuns: 25 },
    )
  })
})
