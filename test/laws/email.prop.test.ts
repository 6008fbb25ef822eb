import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addressKey,
  type Domain,
  domainAndParents,
  isCanonicalDomain,
  isVerifiedEmail,
  verifiedEmail,
} from '../../src/core/email/index.ts'
import { idna, unicodeLocalParts } from '../../src/idna.ts'
import { formatEmailAddress, parseDomain, parseEmailAddress } from '../../src/roles.ts'
import { anything } from './arbitraries.ts'

const ATEXT = "#$&'*+-/=?^_`{|}~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
const atom = fc.string({ unit: fc.constantFrom(...ATEXT), minLength: 1, maxLength: 12 })
const local = fc.array(atom, { minLength: 1, maxLength: 4 }).map(atoms => atoms.join('.'))
const label = fc.stringMatching(/^[a-zA-Z0-9]([a-zA-Z0-9-]{0,6}[a-zA-Z0-9])?$/)
const domain = fc
  .tuple(fc.array(label, { minLength: 1, maxLength: 4 }), fc.stringMatching(/^[a-zA-Z]{2,8}$/))
  .map(([labels, tld]) => [...labels, tld].join('.'))
const address = fc.tuple(local, domain).map(([before, after]) => `${before}@${after}`)
/** Near an address: made of what addresses are made of, and of what breaks them. */
const nearly = fc.string({
  unit: fc.constantFrom(...'aZ0.@-"()[]<>!%=? \n\u0000ü\u3002\u00ad', 'xn--', '.com', '@acme.com'),
})
const options = { idna, nonAsciiLocalParts: unicodeLocalParts }

describe('laws of addresses', () => {
  it('parse_format_round_trip (EML-1)', () => {
    fc.assert(
      fc.property(fc.oneof(address, nearly, fc.emailAddress()), text => {
        const parsed = parseEmailAddress(text, options)
        if (!parsed.ok) return
        expect(parseEmailAddress(formatEmailAddress(parsed.value), options)).toEqual(parsed)
        expect(formatEmailAddress(parsed.value).length).toBeLessThanOrEqual(254)
      }),
      { numRuns: 3_000 },
    )
  })

  it('what_is_taken_has_one_at_and_a_canonical_domain (EML-1, EML-2)', () => {
    fc.assert(
      fc.property(fc.oneof(address, nearly), text => {
        const parsed = parseEmailAddress(text, { idna })
        if (!parsed.ok) return
        expect(text.split('@')).toEqual([parsed.value.local, expect.anything()])
        expect(parsed.value.domain).toMatch(/^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z][a-z0-9-]*$/)
        expect(isCanonicalDomain(parsed.value.domain)).toBe(true)
      }),
      { numRuns: 3_000 },
    )
  })

  it('a_dot_atom_at_a_host_name_is_taken (EML-1)', () => {
    fc.assert(
      fc.property(local, domain, (before, after) => {
        fc.pre(!before.includes('=?') && !/(^|\.)..--/.test(after))
        const taken = { local: before, domain: after.toLowerCase() }
        expect(parseEmailAddress(`${before}@${after}`)).toEqual({ ok: true, value: taken })
      }),
    )
  })

  it('idna_changes_nothing_for_ascii (EML-2)', () => {
    fc.assert(
      fc.property(fc.oneof(domain, nearly), text => {
        fc.pre(!/[^\0-\x7f]|xn--/i.test(text))
        expect(parseDomain(text, { idna })).toEqual(parseDomain(text))
        const parsed = parseDomain(text)
        if (parsed.ok) expect(idna.toAscii(text)).toBe(parsed.value)
      }),
      { numRuns: 2_000 },
    )
  })

  it('ascii_case_never_matters (EML-2)', () => {
    fc.assert(
      fc.property(address, text => {
        const [one, other] = [parseEmailAddress(text), parseEmailAddress(text.toUpperCase())]
        expect(one.ok).toBe(other.ok)
        if (one.ok && other.ok) expect(addressKey(one.value)).toBe(addressKey(other.value))
      }),
    )
  })

  it('parents_are_what_follows_a_dot (RES-5)', () => {
    fc.assert(
      fc.property(domain, text => {
        const chain = domainAndParents(text as Domain)
        expect(chain[0]).toBe(text)
        expect(chain).toHaveLength(text.split('.').length - 1)
        for (const parent of chain.slice(1)) expect(text.endsWith(`.${parent}`)).toBe(true)
      }),
    )
  })

  it('only_what_was_minted_is_verified (EML-3)', () => {
    fc.assert(
      fc.property(address, anything, (text, { it: other }) => {
        const made = verifiedEmail(text, { by: 'test' })
        expect(isVerifiedEmail(made.ok ? made.value : undefined)).toBe(made.ok)
        expect(isVerifiedEmail(made.ok && { ...made.value })).toBe(false)
        expect(isVerifiedEmail(other)).toBe(false)
      }),
    )
  })

  it('nothing_throws_and_facts_stay_small (INV-26)', () => {
    fc.assert(
      fc.property(anything, anything, ({ it: input }, { it: other }) => {
        const outcomes = [
          parseEmailAddress(input),
          parseEmailAddress(input, other as never),
          parseDomain(input, other as never),
          parseEmailAddress(input, options),
          verifiedEmail(input, other as never),
          verifiedEmail('a@acme.com', other as never, input as never),
        ]
        for (const outcome of outcomes) {
          if (!outcome.ok) expect(JSON.stringify(outcome.refusal).length).toBeLessThan(200)
        }
        formatEmailAddress(input as never)
      }),
      { numRuns: 2_000 },
    )
  })
})
