import { describe, expect, it } from 'vitest'
import type { EntityKind, EntityOf } from '../../../src/core/entity/index.ts'
import type { Actor } from '../../../src/core/kernel/index.ts'
import { Permission } from '../../../src/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { offboard, thingsOf } from '../../support/things.ts'
import {
  as,
  codeOf,
  createWorld,
  DAYS,
  deactivate,
  OPERATOR,
  type Org,
  START,
  type World,
} from '../../support/world.ts'

const member = async (
  world: World,
  org: Org,
  name: string,
  state: object = {},
): Promise<Actor & { userId: string }> => {
  const { id } = await world.user(`${name}@people.com`, org)
  await world.member(org, id, { assigned: { role: 'external', by: OPERATOR, at: START }, ...state } as never)
  return as(id) as Actor & { userId: string }
}

const scene = async () => {
  const world = createWorld()
  const acme = await world.found('Acme')
  const things = thingsOf(world)
  const frames = await things.thing(acme, 'frames')
  const eve = await member(world, acme, 'eve')
  const can = async (
    permission: Permission,
    actor: Actor = eve,
    { kind, id }: Pick<EntityOf<EntityKind>, 'kind' | 'id'> = frames,
  ) => unwrap(await world.charter.access.can({ actor, permission, resource: { kind, id } }))
  return { world, acme, things, frames, eve, can }
}

const last = ({ because }: { readonly because: readonly { readonly code: string }[] }) => because.at(-1)?.code

