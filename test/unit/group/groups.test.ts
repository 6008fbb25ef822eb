import { describe, expect, it } from 'vitest'
import { groupSeats } from '../../../src/core/group/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { comesBack, groupOf, leaves, person } from '../../support/groups.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { as, codeOf, createWorld, decided, noted, OPERATOR, START } from '../../support/world.ts'

describe('createGroup', () => {
  it('makes a group whose manager is the user who made it (GRP-1)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const answer = await world.charter.groups.create({ actor: acme.admin, organizationId: acme.id, name: 'Drivers' })
    const { id } = unwrap(answer)
    expect(unwrap(answer)).toEqual({
      organizationId: acme.id,
      id,
      name: 'Drivers',
      createdBy: acme.admin,
      createdAt: START,
      status: 'active',
    })
    expect(decided(answer)).toEqual({ because: ['role_permits', 'group_created'], effects: [] })
    expect(world.all(groupSeats)).toMatchObject([{ groupId: id, seat: 'manager', userId: acme.adminId, term: 1 }])
    expect(noted(world.entries(acme.id).at(-1))).toEqual({
      action: 'groups.create',
      actor: acme.admin,
      rules: ['GRP-1', 'ROL-4'],
      targets: [
        `group/${acme.id}/${id}`,
        `group_seat/${acme.id}/${id}/manager/${acme.adminId}`,
        `group_seat_count/${acme.id}/${id}/manager`,
      ],
    })
  })

  it('makes one without a manager where an operator asks (ORG-6)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await groupOf(world, acme)
    expect(world.all(groupSeats)).toEqual([])
  })

  const refusals: Refusals<Charter<string>['groups']['create']> = authorizationRefusals(
    (world, actor, organizationId) => world.charter.groups.create({ actor, organizationId, name: 'Drivers' }),
  )
  itRefuses(refusals)
})

describe('archiveGroup', () => {
  it('writes two records, whoever is in it', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const group = await groupOf(world, acme, { member: [acme.adminId] })
    world.clock.advance(4)
    const answer = await world.charter.groups.archive({ actor: acme.admin, organizationId: acme.id, groupId: group })
    expect(unwrap(answer)).toMatchObject({ id: group, status: 'archived', archivedAt: START + 4 })
    expect(decided(answer)).toEqual({ because: ['role_permits', 'group_archived_now'], effects: [] })
    expect(noted(world.entries(acme.id).at(-1))?.targets).toEqual([
      `group/${acme.id}/${group}`,
      `holding/${acme.id}/group/${group}`,
    ])
  })

  const refusals: Refusals<Charter<string>['groups']['archive']> = {
    ...authorizationRefusals((world, actor, organizationId) =>
      world.charter.groups.archive({ actor, organizationId, groupId: 'some' }),
    ),
    group_not_found: async world => {
      const acme = await world.found('Acme')
      return () => world.charter.groups.archive({ actor: acme.admin, organizationId: acme.id, groupId: 'nowhere' })
    },
    group_archived: async world => {
      const acme = await world.found('Acme')
      const groupId = await groupOf(world, acme)
      const archive = () => world.charter.groups.archive({ actor: acme.admin, organizationId: acme.id, groupId })
      unwrap(await archive())
      return archive
    },
  }
  itRefuses(refusals)
})

/** A guest who is a member of one group and a manager of another, and beside them a group of others. */
const guest = async () => {
  const world = createWorld()
  const acme = await world.found('Acme')
  const eve = await person(world, acme, 'eve', 'external')
  const mine = await groupOf(world, acme, { member: [eve, acme.adminId], manager: [eve] })
  const managed = await groupOf(world, acme, { manager: [eve] })
  const others = await groupOf(world, acme, { member: [acme.adminId] })
  return { world, acme, eve, mine, managed, others }
}

