import { describe, expect, it } from 'vitest'
import { invitations, invitationTokens, invitedAddresses } from '../../src/core/invitation/index.ts'
import { memberships } from '../../src/core/membership/index.ts'
import { userEmails } from '../../src/core/user/index.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { INES } from '../support/invitations.ts'
import { race } from '../support/races.ts'
import { codeOf, email, OPERATOR, tokenIn, type World } from '../support/world.ts'

const invited = async (world: World) => {
  const acme = await world.found('Acme')
  return { acme, ...(await world.invite(acme, INES)) }
}

const membersOf = (world: World, organizationId: string) =>
  world.all(memberships).filter(each => each.organizationId === organizationId)

describe('an invitation', () => {
  it('is accepted by one of sixty-four who try at once (INVI-2, INV-15)', async () => {
    await race({
      given: invited,
      when: (charter, { token }) =>
        Array.from({ length: 64 }, () => charter.invitations.accept({ token, email: email(INES) })),
      holds: async (world, answers, { acme }) => {
        const codes = answers.map(codeOf).sort()
        expect(codes).toEqual([...Array(63).fill('invitation_accepted'), 'ok'])
        expect(membersOf(world, acme.id)).toHaveLength(2)
      },
      runs: 12,
      atLeast: 10,
    })
  }, 120_000)

  it('is accepted or taken back, never both', async () => {
    await race({
      given: invited,
      when: (charter, { acme, token, invitation }) => [
        charter.invitations.accept({ token, email: email(INES) }),
        charter.invitations.revoke({ actor: acme.admin, organizationId: acme.id, invitationId: invitation }),
      ],
      holds: async (world, answers, { acme }) => {
        const codes = answers.map(codeOf)
        expect(['ok,invitation_accepted', 'invitation_revoked,ok']).toContain(codes.join())
        expect(membersOf(world, acme.id)).toHaveLength(codes[0] === 'ok' ? 2 : 1)
        expect(world.all(invitedAddresses)).toEqual([])
      },
      runs: 100,
      atLeast: 10,
      outcomes: 2,
    })
  }, 60_000)

  it('gives nothing after its inviter was put out (INVI-2, ROL-3)', async () => {
    await race({
      given: async world => {
        const acme = await world.found('Acme')
        const appointed = { actor: OPERATOR, organizationId: acme.id, email: email('second@acme.com'), reason: 'x' }
        unwrap(await world.charter.organizations.appointAdmin(appointed))
        return { acme, ...(await world.invite(acme, INES)) }
      },
      when: (charter, { acme, token }) => [
        charter.invitations.accept({ token, email: email(INES) }),
        charter.users.deactivate({ actor: OPERATOR, userId: acme.adminId, reason: 'x' } as never),
      ],
      holds: async (world, answers, { acme }) => {
        const codes = answers.map(codeOf)
        expect(['ok,ok', 'invitation_inviter_may_not,ok']).toContain(codes.join())
        expect(membersOf(world, acme.id)).toHaveLength(codes[0] === 'ok' ? 3 : 2)
      },
      told: (world, [accepted], { acme }) => {
        const actions = world.entries(acme.id).map(({ action }) => action)
        if (accepted?.ok)
          expect(actions.indexOf('invitations.accept')).toBeLessThan(actions.indexOf('users.deactivate'))
      },
      runs: 100,
      atLeast: 10,
      outcomes: 2,
    })
  }, 60_000)

  it.each([0, 1])(
    'is one, when two invite the same address at once, and %s did before (INVI-3)',
    async before => {
      await race({
        given: async world => {
          const acme = await world.found('Acme')
          const first = before === 1 ? await world.invite(acme, INES) : undefined
          return { acme, tokens: first ? [first.token] : [] }
        },
        when: (charter, { acme: { admin: actor, id: organizationId } }) =>
          ['external', 'internal'].map(role =>
            charter.invitations.send({ actor, organizationId, invitations: [{ email: INES, role }] }),
          ),
        holds: async (world, answers, { tokens }) => {
          expect(answers.map(codeOf)).toEqual(['ok', 'ok'])
          expect(world.all(invitedAddresses)).toHaveLength(1)
          expect(world.all(invitationTokens)).toHaveLength(1)
          expect(world.all(invitations)).toMatchObject([{ status: 'pending', sent: 2 + before }])
          const codes: string[] = []
          for (const token of [...tokens, ...answers.map(tokenIn)])
            codes.push(codeOf(await world.charter.invitations.accept({ token, email: email(INES) })))
          expect(codes.filter(code => code === 'ok')).toHaveLength(1)
          expect(new Set(codes)).toEqual(new Set(['invitation_not_found', 'ok']))
        },
        runs: 60,
        atLeast: 3,
      })
    },
    60_000,
  )

  it('makes one user of an address that two organizations invite (INV-04)', async () => {
    await race({
      given: async world => {
        const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
        return { tokens: [(await world.invite(acme, INES)).token, (await world.invite(globex, INES)).token] }
      },
      when: (charter, { tokens }) => tokens.map(token => charter.invitations.accept({ token, email: email(INES) })),
      holds: async (world, answers) => {
        expect(answers.map(codeOf)).toEqual(['ok', 'ok'])
        expect(world.all(userEmails).filter(({ address }) => address === INES)).toHaveLength(1)
        expect(world.all(memberships)).toHaveLength(4)
      },
      runs: 60,
      atLeast: 10,
    })
  }, 60_000)
})
