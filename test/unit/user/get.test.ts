import { describe, expect, it } from 'vitest'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { createWorld, deactivate, decided, OPERATOR, START } from '../../support/world.ts'

describe('getUser', () => {
  it('shows a user and the operator the record', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const answer = await world.charter.users.get({ actor: acme.admin, userId: acme.adminId })
    expect(unwrap(answer)).toEqual({
      id: acme.adminId,
      homeOrganizationId: acme.id,
      email: { local: 'admin', domain: 'acme-hq.com' },
      site: 'acme-hq.com',
      verifiedBy: 'test',
      name: 'Acme admin',
      status: 'active',
      createdAt: START,
    })
    expect(decided(answer)).toEqual({ because: ['own_record'], effects: [] })
    const seen = await world.charter.users.get({ actor: OPERATOR, userId: acme.adminId })
    expect(decided(seen)).toEqual({ because: ['actor_is_operator'], effects: [] })
  })

  it('still shows the operator who is deactivated', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await deactivate(world, acme.adminId)
    expect(unwrap(await world.charter.users.get({ actor: OPERATOR, userId: acme.adminId })).status).toBe('deactivated')
  })

  const refusals: Refusals<Charter<string>['users']['get']> = {
    user_not_found: async world => () => world.charter.users.get({ actor: OPERATOR, userId: 'nobody' }),
    user_deactivated: async world => {
      const acme = await world.found('Acme')
      await deactivate(world, acme.adminId)
      return () => world.charter.users.get({ actor: acme.admin, userId: acme.adminId })
    },
    not_yourself: async world => {
      const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
      return () => world.charter.users.get({ actor: acme.admin, userId: globex.adminId })
    },
  }
  itRefuses(refusals)
})
