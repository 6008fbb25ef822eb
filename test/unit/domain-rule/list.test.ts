import { describe, expect, it } from 'vitest'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { createWorld, DAYS, decided, OPERATOR, START } from '../../support/world.ts'

describe('listDomainRules', () => {
  it('shows the organization’s rules in the order of their domains, each with how it stands', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    await world.rule(acme, 'b.com')
    await world.pending(acme, 'c.com')
    world.clock.advance(1)
    await world.rule(acme, 'a.com')
    await world.rule(globex, 'globex.com')
    await world.dispute(acme, globex, 'd.com')
    world.clock.set(START + 90 * DAYS)
    const answer = await world.charter.domainRules.list({ actor: acme.admin, organizationId: acme.id })
    expect(unwrap(answer).items.map(({ domain, standing }) => [domain, standing])).toEqual([
      ['a.com', 'trusted'],
      ['b.com', 'lapsed'],
      ['c.com', 'pending'],
      ['d.com', 'disputed'],
    ])
    expect(decided(answer)).toEqual({ because: ['role_permits'], effects: [] })
  })

  it('goes on in pages', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    for (const domain of ['a.com', 'b.com', 'c.com']) await world.pending(acme, domain)
    const page = { actor: acme.admin, organizationId: acme.id, limit: 2 }
    const first = unwrap(await world.charter.domainRules.list(page))
    const second = unwrap(await world.charter.domainRules.list({ ...page, after: first.next }))
    expect([first, second].map(({ items }) => items.map(({ domain }) => domain))).toEqual([
      ['a.com', 'b.com'],
      ['c.com'],
    ])
    expect(second).not.toHaveProperty('next')
  })

  const refusals: Refusals<Charter<string>['domainRules']['list']> = authorizationRefusals(
    (world, actor, organizationId) => world.charter.domainRules.list({ actor, organizationId }),
  )
  itRefuses(refusals)
})

describe('dueProofs', () => {
  it('shows the proofs that lapse before an instant, the earliest first, with what to look up (DOM-3)', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    const first = await world.rule(acme, 'a.com')
    world.clock.advance(10)
    await world.rule(globex, 'b.com', {}, { kind: 'operator', reason: 'x' })
    world.clock.advance(10)
    await world.rule(acme, 'c.com')
    await world.pending(acme, 'd.com')
    const due = (before: number) => world.charter.domainRules.due({ actor: OPERATOR, before })
    const answer = await due(START + 90 * DAYS + 20)
    expect(unwrap(answer).items).toEqual([
      {
        organizationId: acme.id,
        domain: 'a.com',
        proof: 'dns_txt',
        until: START + 90 * DAYS,
        challenge: first.challenge,
      },
      expect.objectContaining({ organizationId: globex.id, domain: 'b.com', proof: 'operator' }),
    ])
    expect(decided(answer)).toEqual({ because: ['proofs_due'], effects: [] })
    expect(unwrap(await due(START + 90 * DAYS)).items).toEqual([])
    expect(unwrap(await due(START + 90 * DAYS + 21)).items).toHaveLength(3)
    await world.proveByDns(acme, 'a.com')
    expect(unwrap(await due(START + 90 * DAYS + 20)).items.map(({ domain }) => domain)).toEqual(['b.com'])
  })

  it('goes on in pages up to the instant, and not beyond', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    for (let index = 0; index < 7; index++) {
      await world.rule(acme, `d${index}.com`)
      world.clock.advance(1)
    }
    const domains: string[] = []
    let after: string | undefined
    let pages = 0
    do {
      const asked = { actor: OPERATOR, before: START + 90 * DAYS + 5, limit: 2, ...(after && { after }) }
      const page = unwrap(await world.charter.domainRules.due(asked))
      domains.push(...page.items.map(({ domain }) => domain))
      after = page.next
      pages++
    } while (after !== undefined)
    expect(domains).toEqual(['d0.com', 'd1.com', 'd2.com', 'd3.com', 'd4.com'])
    expect(pages).toBe(3)
  })

  const refusals: Refusals<Charter<string>['domainRules']['due']> = {
    operator_only: async world => {
      const { admin } = await world.found('Acme')
      return () => world.charter.domainRules.due({ actor: admin, before: 0 })
    },
  }
  itRefuses(refusals)
})
