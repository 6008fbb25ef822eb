import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { createWorld, email } from '../../support/world.ts'

describe('acceptInvitation', () => {
  it('makes a member of whoever holds the token and has proven the address (INVI-2, EML-3)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const { token, invitation } = await world.invite(acme, 'Ines@People.com')
    const accepted = unwrap(await world.charter.invitations.accept({ token, email: email('ines@people.com') }))
    expect(accepted).toMatchObject({
      user: { homeOrganizationId: acme.id, email: { local: 'ines', domain: 'people.com' } },
      member: { role: 'external', term: 1, assigned: { by: acme.admin } },
      invitation: { id: invitation, status: 'accepted' },
    })
  })
})
