import { describe, expect, it } from 'vitest'
import { groupSeats, seatCounts } from '../../../src/core/group/index.ts'
import type { Actor, UserId } from '../../../src/core/kernel/index.ts'
import { defaultRoles, extendRoles, taskerRoles } from '../../../src/core/role/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { comesBack, groupOf, leaves, person } from '../../support/groups.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { hosting } from '../../support/vendors.ts'
import {
  as,
  codeOf,
  createWorld,
  deactivate,
  decided,
  noted,
  OPERATOR,
  type Org,
  START,
  type World,
} from '../../support/world.ts'

type Verb = 'addMembers' | 'removeMembers' | 'addManagers' | 'removeManagers'

const ask =
  <V extends Verb>(verb: V) =>
  (world: World, actor: Actor, org: Org, groupId: string, userIds: readonly string[]) =>
    world.charter.groups[verb]({ actor, organizationId: org.id, groupId, userIds } as never) as ReturnType<
      Charter<string>['groups'][V]
    >

const [add, take] = [ask('addMembers'), ask('removeMembers')]
const [appoint, dismiss] = [ask('addManagers'), ask('removeManagers')]

const countOf = async (world: World, org: Org, groupId: string, seat: string) =>
  (await world.store.get([`${seatCounts.name}/${org.id}/${groupId}/${seat}`])).get(
    `${seatCounts.name}/${org.id}/${groupId}/${seat}`,
  )?.record['count'] ?? 0

const scene = async (options?: Parameters<typeof createWorld>[0]) => {
  const world = createWorld(options)
  const acme = await world.found('Acme')
  return { world, acme }
}

