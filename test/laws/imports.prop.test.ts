import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { memberships } from '../../src/core/membership/index.ts'
import { users } from '../../src/core/user/index.ts'
import { type ImportedRow, type ImportOptions, importMembers } from '../../src/runtime/import/index.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { cutAt, importAll, importing } from '../support/imports.ts'
import {
  breachesOf,
  createWorld,
  deactivate,
  email,
  OPERATOR,
  type Org,
  reserve,
  START,
  type World,
} from '../support/world.ts'

const LOCALS = ['ada', 'Ada', 'bob', 'cy', 'dee', 'eve', 'fay', 'gil', 'hal', 'ida', 'jo', 'kim']
const DOMAINS = ['people.com', 'acme.com', 'globex.com', 'eu.globex.com', 'odd.com']

const address = fc.oneof(
  {
    weight: 9,
    arbitrary: fc.tuple(fc.constantFrom(...LOCALS), fc.constantFrom(...DOMAINS)).map(parts => parts.join('@')),
  },
  { weight: 1, arbitrary: fc.constantFrom('', 'nobody', 'a b@people.com') },
)
const name = fc.constantFrom('', 'Ada', ' Ada', '"Ada, Dr. ""A"""', '"two\nlines"', 'Zoë 😀', 'A"B')
const role = fc.constantFrom('', 'internal', 'external', 'admin', 'workforce', 'emperor')
const line = fc.oneof(
  { weight: 20, arbitrary: fc.tuple(address, name, role).map(fields => fields.join(',')) },
  { weight: 1, arbitrary: fc.constantFrom('', 'x', ',,,', '"a"b,,') },
)
const file = fc
  .tuple(fc.array(line, { maxLength: 40 }), fc.constantFrom('\n', '\r\n'))
  .map(([lines, end]) => ['email,name,role', ...lines].join(end))

/** Acme with people of every kind, and Globex, which owns a domain. */
const peopled = async (world: World): Promise<{ acme: Org; options: Omit<ImportOptions, 'source'> }> => {
  const { acme, options } = await importing(world)
  const globex = await world.found('Globex')
  await world.rule(acme, 'acme.com', { role: 'external' })
  await world.rule(globex, 'globex.com', { match: 'subdomains' })
  await world.dispute(acme, globex, 'odd.com')
  for (const known of ['ada@acme.com', 'bob@globex.com', 'cy@eu.globex.com']) unwrap(await world.signUp(known))
  const assigned = { role: 'internal', by: OPERATOR, at: START }
  const left = await world.user('bob@people.com', acme)
  await world.member(acme, left.id, { status: 'ended', endedAt: START, ending: 'left', assigned } as never)
  const ruled = await world.user('cy@people.com', acme)
  await world.member(acme, ruled.id, { status: 'ended', endedAt: START, ending: 'rule_changed' } as never)
  await deactivate(world, (await world.user('dee@people.com', globex)).id)
  await world.invite(acme, 'eve@people.com')
  await reserve(world, 'fay@people.com')
  return { acme, options }
}

/** Who is what in Acme, without the ids that differ from run to run. */
const membersOf = (world: World, acme: Org): readonly string[] => {
  const addresses = new Map(world.all(users).map(({ id, email: { local, domain } }) => [id, `${local}@${domain}`]))
  return world
    .all(memberships)
    .filter(({ organizationId }) => organizationId === acme.id)
    .map(({ userId, status, assigned, byRule, term }) =>
      [addresses.get(userId), status, assigned?.role, byRule?.role, term].join(' '),
    )
    .sort()
}

/** Outcomes without ids. */
const plain = (outcomes: readonly ImportedRow[]) =>
  outcomes.map(({ row, kind, ...rest }) => [row, kind, 'refusal' in rest ? rest.refusal.code : rest.role])

const fresh = async () => {
  const world = createWorld({ check: 'by_hand' })
  return { world, ...(await peopled(world)) }
}

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

