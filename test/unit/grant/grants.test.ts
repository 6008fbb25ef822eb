import { describe, expect, it } from 'vitest'
import {
  ADMIN_GRANTS_PER_USER,
  adminGrantCounts,
  entityAdminCounts,
  GROUPS_PER_ENTITY,
  type Grant,
  grants,
  groupGrantCounts,
} from '../../../src/core/grant/index.ts'
import { type Actor, add, type UserId } from '../../../src/core/kernel/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import type { Answer } from '../../../src/runtime/execute.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { ask, grant, made, ROOMS, revoke, toGroup, toUser } from '../../support/content.ts'
import { comesBack, groupOf, leaves, person } from '../../support/groups.ts'
import { archivedOn, refusalsOn } from '../../support/on-entity.ts'
import { projectOf } from '../../support/projects.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import {
  as,
  codeOf,
  createWorld,
  deactivate,
  decided,
  noted,
  OPERATOR,
  START,
  type World,
} from '../../support/world.ts'

/** Acme with a dataset, whose admin is Mia; Bo has nothing. */
const scene = async () => {
  const world = createWorld()
  const acme = await world.found('Acme')
  const [mia, bo] = [await person(world, acme, 'mia'), await person(world, acme, 'bo', 'external')]
  const id = await made(world, 'datasets', acme, mia)
  const view = async (userId: string) => codeOf(await ask(world, 'datasets', 'get', id, { actor: as(userId) }))
  return { world, acme, mia, bo, id, view }
}

const countsOf = (world: World) =>
  Object.fromEntries(
    [entityAdminCounts, adminGrantCounts, groupGrantCounts].map(({ name }) => [
      name,
      [...world.store.records()].filter(({ ref }) => ref.startsWith(`${name}/`)).map(({ record }) => record['count']),
    ]),
  )

