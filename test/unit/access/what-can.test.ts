import { describe, expect, it } from 'vitest'
import type { EntityPermission } from '../../../src/core/entity/index.ts'
import type { Actor } from '../../../src/core/kernel/index.ts'
import { defaultRoles, extendRoles } from '../../../src/core/role/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { allPages, memberOf } from '../../support/members.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { thingsOf } from '../../support/things.ts'
import { codeOf, createWorld, decided, OPERATOR, START, type World, type WorldOptions } from '../../support/world.ts'

const scene = async (options?: WorldOptions) => {
  const world = createWorld(options)
  const acme = await world.found('Acme')
  const things = thingsOf(world)
  const [cats, dogs, fish] = [
    await things.thing(acme, 'cats'),
    await things.thing(acme, 'dogs'),
    await things.thing(acme, 'fish'),
  ]
  await things.thing(acme, 'labels', 'ontology')
  const eve = await memberOf(world, acme, 'eve')
  const what = (permission: EntityPermission, actor: Actor = eve, rest: object = {}) =>
    world.charter.access.whatCan({ actor, permission, organizationId: acme.id, ...rest })
  const everything = (permission: EntityPermission, actor: Actor = eve, limit = 1, rest: object = {}) =>
    allPages(async after =>
      unwrap(await what(permission, actor, { limit, ...rest, ...(after !== undefined && { after }) })),
    )
  return { world, acme, things, cats, dogs, fish, eve, what, everything }
}

const ids = (rows: readonly { readonly id: string }[]) => rows.map(({ id }) => id)