describe('addGroupMembers', () => {
  it('seats each of them in the term that they are in, and counts the seats (GRP-1)', async () => {
    const { world, acme } = await scene()
    const [mia, bo] = [await person(world, acme, 'mia', 'external'), await person(world, acme, 'bo', 'workforce')]
    const group = await groupOf(world, acme)
    world.clock.advance(5)
    const answer = await add(world, acme.admin, acme, group, [bo, mia])
    expect(unwrap(answer)).toEqual({ added: [bo, mia].sort() })
    expect(decided(answer)).toEqual({ because: ['role_permits', 'group_members_added'], effects: [] })
    const seat = { organizationId: acme.id, groupId: group, seat: 'member', term: 1, by: acme.admin, at: START + 5 }
    expect(world.all(groupSeats)).toEqual([bo, mia].sort().map(userId => ({ ...seat, userId })))
    expect(await countOf(world, acme, group, 'member')).toBe(2)
    expect(noted(world.entries(acme.id).at(-1))).toEqual({
      action: 'groups.addMembers',
      actor: acme.admin,
      rules: ['GRP-1', 'GRP-2', 'ROL-4'],
      targets: [
        ...[bo, mia].sort().map(userId => `group_seat/${acme.id}/${group}/member/${userId}`),
        `group_seat_count/${acme.id}/${group}/member`,
      ],
    })
  })

  it('leaves whoever is in as they are', async () => {
    const { world, acme } = await scene()
    const [mia, bo] = [await person(world, acme, 'mia'), await person(world, acme, 'bo')]
    const group = await groupOf(world, acme, { member: [mia] })
    world.clock.advance(5)
    expect(unwrap(await add(world, OPERATOR, acme, group, [mia, bo]))).toEqual({ added: [bo] })
    expect(
      world
        .all(groupSeats)
        .map(({ at }) => at - START)
        .sort(),
    ).toEqual([0, 5])
    const before = world.snapshot()
    expect(unwrap(await add(world, OPERATOR, acme, group, [bo, mia]))).toEqual({ added: [] })
    expect(world.snapshot()).toEqual(before)
  })

  it('gives a seat of an earlier term anew, and counts it once (INV-25)', async () => {
    const { world, acme } = await scene()
    const mia = await person(world, acme, 'mia')
    const group = await groupOf(world, acme, { member: [mia] })
    await leaves(world, acme, mia)
    await comesBack(world, acme, mia)
    expect(unwrap(await add(world, OPERATOR, acme, group, [mia]))).toEqual({ added: [mia] })
    expect(world.all(groupSeats)).toMatchObject([{ userId: mia, term: 2 }])
    expect(await countOf(world, acme, group, 'member')).toBe(1)
  })

  it('lets a manager of the group seat others, whatever the role (GRP-1)', async () => {
    const { world, acme } = await scene()
    const [max, mia] = [await person(world, acme, 'max', 'external'), await person(world, acme, 'mia')]
    const group = await groupOf(world, acme, { manager: [max] })
    const answer = await add(world, as(max), acme, group, [mia])
    expect(decided(answer)).toEqual({ because: ['manages_group', 'group_members_added'], effects: [] })
  })

  it('takes a manager’s seat of an earlier term, or of another group, for none (INV-25)', async () => {
    const { world, acme } = await scene()
    const [max, mia] = [await person(world, acme, 'max'), await person(world, acme, 'mia')]
    const group = await groupOf(world, acme, { manager: [max] })
    const other = await groupOf(world, acme)
    expect(codeOf(await add(world, as(max), acme, other, [mia]))).toBe('group_not_yours')
    await leaves(world, acme, max)
    expect(codeOf(await add(world, as(max), acme, group, [mia]))).toBe('not_a_member')
    await comesBack(world, acme, max)
    expect(codeOf(await add(world, as(max), acme, group, [mia]))).toBe('group_not_yours')
  })

  it('lets an admin seat themselves, who has it all anyway', async () => {
    const { world, acme } = await scene()
    const group = await groupOf(world, acme, { manager: [acme.adminId] })
    expect(unwrap(await add(world, acme.admin, acme, group, [acme.adminId]))).toEqual({ added: [acme.adminId] })
  })

  it('seats all or nobody, and names who cannot be (INV-14)', async () => {
    const { world, acme } = await scene()
    const globex = await world.found('Globex')
    const [mia, sue, eve] = [
      await person(world, acme, 'mia'),
      await person(world, acme, 'sue'),
      await person(world, acme, 'eve'),
    ]
    const max = await person(world, acme, 'max')
    await world.member(acme, sue, {
      status: 'suspended',
      suspendedAt: START,
      assigned: { role: 'internal', by: OPERATOR, at: START },
    } as never)
    await world.member(acme, max, { assigned: { role: 'internal', by: OPERATOR, at: START, until: START + 9 } })
    await deactivate(world, eve)
    const group = await groupOf(world, acme)
    world.clock.advance(9)
    const before = world.snapshot()
    const invalid = [sue, eve, max, globex.adminId, 'nobody'].sort()
    expect(await add(world, acme.admin, acme, group, [mia, ...invalid])).toEqual({
      ok: false,
      refusal: {
        kind: 'invalid',
        code: 'group_candidates_invalid',
        facts: { organizationId: acme.id, userIds: invalid, count: 5 },
      },
    })
    expect(world.snapshot()).toEqual(before)
  })

  it('names the first hundred of many, and counts the rest', async () => {
    const { world, acme } = await scene()
    const group = await groupOf(world, acme)
    const many = Array.from({ length: 150 }, (_, index) => `u${String(index).padStart(3, '0')}`)
    const answer = await add(world, acme.admin, acme, group, [...many].reverse())
    expect(answer).toMatchObject({ refusal: { facts: { userIds: many.slice(0, 100), count: 150 } } })
  })

  it('takes each person once, and a thousand at most', async () => {
    const { world, acme } = await scene()
    const group = await groupOf(world, acme)
    const many = Array.from({ length: 1_001 }, (_, index) => `u${index}`)
    for (const userIds of [[], ['a', 'a'], many])
      expect(codeOf(await add(world, acme.admin, acme, group, userIds))).toBe('input_invalid')
    expect(codeOf(await add(world, acme.admin, acme, group, many.slice(1)))).toBe('group_candidates_invalid')
  })

  it('does not know a group of another organization (INV-24)', async () => {
    const { world, acme } = await scene()
    const globex = await world.found('Globex')
    const group = await groupOf(world, globex)
    expect(codeOf(await add(world, acme.admin, acme, group, [acme.adminId]))).toBe('group_not_found')
    expect(codeOf(await add(world, acme.admin, globex, group, [acme.adminId]))).toBe('not_a_member')
  })
})

