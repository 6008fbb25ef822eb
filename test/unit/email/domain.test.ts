import { describe, expect, it } from 'vitest'
import {
  type Domain,
  DomainName,
  domainAndParents,
  isCanonicalDomain,
  parseDomain,
} from '../../../src/core/email/index.ts'
import { idna } from '../../../src/idna.ts'

const outcome = (input: unknown, options?: Parameters<typeof parseDomain>[1]) => {
  const parsed = parseDomain(input, options)
  return parsed.ok ? parsed.value : parsed.refusal.code
}
const label = (length: number) => 'b'.repeat(length)

describe('parseDomain', () => {
  it.each([
    ['Acme.COM', 'acme.com'],
    ['a.b.c.d.e', 'a.b.c.d.e'],
    ['0-9.a1', '0-9.a1'],
    ['a-b.c--d.com', 'a-b.c--d.com'],
    [`${label(63)}.com`, `${label(63)}.com`],
  ])('reads %s', (input, domain) => {
    expect(outcome(input)).toBe(domain)
  })

  it.each([
    [undefined, 'domain_not_a_string'],
    [['a.com'], 'domain_not_a_string'],
    ['', 'domain_empty'],
    ['.', 'domain_label_empty'],
    ['.acme.com', 'domain_label_empty'],
    ['acme..com', 'domain_label_empty'],
    ['acme.com.', 'domain_trailing_dot'],
    ['localhost', 'domain_single_label'],
    ['com', 'domain_single_label'],
    [`${label(64)}.com`, 'domain_label_too_long'],
    [`a.${label(64)}`, 'domain_label_too_long'],
    ['-a.com', 'domain_label_hyphen'],
    ['a-.com', 'domain_label_hyphen'],
    ['a.-com', 'domain_label_hyphen'],
    ['a.com-', 'domain_label_hyphen'],
    ['ab--c.com', 'domain_label_hyphen'],
    ['a.bc--d', 'domain_label_hyphen'],
    ['xn--.com', 'domain_label_hyphen'],
    ['xn--acme-.com', 'domain_label_hyphen'],
    ['a_b.com', 'domain_character_invalid'],
    ['*.com', 'domain_character_invalid'],
    ['a.com:25', 'domain_character_invalid'],
    ['a b.com', 'domain_character_invalid'],
    ['a.com\n', 'domain_character_invalid'],
    ['a\u0000.com', 'domain_character_invalid'],
    ['a@b.com', 'domain_character_invalid'],
    ['[::1]', 'domain_address_literal'],
    ['127.0.0.1', 'domain_numeric_tld'],
    ['1.2', 'domain_numeric_tld'],
    ['a.0x7f', 'domain_numeric_tld'],
    ['a.4com', 'domain_numeric_tld'],
  ])('refuses %j as %s (EML-1)', (input, code) => {
    expect(outcome(input)).toBe(code)
  })

  it('takes 253 characters and no more (EML-1)', () => {
    const longest = `${label(63)}.${label(63)}.${label(63)}.${label(57)}.com`
    expect(longest).toHaveLength(253)
    expect(outcome(longest)).toBe(longest)
    expect(outcome(`b${longest}`)).toBe('domain_too_long')
  })

  it('needs IDNA for what is not ASCII and for A-labels (RES-6)', () => {
    for (const domain of [
      'bücher.example',
      'xn--bcher-kva.example',
      'XN--BCHER-KVA.example',
      'a.Xn--bcher-kva',
      'acme。com',
    ]) {
      expect(outcome(domain)).toBe('domain_not_ascii_needs_idna')
      expect(outcome(domain, {})).toBe('domain_not_ascii_needs_idna')
    }
  })

  it('gives the U-label, the A-label and any ASCII case of them one form (EML-2)', () => {
    for (const domain of ['bücher.example', 'Bücher.Example', 'xn--bcher-kva.example', 'XN--BCHER-KVA.EXAMPLE'])
      expect(outcome(domain, { idna })).toBe('xn--bcher-kva.example')
  })

  it.each([
    ['an upper-case letter beyond ASCII', 'BÜCHER.example'],
    ['an ideographic full stop', 'acme。com'],
    ['a soft hyphen', 'ac\u00adme.com'],
    ['a letter like k', '\u212aacme.com'],
    ['a decomposed letter', 'bu\u0308cher.example'],
    ['a capital sharp s', 'stra\u1e9ee.de'],
    ['what is no Punycode', 'xn--0.com'],
    ['a joiner out of place', 'a\u200db.com'],
    ['both directions in one label', 'a\u05d0.com'],
    ['a character that is not in Unicode yet', '\u0378.com'],
  ])('refuses %s, which the mapping would change or drop (EML-2)', (_, domain) => {
    expect(outcome(domain, { idna })).toBe('domain_not_canonical')
  })

  it('reads what IDNA answers like any other input (INV-28)', () => {
    const answering = (answer: unknown) => ({ idna: { toAscii: () => answer as string, toUnicode: () => null } })
    expect(outcome('ä.com', answering('xn--4ca.com'))).toBe('xn--4ca.com')
    expect(outcome('ä.com', answering('XN--4ca.com'))).toBe('domain_not_canonical')
    expect(outcome('ä.com', answering('ä.com'))).toBe('domain_not_canonical')
    expect(outcome('ä.com', answering(undefined))).toBe('domain_not_canonical')
    expect(outcome('ä.com', answering('a b.com'))).toBe('domain_character_invalid')
    expect(outcome('ä.com', answering(label(300)))).toBe('domain_too_long')
    expect(outcome('ä.1', { idna })).toBe('domain_numeric_tld')
    expect(outcome('ä', { idna })).toBe('domain_single_label')
    const throwing = { toAscii: () => expect.fail(), toUnicode: () => null }
    expect(outcome('ä.com', { idna: throwing })).toBe('domain_not_canonical')
  })

  it('says where, and never repeats the input', () => {
    const facts = (input: string) => {
      const parsed = parseDomain(input)
      return parsed.ok ? undefined : parsed.refusal.facts
    }
    expect(facts('ab..com')).toEqual({ position: 3 })
    expect(facts('ab.c_d.com')).toEqual({ position: 4, codePoint: 'U+005F' })
    expect(facts(`ab.${label(64)}.com`)).toEqual({ position: 3, length: 64, max: 63 })
  })
})

describe('domainAndParents', () => {
  it('lists the domain and each above it with two labels or more, most specific first', () => {
    expect(domainAndParents('a.b.acme.com' as Domain)).toEqual(['a.b.acme.com', 'b.acme.com', 'acme.com'])
    expect(domainAndParents('acme.com' as Domain)).toEqual(['acme.com'])
  })
})

describe('DomainName', () => {
  it('takes the canonical form and nothing else (EML-2)', () => {
    expect(DomainName.safeParse('xn--bcher-kva.example').success).toBe(true)
    for (const other of ['Acme.com', 'bücher.example', 'com', 'a.com.', '', 1, null]) {
      expect(DomainName.safeParse(other).success).toBe(false)
    }
    expect(isCanonicalDomain('acme.com')).toBe(true)
    expect(isCanonicalDomain('acme.Com')).toBe(false)
  })
})
