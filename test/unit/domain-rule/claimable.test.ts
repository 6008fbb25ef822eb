import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { idna } from '../../../src/adapters/idna/index.ts'
import { createDomainLists } from '../../../src/adapters/lists/index.ts'
import { claimRefusals } from '../../../src/core/domain-rule/claim-refusals.ts'
import { type ClaimGiven, isPublicDomain, judgeClaim } from '../../../src/core/domain-rule/claimable.ts'
import { parseDomain } from '../../../src/core/email/index.ts'
import type { DomainLists } from '../../../src/ports/domain-lists.ts'
import { readVector } from '../../vectors/load.ts'

const lists = createDomainLists()
const given: ClaimGiven = { lists, idna, specialUse: 'refuse' }
const code = (input: unknown, more: Partial<ClaimGiven> = {}) => {
  const result = judgeClaim(input, { ...given, ...more })
  return result.ok ? result.value : result.refusal.code
}

const nothing: DomainLists = {
  isPublicProvider: () => false,
  isDisposable: () => false,
  isPublicSuffix: () => false,
  isSpecialUse: () => false,
  registrable: domain => domain,
}

describe('judgeClaim', () => {
  it('answers the canonical form of a domain that an organization can own', () => {
    expect(judgeClaim('ACME.com', given)).toEqual({ ok: true, value: 'acme.com' })
    expect(judgeClaim('bücher.com', given)).toEqual({ ok: true, value: 'xn--bcher-kva.com' })
    expect(judgeClaim('eu.acme.github.io', given)).toEqual({ ok: true, value: 'eu.acme.github.io' })
  })

  it('refuses what is no domain as parsing does', () => {
    for (const input of ['', 'com', '.acme.com', 'acme.com.', '*.acme.com', '127.0.0.1', 'x@acme.com', 7, null])
      expect(judgeClaim(input, given)).toEqual(parseDomain(input, { idna }))
    expect(code('bücher.com', { idna: undefined as never })).toBe('domain_not_ascii_needs_idna')
  })

  it('refuses a public mail provider, and what is below it (EML-4, INV-06)', () => {
    expect(judgeClaim('us.Yahoo.com', given)).toEqual({
      ok: false,
      refusal: claimRefusals.domain_is_public_provider({ domain: 'us.yahoo.com', disposable: false }),
    })
  })

  it('says when the provider is a disposable one (EML-4)', () => {
    expect(judgeClaim('mailinator.com', given)).toEqual({
      ok: false,
      refusal: claimRefusals.domain_is_public_provider({ domain: 'mailinator.com', disposable: true }),
    })
  })

  it('refuses a disposable domain even when the lists forget to call it public', () => {
    expect(code('acme.com', { lists: { ...nothing, isDisposable: () => true } })).toBe('domain_is_public_provider')
  })

  it('refuses a public suffix, ICANN’s or private (EML-4, INV-06)', () => {
    for (const domain of ['co.uk', 'github.io', 'foo.ck', 'herokuapp.com'])
      expect(judgeClaim(domain, given)).toEqual({
        ok: false,
        refusal: claimRefusals.domain_is_public_suffix({ domain }),
      })
  })

  it('refuses special use, but in a test mode (EML-4)', () => {
    expect(judgeClaim('acme.test', given)).toEqual({
      ok: false,
      refusal: claimRefusals.domain_is_special_use({ domain: 'acme.test' }),
    })
    expect(code('acme.test', { specialUse: 'allow_in_tests' })).toBe('acme.test')
    expect(code('vendor.example', { specialUse: 'allow_in_tests' })).toBe('vendor.example')
    expect(code('acme.test', { specialUse: 'anything else' as never })).toBe('domain_is_special_use')
  })

  it('relaxes nothing else in a test mode (INV-06)', () => {
    expect(code('gmail.com', { specialUse: 'allow_in_tests' })).toBe('domain_is_public_provider')
    expect(code('co.uk', { specialUse: 'allow_in_tests' })).toBe('domain_is_public_suffix')
  })

  it('lets an operator except a public provider or suffix, never special use (INV-06)', () => {
    expect(code('gmail.com', { override: true })).toBe('gmail.com')
    expect(code('mailinator.com', { override: true })).toBe('mailinator.com')
    expect(code('co.uk', { override: true })).toBe('co.uk')
    expect(code('acme.test', { override: true })).toBe('domain_is_special_use')
    expect(code('com', { override: true })).toBe('domain_single_label')
    expect(code('gmail.com', { override: false })).toBe('domain_is_public_provider')
    expect(code('gmail.com', { override: 'yes' as never })).toBe('domain_is_public_provider')
  })

  it('tells of special use first: no operator can lift it', () => {
    expect(code('home.arpa')).toBe('domain_is_special_use')
  })
})

