import { describe, expect, it } from 'vitest'
import { checkInvariants } from '../../../src/core/world/index.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { grant, made, toGroup, toUser } from '../../support/content.ts'
import { groupOf, person } from '../../support/groups.ts'
import { createWorld, OPERATOR } from '../../support/world.ts'

type Records = Map<string, Record<string, unknown>>

/** Acme with a group and a dataset: Bo is seated in the one and may view the other, Mia administers it. */
const scene = async () => {
  const world = createWorld()
  const acme = await world.found('Acme')
  const [mia, bo] = [await person(world, acme, 'mia'), await person(world, acme, 'bo')]
  const group = await groupOf(world, acme, { member: [bo] })
  const id = await made(world, 'datasets', acme, mia)
  unwrap(await grant(world, OPERATOR, id, toUser(bo), 'user'))
  unwrap(await grant(world, OPERATOR, id, toGroup(group), 'user'))
  const records: Records = new Map(
    [...world.store.records()].map(({ ref, record }) => [ref, structuredClone(record) as Record<string, unknown>]),
  )
  const on = `${acme.id}/dataset/${id}`
  return {
    records,
    seat: `group_seat/${acme.id}/${group}/member/${bo}`,
    seats: `group_seat_count/${acme.id}/${group}/member`,
    group: `group/${acme.id}/${group}`,
    entity: `entity/dataset/${id}`,
    bosGrant: `grant/${on}/user/${bo}`,
    miasGrant: `grant/${on}/user/${mia}`,
    groupsGrant: `grant/${on}/group/${group}`,
    admins: `entity_admin_count/${on}`,
    groups: `group_grant_count/${on}`,
    burden: `admin_grant_count/${mia}`,
    bo: `membership/${acme.id}/${bo}`,
    mia: `membership/${acme.id}/${mia}`,
    miasUser: `user/${mia}`,
  }
}

type Scene = Awaited<ReturnType<typeof scene>>
type Ref = Exclude<keyof Scene, 'records'>

const edit = (ref: Ref, change: object) => (world: Scene) => {
  if (!world.records.has(world[ref])) throw new Error(`${ref} is not there`)
  world.records.set(world[ref], { ...world.records.get(world[ref]), ...change })
}
const drop = (ref: Ref) => (world: Scene) => {
  if (!world.records.delete(world[ref])) throw new Error(`${ref} is not there`)
}

/** What is told beside what the trail says otherwise. */
const told = ({ records }: Scene) =>
  checkInvariants([...records].map(([ref, record]) => ({ ref, record })) as never)
    .breaches.filter(({ facts }) => facts['problem'] !== 'not_as_audited')
    .map(({ invariant, ids, facts }) => [invariant, ids[0], facts['problem']])

describe('checkInvariants on groups and grants', () => {
  it('finds nothing wrong with what was reached', async () => {
    expect(told(await scene())).toEqual([])
  })

  it.each<[string, string, Ref, string, (world: Scene) => void]>([
    ['INV-03', 'a seat in no group', 'seat', 'group_missing', drop('group')],
    ['INV-14', 'a seat of no member', 'seat', 'seat_of_no_member', drop('bo')],
    ['INV-25', 'a seat of a term to come', 'seat', 'seat_of_a_term_to_come', edit('seat', { term: 2 })],
    ['INV-14', 'an empty seat that nobody clears away', 'seat', 'empty_seat_left', edit('bo', { term: 2 })],
    ['INV-14', 'seats miscounted', 'seats', 'counter_differs', edit('seats', { count: 2 })],
    ['INV-03', 'a grant on nothing', 'bosGrant', 'entity_missing', drop('entity')],
    [
      'INV-03',
      'a grant on what is another organization’s',
      'bosGrant',
      'entity_of_another_organization',
      edit('entity', { organizationId: 'other' }),
    ],
    ['INV-14', 'a role of another kind', 'bosGrant', 'role_of_another_kind', edit('bosGrant', { role: 'reviewer' })],
    ['INV-14', 'a grant to no group', 'groupsGrant', 'grant_to_no_group', drop('group')],
    ['INV-14', 'a grant to no member', 'bosGrant', 'grant_to_no_member', drop('bo')],
    ['INV-25', 'a grant of a term to come', 'bosGrant', 'grant_of_a_term_to_come', edit('bosGrant', { term: 2 })],
    ['INV-14', 'an empty grant that nobody clears away', 'bosGrant', 'empty_grant_left', edit('bo', { term: 2 })],
    ['INV-08', 'what nobody administers', 'entity', 'no_admin', drop('miasGrant')],
    ['INV-08', 'an admin for a time alone', 'entity', 'no_admin', edit('miasGrant', { until: 9_000_000_000_000 })],
    ['INV-08', 'an admin who is suspended', 'entity', 'no_admin', edit('mia', { status: 'suspended', suspendedAt: 1 })],
    [
      'INV-08',
      'an admin who is deactivated',
      'entity',
      'no_admin',
      edit('miasUser', { status: 'deactivated', deactivatedAt: 1 }),
    ],
    ['INV-08', 'admins miscounted', 'admins', 'counter_differs', edit('admins', { count: 2 })],
    ['INV-08', 'what one administers miscounted', 'burden', 'counter_differs', edit('burden', { count: 3 })],
    ['INV-14', 'groups miscounted', 'groups', 'counter_differs', edit('groups', { count: 0 })],
  ])('%s: names %s', async (invariant, _, ref, problem, tamper) => {
    const world = await scene()
    tamper(world)
    expect(told(world)).toContainEqual([invariant, world[ref], problem])
  })

  it.each<[string, string, number, (world: Scene) => void]>([
    ['INV-25', 'offboarding_of_a_member', 1, () => undefined],
    ['INV-25', 'offboarding_of_a_member', 1, edit('bo', { status: 'suspended', suspendedAt: 1 })],
    ['INV-25', 'offboarding_of_a_term_to_come', 2, edit('bo', { status: 'ended', endedAt: 1, ending: 'left' })],
    ['INV-03', 'offboarding_of_nobody', 1, drop('bo')],
  ])('%s: names an %s', async (invariant, problem, term, tamper) => {
    const world = await scene()
    const { organizationId, userId } = world.records.get(world.bo) as { organizationId: string; userId: string }
    const ref = `offboarding/${organizationId}/${userId}`
    world.records.set(ref, { organizationId, userId, term, by: OPERATOR, at: 1 })
    tamper(world)
    expect(told(world)).toContainEqual([invariant, ref, problem])
  })

  it('minds nothing that is left of somebody who went, while it has yet to be cleared away (INV-25)', async () => {
    const world = await scene()
    const bo = world.records.get(world.bo) as { organizationId: string; userId: string }
    world.records.set(world.bo, { ...bo, status: 'ended', endedAt: 1, ending: 'left' })
    const left = ['empty_seat_left', 'empty_grant_left']
    const problems = () => told(world).map(([, , problem]) => problem)
    expect(problems()).toEqual(expect.arrayContaining(left))
    const { organizationId, userId } = bo
    const offboarding = { organizationId, userId, term: 1, by: OPERATOR, at: 1 }
    world.records.set(`offboarding/${organizationId}/${userId}`, offboarding)
    for (const problem of left) expect(problems()).not.toContain(problem)
  })
})
