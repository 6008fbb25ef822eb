import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import type { Refusal } from '../../../src/core/kernel/index.ts'
import { allRefusals, describeReason, describe as sentence } from '../../../src/core/prose/index.ts'
import { reasonSentences } from '../../../src/core/prose/reasons.ts'
import { refusalSentences } from '../../../src/core/prose/sentences.ts'
import type { Sentence } from '../../../src/core/prose/template.ts'
import { declaredCodes, givenCodes } from '../../house/refusal-codes.ts'
import { everyNode, type Source, sourcesBelow } from '../../house/sources.ts'
import { root } from '../../setup/entry-points.ts'

const sources = sourcesBelow('src/core').filter(({ path }) => !path.startsWith('src/core/prose/'))

const textsOf = (said: Sentence) => (typeof said === 'string' ? [said] : [said.so, said.otherwise])
const namedIn = (said: Sentence) =>
  textsOf(said).flatMap(text => [...text.matchAll(/\{(\w+)\}/g)].map(([, name]) => name))

/** Every call of these in the source whose argument at `position` is a code: the code, and the call. */
const callsOf = (source: Source, callees: readonly string[], position = 0) =>
  [...everyNode(source.ast)].filter(ts.isCallExpression).flatMap(call => {
    if (!callees.includes(call.expression.getText(source.ast))) return []
    const argument = call.arguments[position]
    const texts = argument ? [...everyNode(argument)].filter(ts.isStringLiteral) : []
    // `reason(mine ? 'own' : 'other', …)` has two codes, and neither of the strings that it compares with.
    const codes = texts.filter(({ parent }) => !ts.isBinaryExpression(parent)).map(({ text }) => text)
    return codes.map(code => ({ code, call, source }))
  })

const reasons = sources.flatMap(source => callsOf(source, ['reason', 'shared', 'report']))

describe('sentences of refusals', () => {
  it('are there for every code that the source declares, and for no other', () => {
    const codes = [...declaredCodes(sources), ...givenCodes(sources)].map(({ code }) => code)
    expect([...new Set(codes)].sort()).toEqual(Object.keys(refusalSentences).sort())
  })

  it('are there for every row, whose codes are all different', () => {
    const codes = allRefusals.map(({ code }) => code)
    expect([...codes].sort()).toEqual(Object.keys(refusalSentences).sort())
    expect(new Set(codes).size).toBe(codes.length)
  })

  it.each(Object.entries(refusalSentences))('%s: says what happened and what to do, in plain sentences', (_, said) => {
    for (const text of textsOf(said)) {
      expect(text).toMatch(/^[A-Z].*[.]$/)
      expect(text.length).toBeLessThan(160)
    }
  })

  it('name the facts', () => {
    expect(
      sentence({ kind: 'conflict', code: 'domain_owned_above', facts: { domain: 'eu.acme.com', above: 'acme.com' } }),
    ).toBe(
      'Another organization owns acme.com, above eu.acme.com. Ask it to release eu.acme.com to you, then prove it again.',
    )
    expect(
      sentence({ kind: 'invalid', code: 'role_unknown', facts: { role: 'boss', known: ['admin', 'guest'] } }),
    ).toBe('There is no role boss. Choose one of admin, guest.')
    const issues = [
      { path: ['founders', 0, 'name'], code: 'too_big' },
      { path: [], code: 'unrecognized_keys' },
    ]
    expect(sentence({ kind: 'invalid', code: 'input_invalid', facts: { issues } })).toContain(
      'founders.0.name (too_big), the whole (unrecognized_keys).',
    )
    expect(
      sentence({ kind: 'state', code: 'organization_archived', facts: { organizationId: 'acme', archivedAt: 0 } }),
    ).toContain('since 1970-01-01T00:00:00.000Z.')
  })

  it('say which of two things happened', () => {
    const refused = (facts: Refusal['facts']) =>
      sentence({ kind: 'invariant', code: 'domain_is_public_provider', facts })
    expect(refused({ domain: 'gmail.com', disposable: false })).toContain('an address at gmail.com')
    expect(refused({ domain: 'mailinator.com', disposable: true })).toContain('a throw-away address at mailinator.com')
  })

  it('are one line, however long or strange the facts are', () => {
    const facts = { action: `a\n\u202e${'b'.repeat(10_000)}` }
    const said = sentence({ kind: 'conflict', code: 'idempotency_key_reused', facts })
    expect(said).not.toMatch(/[\n\u202e]/)
    expect(said.length).toBeLessThan(400)
  })

  it('do not read facts in facts', () => {
    expect(sentence({ kind: 'not_found', code: 'user_not_found', facts: { userId: '{userId}' } })).toContain('{userId}')
  })
})

describe('sentences of reasons', () => {
  it('are there for every code that the source gives', () => {
    expect(reasons.length).toBeGreaterThan(40)
    expect(reasons.map(({ code }) => code).filter(code => !Object.hasOwn(reasonSentences, code))).toEqual([])
  })

  it('are there for no code but those and the standings of a rule', () => {
    const standing = readFileSync(join(root, 'src/core/domain-rule/standing.ts'), 'utf8')
    const given = new Set(reasons.map(({ code }) => code))
    const others = Object.keys(reasonSentences).filter(code => !given.has(code) && !standing.includes(`| '${code}'`))
    expect(others).toEqual([])
  })

  it('name facts that each giver of the reason gives', () => {
    const missing = reasons.flatMap(({ code, call, source }) => {
      const given = (call.arguments.find(ts.isObjectLiteralExpression) ?? source.ast).getText(source.ast)
      return namedIn(reasonSentences[code] ?? '')
        .filter(name => !new RegExp(`\\b${name}\\b`).test(given))
        .map(name => `${source.path} ${code} ${name}`)
    })
    expect(missing).toEqual([])
  })

  it('name the facts', () => {
    const between = { organizationId: 'acme', vendorId: 'labelers' }
    expect(sentence({ code: 'engagement_not_begun', facts: { ...between, from: 0 } } as never)).toBe(
      'The engagement of acme with labelers begins at 1970-01-01T00:00:00.000Z. Wait, or change its dates.',
    )
    expect(describeReason({ code: 'claim_proven', facts: { proof: 'dns_txt', until: 0 } })).toBe(
      'The claim was proven by dns_txt, until 1970-01-01T00:00:00.000Z.',
    )
    expect(describeReason({ code: 'lapsed' })).toBe('The proof of the rule has run out.')
  })
})