describe('grantEntity', () => {
  it('gives a member a role on it, in the term that they are in (ROL-6, INV-14)', async () => {
    const { world, acme, mia, bo, id, view } = await scene()
    expect(await view(bo)).toBe('entity_permission_missing')
    world.clock.advance(3)
    const answer = await grant(world, as(mia), id, toUser(bo), 'user')
    const given = { role: 'user', by: as(mia), at: START + 3, subject: 'user', subjectId: bo, term: 1 }
    expect(unwrap(answer)).toEqual({ organizationId: acme.id, kind: 'dataset', entityId: id, ...given })
    expect(decided(answer)).toEqual({
      because: ['grant_permits', 'granted'],
      effects: [{ organizationId: acme.id, about: 'granted', userId: bo, kind: 'dataset', id, role: 'user' }],
    })
    expect(noted(world.entries(acme.id).at(-1))).toEqual({
      action: 'datasets.grant',
      actor: as(mia),
      rules: ['GRP-2', 'GRP-3', 'INV-14'],
      targets: [`grant/${acme.id}/dataset/${id}/user/${bo}`, `holding/${acme.id}/user/${bo}`],
    })
    expect(await view(bo)).toBe('ok')
  })

  it('gives it to the members of a group, and not to its managers (GRP-1, GRP-2)', async () => {
    const { world, acme, mia, bo, id, view } = await scene()
    const eve = await person(world, acme, 'eve', 'external')
    const group = await groupOf(world, acme, { member: [bo], manager: [eve] })
    unwrap(await grant(world, as(mia), id, toGroup(group), 'user'))
    expect([await view(bo), await view(eve)]).toEqual(['ok', 'entity_permission_missing'])
    const before = world.all(grants)
    const of = { actor: OPERATOR, organizationId: acme.id, groupId: group }
    unwrap(await world.charter.groups.addMembers({ ...of, userIds: [eve] }))
    unwrap(await world.charter.groups.removeMembers({ ...of, userIds: [bo] }))
    expect([await view(bo), await view(eve)]).toEqual(['entity_permission_missing', 'ok'])
    expect(world.all(grants)).toEqual(before)
  })

  it('counts admins, what one administers, and groups', async () => {
    const { world, acme, mia, bo, id } = await scene()
    const at = () => countsOf(world)
    expect(at()).toEqual({ entity_admin_count: [1], admin_grant_count: [1], group_grant_count: [] })
    unwrap(await grant(world, as(mia), id, toUser(bo), 'admin'))
    expect(at()).toEqual({ entity_admin_count: [2], admin_grant_count: [1, 1], group_grant_count: [] })
    // With an expiry they are still one’s to clear away, and nobody rests on them.
    unwrap(await grant(world, as(mia), id, toUser(bo), 'admin', START + 9))
    expect(at()).toEqual({ entity_admin_count: [1], admin_grant_count: [1, 1], group_grant_count: [] })
    unwrap(await grant(world, as(mia), id, toUser(bo), 'user'))
    expect(at()).toMatchObject({ entity_admin_count: [1], admin_grant_count: [1, 0] })
    const group = await groupOf(world, acme)
    unwrap(await grant(world, as(mia), id, toGroup(group), 'admin'))
    unwrap(await grant(world, as(mia), id, toGroup(group), 'user'))
    expect(at()).toMatchObject({ entity_admin_count: [1], group_grant_count: [1] })
    unwrap(await revoke(world, as(mia), id, toGroup(group)))
    expect(at()).toMatchObject({ entity_admin_count: [1], group_grant_count: [0] })
  })

  it('comes in place of an admin’s that gives nothing any more, by whoever manages the team (ROL-5, INV-25)', async () => {
    const { world, acme, bo } = await scene()
    const projectId = await projectOf(world, acme)
    const lead = await person(world, acme, 'lead')
    const give = (actor: Actor, userId: UserId, role: 'admin' | 'team_manager' | 'annotator', until?: number) =>
      world.charter.projects.grant({ actor, projectId, subject: toUser(userId), role, ...(until && { until }) })
    unwrap(await give(OPERATOR, lead, 'team_manager'))
    unwrap(await give(OPERATOR, bo, 'admin'))
    expect(codeOf(await give(as(lead), bo, 'annotator'))).toBe('entity_permission_missing')
    unwrap(await world.charter.members.remove({ actor: OPERATOR, organizationId: acme.id, userId: bo }))
    await comesBack(world, acme, bo)
    unwrap(await give(as(lead), bo, 'annotator'))
    unwrap(await give(OPERATOR, bo, 'admin', START + 10))
    expect(codeOf(await give(as(lead), bo, 'annotator'))).toBe('entity_permission_missing')
    world.clock.advance(10)
    unwrap(await give(as(lead), bo, 'annotator'))
  })

  it('ends at its very end, and does not come back with the clock (INV-25)', async () => {
    const { world, mia, bo, id, view } = await scene()
    unwrap(await grant(world, as(mia), id, toUser(bo), 'user', START + 10))
    world.clock.advance(9)
    expect(await view(bo)).toBe('ok')
    world.clock.advance(1)
    expect(await view(bo)).toBe('entity_permission_missing')
    world.clock.advance(-5)
    expect(await view(bo)).toBe('entity_permission_missing')
  })

  it('gives nothing to whoever was out since, themselves or by a group, until it is given anew (INV-25)', async () => {
    const { world, acme, mia, bo, id, view } = await scene()
    const group = await groupOf(world, acme, { member: [bo] })
    unwrap(await grant(world, as(mia), id, toGroup(group), 'user'))
    unwrap(await grant(world, as(mia), id, toUser(bo), 'user'))
    await leaves(world, acme, bo)
    expect(await view(bo)).toBe('entity_not_found')
    await comesBack(world, acme, bo, 'external')
    expect(await view(bo)).toBe('entity_permission_missing')
    unwrap(await grant(world, as(mia), id, toUser(bo), 'user'))
    expect(world.all(grants).find(({ subjectId }) => subjectId === bo)).toMatchObject({ term: 2 })
    expect(await view(bo)).toBe('ok')
  })

  it('lets nobody give who only views, nor whoever holds it by a manager’s seat (ROL-3, GRP-1)', async () => {
    const { world, acme, mia, bo, id } = await scene()
    const [eve, max] = [await person(world, acme, 'eve'), await person(world, acme, 'max')]
    const group = await groupOf(world, acme, { member: [max], manager: [eve] })
    unwrap(await grant(world, as(mia), id, toUser(bo), 'user'))
    unwrap(await grant(world, as(mia), id, toGroup(group), 'admin'))
    for (const [actor, code] of [
      [bo, 'entity_permission_missing'],
      [eve, 'entity_permission_missing'],
      [max, 'ok'],
    ] as const)
      expect(codeOf(await grant(world, as(actor), id, toUser(eve), 'user'))).toBe(code)
    expect(codeOf(await grant(world, as(bo), id, toUser(bo), 'admin'))).toBe('entity_permission_missing')
  })

  it('lets nobody who has it for a time give themselves more time (ROL-3)', async () => {
    const { world, acme, mia, bo, id } = await scene()
    unwrap(await grant(world, as(mia), id, toUser(bo), 'admin', START + 10))
    for (const until of [undefined, START + 11])
      expect(await grant(world, as(bo), id, toUser(bo), 'admin', until)).toMatchObject({
        refusal: { code: 'own_grant_upward', facts: { kind: 'dataset', id, role: 'admin' } },
      })
    expect(codeOf(await grant(world, as(bo), id, toUser(bo), 'admin', START + 9))).toBe('ok')
    expect(codeOf(await grant(world, as(mia), id, toUser(bo), 'admin'))).toBe('ok')
    // Whoever administers the organization has it all anyway.
    unwrap(await grant(world, as(mia), id, toUser(acme.adminId), 'admin', START + 10))
    expect(codeOf(await grant(world, acme.admin, id, toUser(acme.adminId), 'admin'))).toBe('ok')
  })

  it('nor by a group that they are in, or by what such a group has for a time (ROL-3)', async () => {
    const { world, acme, mia, bo, id } = await scene()
    const [eve, own, other] = [
      await person(world, acme, 'eve'),
      await groupOf(world, acme, { member: [bo] }),
      await groupOf(world, acme),
    ]
    unwrap(await grant(world, as(mia), id, toUser(bo), 'admin', START + 10))
    expect(codeOf(await grant(world, as(bo), id, toGroup(own), 'user'))).toBe('own_grant_upward')
    expect(codeOf(await grant(world, as(bo), id, toGroup(own), 'user', START + 10))).toBe('ok')
    expect(codeOf(await grant(world, as(bo), id, toGroup(other), 'user'))).toBe('ok')
    const group = await groupOf(world, acme, { member: [eve] })
    unwrap(await grant(world, as(mia), id, toGroup(group), 'admin', START + 20))
    expect(codeOf(await grant(world, as(eve), id, toUser(eve), 'admin'))).toBe('own_grant_upward')
    expect(codeOf(await grant(world, as(eve), id, toUser(eve), 'admin', START + 20))).toBe('ok')
    // An end that has passed covers nothing, whatever else there is.
    world.clock.advance(10)
    expect(codeOf(await grant(world, as(bo), id, toUser(bo), 'user'))).toBe('entity_permission_missing')
  })

  it('says what cannot be given, and to whom not (WRK-4, INV-24)', async () => {
    const { world, acme, mia, bo, id } = await scene()
    const globex = await world.found('Globex')
    const foreign = await groupOf(world, globex)
    const group = await groupOf(world, acme)
    unwrap(await world.charter.groups.archive({ actor: acme.admin, organizationId: acme.id, groupId: group }))
    const [eve, sue] = [await person(world, acme, 'eve'), await person(world, acme, 'sue')]
    await deactivate(world, eve)
    const assigned = { role: 'internal', by: OPERATOR, at: START }
    await world.member(acme, sue, { status: 'suspended', suspendedAt: START, assigned } as never)
    const before = world.snapshot()
    for (const [subject, code] of [
      [toUser(globex.adminId), 'not_a_member'],
      [toUser('nobody'), 'user_not_found'],
      [toUser(eve), 'user_deactivated'],
      [toUser(sue), 'member_suspended'],
      [toGroup(foreign), 'group_not_found'],
      [toGroup(group), 'group_archived'],
    ] as const)
      expect(codeOf(await grant(world, as(mia), id, subject, 'user'))).toBe(code)
    expect(codeOf(await grant(world, as(mia), id, toUser(bo), 'annotator'))).toBe('entity_role_unknown')
    expect(codeOf(await grant(world, as(mia), id, toUser(bo), 'owner'))).toBe('input_invalid')
    expect(codeOf(await grant(world, as(mia), id, toUser(bo), 'user', START))).toBe('grant_expiry_past')
    expect(world.snapshot()).toEqual(before)
  })

  it('refuses beyond what one user administers, and beyond the groups of one thing (INV-08)', async () => {
    const world = createWorld({ check: 'by_hand' })
    const acme = await world.found('Acme')
    const bo = await person(world, acme, 'bo')
    const id = await made(world, 'datasets', acme, acme.adminId)
    await world.write(add(adminGrantCounts, [bo], ADMIN_GRANTS_PER_USER))
    await world.write(add(groupGrantCounts, [acme.id, 'dataset', id], GROUPS_PER_ENTITY))
    expect(await grant(world, acme.admin, id, toUser(bo), 'admin')).toMatchObject({
      refusal: { code: 'grants_too_many', facts: { userId: bo, most: ADMIN_GRANTS_PER_USER } },
    })
    expect(codeOf(await grant(world, acme.admin, id, toUser(bo), 'user'))).toBe('ok')
    expect(await grant(world, acme.admin, id, toGroup(await groupOf(world, acme)), 'user')).toMatchObject({
      refusal: { code: 'entity_groups_too_many', facts: { kind: 'dataset', id, most: GROUPS_PER_ENTITY } },
    })
  })
})

