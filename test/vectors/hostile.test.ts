import { describe, expect, it } from 'vitest'
import {
  addressKey,
  isCanonicalDomain,
  isSharedMailbox,
  isVerifiedEmail,
  parseEmailAddress as parse,
  verifiedEmail,
} from '../../src/core/email/index.ts'
import { idna, unicodeLocalParts } from '../../src/idna.ts'
import {
  createRoleResolver,
  formatEmailAddress,
  lintRules,
  type PlainRule,
  parseDomain,
  parseEmailAddress,
  resolveRole,
} from '../../src/roles.ts'
import { lostPumps } from './deviations.ts'
import { readVector } from './load.ts'

const rule: PlainRule = { organizationId: 'x', domain: 'acme.com', match: 'exact', role: 'member' }
const options = { idna, nonAsciiLocalParts: unicodeLocalParts }
const { resolve } = createRoleResolver([rule], options)

/** Everything that takes a string from outside. */
const readers: { readonly [name: string]: (input: never) => unknown } = {
  parseEmailAddress,
  parseDomain,
  resolve,
  toAscii: idna.toAscii,
  toUnicode: idna.toUnicode,
  'parseEmailAddress, with all options': input => parse(input, options),
  'parseDomain, with IDNA': input => parseDomain(input, { idna }),
  resolveRole: input => resolveRole(input, [rule], options),
  'createRoleResolver, a domain': input => createRoleResolver([{ ...rule, domain: input }], options),
  'createRoleResolver, an organization': input => createRoleResolver([{ ...rule, organizationId: input }]),
  'lintRules, a domain': input => lintRules([{ ...rule, domain: input }], { idna }),
  verifiedEmail: input => verifiedEmail(input, { by: 'test' }, options),
  'verifiedEmail, a proof': input => verifiedEmail('a@acme.com', { by: input }),
  isSharedMailbox: input => isSharedMailbox({ local: input }),
  isCanonicalDomain,
  formatEmailAddress: input => formatEmailAddress({ local: input, domain: input }),
  addressKey: input => addressKey({ local: input, domain: input }),
}

type Shape = { readonly id: string; readonly prefix: string; readonly pump: string; readonly suffix: string }
const shapes = (JSON.parse(readVector('redos-shapes.json')) as { shapes: Shape[] }).shapes

describe('shapes that blow up careless parsers', () => {
  it('repeat something, each of them', () => {
    expect(shapes.filter(({ pump }) => pump === '').map(({ id }) => id)).toEqual(Object.keys(lostPumps))
  })

  it.each(Object.keys(readers))(
    'take %s no time, at any length (INV-26)',
    name => {
      const inputs = shapes.flatMap(({ id, prefix, pump, suffix }) =>
        [10, 100, 1_000, 10_000, 100_000, 1_000_000].map(n => prefix + (lostPumps[id] ?? pump).repeat(n) + suffix),
      )
      const start = performance.now()
      for (const input of inputs) readers[name]?.(input as never)
      // Some hundred megabytes in all; what is quadratic would take days.
      expect(performance.now() - start).toBeLessThan(20_000)
    },
    30_000,
  )
})

const texts = (JSON.parse(readVector('hostile-json.json')) as { texts: string[] }).texts

const everyPart = (value: unknown): unknown[] =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? [value, ...Object.values(value)] : [value]

describe('hostile JSON', () => {
  const hostile = texts.flatMap(text => everyPart(JSON.parse(text)))
  const before = Object.getOwnPropertyNames(Object.prototype)

  it.each(Object.keys(readers).filter(name => name !== 'addressKey' && name !== 'isCanonicalDomain'))(
    'is no input that %s throws at (INV-26)',
    name => {
      for (const value of hostile) expect(() => readers[name]?.(value as never)).not.toThrow()
      expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before)
    },
  )

  it('is no address, no domain and no verified address', () => {
    for (const value of hostile) {
      expect(parseEmailAddress(value).ok).toBe(typeof value === 'string' && value.includes('@'))
      expect(isVerifiedEmail(value)).toBe(false)
    }
  })

  it('is no rule, whole or in any field', () => {
    for (const value of hostile) {
      for (const field of Object.keys(rule).concat('type', 'joining', 'createdAt', 'id')) {
        const { size, rejected } = createRoleResolver([{ ...rule, [field]: value } as PlainRule])
        expect(size + rejected.length).toBe(1)
        const isName = (field === 'organizationId' || field === 'role') && typeof value === 'string' && value !== ''
        const isTime = field === 'createdAt' && Number.isFinite(value)
        expect(size).toBe(isName || isTime ? 1 : 0)
      }
      expect(createRoleResolver([value as PlainRule]).size).toBe(0)
      expect(createRoleResolver(value as PlainRule[]).size).toBe(0)
    }
  })
})