describe('listGroups', () => {
  it('shows all of them to whoever sees all members, in the order in which they were made', async () => {
    const { world, acme, mine, managed, others } = await guest()
    const grace = await person(world, acme, 'grace')
    const globex = await world.found('Globex')
    await groupOf(world, globex)
    for (const actor of [acme.admin, as(grace), OPERATOR]) {
      const answer = await world.charter.groups.list({ actor, organizationId: acme.id })
      expect(unwrap(answer).items.map(({ id }) => id)).toEqual([mine, managed, others].sort())
    }
  })

  it('shows others those in which they have a seat, each once, and no archived one (ROL-4)', async () => {
    const { world, acme, eve, mine, managed } = await guest()
    const list = async () => unwrap(await world.charter.groups.list({ actor: as(eve), organizationId: acme.id }))
    expect((await list()).items.map(({ id }) => id).sort()).toEqual([mine, managed].sort())
    unwrap(await world.charter.groups.archive({ actor: acme.admin, organizationId: acme.id, groupId: mine }))
    expect((await list()).items.map(({ id }) => id)).toEqual([managed])
    await leaves(world, acme, eve)
    await comesBack(world, acme, eve, 'external')
    expect((await list()).items).toEqual([])
  })

  it('goes on in pages, each group once', async () => {
    const { world, acme, eve } = await guest()
    for (let index = 0; index < 7; index++) await groupOf(world, acme, { member: [eve], manager: [eve] })
    const pages = async (actor: typeof acme.admin) => {
      const seen: string[] = []
      let after: string | undefined
      do {
        const page = await world.charter.groups.list({
          actor,
          organizationId: acme.id,
          limit: 2,
          ...(after && { after }),
        })
        seen.push(...unwrap(page).items.map(({ id }) => id))
        after = unwrap(page).next
      } while (after !== undefined)
      return seen
    }
    for (const [actor, count] of [
      [as(eve), 9],
      [acme.admin, 10],
    ] as const) {
      const seen = await pages(actor)
      expect(seen).toHaveLength(count)
      expect(new Set(seen).size).toBe(count)
    }
  })

  const { permission_missing: _, ...shared } = authorizationRefusals((world, actor, organizationId) =>
    world.charter.groups.list({ actor, organizationId }),
  )
  const refusals: Refusals<Charter<string>['groups']['list']> = shared
  itRefuses(refusals)
})

describe('getGroup and listGroupMembers', () => {
  it('show a group to whoever sees all members, and to whoever has a seat in it (ROL-4)', async () => {
    const { world, acme, eve, mine, managed, others } = await guest()
    const see = async (actor: typeof acme.admin, groupId: string) => {
      const asked = { actor, organizationId: acme.id, groupId }
      return [decided(await world.charter.groups.get(asked)), decided(await world.charter.groups.members(asked))]
    }
    const seen = (code: string) => Array(2).fill({ because: [code], effects: [] })
    expect(await see(acme.admin, others)).toEqual(seen('role_permits'))
    expect(await see(as(eve), mine)).toEqual(seen('sits_in_group'))
    expect(await see(as(eve), managed)).toEqual(seen('sits_in_group'))
    expect(await see(as(eve), others)).toEqual(Array(2).fill({ refused: 'permission_missing' }))
    // What there is not looks to them like what is not theirs.
    expect(await see(as(eve), 'nowhere')).toEqual(Array(2).fill({ refused: 'permission_missing' }))
    unwrap(await world.charter.groups.archive({ actor: acme.admin, organizationId: acme.id, groupId: mine }))
    expect(await see(as(eve), mine)).toEqual(Array(2).fill({ refused: 'permission_missing' }))
    expect(await see(acme.admin, mine)).toEqual(seen('role_permits'))
  })

  it('show members apart from managers, with their role and state, and nobody of an earlier term (INV-25)', async () => {
    const { world, acme, eve, mine } = await guest()
    const sue = await person(world, acme, 'sue')
    unwrap(
      await world.charter.groups.addMembers({
        actor: OPERATOR,
        organizationId: acme.id,
        groupId: mine,
        userIds: [sue],
      }),
    )
    await world.member(acme, sue, {
      status: 'suspended',
      suspendedAt: START,
      assigned: { role: 'internal', by: OPERATOR, at: START },
    } as never)
    const members = async (seat?: 'manager') => {
      const asked = { actor: acme.admin, organizationId: acme.id, groupId: mine, ...(seat && { seat }) }
      return unwrap(await world.charter.groups.members(asked)).items
    }
    const one = { seat: 'member', at: START, state: 'active' }
    const expected = [
      { ...one, userId: eve, role: 'external' },
      { ...one, userId: acme.adminId, role: 'admin' },
      { ...one, userId: sue, role: 'internal', state: 'suspended' },
    ]
    expect(await members()).toEqual(expected.sort((a, b) => (a.userId < b.userId ? -1 : 1)))
    expect(await members('manager')).toEqual([{ ...one, seat: 'manager', userId: eve, role: 'external' }])
    await leaves(world, acme, eve)
    expect((await members()).map(({ userId }) => userId).sort()).toEqual([acme.adminId, sue].sort())
    await comesBack(world, acme, eve, 'external')
    expect(await members('manager')).toEqual([])
  })

  it('go on in pages', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const people = [await person(world, acme, 'a'), await person(world, acme, 'b'), await person(world, acme, 'c')]
    const groupId = await groupOf(world, acme, { member: people })
    const first = unwrap(
      await world.charter.groups.members({ actor: OPERATOR, organizationId: acme.id, groupId, limit: 2 }),
    )
    expect(first.items).toHaveLength(2)
    const asked = { actor: OPERATOR, organizationId: acme.id, groupId, limit: 2, after: first.next ?? '' }
    const second = unwrap(await world.charter.groups.members(asked))
    expect([...first.items, ...second.items].map(({ userId }) => userId).sort()).toEqual([...people].sort())
  })

  const refusalsOf = (verb: 'get' | 'members') => ({
    ...authorizationRefusals((world, actor, organizationId) =>
      world.charter.groups[verb]({ actor, organizationId, groupId: 'some' }),
    ),
    group_not_found: async (world: ReturnType<typeof createWorld>) => {
      const acme = await world.found('Acme')
      return () => world.charter.groups[verb]({ actor: acme.admin, organizationId: acme.id, groupId: 'nowhere' })
    },
  })
  const get: Refusals<Charter<string>['groups']['get']> = refusalsOf('get')
  itRefuses(get)
  const members: Refusals<Charter<string>['groups']['members']> = refusalsOf('members')
  itRefuses(members)
})

