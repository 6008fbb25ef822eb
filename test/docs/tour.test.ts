import { beforeAll, describe, expect, it } from 'vitest'
import { tour } from '../../docs/examples/tour/run.ts'

/** What is printed is computed, so that it is held against the data and against itself, and not against a copy. */
describe('the tour', () => {
  const lines: string[] = []
  let result: Awaited<ReturnType<typeof tour>>

  beforeAll(async () => {
    result = await tour(line => lines.push(line))
  }, 60_000)

  it('founds each organization once', () => {
    const { affiliations, founded } = result
    expect(founded).toHaveLength(affiliations.organizations.length)
    expect(new Set(founded.map(({ id }) => id)).size).toBe(founded.length)
    expect(new Set(founded.map(({ name }) => name)).size).toBe(founded.length)
  })

  it('claims each domain for each organization that lists it', () => {
    const { affiliations, claims, released } = result
    expect(claims).toHaveLength(affiliations.organizations.reduce((sum, { domains }) => sum + domains.length, 0))
    const trusted = claims.filter(({ outcome }) => outcome === 'trusted').map(({ domain }) => domain)
    expect(new Set(trusted).size).toBe(trusted.length)
    expect(released.length).toBeGreaterThan(0)
    expect(released.filter(({ outcome }) => outcome !== 'trusted')).toEqual([])
  })

  it('says of each sign-up which organizations it joined, or why none', () => {
    const { affiliations, signUps } = result
    expect(signUps).toHaveLength(affiliations.people.reduce((sum, { domains }) => sum + domains.length, 0))
    const joined = signUps.filter(signUp => signUp.joined.length > 0)
    const unmatched = signUps.filter(({ why, refusal }) => why !== undefined && refusal !== undefined)
    expect(joined.length + unmatched.length).toBe(signUps.length)
    expect(joined.filter(({ why }) => why !== undefined)).toEqual([])
    for (const { because } of joined.flatMap(signUp => signUp.joined)) expect(because.length).toBeGreaterThan(0)
  })

  it('lets nobody join by a domain that is disputed, public or unknown', () => {
    const { claims, signUps } = result
    const isOwned = (domain: string) =>
      [...claims, ...result.released].some(
        ({ outcome, domain: owned }) => outcome === 'trusted' && (domain === owned || domain.endsWith(`.${owned}`)),
      )
    const strangers = signUps.filter(({ joined, domain }) => joined.length > 0 && !isOwned(domain))
    expect(strangers).toEqual([])
    expect(
      signUps.some(({ considered }) => considered.some(sentence => sentence.startsWith('Two organizations'))),
    ).toBe(true)
  })

  it('compares every membership with the employers on record', () => {
    const { employers, signUps } = result
    expect(employers.compared).toBe(signUps.reduce((sum, { joined }) => sum + joined.length, 0))
    expect(employers.agreed).toBeGreaterThan(0)
    expect(employers.agreed).toBeLessThan(employers.compared)
  })

  it('staffs two clients with a vendor’s people, and loses one of them (WRK-1, WRK-5)', () => {
    const { people, clients, came, withoutSeat, allowed, swept } = result.staffing
    expect(new Set(clients).size).toBe(2)
    expect(people).toBeGreaterThan(40)
    expect(came).toEqual([people, people])
    expect(withoutSeat).toBe(people - 40)
    expect(allowed).toEqual({ before: [true, true], after: [false, true] })
    expect(swept).toBe(people)
  })

  it('leaves all invariants whole and the outbox empty', () => {
    expect(result.breaches).toBe(0)
    expect(result.effects).toBeGreaterThan(0)
  })

  it('prints plain lines in which nothing is missing', () => {
    expect(lines.length).toBeGreaterThan(80)
    expect(lines.filter(line => /undefined|\[object|NaN| unknown\)/.test(line))).toEqual([])
  })
})
