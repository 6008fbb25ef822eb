import { describe, expect, it } from 'vitest'
import { taskerRoles } from '../../../src/core/role/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { clerkOf, clerkRoles } from '../../support/clerk.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { datasetOf, memberWith, SUSPENDED, targetRefusals } from '../../support/targets.ts'
import { as, codeOf, createWorld, decided, noted, OPERATOR, type Org, START, type World } from '../../support/world.ts'

const change = (world: World, org: Pick<Org, 'id' | 'admin'>, userId: string, shape: object) =>
  world.charter.members.changeRole({ actor: org.admin, organizationId: org.id, userId, ...shape } as never)

describe('changeRole', () => {
  it('assigns a member another role, and keeps what a rule gives and since when they are in (MEM-1)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    const { user } = unwrap(await world.signUp('grace@acme.com'))
    world.clock.advance(5)
    const answer = await change(world, acme, user.id, { role: 'admin', until: START + 9, reason: 'stands in for Ada' })
    expect(unwrap(answer)).toEqual({
      organizationId: acme.id,
      userId: user.id,
      term: 1,
      status: 'active',
      joinedAt: START,
      byRule: { role: 'internal', domain: 'acme.com', edition: 1, at: START },
      assigned: { role: 'admin', by: acme.admin, at: START + 5, until: START + 9, reason: 'stands in for Ada' },
      role: 'admin',
    })
    expect(decided(answer)).toEqual({
      because: ['role_permits', 'role_assigned'],
      effects: [
        { kind: 'rotate_sessions', organizationId: acme.id, userId: user.id },
        { kind: 'notify_user', organizationId: acme.id, about: 'role_changed', userId: user.id },
      ],
    })
    expect(noted(world.entries(acme.id).at(-1))).toEqual({
      action: 'members.changeRole',
      actor: acme.admin,
      rules: ['MEM-1', 'ROL-2', 'ROL-3', 'ROL-4'],
      targets: [`membership/${acme.id}/${user.id}`],
    })
    world.clock.advance(4)
    const seen = await world.charter.members.get({ actor: acme.admin, organizationId: acme.id, userId: user.id })
    expect(unwrap(seen).role).toBe('internal')
  })

  it('leaves a suspended member suspended (MEM-2)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const id = await memberWith(world, acme, 'internal', SUSPENDED)
    expect(unwrap(await change(world, acme, id, { role: 'external' }))).toMatchObject({
      status: 'suspended',
      role: 'external',
    })
  })

  it('lets an admin step down where another one stays, and nobody raise themselves (ROL-3, INV-01)', async () => {
    const world = createWorld({ roles: taskerRoles })
    const acme = await world.found('Acme')
    const second = await memberWith(world, acme, 'admin')
    expect(unwrap(await change(world, acme, acme.adminId, { role: 'workforce_manager' })).role).toBe(
      'workforce_manager',
    )
    for (const role of ['admin', 'member', 'workforce_manager'])
      expect([role, codeOf(await change(world, acme, acme.adminId, { role }))]).not.toEqual([role, 'ok'])
    expect(codeOf(await change(world, { id: acme.id, admin: as(second) }, second, { role: 'member' }))).toBe(
      'last_admin',
    )
  })

  it.each(['external', 'workforce'])(
    'makes no %s member an admin in one step, not even for an operator (ROL-2)',
    async role => {
      const world = createWorld()
      const acme = await world.found('Acme')
      const id = await memberWith(world, acme, role)
      for (const admin of [acme.admin, OPERATOR])
        expect(codeOf(await change(world, { id: acme.id, admin }, id, { role: 'admin' }))).toBe('role_ceiling')
      unwrap(await change(world, acme, id, { role: 'internal' }))
      expect(unwrap(await change(world, acme, id, { role: 'admin' })).role).toBe('admin')
    },
  )

  it.each([
    ['for good', undefined],
    ['for longer', START + 100],
  ])('lets nobody give themselves %s what they hold for a time (ROL-3)', async (_, until) => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const id = await memberWith(world, acme, 'admin', {
      assigned: { role: 'admin', by: OPERATOR, at: START, until: START + 50 },
    })
    const own = { id: acme.id, admin: as(id) }
    for (const role of ['admin', 'internal'])
      expect(codeOf(await change(world, own, id, { role, ...(until && { until }) }))).toBe('own_role_upward')
    expect(codeOf(await change(world, own, id, { role: 'admin', until: START + 49 }))).toBe('ok')
  })

  it('gives no role for a time that is over, to the instant (INV-25)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const id = await memberWith(world, acme, 'internal')
    expect(codeOf(await change(world, acme, id, { role: 'external', until: START }))).toBe('expiry_past')
    expect(codeOf(await change(world, acme, id, { role: 'external', until: START + 1 }))).toBe('ok')
    world.clock.advance(1)
    expect(codeOf(await change(world, acme, id, { role: 'external' }))).toBe('member_state')
  })

  const refusals: Refusals<Charter<string>['members']['changeRole']> = {
    ...targetRefusals((world, actor, organizationId, userId) =>
      world.charter.members.changeRole({ actor, organizationId, userId: userId as never, role: 'external' }),
    ),
    role_unknown: async world => {
      const acme = await world.found('Acme')
      return () => change(world, acme, acme.adminId, { role: 'owner' })
    },
    role_ceiling: async world => {
      const acme = await world.found('Acme')
      const id = await memberWith(world, acme, 'external')
      return () => change(world, acme, id, { role: 'admin' })
    },
    role_not_yours_to_give: async world => {
      const acme = await world.found('Acme')
      const clerk = { id: acme.id, admin: await clerkOf(world, acme) }
      const id = await memberWith(world, acme, 'external')
      return () => change(world, clerk, id, { role: 'internal' })
    },
    own_role_upward: async world => {
      const acme = await world.found('Acme')
      const assigned = { role: 'admin', by: OPERATOR, at: START, until: START + 50 }
      const id = await memberWith(world, acme, 'admin', { assigned })
      return () => change(world, { id: acme.id, admin: as(id) }, id, { role: 'admin' })
    },
    expiry_past: async world => {
      const acme = await world.found('Acme')
      return () => change(world, acme, acme.adminId, { role: 'internal', until: START })
    },
    role_unchanged: async world => {
      const acme = await world.found('Acme')
      return () => change(world, acme, acme.adminId, { role: 'admin' })
    },
    last_admin: async world => {
      const acme = await world.found('Acme')
      return () => change(world, acme, acme.adminId, { role: 'internal' })
    },
    entities_left_without_admin: async world => {
      const acme = await world.found('Acme')
      const id = await memberWith(world, acme, 'internal')
      await datasetOf(world, acme, id)
      return () => change(world, acme, id, { role: 'internal', until: START + 9 })
    },
  }
  itRefuses(refusals, { roles: clerkRoles })
})
