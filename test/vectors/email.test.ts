import { describe, expect, it } from 'vitest'
import { idna, unicodeLocalParts } from '../../src/idna.ts'
import { formatEmailAddress, parseEmailAddress } from '../../src/roles.ts'
import { addressesWithoutOwner, addressPolicies } from './deviations.ts'
import { readVector } from './load.ts'

type Attack = { readonly id: string; readonly input: string; readonly expect: string; readonly domain?: string }

const attacks = (JSON.parse(readVector('email/attack-addresses.json')) as { vectors: Attack[] }).vectors
const outcome = (input: string, options?: Parameters<typeof parseEmailAddress>[1]) => {
  const parsed = parseEmailAddress(input, options)
  return parsed.ok ? parsed.value.domain : parsed.refusal.code
}
const of = (expected: string) => attacks.filter(vector => vector.expect === expected)

describe('attack addresses', () => {
  it.each(of('accept'))('$id is taken, in canonical form (EML-2)', ({ input, domain }) => {
    expect(outcome(input, { idna })).toBe(domain)
  })

  it.each(of('reject'))('$id is refused, with IDNA and without (EML-1)', ({ input }) => {
    expect(outcome(input, { idna })).toMatch(/^(email|domain)_/)
    expect(outcome(input)).toMatch(/^(email|domain)_/)
  })

  it('are decided by us where they leave it to us', () => {
    const decided = (vectors: readonly Attack[]) =>
      Object.fromEntries(vectors.map(({ id, input }) => [id, outcome(input, { idna })]))
    const listed = (deviations: typeof addressPolicies) =>
      Object.fromEntries(Object.entries(deviations).map(([id, deviation]) => [id, deviation.outcome]))
    expect(decided(of('policy'))).toEqual(listed(addressPolicies))
    expect(decided(of('no-owner'))).toEqual(listed(addressesWithoutOwner))
  })

  it('are all of a kind that is known here', () => {
    expect(new Set(attacks.map(vector => vector.expect))).toEqual(new Set(['accept', 'reject', 'policy', 'no-owner']))
  })
})

const ENTITIES: { readonly [name: string]: string } = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

/** The text of an element, with its entities, and with control characters where their pictures stand. */
const decoded = (text: string): string =>
  text
    .replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (_, hex: string, decimal: string, name: string) =>
      name ? (ENTITIES[name] ?? '') : String.fromCodePoint(Number.parseInt(hex ?? decimal, hex ? 16 : 10)),
    )
    .replace(/[\u2400-\u241f]/g, picture => String.fromCharCode(picture.charCodeAt(0) - 0x2400))

const isemail = [...readVector('email/isemail-tests.xml').matchAll(/<test id="(\d+)">([\s\S]*?)<\/test>/g)].map(
  ([, id = '', body = '']) => ({
    id,
    address: decoded(/<address>([\s\S]*?)<\/address>/.exec(body)?.[1] ?? ''),
    category: /<category>(\w+)<\/category>/.exec(body)?.[1] ?? '',
  }),
)
const errors = isemail.filter(({ category }) => category === 'ISEMAIL_ERR')

describe('is_email', () => {
  it('has the cases that it says', () => {
    expect(isemail).toHaveLength(164)
    expect(errors.length).toBeGreaterThan(40)
  })

  it.each(errors)('calls $id, $address, an error, and it is refused (EML-1)', ({ address }) => {
    for (const options of [{}, { idna }, { idna, nonAsciiLocalParts: unicodeLocalParts }])
      expect(outcome(address, options)).toMatch(/^(email|domain)_/)
  })

  it('calls nothing deprecated, folded or quoted valid that we take', () => {
    const taken = isemail.filter(({ address }) => parseEmailAddress(address, { idna }).ok)
    expect(new Set(taken.map(({ category }) => category))).toEqual(
      new Set(['ISEMAIL_VALID_CATEGORY', 'ISEMAIL_DNSWARN']),
    )
    for (const { address } of taken) {
      const parsed = parseEmailAddress(address, { idna })
      expect(parsed.ok && formatEmailAddress(parsed.value).toLowerCase()).toBe(address.toLowerCase())
    }
  })
})
