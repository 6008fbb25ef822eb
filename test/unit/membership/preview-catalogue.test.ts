import { describe, expect, it } from 'vitest'
import type { Actor } from '../../../src/core/kernel/index.ts'
import { defaultRoles, taskerRoles } from '../../../src/core/role/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { codeOf, createWorld, DAYS, decided, OPERATOR, type Org, START, type World } from '../../support/world.ts'

const TARGETS = { internal: 'workforce_manager', external: 'tasker', workforce: 'tasker' }

type Change = {
  readonly to?: unknown
  readonly targets?: Record<string, string>
  readonly limit?: number
  readonly after?: string
}

const preview = (world: World, org: Pick<Org, 'id'>, actor: Actor, change: Change = {}) =>
  world.charter.members.previewCatalogue({
    actor,
    organizationId: org.id,
    to: taskerRoles,
    targets: TARGETS,
    ...change,
  } as never)

const assigned = (role: string, more: object = {}) => ({ assigned: { role, by: OPERATOR, at: START, ...more } })

const scene = async () => {
  const world = createWorld()
  const acme = await world.found('Acme')
  const ids: Record<string, string> = {}
  const states = {
    ada: assigned('internal'),
    sam: { status: 'suspended', suspendedAt: START, ...assigned('external') },
    eve: { status: 'ended', endedAt: START, ending: 'left', ...assigned('internal') },
    old: assigned('external', { until: START }),
    lost: assigned('unheard_of'),
  }
  for (const [name, state] of Object.entries(states)) {
    world.clock.advance(1)
    ids[name] = (await world.user(`${name}@people.com`, acme)).id
    await world.member(acme, ids[name], state as never)
  }
  return { world, acme, ids }
}

const MANAGES = ['members.write', 'members.invite', 'groups.create']

describe('previewCatalogue', () => {
  it('tells who would hold what, and gain and lose what (ROL-1, AUD-2)', async () => {
    const { world, acme, ids } = await scene()
    const before = world.snapshot()
    const answer = await preview(world, acme, acme.admin)
    expect(unwrap(answer)).toEqual({
      examined: 6,
      members: [
        { userId: ids['ada'], state: 'active', from: 'internal', to: 'workforce_manager', gains: MANAGES, loses: [] },
        { userId: ids['sam'], state: 'suspended', from: 'external', to: 'tasker', gains: [], loses: [] },
      ],
    })
    expect(decided(answer)).toEqual({ because: ['role_permits', 'catalogue_change_previewed'], effects: [] })
    expect(world.snapshot()).toEqual(before)
  })

  it('tells of a role that stays only whose permissions change', async () => {
    const { world, acme, ids } = await scene()
    const internal = { ...defaultRoles.roles.internal, permissions: ['content.create', 'audit.read'] }
    const to = { ...defaultRoles, roles: { ...defaultRoles.roles, internal } }
    expect(unwrap(await preview(world, acme, OPERATOR, { to, targets: {} })).members).toEqual([
      {
        userId: ids['ada'],
        state: 'active',
        from: 'internal',
        to: 'internal',
        gains: ['audit.read'],
        loses: ['members.read'],
      },
    ])
    expect(unwrap(await preview(world, acme, OPERATOR, { to: defaultRoles, targets: {} })).members).toEqual([])
  })

  it('tells of the role that counts at this moment (MEM-1)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com', { role: 'external' })
    const { user } = unwrap(await world.signUp('grace@acme.com'))
    const member = unwrap(
      await world.charter.members.get({ actor: OPERATOR, organizationId: acme.id, userId: user.id }),
    )
    const { role: _, ...record } = member
    await world.member(acme, user.id, { ...record, ...assigned('internal', { until: START + DAYS }) } as never)
    const toOf = async () => unwrap(await preview(world, acme, OPERATOR)).members.map(({ to }) => to)
    expect(await toOf()).toEqual(['workforce_manager'])
    world.clock.advance(DAYS)
    expect(await toOf()).toEqual(['tasker'])
  })

  it('comes in pages, which together tell of everybody once', async () => {
    const { world, acme } = await scene()
    const seen: string[] = []
    let after: string | undefined
    do {
      const page = unwrap(await preview(world, acme, OPERATOR, { limit: 2, ...(after && { after }) }))
      expect(page.examined).toBe(2)
      seen.push(...page.members.map(({ userId }) => userId))
      after = page.next
    } while (after)
    expect(seen).toEqual(unwrap(await preview(world, acme, OPERATOR)).members.map(({ userId }) => userId))
  })

  it.each<[string, unknown]>([
    ['no catalogue', 7],
    [
      'a role with an unknown field',
      { ...defaultRoles, roles: { admin: { ...defaultRoles.roles.admin, root: true } } },
    ],
    [
      'an unknown permission',
      { ...defaultRoles, roles: { admin: { ...defaultRoles.roles.admin, permissions: ['fly'] } } },
    ],
    ['too many names', { ...defaultRoles, strongestFirst: Array.from({ length: 101 }, (_, n) => `r${n}`) }],
  ])('takes %s for no command (INV-26)', async (_, to) => {
    const { world, acme } = await scene()
    expect(codeOf(await preview(world, acme, OPERATOR, { to }))).toBe('input_invalid')
  })

  const asked = (change: Change) => async (world: World) => {
    const acme = await world.found('Acme')
    return () => preview(world, acme, acme.admin, change)
  }
  const external = { ...defaultRoles.roles.external, type: 'internal' }
  const refusals: Refusals<Charter<string>['members']['previewCatalogue']> = {
    ...authorizationRefusals((world, actor, id) => preview(world, { id: id as never }, actor)),
    catalogue_invalid: asked({ to: { strongestFirst: [], roles: {} } }),
    role_target_missing: asked({ targets: {} }),
    role_target_needless: asked({ targets: { ...TARGETS, admin: 'member' } }),
    role_unknown: asked({ targets: { ...TARGETS, internal: 'nobody' } }),
    role_target_administers: asked({ targets: { ...TARGETS, internal: 'admin' } }),
    role_nature_changed: asked({ to: { ...defaultRoles, roles: { ...defaultRoles.roles, external } }, targets: {} }),
  }
  itRefuses(refusals)
})