describe('a workforce manager (ROL-4, the newer roles)', () => {
  const crowd = async () => {
    const { world, acme } = await scene({ roles: taskerRoles })
    const wes = await person(world, acme, 'wes', 'workforce_manager')
    const [tom, mia] = [await person(world, acme, 'tom', 'tasker'), await person(world, acme, 'mia', 'member')]
    const group = unwrap(
      await world.charter.groups.create({ actor: as(wes), organizationId: acme.id, name: 'Crew' }),
    ).id
    return { world, acme, wes, tom, mia, group }
  }

  it('creates a group, and adds and removes taskers', async () => {
    const { world, acme, wes, tom, group } = await crowd()
    expect(unwrap(await add(world, as(wes), acme, group, [tom]))).toEqual({ added: [tom] })
    unwrap(await appoint(world, OPERATOR, acme, group, [tom]))
    expect(unwrap(await take(world, as(wes), acme, group, [tom]))).toEqual({ removed: [tom] })
    expect(unwrap(await dismiss(world, as(wes), acme, group, [tom]))).toEqual({ removed: [tom] })
  })

  it('changes nobody else, and does not seat themselves (ROL-3)', async () => {
    const { world, acme, wes, tom, mia, group } = await crowd()
    expect(await add(world, as(wes), acme, group, [tom, mia])).toMatchObject({
      refusal: { code: 'member_not_yours_to_change', facts: { userId: mia, role: 'member' } },
    })
    unwrap(await add(world, OPERATOR, acme, group, [mia]))
    unwrap(await appoint(world, OPERATOR, acme, group, [mia]))
    for (const act of [take, dismiss])
      expect(codeOf(await act(world, as(wes), acme, group, [mia]))).toBe('member_not_yours_to_change')
    expect(codeOf(await add(world, as(wes), acme, group, [wes]))).toBe('own_seat')
  })

  it('appoints nobody, who would seat whom they may not (ROL-3)', async () => {
    const { world, acme, wes, tom, group } = await crowd()
    expect(await appoint(world, as(wes), acme, group, [tom])).toMatchObject({
      refusal: { code: 'permission_missing', facts: { permission: 'settings.write', role: 'workforce_manager' } },
    })
  })

  it('seats by the role that each has then: of a vendor’s person the one that the seat brings (ROL-3)', async () => {
    for (const [role, code] of [
      ['external', 'member_not_yours_to_change'],
      ['workforce', 'ok'],
    ] as const) {
      const roles = extendRoles<string, string>(defaultRoles, {
        strongestFirst: ['admin', 'host', 'internal', 'external', 'workforce'],
        roles: {
          host: {
            type: 'internal',
            administers: false,
            permissions: ['members.write', 'groups.create'],
            manages: [role],
          },
        },
      })
      const { world, acme, labelers, vic, project } = await hosting({ roles })
      const host = as(await person(world, acme, 'host', 'host'))
      const { id: group } = unwrap(
        await world.charter.groups.create({ actor: host, organizationId: acme.id, name: 'Crew' }),
      )
      const subject = { kind: 'group', groupId: group } as const
      unwrap(await world.charter.projects.grant({ actor: acme.admin, projectId: project, subject, role: 'annotator' }))
      expect(codeOf(await add(world, host, acme, group, [vic]))).toBe(code)
      const was = { role: 'internal', by: OPERATOR, at: START }
      const rob = await person(world, labelers, 'rob')
      await world.member(acme, rob, { status: 'ended', endedAt: START, ending: 'left', assigned: was } as never)
      expect(codeOf(await add(world, host, acme, group, [rob]))).toBe(code)
    }
  })

  it('stands down as a manager', async () => {
    const { world, acme, wes, group } = await crowd()
    expect(unwrap(await dismiss(world, as(wes), acme, group, [wes]))).toEqual({ removed: [wes] })
    expect(codeOf(await dismiss(world, as(wes), acme, group, [wes]))).toBe('group_not_yours')
  })

  it('manages only groups in which they have a manager’s seat', async () => {
    const { world, acme, wes, tom } = await crowd()
    const other = await groupOf(world, acme, { member: [wes] })
    for (const act of [add, take, appoint, dismiss])
      expect(codeOf(await act(world, as(wes), acme, other, [tom]))).toBe('group_not_yours')
  })
})

describe('removeGroupMembers', () => {
  it('takes away the seats, and counts them (GRP-2)', async () => {
    const { world, acme } = await scene()
    const [mia, bo] = [await person(world, acme, 'mia'), await person(world, acme, 'bo')]
    const group = await groupOf(world, acme, { member: [mia, bo] })
    const answer = await take(world, acme.admin, acme, group, [bo])
    expect(unwrap(answer)).toEqual({ removed: [bo] })
    expect(decided(answer)).toEqual({ because: ['role_permits', 'group_members_removed'], effects: [] })
    expect(world.all(groupSeats).map(({ userId }) => userId)).toEqual([mia])
    expect(await countOf(world, acme, group, 'member')).toBe(1)
  })

  it('writes nothing where nobody was in, known or not', async () => {
    const { world, acme } = await scene()
    const mia = await person(world, acme, 'mia')
    const group = await groupOf(world, acme, { manager: [mia] })
    const before = world.snapshot()
    expect(unwrap(await take(world, acme.admin, acme, group, [mia, 'nobody' as UserId]))).toEqual({ removed: [] })
    expect(world.snapshot()).toEqual(before)
  })

  it('clears away a seat of an earlier term, which nobody had any more', async () => {
    const { world, acme } = await scene()
    const mia = await person(world, acme, 'mia')
    const group = await groupOf(world, acme, { member: [mia] })
    await leaves(world, acme, mia)
    expect(unwrap(await take(world, acme.admin, acme, group, [mia]))).toEqual({ removed: [] })
    expect(world.all(groupSeats)).toEqual([])
    expect(await countOf(world, acme, group, 'member')).toBe(0)
  })
})

