import { describe, expect, it } from 'vitest'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { as, createWorld, decided, OPERATOR, START } from '../../support/world.ts'

describe('getMember', () => {
  it('shows the record with its effective role: the assigned before the derived one (MEM-1)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    const { user } = unwrap(await world.signUp('grace@acme.com'))
    const get = async () =>
      unwrap(await world.charter.members.get({ actor: acme.admin, organizationId: acme.id, userId: user.id }))
    const byRule = { role: 'internal', domain: 'acme.com', edition: 1, at: START }
    const member = { organizationId: acme.id, userId: user.id, term: 1, status: 'active', joinedAt: START, byRule }
    expect(await get()).toEqual({ ...member, role: 'internal' })
    await world.member(acme, user.id, { byRule, assigned: { role: 'external', by: OPERATOR, at: START } })
    expect((await get()).role).toBe('external')
    await world.member(acme, user.id, { assigned: { role: 'external', by: OPERATOR, at: START, until: START + 1 } })
    expect((await get()).role).toBe('external')
    world.clock.advance(1)
    expect((await get()).role).toBeNull()
  })

  it('shows anybody their own membership, and an internal member the others’ (ROL-4)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    await world.rule(acme, 'vendor.com', { role: 'workforce' })
    const grace = unwrap(await world.signUp('grace@acme.com')).user.id
    const wim = unwrap(await world.signUp('wim@vendor.com')).user.id
    const get = (actor: string, userId: string) =>
      world.charter.members.get({ actor: as(actor), organizationId: acme.id, userId })
    expect(decided(await get(wim, wim))).toEqual({ because: ['own_membership'], effects: [] })
    expect(decided(await get(grace, wim))).toEqual({ because: ['role_permits'], effects: [] })
    expect(decided(await get(wim, grace))).toEqual({ refused: 'permission_missing' })
  })

  const refusals: Refusals<Charter<string>['members']['get']> = {
    ...authorizationRefusals((world, actor, organizationId) =>
      world.charter.members.get({ actor, organizationId, userId: 'somebody' }),
    ),
    member_not_found: async world => {
      const acme = await world.found('Acme')
      return () => world.charter.members.get({ actor: acme.admin, organizationId: acme.id, userId: 'nobody' })
    },
  }
  itRefuses(refusals)
})