describe('getMember, of whom one shares a group with (ROL-4)', () => {
  it('shows the other, whichever seats they have', async () => {
    const { world, acme, eve, mine, managed } = await guest()
    const get = (userId: string) => world.charter.members.get({ actor: as(eve), organizationId: acme.id, userId })
    expect(decided(await get(acme.adminId))).toEqual({ because: ['shares_group'], effects: [] })
    const [bo, mia] = [await person(world, acme, 'bo'), await person(world, acme, 'mia')]
    expect(codeOf(await get(bo))).toBe('permission_missing')
    const of = { actor: OPERATOR, organizationId: acme.id }
    unwrap(await world.charter.groups.addManagers({ ...of, groupId: mine, userIds: [bo] }))
    unwrap(await world.charter.groups.addMembers({ ...of, groupId: managed, userIds: [mia] }))
    expect([codeOf(await get(bo)), codeOf(await get(mia))]).toEqual(['ok', 'ok'])
    expect(codeOf(await get('nobody'))).toBe('permission_missing')
  })

  it('shows nobody by an archived group, or by a seat of an earlier term on either side (INV-25)', async () => {
    const { world, acme, eve, mine } = await guest()
    const [bo, of] = [await person(world, acme, 'bo', 'external'), { actor: OPERATOR, organizationId: acme.id }]
    unwrap(await world.charter.groups.addMembers({ ...of, groupId: mine, userIds: [bo] }))
    const sees = async (actor: string, userId: string) =>
      codeOf(await world.charter.members.get({ actor: as(actor), organizationId: acme.id, userId }))
    expect([await sees(eve, bo), await sees(bo, eve)]).toEqual(['ok', 'ok'])
    await leaves(world, acme, bo)
    await comesBack(world, acme, bo, 'external')
    expect([await sees(eve, bo), await sees(bo, eve)]).toEqual(['permission_missing', 'permission_missing'])
    expect(await sees(eve, acme.adminId)).toBe('ok')
    unwrap(await world.charter.groups.archive({ ...of, groupId: mine }))
    expect(await sees(eve, acme.adminId)).toBe('permission_missing')
  })
})
