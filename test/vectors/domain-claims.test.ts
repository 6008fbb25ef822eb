import { describe, expect, it } from 'vitest'
import { idna } from '../../src/adapters/idna/index.ts'
import { createDomainLists } from '../../src/adapters/lists/index.ts'
import { judgeClaim } from '../../src/core/domain-rule/claimable.ts'
import { claimDeviations, unclaimableOrganizationDomains } from './claim-deviations.ts'
import { readVector } from './load.ts'

const lists = createDomainLists()
const claim = (input: unknown) => judgeClaim(input, { lists, idna, specialUse: 'refuse' })
const outcome = (input: unknown) => {
  const result = claim(input)
  return result.ok ? 'accept' : result.refusal.code
}

type ClaimVector = { readonly rule: { readonly domain: string }; readonly claim?: 'refuse' | 'accept' | 'policy' }
type AddressVector = { readonly id: string; readonly input: string; readonly expect: string; readonly domain?: string }
const parse = <T>(path: string): T => JSON.parse(readVector(path)) as T

describe('claims of the domain vectors', () => {
  const claims = parse<{ vectors: ClaimVector[] }>('domains/domain-match-and-claim.json').vectors.flatMap(
    ({ rule, claim }) => (claim ? [{ domain: rule.domain, claim }] : []),
  )

  it('leave none of the choices undecided', () => {
    expect(claims.length).toBeGreaterThan(10)
    expect(claims.filter(({ claim }) => claim === 'policy').map(({ domain }) => domain)).toEqual(
      Object.keys(claimDeviations),
    )
  })

  it.each(claims)('$claim $domain (INV-06)', ({ domain, claim: expected }) => {
    const decided = claimDeviations[domain]?.claim ?? expected
    expect(claim(domain).ok).toBe(decided === 'accept')
  })
})

describe('domains of the address vectors', () => {
  const addresses = parse<{ vectors: AddressVector[] }>('email/attack-addresses.json').vectors
  const domainOf = (address: string) => address.slice(address.lastIndexOf('@') + 1)

  it.each(addresses.filter(vector => vector.expect === 'no-owner'))('nobody owns the one of $id', ({ input }) => {
    expect(outcome(domainOf(input))).toMatch(/^domain_is_(public_suffix|special_use)$/)
  })

  it.each(addresses.filter(vector => vector.expect === 'accept'))('the one of $id can be owned', vector => {
    expect(claim(domainOf(vector.input))).toEqual({ ok: true, value: vector.domain })
  })
})

describe('domains of real organizations', () => {
  const { domains } = parse<{ domains: readonly string[] }>('domains/organization-domains.json')

  it('can all be claimed but for those that others share', () => {
    expect(domains.length).toBeGreaterThan(600)
    const refused = domains.map(domain => [domain, outcome(domain)]).filter(([, code]) => code !== 'accept')
    expect(Object.fromEntries(refused)).toEqual(
      Object.fromEntries(Object.entries(unclaimableOrganizationDomains).map(([domain, { code }]) => [domain, code])),
    )
  })
})