describe('revokeEntity', () => {
  it('takes a grant back, and with it the access', async () => {
    const { world, acme, mia, bo, id, view } = await scene()
    const given = unwrap(await grant(world, as(mia), id, toUser(bo), 'user'))
    const answer = await revoke(world, as(mia), id, toUser(bo))
    expect(unwrap(answer)).toEqual(given)
    expect(decided(answer)).toEqual({ because: ['grant_permits', 'grant_revoked'], effects: [] })
    expect(noted(world.entries(acme.id).at(-1))).toMatchObject({ action: 'datasets.revoke', actor: as(mia) })
    expect(await view(bo)).toBe('entity_permission_missing')
  })

  it('lets anybody give back their own, and nobody another’s who only views', async () => {
    const { world, acme, mia, bo, id } = await scene()
    const eve = await person(world, acme, 'eve')
    for (const userId of [bo, eve]) unwrap(await grant(world, as(mia), id, toUser(userId), 'user'))
    expect(codeOf(await revoke(world, as(bo), id, toUser(eve)))).toBe('entity_permission_missing')
    expect(codeOf(await revoke(world, as(bo), id, toUser(mia)))).toBe('entity_permission_missing')
    expect(codeOf(await revoke(world, as(bo), id, toUser(bo)))).toBe('ok')
  })

  it('leaves each thing its last admin, whichever way they would go (INV-08)', async () => {
    const { world, acme, mia, bo, id } = await scene()
    const group = await groupOf(world, acme, { member: [bo] })
    unwrap(await grant(world, as(mia), id, toGroup(group), 'admin'))
    unwrap(await grant(world, as(mia), id, toUser(bo), 'admin', START + 99))
    const before = world.snapshot()
    const left = { entities: [{ organizationId: acme.id, kind: 'dataset', id }], count: 1 }
    for (const answer of [
      await revoke(world, as(mia), id, toUser(mia)),
      await revoke(world, acme.admin, id, toUser(mia)),
      await grant(world, OPERATOR, id, toUser(mia), 'user'),
      await grant(world, OPERATOR, id, toUser(mia), 'admin', START + 99),
    ])
      expect(answer).toMatchObject({ refusal: { kind: 'invariant', code: 'entities_left_without_admin', facts: left } })
    expect(world.snapshot()).toEqual(before)
    unwrap(await grant(world, as(mia), id, toUser(bo), 'admin'))
    expect(codeOf(await revoke(world, as(mia), id, toUser(mia)))).toBe('ok')
  })
})