describe('canAccess', () => {
  it('allows what a grant gives, and nothing more (ACC-1)', async () => {
    const { things, frames, eve, can } = await scene()
    expect(await can('dataset.view')).toMatchObject({ allowed: false })
    await things.grant(frames, { user: eve.userId }, 'user')
    expect(await can('dataset.view')).toMatchObject({
      allowed: true,
      source: { kind: 'grant', role: 'user', through: { kind: 'user' } },
    })
    expect(await can('dataset.edit')).toMatchObject({ allowed: false })
  })

  it('gives the members of a group what it is granted, and not its managers (GRP-1, GRP-2)', async () => {
    const { world, acme, things, frames, eve, can } = await scene()
    const mo = await member(world, acme, 'mo')
    const labelers = await things.group(acme, 'labelers')
    await things.grant(frames, { group: labelers }, 'user')
    await things.seat(labelers, mo.userId, 'manager')
    expect(await can('dataset.view')).toMatchObject({ allowed: false })
    await things.seat(labelers, eve.userId)
    expect(await can('dataset.view')).toMatchObject({
      allowed: true,
      source: { kind: 'grant', role: 'user', through: { kind: 'group', groupId: 'labelers', status: 'active' } },
    })
    expect(await can('dataset.view', mo)).toMatchObject({ allowed: false })
    await things.archive(labelers)
    expect(await can('dataset.view')).toMatchObject({ allowed: false })
  })

  it('says that an admin has it implicitly, and others have not (ROL-7)', async () => {
    const { world, acme, can } = await scene()
    const grace = await member(world, acme, 'grace', { assigned: { role: 'admin', by: OPERATOR, at: START } })
    expect(await can('dataset.delete', grace)).toMatchObject({
      allowed: true,
      source: { kind: 'implicit', role: 'admin' },
    })
  })

  it('ends with the grant’s expiry, at that very moment (INV-25)', async () => {
    const { world, things, frames, eve, can } = await scene()
    await things.grant(frames, { user: eve.userId }, 'user', { until: START + DAYS })
    world.clock.advance(DAYS - 1)
    expect(await can('dataset.view')).toMatchObject({ allowed: true })
    world.clock.advance(1)
    expect(last(await can('dataset.view'))).toBe('no_grant_permits')
  })

  it('gives nothing of an earlier term, neither grant nor seat (INV-25)', async () => {
    const { world, acme, things, frames, eve, can } = await scene()
    const labelers = await things.group(acme, 'labelers', eve.userId)
    await things.grant(frames, { user: eve.userId }, 'user')
    await things.grant(frames, { group: labelers }, 'user')
    expect(await can('dataset.view')).toMatchObject({ allowed: true })
    await offboard(world, acme, eve.userId)
    await world.member(acme, eve.userId, { term: 2, assigned: { role: 'external', by: OPERATOR, at: START } })
    expect(await can('dataset.view')).toEqual({
      allowed: false,
      because: [expect.objectContaining({ code: 'no_grant_permits' })],
    })
  })

  it.each([
    [
      'archived',
      'organization_archived',
      async (world: World, acme: Org) =>
        unwrap(await world.charter.organizations.archive({ actor: acme.admin, organizationId: acme.id })),
    ],
    [
      'left by a user who is deactivated',
      'user_deactivated',
      (world: World, _: Org, userId: string) => deactivate(world, userId),
    ],
    [
      'left by a member who is suspended',
      'member_suspended',
      (world: World, acme: Org, userId: string) =>
        world.member(acme, userId, {
          status: 'suspended',
          suspendedAt: START,
          assigned: { role: 'external', by: OPERATOR, at: START },
        } as never),
    ],
    [
      'left by a member who is out',
      'membership_ended',
      async (world: World, acme: Org, userId: string) => {
        await offboard(world, acme, userId)
        await world.member(acme, userId, { status: 'ended', endedAt: START, ending: 'left' } as never)
      },
    ],
  ])('gives nothing in an organization that is %s (ACC-2)', async (_, code, happens) => {
    const { world, acme, things, frames, eve, can } = await scene()
    await things.grant(frames, { user: eve.userId }, 'user')
    await happens(world, acme, eve.userId)
    const decision = await can('dataset.view')
    expect([decision.allowed, last(decision)]).toEqual([false, code])
  })

  it('leaves of an archived thing its view alone', async () => {
    const { acme, things, frames, can } = await scene()
    await things.archive(frames)
    expect(await can('dataset.view', acme.admin)).toMatchObject({ allowed: true })
    expect(last(await can('dataset.edit', acme.admin))).toBe('entity_archived')
  })

  it('is asked about the organization as well (ORG-4)', async () => {
    const { world, acme, eve } = await scene()
    const resource = { kind: 'organization', id: acme.id } as const
    const can = async (actor: Actor) =>
      unwrap(await world.charter.access.can({ actor, permission: 'settings.read', resource }))
    expect(await can(acme.admin)).toMatchObject({ allowed: true, source: { kind: 'role', role: 'admin' } })
    expect(last(await can(eve))).toBe('role_does_not_permit')
  })

  it('tells whoever was never in nothing, not even that it is there (AUD-8)', async () => {
    const { world, acme, can } = await scene()
    const globex = await world.found('Globex')
    const unknown = (kind: string, id: string) => ({
      allowed: false,
      because: [{ code: 'resource_unknown', rules: ['ACC-1', 'AUD-8'], facts: { kind, id } }],
    })
    expect(await can('dataset.view', globex.admin)).toEqual(unknown('dataset', 'frames'))
    expect(await can('dataset.view', as('nobody'))).toEqual(unknown('dataset', 'frames'))
    expect(await can('dataset.view', globex.admin, { kind: 'dataset', id: 'none' as never })).toEqual(
      unknown('dataset', 'none'),
    )
    expect(await can('dataset.view', acme.admin, { kind: 'ontology', id: 'frames' as never })).toEqual(
      unknown('ontology', 'frames'),
    )
    for (const id of [acme.id, 'nowhere'])
      expect(
        unwrap(
          await world.charter.access.can({
            actor: globex.admin,
            permission: 'members.read',
            resource: { kind: 'organization', id },
          }),
        ),
      ).toEqual(unknown('organization', id))
  })

  it('takes nothing that an operator may for something that members may (ORG-6)', async () => {
    const { can } = await scene()
    const decision = await can('dataset.view', OPERATOR)
    expect([decision.allowed, last(decision)]).toEqual([false, 'operator_acts_by_commands'])
  })

  it('refuses what is no question', async () => {
    const { world, frames } = await scene()
    const resource = { kind: 'dataset', id: frames.id }
    for (const command of [
      { permission: 'dataset.fly', resource },
      { permission: 'toString', resource },
      { permission: 'dataset.view', resource: { kind: 'group', id: 'x' } },
      { permission: 'dataset.view', resource: { kind: 'dataset', id: '../x' } },
      { permission: 'dataset.view', resource, stage: '' },
    ])
      expect(codeOf(await world.charter.access.can({ actor: OPERATOR, ...command } as never))).toBe('input_invalid')
  })

  it('is asked a permission from a request once the schema took it for one (ACC-1)', async () => {
    const { world, eve, frames } = await scene()
    const resource = { kind: 'dataset', id: frames.id } as const
    const asked = Permission.safeParse(String('dataset.view'))
    if (!asked.success) throw asked.error
    unwrap(await world.charter.access.can({ actor: eve, permission: asked.data, resource }))
    for (const text of ['dataset.fly', 'toString', '', 7, null])
      expect(Permission.safeParse(text).success, String(text)).toBe(false)
  })

  it('rests on three rounds of reads, however many groups there are', async () => {
    let rounds = 0
    const world = createWorld({
      before: store => ({
        ...store,
        get: async refs => {
          rounds += 1
          return store.get(refs)
        },
      }),
    })
    const acme = await world.found('Acme')
    const things = thingsOf(world)
    const frames = await things.thing(acme, 'frames')
    const eve = await member(world, acme, 'eve')
    for (let index = 0; index < 30; index++) {
      const group = await things.group(acme, `group${index}`, eve.userId)
      await things.grant(frames, { group }, 'user')
    }
    rounds = 0
    const resource = { kind: 'dataset', id: frames.id } as const
    expect(unwrap(await world.charter.access.can({ actor: eve, permission: 'dataset.view', resource })).allowed).toBe(
      true,
    )
    expect(rounds).toBe(3)
  })

  const refusals: Refusals<Charter<string>['access']['can']> = {}
  itRefuses(refusals)
})
