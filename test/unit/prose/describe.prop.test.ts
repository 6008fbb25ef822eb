import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { allRefusals, describeReason, describe as sentence } from '../../../src/core/prose/index.ts'
import { reasonSentences } from '../../../src/core/prose/reasons.ts'

// As an untyped caller would: with anything.
const described = sentence as (said: unknown) => string
const reasoned = describeReason as (said: unknown) => string

const codes = fc.constantFrom(
  ...allRefusals.map(({ code }) => code),
  ...Object.keys(reasonSentences),
  ...['__proto__', 'constructor', 'toString', '', 'NOT A CODE', 'code_of_tomorrow'],
)
const facts = fc.oneof(
  fc.anything(),
  fc.dictionary(fc.constantFrom('domain', 'issues', 'known', 'archivedAt', 'until'), fc.anything()),
)

const throwing = new Proxy(
  {},
  {
    get: () => {
      throw new Error('no')
    },
    has: () => {
      throw new Error('no')
    },
  },
)

describe('describe', () => {
  test.prop([fc.oneof(fc.anything(), fc.record({ code: codes, facts }))])(
    'says something of anything (INV-26)',
    said => {
      for (const text of [described(said), reasoned(said)]) expect(text).toMatch(/^[A-Z].*[.]$/s)
    },
  )

  test('says something where looking throws', () => {
    expect(described(throwing)).toBe('It was refused. Look the code up in the documentation.')
    expect(reasoned({ code: 'signed_up', facts: throwing })).toMatch(/[.]$/)
    expect(
      described({
        code: 'user_not_found',
        facts: {
          get userId() {
            throw new Error('no')
          },
        },
      }),
    ).toMatch(/[.]$/)
  })

  test('says that a fact is missing, and not `undefined`', () => {
    expect(described({ code: 'user_not_found' })).toBe('There is no user (userId unknown). Check the id.')
    for (const { code } of allRefusals) expect(described({ code, facts: {} })).not.toMatch(/undefined|null|\[object/)
  })

  test('names the code that it does not know', () => {
    expect(described({ kind: 'state', code: 'code_of_tomorrow', facts: {} })).toContain('(code_of_tomorrow)')
    expect(described({ kind: 'state', code: 'constructor', facts: {} })).toContain('(constructor)')
  })
})
