import { describe, expect, it } from 'vitest'
import type { Permission } from '../../../src/core/access/index.ts'
import type { EntityKind, EntityOf } from '../../../src/core/entity/index.ts'
import type { Actor } from '../../../src/core/kernel/index.ts'
import { defaultRoles, extendRoles } from '../../../src/core/role/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { allPages, memberOf } from '../../support/members.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { thingsOf } from '../../support/things.ts'
import { codeOf, createWorld, decided, OPERATOR, type World, type WorldOptions } from '../../support/world.ts'

const scene = async (options?: WorldOptions) => {
  const world = createWorld(options)
  const acme = await world.found('Acme')
  const things = thingsOf(world)
  const frames = await things.thing(acme, 'frames')
  return { world, acme, things, frames }
}

type Asked = { readonly permission: Permission; readonly limit?: number; readonly after?: string }

const who = (world: World, actor: Actor, { kind, id }: Pick<EntityOf<EntityKind>, 'kind' | 'id'>, asked: Asked) =>
  world.charter.access.whoCan({ actor, resource: { kind, id }, ...asked })

const everyone = (world: World, actor: Actor, thing: EntityOf<EntityKind>, permission: Permission, limit = 2) =>
  allPages(async after =>
    unwrap(await who(world, actor, thing, { permission, limit, ...(after !== undefined && { after }) })),
  )

