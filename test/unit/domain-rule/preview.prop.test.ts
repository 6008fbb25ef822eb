import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Actor } from '../../../src/core/kernel/index.ts'
import { effectiveRole, joinRequests, memberships } from '../../../src/core/membership/index.ts'
import { defaultRoles } from '../../../src/core/role/index.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { datasetOf } from '../../support/targets.ts'
import {
  breachesOf,
  createWorld,
  deactivate,
  OPERATOR,
  type Org,
  START,
  userOf,
  type World,
} from '../../support/world.ts'

const DOMAINS = ['acme.com', 'eu.acme.com', 'de.eu.acme.com'] as const
const domain = fc.constantFrom(...DOMAINS)
const shape = fc.record({
  match: fc.constantFrom('exact' as const, 'subdomains' as const),
  role: fc.constantFrom('internal', 'external', 'workforce'),
  joining: fc.constantFrom('automatic' as const, 'offered' as const, 'approval' as const),
})
const rules = fc.uniqueArray(fc.tuple(domain, shape), { selector: ([name]) => name, minLength: 2 })

const STATES = ['as_they_came', 'assigned', 'assigned_once', 'suspended', 'left', 'declined', 'deactivated'] as const
const people = fc.uniqueArray(
  fc.record({
    local: fc.constantFrom('a', 'b', 'c', 'support'),
    at: fc.constantFrom(...DOMAINS, 'us.acme.com'),
    state: fc.constantFrom(...STATES),
  }),
  { selector: ({ local, at }) => `${local}@${at}`, minLength: 3, maxLength: 8 },
)

const change = fc.oneof(
  fc.record({ kind: fc.constant('remove' as const), of: fc.nat() }),
  fc.record({ kind: fc.constant('update' as const), of: fc.nat(), shape }),
  fc.record({ kind: fc.constant('add' as const), domain, shape }),
)

/** Datasets, and who administers each: one person, or two together. */
const datasets = fc.array(fc.uniqueArray(fc.nat({ max: 7 }), { minLength: 1, maxLength: 2 }), { maxLength: 3 })

const scenario = fc.record({ rules, people, datasets, change, limit: fc.integer({ min: 1, max: 7 }) })
type Scenario = typeof scenario extends fc.Arbitrary<infer S> ? S : never

/** Everybody signs in; who is in nowhere yet is a user of another organization. */
const arrange = async (world: World, { rules: given, people: who, datasets: things }: Scenario) => {
  const [acme, elsewhere] = [await world.found('Acme'), await world.found('Elsewhere')]
  for (const [name, how] of given) await world.rule(acme, name, how)
  for (const { local, at } of who) await world.user(`${local}@${at}`, elsewhere)
  for (const { local, at } of who) unwrap(await world.signIn(`${local}@${at}`))
  for (const { local, at, state } of who) await put(world, acme, `${local}@${at}`, state)
  for (const admins of things) await administer(world, acme, who, admins)
  return acme
}

const put = async (world: World, acme: Org, address: string, state: (typeof STATES)[number]) => {
  const { id } = await userOf(world, address)
  const member = await world.get(memberships, acme.id, id)
  if (state === 'deactivated') await deactivate(world, id)
  if (state === 'declined')
    await world.charter.members.decline({ actor: OPERATOR, organizationId: acme.id, userId: id })
  if (!member) return
  const assigned = { role: 'external', by: OPERATOR, at: START }
  if (state === 'assigned') await world.member(acme, id, { ...member, assigned } as never)
  if (state === 'assigned_once')
    await world.member(acme, id, { ...member, assigned: { ...assigned, until: START } } as never)
  if (state === 'suspended')
    await world.member(acme, id, { ...member, status: 'suspended', suspendedAt: START } as never)
  if (state === 'left')
    await world.member(acme, id, { ...member, status: 'ended', endedAt: START, ending: 'left' } as never)
}

/** Only of those who are in: nothing is given to anybody else. */
const administer = async (world: World, acme: Org, who: Scenario['people'], indices: readonly number[]) => {
  const admins: string[] = []
  for (const index of indices) {
    const person = who[index]
    const user = person && (await userOf(world, `${person.local}@${person.at}`))
    const member = user && (await world.get(memberships, acme.id, user.id))
    if (member?.status === 'active' && user?.status === 'active') admins.push(user.id)
  }
  if (admins.length > 0) await datasetOf(world, acme, ...admins)
}

/** Who is in, with which role. */
const roles = (world: World, acme: Org) =>
  new Map(
    world
      .all(memberships)
      .filter(({ organizationId, status }) => organizationId === acme.id && status !== 'ended')
      .map(member => [
        member.userId as string,
        effectiveRole(member, { roles: defaultRoles, now: world.clock.now() }) ?? null,
      ]),
  )

const differences = (before: ReadonlyMap<string, string | null>, after: ReadonlyMap<string, string | null>) =>
  [...new Set([...before.keys(), ...after.keys()])].sort().flatMap(userId => {
    const [from, to] = [before.get(userId) ?? null, after.get(userId) ?? null]
    if (from === to) return []
    return [{ userId, change: from === null ? 'gains' : to === null ? 'loses' : 'changes', from, to }]
  })