describe('addGroupManagers and removeGroupManagers', () => {
  it('seat and unseat managers apart from members (GRP-1)', async () => {
    const { world, acme } = await scene()
    const mia = await person(world, acme, 'mia')
    const group = await groupOf(world, acme, { member: [mia] })
    const added = await appoint(world, acme.admin, acme, group, [mia])
    expect(unwrap(added)).toEqual({ added: [mia] })
    expect(decided(added).because).toEqual(['role_permits', 'group_managers_added'])
    expect(
      world
        .all(groupSeats)
        .map(({ seat }) => seat)
        .sort(),
    ).toEqual(['manager', 'member'])
    const removed = await dismiss(world, acme.admin, acme, group, [mia])
    expect(unwrap(removed)).toEqual({ removed: [mia] })
    expect(decided(removed).because).toEqual(['role_permits', 'group_managers_removed'])
    expect(world.all(groupSeats).map(({ seat }) => seat)).toEqual(['member'])
    expect([await countOf(world, acme, group, 'manager'), await countOf(world, acme, group, 'member')]).toEqual([0, 1])
  })
})

/** What all four refuse alike. */
const shared = <V extends Verb>(verb: V) => {
  const act = ask(verb)
  const { permission_missing: _, ...rest } = authorizationRefusals((world, actor, organizationId) =>
    act(world, actor as never, { id: organizationId } as Org, 'some', ['somebody']),
  )
  return {
    ...rest,
    group_not_yours: async (world: World) => {
      const acme = await world.found('Acme')
      const [mia, group] = [await person(world, acme, 'mia', 'member'), await groupOf(world, acme)]
      return () => act(world, as(mia), acme, group, [mia])
    },
    group_not_found: async (world: World) => {
      const acme = await world.found('Acme')
      return () => act(world, acme.admin, acme, 'nowhere', [acme.adminId])
    },
    group_archived: async (world: World) => {
      const acme = await world.found('Acme')
      const group = await groupOf(world, acme)
      unwrap(await world.charter.groups.archive({ actor: acme.admin, organizationId: acme.id, groupId: group }))
      return () => act(world, acme.admin, acme, group, [acme.adminId])
    },
    member_not_yours_to_change: async (world: World) => {
      const acme = await world.found('Acme')
      const [wes, mia] = [
        await person(world, acme, 'wes', 'workforce_manager'),
        await person(world, acme, 'mia', 'member'),
      ]
      const group = await groupOf(world, acme, { manager: [wes] })
      return () => act(world, as(wes), acme, group, [mia])
    },
  }
}

const candidatesInvalid = (act: ReturnType<typeof ask<Verb>>) => async (world: World) => {
  const acme = await world.found('Acme')
  const group = await groupOf(world, acme)
  return () => act(world, acme.admin, acme, group, ['nobody'])
}

/** A manager without the right to create groups. */
const onlyManager = (act: ReturnType<typeof ask<Verb>>) => async (world: World) => {
  const acme = await world.found('Acme')
  const [max, mia] = [await person(world, acme, 'max', 'member'), await person(world, acme, 'mia', 'member')]
  const group = await groupOf(world, acme, { manager: [max] })
  return () => act(world, as(max), acme, group, [mia])
}

const roles = { roles: taskerRoles }

describe('who may not add members', () => {
  const refusals: Refusals<Charter<string>['groups']['addMembers']> = {
    ...shared('addMembers'),
    group_candidates_invalid: candidatesInvalid(add),
    own_seat: async world => {
      const acme = await world.found('Acme')
      const [max, mia] = [await person(world, acme, 'max', 'member'), await person(world, acme, 'mia', 'member')]
      const group = await groupOf(world, acme, { manager: [max] })
      return () => add(world, as(max), acme, group, [mia, max])
    },
  }
  itRefuses(refusals, roles)
})

describe('who may not remove members', () => {
  const refusals: Refusals<Charter<string>['groups']['removeMembers']> = shared('removeMembers')
  itRefuses(refusals, roles)
})

describe('who may not add managers', () => {
  const { member_not_yours_to_change: _, ...rest } = shared('addManagers')
  const refusals: Refusals<Charter<string>['groups']['addManagers']> = {
    ...rest,
    group_candidates_invalid: candidatesInvalid(appoint),
    permission_missing: onlyManager(appoint),
  }
  itRefuses(refusals, roles)
})

describe('who may not remove managers', () => {
  const refusals: Refusals<Charter<string>['groups']['removeManagers']> = {
    ...shared('removeManagers'),
    permission_missing: onlyManager(dismiss),
  }
  itRefuses(refusals, roles)
})
