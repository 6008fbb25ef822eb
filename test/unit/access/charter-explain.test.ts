import { describe, expect, it } from 'vitest'
import type { AccessChange, Permission } from '../../../src/core/access/index.ts'
import type { Actor } from '../../../src/core/kernel/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusalsArchived } from '../../support/authorization.ts'
import { memberOf } from '../../support/members.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { thingsOf } from '../../support/things.ts'
import { as, codeOf, createWorld, DAYS, deactivate, decided, OPERATOR, START } from '../../support/world.ts'

const scene = async () => {
  const world = createWorld()
  const acme = await world.found('Acme')
  const things = thingsOf(world)
  const frames = await things.thing(acme, 'frames')
  const eve = await memberOf(world, acme, 'eve')
  const asked = { permission: 'dataset.view' as Permission, resource: { kind: 'dataset', id: frames.id } as const }
  const explain = (actor: Actor = acme.admin, userId: string = eve.userId, more: object = {}) =>
    world.charter.access.explain({ actor, userId: userId as never, ...asked, ...more })
  const can = async (permission = asked.permission) =>
    unwrap(await world.charter.access.can({ actor: eve, resource: asked.resource, permission })).allowed
  return { world, acme, things, frames, eve, explain, can }
}
type Scene = Awaited<ReturnType<typeof scene>>

/** The command that makes a change; where there is none yet, the records as it would leave them. */
const make = async ({ world, acme, frames, eve }: Scene, change: AccessChange): Promise<unknown> => {
  const { charter } = world
  switch (change.kind) {
    case 'restore_organization':
      return unwrap(await charter.organizations.restore({ actor: OPERATOR, organizationId: acme.id }))
    case 'reactivate_user':
      return unwrap(await charter.users.reactivate({ actor: OPERATOR, userId: eve.userId }))
    case 'reactivate_member':
      return world.member(acme, eve.userId, { assigned: { role: 'external', by: OPERATOR, at: START } })
    case 'assign_role':
      return world.member(acme, eve.userId, { assigned: { role: change.role, by: OPERATOR, at: START } })
    case 'add_member':
      return world.member(acme, eve.userId, { term: 2, assigned: { role: change.role, by: OPERATOR, at: START } })
    case 'restore_entity':
      return unwrap(await charter.datasets.restore({ actor: OPERATOR, datasetId: frames.id }))
    case 'give_grant':
    case 'renew_grant': {
      const subject = { kind: 'user', userId: eve.userId } as const
      const grant = { actor: acme.admin, datasetId: frames.id, subject, role: change.role as never }
      return unwrap(await charter.datasets.grant(grant))
    }
    default:
      throw new Error(`nothing makes ${change.kind}`)
  }
}

type Case = readonly [what: string, kinds: readonly string[], permission: Permission, given: (scene: Scene) => unknown]

const cases: readonly Case[] = [
  ['no grant', ['give_grant'], 'dataset.view', () => {}],
  [
    'too weak a grant',
    ['give_grant'],
    'dataset.edit',
    ({ things, frames, eve }) => things.grant(frames, { user: eve.userId }, 'user'),
  ],
  [
    'an archived organization',
    ['restore_organization'],
    'dataset.view',
    async ({ world, acme, things, frames, eve }) => {
      await things.grant(frames, { user: eve.userId }, 'user')
      await world.charter.organizations.archive({ actor: acme.admin, organizationId: acme.id })
    },
  ],
  [
    'a suspended member',
    ['reactivate_member'],
    'dataset.view',
    async ({ world, acme, things, frames, eve }) => {
      await things.grant(frames, { user: eve.userId }, 'user')
      const assigned = { role: 'external', by: OPERATOR, at: START }
      await world.member(acme, eve.userId, { status: 'suspended', suspendedAt: START, assigned } as never)
    },
  ],
  [
    'an archived dataset',
    ['restore_entity'],
    'dataset.edit',
    async ({ world, things, frames, eve }) => {
      await things.grant(frames, { user: eve.userId }, 'admin')
      unwrap(await world.charter.datasets.archive({ actor: OPERATOR, datasetId: frames.id }))
    },
  ],
]