describe('whoCanAccess', () => {
  it('lists admins, those who are granted it, and members of groups, each once (ACC-3)', async () => {
    const { world, acme, things, frames } = await scene()
    world.clock.advance(1)
    const [eve, kim, mo] = [
      await memberOf(world, acme, 'eve'),
      await memberOf(world, acme, 'kim'),
      await memberOf(world, acme, 'mo', 'admin'),
    ]
    await memberOf(world, acme, 'zoe')
    const [one, two] = [
      await things.group(acme, 'one', eve.userId, kim.userId, mo.userId),
      await things.group(acme, 'two', kim.userId, acme.adminId),
    ]
    await things.grant(frames, { group: two }, 'user')
    await things.grant(frames, { group: one }, 'admin')
    await things.grant(frames, { user: eve.userId }, 'user')
    for (const limit of [1, 2, 3, 100]) {
      const rows = await everyone(world, acme.admin, frames, 'dataset.view', limit)
      expect(rows.map(({ userId, source }) => [userId, source.kind, source.role])).toEqual([
        [acme.adminId, 'implicit', 'admin'],
        [mo.userId, 'implicit', 'admin'],
        [eve.userId, 'grant', 'admin'],
        [kim.userId, 'grant', 'admin'],
      ])
    }
    const editors = await everyone(world, acme.admin, frames, 'dataset.edit')
    expect(editors.map(({ userId }) => userId)).toEqual([acme.adminId, mo.userId, eve.userId, kim.userId])
    await things.archive(one)
    const left = await everyone(world, acme.admin, frames, 'dataset.edit')
    expect(left.map(({ userId }) => userId)).toEqual([acme.adminId, mo.userId])
  })

  it('lists by what right, and why', async () => {
    const { world, acme, frames } = await scene()
    const answer = await who(world, OPERATOR, frames, { permission: 'dataset.view' })
    expect(unwrap(answer).items).toEqual([
      {
        userId: acme.adminId,
        source: { kind: 'implicit', role: 'admin' },
        because: [{ code: 'implicit_access', rules: ['ROL-7'], facts: { role: 'admin' } }],
      },
    ])
    expect(decided(answer)).toEqual({ because: ['actor_is_operator'], effects: [] })
  })

  it('lists those whom a role that sees all was derived for (ROL-4)', async () => {
    const roles = extendRoles(defaultRoles, {
      strongestFirst: ['admin', 'auditor', 'internal', 'external', 'workforce'],
      roles: { auditor: { type: 'internal', administers: false, permissions: ['content.read_all'], manages: [] } },
    })
    const { world, acme, frames } = await scene({ roles: roles as never, check: 'by_hand' })
    await world.rule(acme, 'acme.com', { role: 'auditor' })
    const { user } = unwrap(await world.signUp('audra@acme.com'))
    const rows = await everyone(world, acme.admin, frames, 'dataset.view')
    expect(rows.map(({ userId }) => userId)).toEqual([acme.adminId, user.id])
    expect(await everyone(world, acme.admin, frames, 'dataset.edit')).toHaveLength(1)
  })

  it('lists who may what in the organization (ORG-4)', async () => {
    const { world, acme } = await scene()
    await memberOf(world, acme, 'eve')
    const kim = await memberOf(world, acme, 'kim', 'internal')
    const resource = { kind: 'organization', id: acme.id } as const
    const list = (permission: Permission) =>
      allPages(async after =>
        unwrap(
          await world.charter.access.whoCan({
            actor: acme.admin,
            permission,
            resource,
            limit: 1,
            ...(after !== undefined && { after }),
          }),
        ),
      )
    expect((await list('settings.read')).map(({ userId }) => userId)).toEqual([acme.adminId])
    expect((await list('members.read')).map(({ userId }) => userId)).toEqual([acme.adminId, kim.userId])
  })

  it('lists nobody for a permission on something else', async () => {
    const { world, acme, frames } = await scene()
    for (const permission of ['project.view', 'members.read'] as const)
      expect(unwrap(await who(world, acme.admin, frames, { permission }))).toEqual({ items: [] })
  })

  it('tells whoever manages the team, and nobody else who only has access (ROL-6)', async () => {
    const { world, acme, things, frames } = await scene()
    const [eve, kim] = [await memberOf(world, acme, 'eve'), await memberOf(world, acme, 'kim')]
    await things.grant(frames, { user: eve.userId }, 'admin')
    await things.grant(frames, { user: kim.userId }, 'user')
    const answer = await who(world, eve, frames, { permission: 'dataset.view' })
    expect(decided(answer)).toEqual({ because: ['manages_team'], effects: [] })
    expect(codeOf(await who(world, kim, frames, { permission: 'dataset.view' }))).toBe('entity_permission_missing')
    const resource = { kind: 'organization', id: acme.id } as const
    expect(codeOf(await world.charter.access.whoCan({ actor: eve, permission: 'members.read', resource }))).toBe(
      'permission_missing',
    )
  })

  it('tells whoever was never in that there is no such thing, archived or not (AUD-8)', async () => {
    const { world, acme, frames } = await scene()
    const globex = await world.found('Globex')
    const asked = { permission: 'dataset.view' } as const
    const unknown = await who(world, globex.admin, { kind: 'dataset', id: 'none' as never }, asked)
    const told = { ok: false, refusal: { kind: 'not_found', code: 'entity_not_found' } }
    expect(unknown).toMatchObject(told)
    expect(await who(world, globex.admin, frames, asked)).toMatchObject(told)
    await world.charter.organizations.archive({ actor: acme.admin, organizationId: acme.id })
    expect(await who(world, globex.admin, frames, asked)).toMatchObject(told)
    expect(codeOf(await who(world, acme.admin, frames, asked))).toBe('organization_archived')
  })

  it('goes on where it was, though a group that it was in is granted nothing any more', async () => {
    const { world, acme, things, frames } = await scene()
    const [eve, kim] = [await memberOf(world, acme, 'eve'), await memberOf(world, acme, 'kim')]
    const [one, two] = [await things.group(acme, 'one', eve.userId), await things.group(acme, 'two', kim.userId)]
    await things.grant(frames, { group: two }, 'user')
    const at = (after: string) => who(world, acme.admin, frames, { permission: 'dataset.view', after })
    const { items } = unwrap(await at(`group.${one.id}:what was there`))
    expect(items.map(({ userId }) => userId)).toEqual([kim.userId])
    expect(unwrap(await at('group.zzz:'))).toEqual({ items: [] })
  })

  it('refuses a cursor that no page of it gave', async () => {
    const { world, acme, things, frames } = await scene()
    const group = await things.group(acme, 'one')
    await things.grant(frames, { group }, 'user')
    const members = unwrap(await world.charter.members.list({ actor: acme.admin, organizationId: acme.id, limit: 1 }))
    for (const after of [
      '',
      'x',
      ':',
      'granted:x',
      'role.internal:',
      'members:',
      'role.admin:[]',
      'group.one:x',
      `granted:${members.next}`,
    ])
      expect([after, codeOf(await who(world, acme.admin, frames, { permission: 'dataset.view', after }))]).toEqual([
        after,
        'cursor_invalid',
      ])
    const resource = { kind: 'organization', id: acme.id } as const
    for (const after of ['group.one:', 'granted:', 'members:x'])
      expect(
        codeOf(await world.charter.access.whoCan({ actor: acme.admin, permission: 'members.read', resource, after })),
      ).toBe('cursor_invalid')
  })

  it('gives at most a hundred rows a page', async () => {
    const { world, acme, frames } = await scene()
    expect(codeOf(await who(world, acme.admin, frames, { permission: 'dataset.view', limit: 101 }))).toBe(
      'input_invalid',
    )
  })

  const refusals: Refusals<Charter<string>['access']['whoCan']> = {
    ...authorizationRefusals((world, actor, id) =>
      world.charter.access.whoCan({ actor, permission: 'members.read', resource: { kind: 'organization', id } }),
    ),
    entity_not_found: async world => () =>
      who(world, OPERATOR, { kind: 'dataset', id: 'none' as never }, { permission: 'dataset.view' }),
    entity_permission_missing: async world => {
      const acme = await world.found('Acme')
      const frames = await thingsOf(world).thing(acme, 'frames')
      const eve = await memberOf(world, acme, 'eve')
      return () => who(world, eve, frames, { permission: 'dataset.view' })
    },
  }
  itRefuses(refusals)
})
