import { describe, expect, it } from 'vitest'
import { memberships } from '../../src/core/membership/index.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { memberOf } from '../support/members.ts'
import { comesIn, organizationOf, setByOperator } from '../support/policies.ts'
import { race } from '../support/races.ts'
import { codeOf, DAYS, email, OPERATOR, type World } from '../support/world.ts'

const required = (factor: 'totp' | 'webauthn') => ({ mode: 'required', factors: [factor] }) as never

describe('policies', () => {
  it('that no factor satisfies together are not both set, though both are at the same moment (MFA-6)', async () => {
    await race({
      given: async (world: World) => {
        const [home, acme] = [await world.found('Home'), await world.found('Acme')]
        await comesIn(world, acme, 'admin@home-hq.com')
        return { home, acme }
      },
      when: ({ mfa }, { home, acme }) => [
        mfa.setPolicy({ actor: OPERATOR, organizationId: home.id, policy: required('totp') }),
        mfa.setPolicy({ actor: OPERATOR, organizationId: acme.id, policy: required('webauthn') }),
      ],
      holds: async (world, answers, { home, acme }) => {
        const codes = answers.map(codeOf)
        expect([...codes].sort()).toEqual(['mfa_policies_disjoint', 'ok'])
        const modes = [(await organizationOf(world, home)).mfa.mode, (await organizationOf(world, acme)).mfa.mode]
        expect(modes.sort()).toEqual(['off', 'required'])
      },
      runs: 60,
      atLeast: 5,
      // Either of them may be the one.
      outcomes: 2,
    })
  }, 60_000)

  it('of one organization are set one after the other, each with an edition of its own (MFA-13)', async () => {
    await race({
      given: (world: World) => world.found('Acme'),
      when: ({ mfa }, acme) =>
        [1, 2, 3].map(grace =>
          mfa.setPolicy({ actor: OPERATOR, organizationId: acme.id, policy: { mode: 'required', grace } }),
        ),
      holds: async (world, answers, acme) => {
        expect(answers.map(answer => (unwrap(answer) as { edition: number }).edition).sort()).toEqual([1, 2, 3])
        // MFA-4: the shortest grace is never forgotten.
        const { mfaHistory } = await organizationOf(world, acme)
        expect(Math.min(...(mfaHistory?.schedules ?? []).map(({ grace }) => grace))).toBe(1)
      },
      runs: 60,
      atLeast: 5,
    })
  }, 60_000)

  it('and the first guest of another home at the same moment leave it known where the guest is at home (MFA-6)', async () => {
    await race({
      given: async (world: World) => {
        const [home, acme] = [await world.found('Home'), await world.found('Acme')]
        unwrap(await setByOperator(world, home, required('totp')))
        const [one, other] = [
          await world.invite(acme, 'admin@home-hq.com'),
          await world.invite(acme, 'eve@home-hq.com'),
        ]
        await comesIn(world, home, 'eve@home-hq.com', 'internal')
        return { home, acme, one, other }
      },
      when: ({ mfa, invitations }, { acme, one, other }) => [
        invitations.accept({ token: one.token, email: email('admin@home-hq.com') }),
        invitations.accept({ token: other.token, email: email('eve@home-hq.com') }),
        mfa.setPolicy({ actor: OPERATOR, organizationId: acme.id, policy: { mode: 'optional' } }),
      ],
      holds: async (world, answers, { acme }) => {
        expect(answers.map(codeOf)).toEqual(['ok', 'ok', 'ok'])
        expect(codeOf(await setByOperator(world, acme, required('webauthn')))).toBe('mfa_policies_disjoint')
      },
      runs: 60,
      atLeast: 5,
    })
  }, 60_000)
})

describe('whoever is overdue', () => {
  it('is suspended once, and leaves whatever they administer with somebody (INV-08, MFA-2)', async () => {
    await race({
      given: async (world: World) => {
        const acme = await world.found('Acme')
        const una = await memberOf(world, acme, 'una', 'internal')
        const ewa = await memberOf(world, acme, 'ewa', 'internal')
        const here = { actor: acme.admin, organizationId: acme.id }
        unwrap(await world.charter.datasets.create({ ...here, name: 'Lanes', admins: [una.userId, ewa.userId] }))
        unwrap(await setByOperator(world, acme, { mode: 'required', grace: DAYS, onOverdue: 'suspend' }))
        return { here, una, ewa, wait: world.clock.advance(DAYS) }
      },
      when: ({ mfa, members }, { here, una }) => [
        mfa.sweepOverdue(here),
        mfa.sweepOverdue(here),
        members.suspend({ ...here, userId: una.userId }),
      ],
      holds: async (world, answers, { una, ewa }) => {
        expect(answers.slice(0, 2).map(codeOf)).toEqual(['ok', 'ok'])
        const states = world
          .all(memberships)
          .filter(({ userId }) => userId === una.userId || userId === ewa.userId)
          .map(({ status }) => status)
        expect(states.sort()).toEqual(['active', 'suspended'])
      },
      runs: 60,
      atLeast: 5,
    })
  }, 60_000)
})