describe('explainAccess', () => {
  it.each(cases)(
    'tells of %s what would help (%j), and each does on the store (ACC-4)',
    async (_, kinds, permission, given) => {
      const told = await scene()
      await given(told)
      const { decision, ways } = unwrap(await told.explain(OPERATOR, told.eve.userId, { permission }))
      expect(decision.allowed).toBe(false)
      expect(ways.map(way => way[0]?.kind)).toEqual(expect.arrayContaining([...kinds]))
      for (const way of ways) {
        const tried = await scene()
        await given(tried)
        expect(await tried.can(permission)).toBe(false)
        for (const change of way) await make(tried, change)
        expect([way, await tried.can(permission)]).toEqual([way, true])
      }
    },
  )

  it('tells whose grant has expired that it can be given anew (INV-25)', async () => {
    const told = await scene()
    await told.things.grant(told.frames, { user: told.eve.userId }, 'user', { until: START + DAYS })
    told.world.clock.advance(DAYS)
    const { decision, trace, ways } = unwrap(await told.explain())
    expect(decision.allowed).toBe(false)
    expect(trace.map(({ code }) => code)).toContain('grant_expired')
    expect(ways[0]).toEqual([{ kind: 'renew_grant', role: 'user' }])
    await make(told, { kind: 'renew_grant', role: 'user' })
    expect(await told.can()).toBe(true)
  })

  it('does not promise whoever is out what they had before (INV-25)', async () => {
    const { world, acme, things, frames, eve, explain } = await scene()
    await things.grant(frames, { user: eve.userId }, 'user', { until: START + 9 * DAYS })
    await world.member(acme, eve.userId, {
      assigned: { role: 'external', by: OPERATOR, at: START, until: START + DAYS },
    })
    world.clock.advance(DAYS)
    const { decision, ways } = unwrap(await explain())
    expect(decision.because.at(-1)?.code).toBe('membership_expired')
    expect(ways.map(way => way.map(({ kind }) => kind))).toContainEqual(['add_member', 'give_grant'])
    expect(ways).not.toContainEqual([{ kind: 'add_member', role: 'external' }])
  })

  it('decides as `can` does, and says by which rule last (INV-23)', async () => {
    const { acme, things, frames, eve, explain } = await scene()
    await things.grant(frames, { user: eve.userId }, 'user')
    const { decision, trace, ways } = unwrap(await explain())
    expect(decision).toMatchObject({ allowed: true, source: { kind: 'grant', role: 'user' } })
    expect(trace.filter(({ decides }) => decides).map(({ code }) => code)).toEqual(['grant_permits'])
    expect(trace.at(-1)?.decides).toBe(true)
    expect(ways).toEqual([])
    expect(decided(await explain(eve)).because).toEqual(['own_access'])
    expect(decided(await explain(acme.admin)).because).toEqual(['role_permits'])
  })

  it('tells everybody about themselves, though they are suspended or the organization is archived', async () => {
    const { world, acme, eve, explain } = await scene()
    const codes = async () => unwrap(await explain(eve)).decision.because.map(({ code }) => code)
    const assigned = { role: 'external', by: OPERATOR, at: START }
    await world.member(acme, eve.userId, { assigned, status: 'suspended', suspendedAt: START } as never)
    expect(await codes()).toEqual(['member_suspended'])
    await world.charter.organizations.archive({ actor: acme.admin, organizationId: acme.id })
    expect(await codes()).toEqual(['organization_archived'])
    await deactivate(world, eve.userId)
    expect(codeOf(await explain(eve))).toBe('user_deactivated')
    expect(codeOf(await explain(as('nobody'), 'nobody'))).toBe('user_not_found')
  })

  it('tells whoever was never in as much as if there were no such thing (AUD-8)', async () => {
    const { world, acme, explain } = await scene()
    const globex = await world.found('Globex')
    const { adminId } = globex
    const own = unwrap(await explain(globex.admin, adminId))
    expect(own).toMatchObject({ decision: { allowed: false, because: [{ code: 'resource_unknown' }] }, ways: [] })
    expect(own.trace).toMatchObject([{ code: 'resource_unknown', outcome: 'denies', decides: true }])
    const foreign = await explain(globex.admin)
    const unknown = await explain(globex.admin, undefined, { resource: { kind: 'dataset', id: 'none' } })
    expect([codeOf(foreign), codeOf(unknown)]).toEqual(['entity_not_found', 'entity_not_found'])
    expect(codeOf(await explain(acme.admin, adminId))).toBe('member_not_found')
  })

  const refusals: Refusals<Charter<string>['access']['explain']> = {
    ...authorizationRefusalsArchived((world, actor, id) =>
      world.charter.access.explain({
        actor,
        userId: 'somebody' as never,
        permission: 'members.read',
        resource: { kind: 'organization', id },
      }),
    ),
    entity_not_found: async () => {
      const { explain } = await scene()
      return () => explain(OPERATOR, undefined, { resource: { kind: 'dataset', id: 'none' } })
    },
    member_not_found: async world => {
      const acme = await world.found('Acme')
      const { id } = await world.user('out@people.com', acme)
      const resource = { kind: 'organization', id: acme.id } as const
      return () => world.charter.access.explain({ actor: acme.admin, userId: id, permission: 'members.read', resource })
    },
  }
  itRefuses(refusals)
})
