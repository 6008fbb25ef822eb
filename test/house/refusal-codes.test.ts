import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { allRefusals } from '../../src/core/prose/index.ts'
import { generatedPages } from '../docs/generated-pages.ts'
import { refusalsPage } from '../docs/refusals-page.ts'
import { root } from '../setup/entry-points.ts'
import { declaredCodes, givenCodes, misnamed, repeated } from './refusal-codes.ts'
import { sourceOf, sourcesBelow } from './sources.ts'

describe('refusal codes', () => {
  const sources = sourcesBelow('src')
  const declared = declaredCodes(sources).map(({ code }) => code)
  const given = new Set(givenCodes(sources).map(({ code }) => code))
  const codes = [...declared, ...given]

  it('are declared once each', () => {
    expect(given.size).toBeGreaterThan(30)
    expect(repeated(codes)).toEqual([])
    expect(repeated(allRefusals.map(({ code }) => code))).toEqual([])
  })

  it('are a noun and its condition, in snake_case', () => {
    expect(misnamed(codes)).toEqual([])
  })

  it('are all in the list that sentences and pages are made from', () => {
    expect(allRefusals.map(({ code }) => code).sort()).toEqual([...codes].sort())
  })

  it('each rest on a number of the model', () => {
    for (const { code, rules } of allRefusals) {
      expect(rules, code).not.toEqual([])
      for (const rule of rules) expect(rule, code).toMatch(/^[A-Z]{2,4}-\d+$/)
    }
  })

  it('would be told apart from others', () => {
    const text =
      "const a = refusal('invalid', 'email_empty', ['EML-1'])()\nconst b = refusal('limit', 'email_empty', [])()"
    expect(declaredCodes([sourceOf('a.ts', text)])).toEqual([
      { code: 'email_empty', where: 'a.ts:1' },
      { code: 'email_empty', where: 'a.ts:2' },
    ])
    const giving = "const no = refusing('invalid')<Facts>()\nconst b = other('a_b')\nreturn no('email_empty', {})"
    expect(givenCodes([sourceOf('a.ts', giving)])).toEqual([{ code: 'email_empty', where: 'a.ts:3' }])
    expect(() => givenCodes([sourceOf('a.ts', `${giving}, no(code, {})`)])).toThrow('a.ts:3')
    expect(repeated(['a_b', 'c_d', 'a_b'])).toEqual(['a_b'])
    expect(misnamed(['a_b', 'A_b', 'ab', 'a-b', 'a__b', '_a'])).toEqual(['A_b', 'ab', 'a-b', 'a__b', '_a'])
    expect(() => declaredCodes([sourceOf('a.ts', "refusal('limit', code, [])")])).toThrow('a.ts:1')
  })
})

const pages = await generatedPages()

describe('generated pages', () => {
  it.each(pages)('are up to date, or `npm run docs` makes them so: $path', ({ path, text }) => {
    expect(readFileSync(join(root, path), 'utf8')).toBe(text)
  })

  it('show each code with its kind, hints, rules and sentence', () => {
    const rows = [
      { kind: 'limit', code: 'rules_full', rules: ['DOM-1', 'INV-05'] },
      { kind: 'conflict', code: 'email_taken', rules: ['INV-04'] },
    ] as const
    const page = refusalsPage(rows, {
      rules_full: { where: 'most', so: 'Full: {most}.', otherwise: 'Full.' },
      email_taken: 'Taken | {email}.',
    })
    expect(page.trim().split('\n').slice(-2)).toEqual([
      '| `email_taken` | conflict | 409 | ALREADY_EXISTS | INV-04 | Taken \\| {email}. |',
      '| `rules_full` | limit | 429 | RESOURCE_EXHAUSTED | DOM-1, INV-05 | Full: {most}. Without `most`: Full. |',
    ])
  })
})
