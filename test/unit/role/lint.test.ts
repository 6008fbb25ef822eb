import { describe, expect, it } from 'vitest'
import { lookAlikes } from '../../../src/core/role/resolve/look-alikes.ts'
import { idna } from '../../../src/idna.ts'
import { createDomainLists } from '../../../src/index.ts'
import { type LintOptions, lintRules, type PlainRule } from '../../../src/roles.ts'

const rule = (organizationId: string, domain: string, rest: Partial<PlainRule> = {}): PlainRule => ({
  organizationId,
  domain,
  match: 'exact',
  role: 'member',
  type: 'internal',
  ...rest,
})
const external = (organizationId: string, domain: string, rest: Partial<PlainRule> = {}) =>
  rule(organizationId, domain, { type: 'external', ...rest })
const findings = (rules: readonly PlainRule[], options?: LintOptions) =>
  lintRules(rules, options).map(({ code, facts }) => [code, facts])

/** One of very many domains that look alike. */
const alike = (i: number) => `${i.toString(2).padStart(17, '0').replaceAll('1', 'o')}.com`

describe('lintRules', () => {
  it('finds nothing in rules that are apart', () => {
    expect(lintRules([rule('a', 'acme.com'), rule('b', 'bmce.com', { match: 'subdomains' })])).toEqual([])
  })

  it('reports rules that can never win, with their position (RES-7)', () => {
    const rules = [rule('a', 'acme.com'), rule('b', 'com'), rule('a', 'acme.com'), rule('c', 'bücher.example')]
    expect(lintRules(rules)).toEqual([
      { code: 'rule_never_wins', rules: ['RES-7'], facts: { position: 0, refusal: 'rule_duplicate' } },
      { code: 'rule_never_wins', rules: ['RES-7'], facts: { position: 1, refusal: 'domain_single_label' } },
      { code: 'rule_never_wins', rules: ['RES-7'], facts: { position: 2, refusal: 'rule_duplicate' } },
      { code: 'rule_never_wins', rules: ['RES-7'], facts: { position: 3, refusal: 'domain_not_ascii_needs_idna' } },
    ])
    expect(findings([rule('c', 'bücher.example')], { idna })).toEqual([])
  })

  it('reports organizations that overlap on one domain (RES-7)', () => {
    expect(findings([external('b', 'acme.com'), rule('a', 'acme.com')])).toEqual([
      ['rules_overlap', { domain: 'acme.com', organizationIds: ['a', 'b'], organizationCount: 2 }],
    ])
  })

  it('reports organizations that overlap by a domain above (RES-7)', () => {
    const above = external('b', 'acme.com', { match: 'subdomains' })
    expect(findings([above, rule('a', 'x.eu.acme.com')])).toEqual([
      ['rules_overlap', { domain: 'x.eu.acme.com', organizationIds: ['a', 'b'], organizationCount: 2 }],
    ])
    expect(findings([{ ...above, match: 'exact' }, rule('a', 'x.eu.acme.com')])).toEqual([])
    expect(findings([{ ...above, organizationId: 'a' }, rule('a', 'x.eu.acme.com')])).toEqual([])
  })

  it('does not call it an overlap where the owner released a domain (RES-8)', () => {
    expect(findings([rule('b', 'acme.com', { match: 'subdomains' }), rule('a', 'eu.acme.com')])).toEqual([])
  })

  it('reports a domain with two owners, and names them (DOM-4)', () => {
    expect(findings([rule('a', 'acme.com'), rule('b', 'acme.com')])).toEqual([
      ['rules_overlap', { domain: 'acme.com', organizationIds: ['a', 'b'], organizationCount: 2 }],
    ])
  })

  it('names ten organizations and counts the rest', () => {
    const rules = Array.from({ length: 30 }, (_, i) => external(`x${i + 10}`, 'acme.com'))
    const [[, facts] = []] = findings(rules)
    expect(facts).toMatchObject({ organizationIds: { length: 10 }, organizationCount: 30 })
  })

  it('asks which domains are public providers (EML-4)', () => {
    const lists = createDomainLists()
    expect(findings([rule('a', 'GMail.com')], lists)).toEqual([['domain_is_public_provider', { domain: 'gmail.com' }]])
    const isPublicProvider = (domain: string) => domain === 'tuta.com'
    expect(findings([rule('a', 'tuta.com')], { isPublicProvider })).toEqual([
      ['domain_is_public_provider', { domain: 'tuta.com' }],
    ])
    expect(findings([rule('a', 'tuta.com')])).toEqual([])
  })

  it('asks which domains are public suffixes (EML-4)', () => {
    const isPublicSuffix = (domain: string) => domain === 'co.uk'
    expect(findings([rule('a', 'co.uk'), rule('a', 'acme.co.uk')], { isPublicSuffix })).toEqual([
      ['domain_is_public_suffix', { domain: 'co.uk' }],
    ])
  })

  it('reports a domain where the list fails (INV-28)', () => {
    const throwing = () => expect.fail()
    expect(findings([rule('a', 'acme.com')], { isPublicSuffix: throwing, isPublicProvider: throwing })).toHaveLength(2)
  })

  it.each(['acrne.com', 'acme.corn', '\u0430cme.com', '\u0430\u0441\u043c\u0435.com', 'acm\u00e9.com'])(
    'reports %s, which looks like another organization’s domain (RES-7)',
    domain => {
      expect(findings([rule('a', 'acme.com'), external('evil', domain)], { idna })).toMatchObject([
        ['domain_looks_like_owned', { looksLike: 'acme.com', ownedBy: 'a' }],
      ])
    },
  )

  it.each([
    ['paypal.com', 'paypa1.com'],
    ['google.com', 'g0ogle.com'],
    ['swiss.com', 'svviss.com'],
    ['microsoft.com', 'm\u0456crosoft.com'],
    ['oxford.com', '\u03bfxford.com'],
  ])('reports the look-alike of %s, %s (RES-7)', (owned, alike) => {
    expect(findings([rule('a', owned), external('evil', alike)], { idna })).toMatchObject([
      ['domain_looks_like_owned', { organizationId: 'evil', looksLike: owned }],
    ])
  })

  it('reports a domain below a look-alike too (RES-7)', () => {
    expect(findings([rule('a', 'acme.com'), external('evil', 'mail.acrne.com')])).toEqual([
      [
        'domain_looks_like_owned',
        { domain: 'mail.acrne.com', organizationId: 'evil', looksLike: 'acme.com', ownedBy: 'a' },
      ],
    ])
  })

  it('leaves an organization its own look-alikes, and domains that nobody owns', () => {
    expect(findings([rule('a', 'acme.com'), rule('a', 'acrne.com')])).toEqual([])
    expect(findings([external('a', 'acme.com'), external('b', 'acrne.com')])).toEqual([])
  })

  it('takes a rule without a type for an owner’s', () => {
    expect(findings([rule('a', 'acme.com', { type: undefined }), external('b', 'acrne.com')])).toHaveLength(1)
  })

  it('looks at domains as they are where IDNA fails (INV-28)', () => {
    const failing = { toAscii: idna.toAscii, toUnicode: () => expect.fail() }
    expect(findings([rule('a', 'acme.com'), rule('b', '\u0430cme.com')], { idna: failing })).toEqual([])
  })

  it('takes any input without throwing (INV-26)', () => {
    expect(lintRules(null as never).map(({ code }) => code)).toEqual(['rule_never_wins'])
    expect(lintRules([], null as never)).toEqual([])
    expect(lintRules([], new Proxy({}, { ownKeys: () => expect.fail() }))).toEqual([])
  })

  it.each([
    ['all on one domain', (i: number) => external(`x${i}`, 'acme.com', { match: 'subdomains' })],
    [
      'half of them below the others',
      (i: number) => external(`x${i}`, i % 2 ? 'acme.com' : `d${i}.acme.com`, { match: 'subdomains' }),
    ],
    ['all alike', (i: number) => rule(`x${i}`, alike(i))],
    ['all alike and nearly all of one organization', (i: number) => rule(i === 99_999 ? 'y' : 'x', alike(i))],
  ])(
    'answers for 100,000 rules, %s',
    (_, make) => {
      const start = performance.now()
      expect(lintRules(Array.from({ length: 100_000 }, (_, i) => make(i))).length).toBeGreaterThan(0)
      expect(performance.now() - start).toBeLessThan(30_000)
    },
    60_000,
  )
})

describe('look-alikes', () => {
  it('are letters that a domain name can hold, each alike to one', () => {
    const letters = lookAlikes.flatMap(([from, row]) =>
      [...row].flatMap((ascii, i) => (ascii === ' ' ? [] : [String.fromCharCode(from + i)])),
    )
    expect(letters.length).toBeGreaterThan(50)
    expect(lookAlikes.map(([, row]) => row).join('')).toMatch(/^[a-z ]+$/)
    expect(letters.filter(letter => /^[\0-\x7f]$/.test(letter.normalize('NFD')))).toEqual([])
    expect(new Set(letters).size).toBe(letters.length)
    expect(letters.filter(letter => idna.toAscii(`${letter}.example`) === null)).toEqual([])
  })
})