describe('laws of imports', () => {
  it('chunks_never_matter: any cutting of the same bytes gives the same outcomes', async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.array(fc.nat(2_000), { maxLength: 12 }), async (text, places) => {
        const [whole, cut] = [await fresh(), await fresh()]
        const all = await importAll(whole.world.charter, { ...whole.options, source: [text] })
        const source = cutAt(utf8(text), places)
        expect(await importAll(cut.world.charter, { ...cut.options, source })).toEqual(all)
        expect(membersOf(cut.world, cut.acme)).toEqual(membersOf(whole.world, whole.acme))
        expect(breachesOf(cut.world)).toEqual([])
      }),
      { numRuns: 40 },
    )
  })

  it('a_batch_is_its_people: the outcomes and the members are those of one person a call', async () => {
    const reached = new Set<string>()
    const person = fc.record({
      email: fc.tuple(fc.constantFrom(...LOCALS), fc.constantFrom(...DOMAINS)).map(parts => parts.join('@')),
      role: fc.constantFrom('internal', 'external', 'admin', 'workforce', 'emperor'),
      byAdmin: fc.boolean(),
    })
    const addresses = DOMAINS.flatMap(domain => LOCALS.map(local => `${local}@${domain}`))
    const everybody = ['internal', 'emperor', 'admin'].flatMap((role, turn) =>
      addresses.filter((_, at) => turn === 0 || at % 3 === turn).map(text => ({ email: text, role, byAdmin: false })),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(person, { minLength: 1, maxLength: 30 }), fc.boolean(), async (people, byAdmin) => {
        const [one, many] = [await fresh(), await fresh()]
        const commandOf = ({ acme }: { acme: Org }) => ({
          actor: byAdmin ? acme.admin : OPERATOR,
          organizationId: acme.id,
        })
        const asked = people.map(({ email: text, role: given }) => ({ email: email(text), role: given }))
        const singly = []
        for (const each of asked)
          singly.push(...unwrap(await one.world.charter.members.import({ ...commandOf(one), people: [each] })).outcomes)
        const together = unwrap(await many.world.charter.members.import({ ...commandOf(many), people: asked })).outcomes
        const withoutIds = (outcomes: typeof together) =>
          outcomes.map(outcome =>
            outcome.kind === 'refused' ? outcome.refusal.code : [outcome.kind, outcome.role].join(' '),
          )
        expect(withoutIds(together)).toEqual(withoutIds(singly))
        expect(membersOf(many.world, many.acme)).toEqual(membersOf(one.world, one.acme))
        expect(breachesOf(many.world)).toEqual([])
        for (const outcome of withoutIds(together)) reached.add(outcome)
      }),
      { numRuns: 60, examples: [true, false].map(byAdmin => [everybody, byAdmin]) },
    )
    for (const code of [
      ...['joined internal', 'joined admin', 'already_member external', 'role_unknown', 'home_elsewhere'],
      ...[
        'domain_disputed',
        'address_not_yours',
        'invitation_pending',
        'email_reserved',
        'user_deactivated',
        'member_state',
      ],
    ])
      expect(reached).toContain(code)
  })

  it('twice_is_once: whoever joined is a member the second time, and nothing is changed', async () => {
    await fc.assert(
      fc.asyncProperty(file, fc.boolean(), async (text, isNamed) => {
        const { world, options } = await fresh()
        const asked = { ...options, source: [text], ...(isNamed && { importId: 'hr' }) }
        const first = await importAll(world.charter, asked)
        const before = world.snapshot()
        const second = await importAll(world.charter, asked)
        const joined = new Set(first.flatMap(outcome => (outcome.kind === 'joined' ? outcome.userId : [])))
        const expected = first.map(({ kind }, at) => {
          const again = second[at]
          // A bad row of somebody whom a later row let in is theirs now, and they are in.
          const isIn = kind === 'refused' && again?.kind === 'already_member' && joined.has(again.userId)
          return kind === 'joined' || isIn ? 'already_member' : kind
        })
        expect(second.map(({ kind }) => kind)).toEqual(isNamed ? first.map(({ kind }) => kind) : expected)
        expect(world.snapshot()).toEqual(before)
      }),
      { numRuns: 40 },
    )
  })

  it('resumed_is_uninterrupted: stopped after any row, and gone on from there', async () => {
    const stops = fc.array(fc.nat(600), { maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: 600 }), stops, fc.boolean(), async (count, places, isNamed) => {
        const [whole, broken] = [await fresh(), await fresh()]
        const rows = Array.from({ length: count }, (_, n) => `p${n % 90}@people.com,P,${n % 7 === 0 ? 'emperor' : ''}`)
        const asked = { source: [['email,name,role', ...rows].join('\n')], ...(isNamed && { importId: 'hr' }) }
        const all = await importAll(whole.world.charter, { ...whole.options, ...asked })
        const got: ImportedRow[] = []
        for (const stop of [...[...places].sort((a, b) => a - b), Number.POSITIVE_INFINITY]) {
          const after = got.at(-1)?.row ?? 0
          if (stop <= after) continue
          for await (const outcome of importMembers(broken.world.charter, { ...broken.options, ...asked, after })) {
            got.push(outcome)
            if (outcome.row >= stop) break
          }
        }
        // Without an id whoever joined by outcomes that nobody took is found to be a member.
        if (isNamed) expect(plain(got)).toEqual(plain(all))
        expect(got.map(({ row: number }) => number)).toEqual(all.map(({ row: number }) => number))
        expect(membersOf(broken.world, broken.acme)).toEqual(membersOf(whole.world, whole.acme))
        expect(breachesOf(broken.world)).toEqual([])
      }),
      { numRuns: 15 },
    )
  })

  it('formats_agree: CSV and JSON Lines of the same people have the same outcomes', async () => {
    const person = fc.record({ email: address, name: fc.constantFrom('', 'Ada', ' x', 'two\nlines'), role })
    await fc.assert(
      fc.asyncProperty(fc.array(person, { maxLength: 20 }), async people => {
        const [csv, json] = [await fresh(), await fresh()]
        const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
        const lines = people.map(each => [each.role, each.email, each.name].map(quoted).join(','))
        const asCsv = await importAll(csv.world.charter, {
          ...csv.options,
          source: [['role,email,name', ...lines].join('\n')],
        })
        const source = [people.map(each => JSON.stringify(each)).join('\n')]
        expect(await importAll(json.world.charter, { ...json.options, source, format: 'json_lines' })).toEqual(asCsv)
      }),
      { numRuns: 40 },
    )
  })
})