describe('judgeClaim with lists of the host', () => {
  const questions = ['isSpecialUse', 'isPublicSuffix', 'isDisposable', 'isPublicProvider'] as const
  const broken: readonly [string, () => never][] = [
    [
      'throw',
      () => {
        throw new Error('down')
      },
    ],
    ['answer undefined', () => undefined as never],
    ['answer a promise', () => Promise.resolve(false) as never],
    ['answer 0', () => 0 as never],
  ]

  for (const question of questions)
    it.each(broken)(`refuses when ${question} would %s (INV-28)`, (_, answer) => {
      expect(judgeClaim('acme.com', { ...given, lists: { ...nothing, [question]: answer } })).toEqual({
        ok: false,
        refusal: claimRefusals.domain_lists_failed({ domain: 'acme.com' }),
      })
    })

  it('refuses when a question is missing or the predicate of the host throws (INV-28)', () => {
    expect(code('acme.com', { lists: {} as DomainLists })).toBe('domain_lists_failed')
    const throwing = createDomainLists({
      disposable: () => {
        throw new Error('down')
      },
    })
    expect(code('acme.com', { lists: throwing })).toBe('domain_lists_failed')
  })

  it('does not ask what an operator has answered', () => {
    expect(code('acme.com', { lists: { isSpecialUse: () => false } as unknown as DomainLists, override: true })).toBe(
      'acme.com',
    )
  })

  it('refuses when idna throws (INV-28)', () => {
    const throwing = () => {
      throw new Error('down')
    }
    expect(judgeClaim('bücher.com', { ...given, idna: { toAscii: throwing, toUnicode: throwing } }).ok).toBe(false)
  })
})

describe('isPublicDomain', () => {
  it('is true of what only an operator can let carry a rule (INV-06)', () => {
    const asked = ['gmail.com', 'us.yahoo.com', 'mailinator.com', 'co.uk', 'acme.com', 'acme.test']
    expect(asked.map(domain => isPublicDomain(domain, lists))).toEqual([true, true, true, true, false, false])
  })

  it('is true when the lists do not answer (INV-28)', () => {
    expect(isPublicDomain('acme.com', {} as DomainLists)).toBe(true)
    expect(isPublicDomain('acme.com', { ...nothing, isPublicProvider: () => undefined as never })).toBe(true)
  })
})

describe('judgeClaim, whatever comes in (INV-26)', () => {
  const shape = (input: unknown) => {
    const result = judgeClaim(input, given)
    if (result.ok) expect(parseDomain(result.value)).toEqual({ ok: true, value: result.value })
    else {
      expect(result.refusal.code).toMatch(/^domain_[a-z_]+$/)
      expect(JSON.parse(JSON.stringify(result.refusal))).toEqual(result.refusal)
    }
    return result
  }

  const { texts } = JSON.parse(readVector('hostile-json.json')) as { texts: readonly string[] }

  it.each(texts.map(text => [text.slice(0, 60), text]))('answers the hostile %s', (_, text) => {
    const before = Object.getOwnPropertyNames(Object.prototype)
    const value: unknown = JSON.parse(text)
    expect(shape(text).ok).toBe(false)
    expect(shape(value).ok).toBe(false)
    if (typeof value === 'object' && value !== null) for (const field of Object.values(value)) shape(field)
    expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
  })

  test.prop([fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSet: true })])(
    'never throws, and takes nothing but a text for a domain',
    input => {
      const { ok } = shape(input)
      if (typeof input !== 'string') expect(ok).toBe(false)
    },
  )

  test.prop([fc.oneof(fc.domain(), fc.string(), fc.string({ unit: 'binary' }))])('never throws for a text', input => {
    shape(input)
  })

  test.prop([fc.domain(), fc.boolean(), fc.boolean(), fc.boolean(), fc.boolean()])(
    'claims exactly what no list has',
    (domain, special, suffix, disposable, provider) => {
      fc.pre(parseDomain(domain).ok)
      const answers: DomainLists = {
        ...nothing,
        isSpecialUse: () => special,
        isPublicSuffix: () => suffix,
        isDisposable: () => disposable,
        isPublicProvider: () => provider,
      }
      const ok = (more: Partial<ClaimGiven>) => judgeClaim(domain, { ...given, lists: answers, ...more }).ok
      expect(ok({})).toBe(!(special || suffix || disposable || provider))
      expect(ok({ specialUse: 'allow_in_tests' })).toBe(!(suffix || disposable || provider))
      expect(ok({ override: true })).toBe(!special)
      expect(isPublicDomain(domain, answers)).toBe(suffix || disposable || provider)
    },
  )
})