const asked = ({ rules: given, change: made }: Scenario) => {
  if (made.kind === 'add') return { add: { domain: made.domain, ...made.shape } }
  const name = (given[made.of % given.length] as (typeof given)[number])[0]
  return made.kind === 'remove' ? { remove: name } : { update: { domain: name, ...made.shape } }
}

const previewAll = async (
  world: World,
  acme: Org,
  { made, limit, actor }: { made: ReturnType<typeof asked>; limit: number; actor: Actor },
) => {
  const rows: object[] = []
  const totals = { gains: 0, loses: 0, changes: 0 }
  let after: string | undefined
  do {
    const page = await world.charter.domainRules.preview({
      actor,
      organizationId: acme.id,
      change: made as never,
      limit,
      ...(after && { after }),
    })
    if (!page.ok) return { code: page.refusal.code }
    rows.push(...page.value.members.map(({ because: _, ...row }) => row))
    for (const kind of ['gains', 'loses', 'changes'] as const) totals[kind] += page.value[kind]
    after = page.value.next
  } while (after !== undefined)
  return { rows, totals }
}

/** The change itself, the sweep, the proof where it needs another, and the next sign-in of everybody. */
const really = async (world: World, acme: Org, made: ReturnType<typeof asked>, addresses: readonly string[]) => {
  const here = { actor: acme.admin, organizationId: acme.id, existing: 'reconcile' } as const
  const { domainRules } = world.charter
  const name = made.remove ?? made.update?.domain ?? made.add?.domain ?? ''
  if (made.add) {
    const { existing: _, ...rest } = here
    const added = await domainRules.add({
      ...rest,
      ...(made.add as never as { domain: string } & Scenario['rules'][0][1]),
    })
    if (!added.ok) return added.refusal.code
  } else {
    const done = made.update
      ? await domainRules.update({ ...here, ...made.update })
      : await domainRules.remove({ ...here, domain: name })
    if (!done.ok) return done.refusal.code
    if (done.value.sweep) await world.sweep(acme, name)
  }
  if (!made.remove) await world.proveByDns(acme, name)
  for (const address of addresses) await world.signIn(address)
  return 'ok'
}

describe('a preview', () => {
  it('says what the change, its sweep and the next sign-in of everybody then do (INV-22)', async () => {
    const seen: Record<string, number> = {}
    const count = (what: string) => {
      seen[what] = (seen[what] ?? 0) + 1
    }
    await fc.assert(
      fc.asyncProperty(scenario, async given => {
        const world = createWorld({ check: 'by_hand' })
        const acme = await arrange(world, given)
        const before = roles(world, acme)
        const made = asked(given)
        // Of who administers something together, a page knows those on it.
        const limit = given.datasets.some(({ length }) => length > 1) ? 100 : given.limit
        const previewed = await previewAll(world, acme, { made, limit, actor: OPERATOR })
        const known = await knownTo(world, acme, given, made.remove ?? made.update?.domain ?? made.add?.domain ?? '')
        const shown = await previewAll(world, acme, { made, limit, actor: acme.admin })
        const done = await really(
          world,
          acme,
          made,
          given.people.map(({ local, at }) => `${local}@${at}`),
        )
        count(done)
        expect(breachesOf(world)).toEqual([])
        if (previewed.code) {
          expect(done).toBe(previewed.code)
          expect(shown.code).toBe(previewed.code)
          return
        }
        // These two hang on more than who the people are: whether there is a change, and whether it would be proven.
        if (done === 'domain_rule_unchanged' || done === 'domain_rule_reconcile_untrusted') return
        expect(done).toBe('ok')
        const became = differences(before, roles(world, acme))
        for (const row of became) count(row.change)
        expect([...(previewed.rows ?? [])].sort(byUser)).toEqual(became)
        const ofKnown = became.filter(({ userId, change: kind }) => kind !== 'gains' || known.has(userId))
        expect([...(shown.rows ?? [])].sort(byUser)).toEqual(ofKnown)
        expect(previewed.totals).toEqual({
          gains: became.filter(row => row.change === 'gains').length,
          loses: became.filter(row => row.change === 'loses').length,
          changes: became.filter(row => row.change === 'changes').length,
        })
      }),
      { numRuns: 400 },
    )
    for (const what of ['ok', 'gains', 'loses', 'changes']) expect(seen[what] ?? 0).toBeGreaterThan(3)
  }, 60_000)
})

/** Whom the admins may know of: by a rule that reaches them, and what concerns a domain that none reaches, not at all. */
const knownTo = async (world: World, acme: Org, { rules: given, people: who }: Scenario, of: string) => {
  const reaches = (domain: string) =>
    given.some(([name, { match }]) => domain === name || (match === 'subdomains' && domain.endsWith(`.${name}`)))
  if (!reaches(of)) return new Set<string>()
  const known = new Set<string>()
  for (const { local, at } of who) {
    const { id } = await userOf(world, `${local}@${at}`)
    const isHere = (await world.get(memberships, acme.id, id)) ?? (await world.get(joinRequests, acme.id, id))
    if (isHere || reaches(at)) known.add(id)
  }
  return known
}

const byUser = (a: object, b: object): number =>
  (a as { userId: string }).userId < (b as { userId: string }).userId ? -1 : 1