describe('whatCanAccess', () => {
  it('lists all of a kind for an admin, without a grant (ROL-7)', async () => {
    const { acme, things, fish, everything } = await scene()
    await things.archive(fish)
    expect(ids(await everything('dataset.view', acme.admin))).toEqual(['cats', 'dogs', 'fish'])
    expect(ids(await everything('dataset.edit', acme.admin))).toEqual(['cats', 'dogs'])
    expect(await everything('ontology.edit', acme.admin)).toEqual([
      {
        kind: 'ontology',
        id: 'labels',
        source: { kind: 'implicit', role: 'admin' },
        because: [{ code: 'implicit_access', rules: ['ROL-7'], facts: { role: 'admin' } }],
      },
    ])
  })

  it('lists one’s own grants, and those of one’s groups, each thing once (ACC-3, GRP-3)', async () => {
    const { world, acme, things, cats, dogs, fish, eve, everything } = await scene()
    const two = await things.group(acme, 'two', eve.userId)
    world.clock.advance(1)
    const one = await things.group(acme, 'one', eve.userId)
    await things.group(acme, 'empty', eve.userId)
    await things.grant(cats, { user: eve.userId }, 'user')
    await things.grant(cats, { group: one }, 'admin')
    await things.grant(dogs, { group: one }, 'user')
    await things.grant(dogs, { group: two }, 'user')
    await things.grant(fish, { group: two }, 'user')
    for (const limit of [1, 2, 100]) {
      const rows = await everything('dataset.view', eve, limit)
      expect(ids(rows)).toEqual(['cats', 'fish', 'dogs'])
      expect(rows[0]?.source).toMatchObject({ kind: 'grant', role: 'admin', through: { groupId: 'one' } })
    }
    expect(ids(await everything('dataset.edit'))).toEqual(['cats'])
    expect(await everything('ontology.view')).toEqual([])
    await things.archive(two)
    expect(ids(await everything('dataset.view'))).toEqual(['cats', 'dogs'])
  })

  it('lists all for a role that sees all, and for nothing else but the view (ROL-4)', async () => {
    const roles = extendRoles(defaultRoles, {
      strongestFirst: ['admin', 'auditor', 'internal', 'external', 'workforce'],
      roles: { auditor: { type: 'internal', administers: false, permissions: ['content.read_all'], manages: [] } },
    })
    const { world, acme, things, cats, everything } = await scene({ roles: roles as never, check: 'by_hand' })
    const audra = await memberOf(world, acme, 'audra', 'auditor')
    await things.grant(cats, { user: audra.userId }, 'admin')
    expect(ids(await everything('dataset.view', audra))).toEqual(['cats', 'dogs', 'fish'])
    expect(ids(await everything('dataset.edit', audra))).toEqual(['cats'])
  })

  it('goes on by what somebody has now, though they had all on an earlier page', async () => {
    const { world, acme, things, fish, what } = await scene()
    const mo = await memberOf(world, acme, 'mo', 'admin')
    await things.grant(fish, { user: mo.userId }, 'user')
    const { items, next } = unwrap(await what('dataset.view', mo, { limit: 1 }))
    expect(ids(items)).toEqual(['cats'])
    await world.member(acme, mo.userId, { assigned: { role: 'external', by: OPERATOR, at: START } })
    expect(ids(unwrap(await what('dataset.view', mo, { after: next })).items)).toEqual(['fish'])
  })

  it('goes on with the next group when they have left the one that it was in', async () => {
    const { acme, things, cats, dogs, eve, what } = await scene()
    const [one, two] = [await things.group(acme, 'one', eve.userId), await things.group(acme, 'two', eve.userId)]
    await things.grant(cats, { group: one }, 'user')
    await things.grant(dogs, { group: two }, 'user')
    const after = `seats:${JSON.stringify([null, 'zero', 'where it was'])}`
    expect(ids(unwrap(await what('dataset.view', eve, { after })).items)).toEqual(['cats'])
  })

  it('tells admins and operators about others, and others nothing (ORG-4)', async () => {
    const { world, acme, things, cats, eve, what, everything } = await scene()
    await things.grant(cats, { user: eve.userId }, 'user')
    for (const actor of [acme.admin, OPERATOR])
      expect(ids(await everything('dataset.view', actor, 1, { userId: eve.userId }))).toEqual(['cats'])
    expect(decided(await what('dataset.view', acme.admin, { userId: eve.userId })).because).toEqual(['role_permits'])
    expect(decided(await what('dataset.view', eve)).because).toEqual(['own_access'])
    const kim = await memberOf(world, acme, 'kim', 'internal')
    expect(codeOf(await what('dataset.view', kim, { userId: eve.userId }))).toBe('permission_missing')
    expect(codeOf(await what('dataset.view', OPERATOR))).toBe('input_invalid')
    const assigned = { role: 'external', by: OPERATOR, at: START }
    await world.member(acme, eve.userId, { assigned, status: 'suspended', suspendedAt: START } as never)
    expect(await everything('dataset.view', acme.admin, 1, { userId: eve.userId })).toEqual([])
  })

  it('refuses a cursor that no page of it gave', async () => {
    const { acme, things, cats, eve, what } = await scene()
    const group = await things.group(acme, 'one', eve.userId)
    await things.grant(cats, { group }, 'user')
    const of = (...seats: unknown[]) => `seats:${JSON.stringify(seats)}`
    for (const after of [
      '',
      'x',
      ':',
      'granted:x',
      'all:x',
      'seats:',
      'seats:x',
      of(),
      of(1, 2, 3),
      of('x', null, null),
      of(null, 'one', 'x'),
    ])
      expect([after, codeOf(await what('dataset.view', eve, { after }))]).toEqual([after, 'cursor_invalid'])
  })

  it('asks about nothing that the organization itself permits', async () => {
    const { what } = await scene()
    expect(codeOf(await what('members.read' as never))).toBe('input_invalid')
  })

  const own = (world: World, actor: Actor, organizationId: string) =>
    world.charter.access.whatCan({ actor, permission: 'dataset.view', organizationId })
  const { permission_missing: _, ...mine } = authorizationRefusals(own)
  itRefuses(mine)

  const refusals: Refusals<Charter<string>['access']['whatCan']> = {
    ...authorizationRefusals((world, actor, organizationId) =>
      world.charter.access.whatCan({ actor, userId: 'somebody', permission: 'dataset.view', organizationId }),
    ),
    member_not_found: async world => {
      const acme = await world.found('Acme')
      const { id } = await world.user('out@people.com', acme)
      return () =>
        world.charter.access.whatCan({
          actor: acme.admin,
          userId: id,
          permission: 'dataset.view',
          organizationId: acme.id,
        })
    },
  }
  describe('about others', () => itRefuses(refusals))
})
