import { describe, expect, it } from 'vitest'
import { memberships } from '../../src/core/membership/index.ts'
import { userEmails, users } from '../../src/core/user/index.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { request } from '../support/addresses.ts'
import { race } from '../support/races.ts'
import { as, codeOf, email, OPERATOR, type Org, START, type World } from '../support/world.ts'

const NEW = 'new@acme.com'

/** Acme with a rule for acme.com, and so many members by it, who have asked for one and the same address. */
const asking = async (world: World, count: number) => {
  const acme = await world.found('Acme')
  await world.rule(acme, 'acme.com')
  const proofs: { userId: string; token: string }[] = []
  for (let index = 0; index < count; index++) {
    const { user } = unwrap(await world.signUp(`u${index}@acme.com`))
    proofs.push({ userId: user.id, token: await request(world, user.id, NEW) })
  }
  return { acme, proofs }
}

const secondAdmin = async (world: World, org: Org) => {
  const { id } = await world.user(`second@${org.id}-hq.com`, org)
  await world.member(org, id, { assigned: { role: 'admin', by: OPERATOR, at: START } })
  return id
}

describe('confirmEmail at the same moment', () => {
  it('gives an address that two ask for to one of them (INV-04)', async () => {
    await race({
      given: world => asking(world, 2),
      when: (charter, { proofs }) =>
        proofs.map(({ userId, token }) =>
          charter.users.confirmEmail({ userId: userId as never, token, email: email(NEW) }),
        ),
      holds: async (world, answers, { proofs }) => {
        expect(answers.map(codeOf).sort()).toEqual(['email_taken', 'ok'])
        const winner = proofs[answers.findIndex(({ ok }) => ok)]
        expect(await world.get(userEmails, NEW)).toEqual({ address: NEW, userId: winner?.userId })
      },
      runs: 60,
      atLeast: 20,
    })
  })

  it('gives it to the change or to a sign-up (INV-04)', async () => {
    await race({
      given: world => asking(world, 1),
      when: (charter, { proofs: [proof] }) => [
        charter.users.confirmEmail({ ...(proof as { userId: never; token: string }), email: email(NEW) }),
        charter.users.signUp({ email: email(NEW) }),
      ],
      holds: async (world, answers) => {
        expect(answers.map(codeOf).sort()).toEqual(['email_taken', 'ok'])
        expect(world.all(users).filter(({ email: { local } }) => local === 'new')).toHaveLength(1)
      },
      runs: 60,
      atLeast: 20,
    })
  })

  it('changes once by one proof', async () => {
    await race({
      given: world => asking(world, 1),
      when: (charter, { proofs: [proof] }) =>
        [1, 2, 3].map(() =>
          charter.users.confirmEmail({ ...(proof as { userId: never; token: string }), email: email(NEW) }),
        ),
      holds: async (_, answers) =>
        expect(answers.map(codeOf).sort()).toEqual(['email_change_not_found', 'email_change_not_found', 'ok']),
      runs: 60,
      atLeast: 20,
    })
  })

  it('leaves nobody in by the old address who joins by it meanwhile (INV-12)', async () => {
    await race({
      given: async world => {
        const acme = await world.found('Acme')
        await world.rule(acme, 'acme.com')
        const { user } = unwrap(await world.signUp('u@acme.com'))
        const globex = await world.found('Globex')
        await world.rule(globex, 'acme.com', { role: 'external' }, { kind: 'operator', reason: 'x' })
        return { userId: user.id, token: await request(world, user.id, 'u@new.com') }
      },
      when: (charter, { userId, token }) => [
        charter.users.confirmEmail({ userId, token, email: email('u@new.com') }),
        charter.users.signIn({ email: email('u@acme.com') }),
      ],
      holds: async (world, [confirmed, signedIn]) => {
        expect(codeOf(confirmed as never)).toBe('ok')
        expect(['ok', 'email_unknown']).toContain(codeOf(signedIn as never))
        expect(world.all(memberships).filter(({ byRule }) => byRule)).toEqual([])
      },
      runs: 60,
      atLeast: 20,
    })
  })
})

describe('deactivateUser at the same moment', () => {
  it('never leaves an organization without an admin (INV-01)', async () => {
    await race({
      given: async world => {
        const acme = await world.found('Acme')
        return { acme, ids: [acme.adminId, await secondAdmin(world, acme)] }
      },
      when: (charter, { ids }) =>
        ids.map(userId => charter.users.deactivate({ actor: as(userId), userId: userId as never })),
      holds: async (world, answers) => {
        expect(answers.map(codeOf).sort()).toEqual(['last_admin', 'ok'])
        expect(world.all(users).filter(({ status }) => status === 'active')).toHaveLength(1)
      },
      runs: 60,
      atLeast: 20,
    })
  })

  it('counts nobody who is made an admin elsewhere meanwhile (INV-01, MEM-7)', async () => {
    await race({
      given: async world => {
        const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
        const { id } = await world.user('u@people.com', acme)
        return { globex, userId: id }
      },
      when: (charter, { globex, userId }) => [
        charter.users.deactivate({ actor: OPERATOR, userId }),
        charter.organizations.appointAdmin({
          actor: OPERATOR,
          organizationId: globex.id,
          email: email('u@people.com'),
          reason: 'x',
        }),
      ],
      holds: async (world, answers, { globex }) => {
        expect(codeOf(answers[0] as never)).toBe('ok')
        expect(['ok', 'user_deactivated']).toContain(codeOf(answers[1] as never))
        const removal = { actor: OPERATOR, userId: globex.adminId }
        expect(codeOf(await world.charter.users.deactivate(removal))).toBe('last_admin')
      },
      runs: 60,
      atLeast: 20,
    })
  })

  it('is brought back once, whoever asks', async () => {
    await race({
      given: async world => {
        const acme = await world.found('Acme')
        const userId = await secondAdmin(world, acme)
        unwrap(await world.charter.users.deactivate({ actor: acme.admin, userId: userId as never }))
        return { acme, userId }
      },
      when: (charter, { acme, userId }) =>
        [acme.admin, OPERATOR].map(actor => charter.users.reactivate({ actor, userId: userId as never })),
      holds: async (_, answers) => expect(answers.map(codeOf).sort()).toEqual(['ok', 'user_not_deactivated']),
      runs: 60,
      atLeast: 20,
    })
  })
})
