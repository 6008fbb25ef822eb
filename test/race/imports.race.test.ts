import { describe, expect, it } from 'vitest'
import { invitations } from '../../src/core/invitation/index.ts'
import { memberships } from '../../src/core/membership/index.ts'
import { userEmails, users } from '../../src/core/user/index.ts'
import type { Charter } from '../../src/runtime/charter.ts'
import type { ImportedRow } from '../../src/runtime/import/index.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { importAll, importing } from '../support/imports.ts'
import { race } from '../support/races.ts'
import { codeOf, createWorld, email, OPERATOR, type Org, type World } from '../support/world.ts'

const people = (...names: readonly string[]) =>
  names.map(name => ({ email: email(`${name}@people.com`), role: 'external' }))

const importInto = (charter: Charter<string>, { id: organizationId }: Org, ...names: readonly string[]) =>
  charter.members.import({ actor: OPERATOR, organizationId, people: people(...names) })

type Imported = Awaited<ReturnType<typeof importInto>>

const kindsOf = (answer: unknown): readonly string[] =>
  unwrap(answer as Imported).outcomes.map(outcome => (outcome.kind === 'refused' ? outcome.refusal.code : outcome.kind))

const foundAcme = (world: World) => world.found('Acme')

describe('imports at the same moment', () => {
  it('make one user of whom two of them name, and a member once (INV-04, INV-07)', async () => {
    await race({
      given: foundAcme,
      when: (charter, acme) => [importInto(charter, acme, 'a', 'b', 'c'), importInto(charter, acme, 'c', 'b', 'd')],
      holds: async (world, answers, acme) => {
        expect(answers.map(codeOf)).toEqual(['ok', 'ok'])
        expect(answers.flatMap(kindsOf).sort()).toEqual([
          ...Array(2).fill('already_member'),
          ...Array(4).fill('joined'),
        ])
        expect(world.all(users)).toHaveLength(5)
        expect(world.all(memberships).filter(({ organizationId }) => organizationId === acme.id)).toHaveLength(5)
      },
      runs: 80,
      atLeast: 5,
    })
  })

  it('of two organizations make one user, at home in one and a guest in the other (ORG-3, MEM-6)', async () => {
    await race({
      given: async world => [await world.found('Acme'), await world.found('Globex')] as const,
      when: (charter, orgs) => orgs.map(org => importInto(charter, org, 'a')),
      holds: async (world, answers, orgs) => {
        const outcomes = answers.map(answer => unwrap(answer as Imported).outcomes[0])
        expect(outcomes.map(outcome => (outcome?.kind === 'joined' ? outcome.user : '')).sort()).toEqual([
          'known',
          'new',
        ])
        const [user] = world.all(users).filter(({ email: { domain } }) => domain === 'people.com')
        expect(user?.homeOrganizationId).toBe(
          orgs[outcomes[0]?.kind === 'joined' && outcomes[0].user === 'new' ? 0 : 1].id,
        )
      },
      runs: 60,
      atLeast: 4,
    })
  })

  it('and a sign-up: whoever is second finds the user (RES-3, INV-04)', async () => {
    await race({
      given: async world => {
        const acme = await world.found('Acme')
        await world.rule(acme, 'people.com')
        return acme
      },
      when: (charter, acme) => [
        importInto(charter, acme, 'a', 'b'),
        charter.users.signUp({ email: email('b@people.com') }),
      ],
      holds: async (world, [imported, signedUp]) => {
        expect(kindsOf(imported)).toEqual(['joined', signedUp?.ok ? 'already_member' : 'joined'])
        if (signedUp && !signedUp.ok) expect(codeOf(signedUp)).toBe('email_taken')
        expect(world.all(users).filter(({ email: { local } }) => local === 'b')).toHaveLength(1)
      },
      runs: 80,
      atLeast: 10,
    })
  })

  it('and a removal: whoever is put out stays out (MEM-4)', async () => {
    await race({
      given: async world => {
        const acme = await world.found('Acme')
        const { outcomes } = unwrap(await importInto(world.charter, acme, 'a'))
        return { acme, userId: outcomes[0]?.kind === 'joined' ? outcomes[0].userId : ('' as never) }
      },
      when: (charter, { acme, userId }) => [
        importInto(charter, acme, 'a', 'b'),
        charter.members.remove({ actor: acme.admin, organizationId: acme.id, userId }),
      ],
      holds: async (world, answers, { acme, userId }) => {
        expect(answers.map(codeOf)).toEqual(['ok', 'ok'])
        expect(['already_member joined', 'member_state joined']).toContain(kindsOf(answers[0]).join(' '))
        expect((await world.get(memberships, acme.id, userId))?.status).toBe('ended')
      },
      runs: 80,
      atLeast: 8,
    })
  })

  it('and an invitation: it waits, or the person is in (INVI-4)', async () => {
    await race({
      given: foundAcme,
      when: (charter, acme) => [
        importInto(charter, acme, 'a'),
        charter.invitations.send({
          actor: acme.admin,
          organizationId: acme.id,
          invitations: [{ email: 'a@people.com', role: 'internal' }],
        }),
      ],
      holds: async (world, [imported, sent]) => {
        expect(codeOf(sent as never)).toBe('ok')
        const isIn = kindsOf(imported)[0] === 'joined'
        if (!isIn) expect(kindsOf(imported)).toEqual(['invitation_pending'])
        expect(world.all(memberships)).toHaveLength(isIn ? 2 : 1)
        expect(world.all(invitations).length + Number(isIn)).toBeGreaterThanOrEqual(1)
      },
      runs: 80,
      atLeast: 6,
    })
  })

  it('and the archiving of the organization: all or nothing (ORG-5)', async () => {
    await race({
      given: foundAcme,
      when: (charter, acme) => [
        importInto(charter, acme, 'a', 'b'),
        charter.organizations.archive({ actor: acme.admin, organizationId: acme.id }),
      ],
      holds: async (world, [imported]) => {
        expect(['ok', 'organization_archived']).toContain(codeOf(imported as never))
        expect(world.all(users)).toHaveLength(imported?.ok ? 3 : 1)
      },
      runs: 60,
      atLeast: 5,
    })
  })

  it('with the same key are one: the second is given the outcomes of the first (INV-27)', async () => {
    await race({
      given: foundAcme,
      when: (charter, { id: organizationId }) =>
        [1, 2, 3].map(() =>
          charter.members.import({ actor: OPERATOR, organizationId, people: people('a', 'b'), idempotencyKey: 'k' }),
        ),
      holds: async (world, answers) => {
        expect(answers.map(kindsOf)).toEqual(Array(3).fill(['joined', 'joined']))
        expect(answers.filter(answer => answer.ok && !answer.repeated)).toHaveLength(1)
        expect(world.all(users)).toHaveLength(3)
      },
      runs: 60,
      atLeast: 8,
    })
  })
})

describe('two imports of overlapping files at once', () => {
  it('lose nobody and double nobody, batch by batch', async () => {
    const world = createWorld()
    const { options } = await importing(world)
    const file = (from: number, to: number) =>
      ['email', ...Array.from({ length: to - from }, (_, n) => `p${from + n}@people.com`)].join('\n')
    const [first, second] = await Promise.all([
      importAll(world.charter, { ...options, source: [file(0, 900)] }),
      importAll(world.charter, { ...options, source: [file(500, 1_300)] }),
    ])
    const joined = (outcomes: readonly ImportedRow[]) => outcomes.filter(({ kind }) => kind === 'joined').length
    expect([first.length, second.length, joined(first) + joined(second)]).toEqual([900, 800, 1_300])
    expect([...first, ...second].filter(({ kind }) => kind !== 'joined' && kind !== 'already_member')).toEqual([])
    expect(world.all(userEmails)).toHaveLength(1_301)
  })
})
