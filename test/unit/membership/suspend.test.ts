import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memberships } from '../../../src/core/membership/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { clerkRoles } from '../../support/clerk.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { datasetOf, memberWith, SUSPENDED, targetRefusals } from '../../support/targets.ts'
import { as, breachesOf, codeOf, createWorld, decided, OPERATOR, type Org, START } from '../../support/world.ts'

const on = (org: Pick<Org, 'id' | 'admin'>, userId: string) =>
  ({ actor: org.admin, organizationId: org.id, userId }) as {
    actor: Org['admin']
    organizationId: Org['id']
    userId: never
  }

describe('suspendMember', () => {
  it('takes all access and keeps what the member has (MEM-2)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const id = await memberWith(world, acme, 'internal')
    const dataset = await datasetOf(world, acme, acme.adminId, id)
    const can = { actor: as(id), permission: 'dataset.view', resource: { kind: 'dataset', id: dataset } } as never
    expect(unwrap(await world.charter.access.can(can)).allowed).toBe(true)
    world.clock.advance(3)
    const answer = await world.charter.members.suspend(on(acme, id))
    expect(unwrap(answer)).toMatchObject({ status: 'suspended', suspendedAt: START + 3, role: 'internal', term: 1 })
    expect(decided(answer)).toEqual({
      because: ['role_permits', 'member_suspended'],
      effects: [
        { kind: 'end_sessions', organizationId: acme.id, userId: id },
        { kind: 'notify_user', organizationId: acme.id, about: 'suspended', userId: id },
      ],
    })
    expect(unwrap(await world.charter.access.can(can)).allowed).toBe(false)
    const back = await world.charter.members.reactivate(on(acme, id))
    expect(decided(back)).toEqual({
      because: ['role_permits', 'member_reactivated'],
      effects: [{ kind: 'notify_user', organizationId: acme.id, about: 'reactivated', userId: id }],
    })
    expect(unwrap(await world.charter.access.can(can)).allowed).toBe(true)
  })

  const refusals: Refusals<Charter<string>['members']['suspend']> = {
    ...targetRefusals((world, actor, organizationId, userId) =>
      world.charter.members.suspend({ actor, organizationId, userId: userId as never }),
    ),
    role_unknown: async world => {
      const acme = await world.found('Acme')
      const id = await memberWith(world, acme, 'owner')
      return () => world.charter.members.suspend(on(acme, id))
    },
    last_admin: async world => {
      const acme = await world.found('Acme')
      return () => world.charter.members.suspend(on(acme, acme.adminId))
    },
    entities_left_without_admin: async world => {
      const acme = await world.found('Acme')
      const id = await memberWith(world, acme, 'internal')
      await datasetOf(world, acme, id)
      return () => world.charter.members.suspend(on(acme, id))
    },
  }
  itRefuses(refusals, { roles: clerkRoles })
})

describe('reactivateMember', () => {
  it('gives back exactly the membership that was there (MEM-2)', async () => {
    const assigned = fc.record(
      {
        role: fc.constantFrom('admin', 'internal', 'external', 'workforce'),
        by: fc.constant(OPERATOR),
        at: fc.constant(START),
        until: fc.integer({ min: START + 1, max: START + 1_000 }),
        reason: fc.string({ maxLength: 20 }),
      },
      { requiredKeys: ['role', 'by', 'at'] },
    )
    await fc.assert(
      fc.asyncProperty(assigned, fc.boolean(), async (given, isKnownByRule) => {
        const world = createWorld({ check: 'by_hand' })
        const acme = await world.found('Acme')
        await world.rule(acme, 'acme.com', { role: 'external' })
        const { user } = unwrap(await world.signUp('grace@acme.com'))
        const byRule = { role: 'external', domain: 'acme.com', edition: 1, at: START } as const
        await world.member(acme, user.id, { assigned: given, ...(isKnownByRule && { byRule }) })
        const before = await world.get(memberships, acme.id, user.id)
        unwrap(await world.charter.members.suspend(on(acme, user.id)))
        unwrap(await world.charter.members.reactivate(on(acme, user.id)))
        expect(await world.get(memberships, acme.id, user.id)).toEqual(before)
        expect(breachesOf(world)).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  it('brings nobody back whose time was over meanwhile (INV-25)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const assigned = { role: 'internal', by: OPERATOR, at: START, until: START + 5 }
    const id = await memberWith(world, acme, 'internal', { ...SUSPENDED, assigned } as never)
    world.clock.advance(5)
    expect(await world.charter.members.reactivate(on(acme, id))).toMatchObject({
      refusal: { code: 'member_state', facts: { state: 'expired' } },
    })
  })

  it('counts again who administers something (INV-08)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const id = await memberWith(world, acme, 'internal')
    await datasetOf(world, acme, acme.adminId, id)
    unwrap(await world.charter.members.suspend(on(acme, id)))
    const second = await memberWith(world, acme, 'admin')
    const own = { id: acme.id, admin: as(second) }
    expect(codeOf(await world.charter.members.suspend(on(own, acme.adminId)))).toBe('entities_left_without_admin')
    unwrap(await world.charter.members.reactivate(on(acme, id)))
    expect(codeOf(await world.charter.members.suspend(on(own, acme.adminId)))).toBe('ok')
  })

  const refusals: Refusals<Charter<string>['members']['reactivate']> = {
    ...targetRefusals(
      (world, actor, organizationId, userId) =>
        world.charter.members.reactivate({ actor, organizationId, userId: userId as never }),
      'suspended',
    ),
    role_unknown: async world => {
      const acme = await world.found('Acme')
      const id = await memberWith(world, acme, 'owner', SUSPENDED)
      return () => world.charter.members.reactivate(on(acme, id))
    },
  }
  itRefuses(refusals, { roles: clerkRoles })
})
