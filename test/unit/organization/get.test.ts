import { describe, expect, it } from 'vitest'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { as, createWorld, deactivate, decided, OPERATOR } from '../../support/world.ts'

describe('getOrganization', () => {
  it('shows a member the name, kind and status, and no settings (ORG-4)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const guest = await world.user('guest@elsewhere.com', acme)
    await world.member(acme, guest.id, { assigned: { role: 'external', by: OPERATOR, at: 1 } })
    for (const actor of [OPERATOR, acme.admin, as(guest.id)]) {
      const answer = await world.charter.organizations.get({ actor, organizationId: acme.id })
      expect(unwrap(answer)).toEqual({ id: acme.id, name: 'Acme', kind: 'standard', status: 'active' })
      expect(decided(answer)).toEqual({ because: ['member_sees_organization'], effects: [] })
    }
  })

  it('still shows an archived one, and that it is archived', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.charter.organizations.archive({ actor: acme.admin, organizationId: acme.id })
    expect(unwrap(await world.charter.organizations.get({ actor: acme.admin, organizationId: acme.id })).status).toBe(
      'archived',
    )
  })

  const refusals: Refusals<Charter<string>['organizations']['get']> = {
    organization_not_found: async world => () =>
      world.charter.organizations.get({ actor: OPERATOR, organizationId: 'nowhere' }),
    not_a_member: async world => {
      const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
      return () => world.charter.organizations.get({ actor: globex.admin, organizationId: acme.id })
    },
    user_not_found: async world => {
      const acme = await world.found('Acme')
      return () => world.charter.organizations.get({ actor: as('nobody'), organizationId: acme.id })
    },
    user_deactivated: async world => {
      const acme = await world.found('Acme')
      await deactivate(world, acme.adminId)
      return () => world.charter.organizations.get({ actor: acme.admin, organizationId: acme.id })
    },
  }
  itRefuses(refusals)
})