describe('teamOf', () => {
  it('names whoever was granted something, and nobody who has it all by their role (ROL-7)', async () => {
    const { world, acme, mia, bo, id } = await scene()
    const group = await groupOf(world, acme)
    unwrap(await grant(world, as(mia), id, toUser(bo), 'user'))
    unwrap(await grant(world, as(mia), id, toGroup(group), 'user'))
    const team = async (subject: string) => {
      const answer = await ask(world, 'datasets', 'team', id, { actor: acme.admin, subject })
      return (unwrap(answer).items as readonly Grant[]).map(({ subjectId }) => subjectId).sort()
    }
    expect(await team('user')).toEqual([bo, mia].sort())
    expect(await team('group')).toEqual([group])
  })

  const teamWith = async (subject: 'user' | 'group' = 'user') => {
    const { world, acme, mia, bo, id } = await scene()
    const team = async () => {
      const answer = await ask(world, 'datasets', 'team', id, { actor: acme.admin, subject })
      return (unwrap(answer).items as readonly Grant[]).map(({ subjectId }) => subjectId)
    }
    return { world, acme, mia, bo, id, team }
  }

  it('names nobody whose grant gives nothing: who is suspended, deactivated or out, by an act or by time (MEM-2, MEM-7, INV-25)', async () => {
    const { world, acme, mia, bo, id, team } = await teamWith()
    const assigned = { role: 'external', by: OPERATOR, at: START }
    unwrap(await grant(world, as(mia), id, toUser(bo), 'user'))
    expect(await team()).toEqual([mia, bo])
    await world.member(acme, bo, { assigned, status: 'suspended', suspendedAt: START } as never)
    expect(await team()).toEqual([mia])
    await world.member(acme, bo, { assigned: { ...assigned, until: START + 10 } })
    expect(await team()).toEqual([mia, bo])
    world.clock.advance(10)
    expect(await team()).toEqual([mia])
    await world.member(acme, bo, { assigned })
    expect(await team()).toEqual([mia, bo])
    await deactivate(world, bo)
    expect(await team()).toEqual([mia])
  })

  it('names nobody who was out since, until they are given it anew (INV-14)', async () => {
    const { world, acme, mia, bo, id, team } = await teamWith()
    unwrap(await grant(world, as(mia), id, toUser(bo), 'user'))
    await leaves(world, acme, bo)
    expect(await team()).toEqual([mia])
    await comesBack(world, acme, bo, 'external')
    expect(await team()).toEqual([mia])
    unwrap(await grant(world, as(mia), id, toUser(bo), 'user'))
    expect(await team()).toEqual([mia, bo])
  })

  it.each(['user', 'group'] as const)('names no %s whose time is over (INV-25)', async subject => {
    const { world, acme, mia, bo, id, team } = await teamWith(subject)
    const to = subject === 'user' ? toUser(bo) : toGroup(await groupOf(world, acme))
    unwrap(await grant(world, as(mia), id, to, 'user', START + 10))
    const before = await team()
    world.clock.advance(9)
    expect(await team()).toEqual(before)
    world.clock.advance(1)
    expect(await team()).toEqual(subject === 'user' ? [mia] : [])
  })

  it('goes on with the next page where a whole one gives nothing', async () => {
    const { world, acme, mia, bo, id } = await teamWith()
    unwrap(await grant(world, as(mia), id, toUser(bo), 'user', START + 10))
    const eve = await person(world, acme, 'eve')
    world.clock.advance(10)
    unwrap(await grant(world, as(mia), id, toUser(eve), 'user'))
    const seen: string[][] = []
    let after: string | undefined
    do {
      const page = { actor: acme.admin, subject: 'user', limit: 1, ...(after !== undefined && { after }) }
      const { items, next } = unwrap(await ask(world, 'datasets', 'team', id, page))
      seen.push((items as readonly Grant[]).map(({ subjectId }) => subjectId))
      after = next
    } while (after !== undefined)
    expect(seen).toEqual([[mia], [], [eve]])
  })
})

