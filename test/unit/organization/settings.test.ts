import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { as, createWorld, decided, OPERATOR } from '../../support/world.ts'

describe('organizationSettings', () => {
  it('shows an admin and the operator the whole organization, its MFA policy included (ORG-4)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    for (const actor of [acme.admin, OPERATOR]) {
      const answer = await world.charter.organizations.settings({ actor, organizationId: acme.id })
      expect(unwrap(answer)).toEqual({
        id: acme.id,
        name: 'Acme',
        kind: 'standard',
        status: 'active',
        mfa: { mode: 'off' },
        createdAt: world.clock.now(),
      })
      expect(decided(answer).effects).toEqual([])
    }
  })

  it('shows a member who is no admin nothing of them (ORG-4)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await world.rule(acme, 'acme.com')
    const { user } = unwrap(await world.signUp('grace@acme.com'))
    expect(await world.charter.organizations.settings({ actor: as(user.id), organizationId: acme.id })).toEqual({
      ok: false,
      refusal: {
        kind: 'forbidden',
        code: 'permission_missing',
        facts: { organizationId: acme.id, permission: 'settings.read', role: 'internal' },
      },
    })
  })
})