describe.each(ROOMS)('what %s refuse about grants', room => {
  type Room = Charter<string>['datasets']
  const give = (
    world: World,
    actor: Parameters<typeof grant>[1],
    id: string,
    subject: object,
    role = 'user',
    until?: number,
  ) => ask(world, room, 'grant', id, { actor, subject, role, ...(until !== undefined && { until }) })
  const take = (world: World, actor: Parameters<typeof grant>[1], id: string, subject: object) =>
    ask(world, room, 'revoke', id, { actor, subject })

  const giving =
    <A>(act: (world: World, of: Awaited<ReturnType<typeof some>>) => Promise<() => Promise<Answer<A>>>) =>
    async (world: World) =>
      act(world, await some(world))
  const some = async (world: World) => {
    const acme = await world.found('Acme')
    return { acme, id: await made(world, room, acme, acme.adminId), bo: await person(world, acme, 'bo') }
  }

  // Those of vendors' people are in workforce.test.ts.
  type OfVendors =
    | 'engagement_ended'
    | 'engagement_not_begun'
    | 'engagement_seats_taken'
    | 'engagement_out_of_scope'
    | 'workforce_groups_too_many'
    | 'grants_timed_too_many'
  const grants: Omit<Refusals<Room['grant']>, 'grants_too_many' | 'entity_groups_too_many' | OfVendors> = {
    ...refusalsOn(room, (world, actor, id) => give(world, actor, id, toUser('somebody'))),
    ...archivedOn(room, (world, actor, id) => give(world, actor, id, toUser('somebody'))),
    not_a_member: giving(async (world, { acme, id }) => {
      const globex = await world.found('Globex')
      return () => give(world, acme.admin, id, toUser(globex.adminId))
    }),
    group_not_found: giving(
      async (world, { acme, id }) =>
        () =>
          give(world, acme.admin, id, toGroup('nowhere')),
    ),
    group_archived: giving(async (world, { acme, id }) => {
      const groupId = await groupOf(world, acme)
      unwrap(await world.charter.groups.archive({ actor: acme.admin, organizationId: acme.id, groupId }))
      return () => give(world, acme.admin, id, toGroup(groupId))
    }),
    entity_role_unknown: giving(
      async (world, { acme, id, bo }) =>
        () =>
          give(world, acme.admin, id, toUser(bo), 'reviewer'),
    ),
    grant_expiry_past: giving(
      async (world, { acme, id, bo }) =>
        () =>
          give(world, acme.admin, id, toUser(bo), 'user', START),
    ),
    grant_unchanged: giving(async (world, { acme, id, bo }) => {
      unwrap(await give(world, acme.admin, id, toUser(bo), 'user', START + 9))
      return () => give(world, OPERATOR, id, toUser(bo), 'user', START + 9)
    }),
    own_grant_upward: giving(async (world, { acme, id, bo }) => {
      unwrap(await give(world, acme.admin, id, toUser(bo), 'admin', START + 9))
      return () => give(world, as(bo), id, toUser(bo), 'admin')
    }),
    entities_left_without_admin: giving(
      async (world, { acme, id }) =>
        () =>
          give(world, acme.admin, id, toUser(acme.adminId), 'user'),
    ),
  }
  itRefuses(grants)

  const revokes: Refusals<Room['revoke']> = {
    ...refusalsOn(room, (world, actor, id) => take(world, actor, id, toUser('somebody'))),
    ...archivedOn(room, (world, actor, id) => take(world, actor, id, toUser('somebody'))),
    grant_not_found: giving(
      async (world, { acme, id, bo }) =>
        () =>
          take(world, acme.admin, id, toUser(bo)),
    ),
    entities_left_without_admin: giving(
      async (world, { acme, id }) =>
        () =>
          take(world, acme.admin, id, toUser(acme.adminId)),
    ),
  }
  itRefuses(revokes)

  const team: Refusals<Room['team']> = refusalsOn(room, (world, actor, id) =>
    ask(world, room, 'team', id, { actor, subject: 'user' }),
  )
  itRefuses(team)
})
