import { describe, expect, it } from 'vitest'
import { idna } from '../../src/idna.ts'
import { idnaDeviations } from './deviations.ts'
import { readVector } from './load.ts'

const unescaped = (text: string): string =>
  text === '""'
    ? ''
    : text.replace(/\\u([0-9A-F]{4})|\\x\{([0-9A-F]+)\}/g, (_, four: string, any: string) =>
        String.fromCodePoint(Number.parseInt(four ?? any, 16)),
      )

const asciiLowerCase = (text: string): string => text.replace(/[A-Z]/g, letter => letter.toLowerCase())

/** What the runtime's Unicode does not have yet is refused, so that no two runtimes give one spelling two answers. */
const isKnown = (text: string): boolean => !/\p{Cn}/u.test(text)

/** One line: the source, and the one answer that the strict reading of it has. */
const vectorOf = (line: string) => {
  const columns = line
    .replace(/#.*$/, '')
    .split(';')
    .map(column => column.trim())
  const [source = '', unicodeColumn = '', unicodeStatus = '', asciiColumn = '', asciiStatus = ''] = columns
  const typed = unescaped(source)
  const unicode = unicodeColumn === '' ? typed : unescaped(unicodeColumn)
  const ascii = asciiColumn === '' ? unicode : unescaped(asciiColumn)
  const status = asciiStatus === '' ? unicodeStatus : asciiStatus
  const isValid = (status === '' || status === '[]') && isKnown(unicode)
  // Conformance lets sources be mapped; EML-2 does not: each label has to be the A-label or the U-label of the answer.
  const labels = asciiLowerCase(typed).split('.')
  const [asciiLabels, unicodeLabels] = [ascii.split('.'), unicode.split('.')]
  const isUnmapped =
    labels.length === asciiLabels.length &&
    labels.every((label, i) => label === asciiLabels[i] || label === unicodeLabels[i])
  return {
    source: typed,
    expected: isValid && isUnmapped ? ascii : null,
    unicode: isValid && isUnmapped ? unicode : null,
  }
}

const vectors = readVector('idna/IdnaTestV2-16.0.0.txt')
  .split('\n')
  .filter(line => line.replace(/#.*$/, '').trim() !== '')
  .map(vectorOf)

describe('UTS #46 conformance', () => {
  it('holds in each case but those that are listed, which all deviate (EML-2)', () => {
    expect(vectors).toHaveLength(6389)
    const deviating = vectors.filter(({ source, expected }) => idna.toAscii(source) !== expected)
    expect(Object.fromEntries(deviating.map(({ source }) => [source, idna.toAscii(source)]))).toEqual(
      Object.fromEntries(
        isKnown('\u{32b9a}') ? Object.entries(idnaDeviations).map(([source, { outcome }]) => [source, outcome]) : [],
      ),
    )
  })

  it('takes a few hundred of them, unmapped ones', () => {
    expect(vectors.filter(({ expected }) => expected !== null).length).toBeGreaterThan(250)
  })

  it('shows what it takes as U-labels', () => {
    for (const { source, expected, unicode } of vectors)
      if (expected !== null) expect(idna.toUnicode(source)).toBe(unicode)
  })
})

type Punycode = { readonly decoded: string; readonly encoded: string }
const punycode = JSON.parse(readVector('idna/punycode_tests.json')) as Punycode[]

describe('RFC 3492 samples', () => {
  // Most of them have capitals, blanks or nothing beyond ASCII, and are no domain.
  const labels = punycode.filter(({ decoded }) => idna.toAscii(decoded) !== null)

  it('are encoded as the standard says', () => {
    expect(labels.length).toBeGreaterThan(10)
    for (const { decoded, encoded } of labels) {
      const isAscii = encoded === `${decoded}-`
      expect(idna.toAscii(decoded)).toBe(isAscii ? asciiLowerCase(decoded) : `xn--${encoded.toLowerCase()}`)
    }
  })

  it('are refused where they are too long', () => {
    const bad = JSON.parse(readVector('idna/bad_punycode_tests.json')) as Punycode[]
    for (const { decoded } of bad) expect(idna.toAscii(decoded)).toBeNull()
  })
})

describe('WHATWG URL hosts', () => {
  const inputs = (JSON.parse(readVector('wpt/toascii.json')) as ({ readonly input: string } | string)[]).flatMap(
    vector => (typeof vector === 'string' ? [] : [vector.input]),
  )

  it('are taken only where A-label and U-label lead to each other (EML-2)', () => {
    expect(inputs.length).toBeGreaterThan(70)
    const taken = inputs.filter(input => idna.toAscii(input) !== null)
    expect(taken.length).toBeGreaterThan(10)
    for (const input of taken) {
      const ascii = idna.toAscii(input) ?? ''
      const unicode = idna.toUnicode(input) ?? ''
      expect(ascii).toMatch(/^[a-z0-9.-]+$/)
      expect([idna.toAscii(ascii), idna.toAscii(unicode), idna.toUnicode(ascii)]).toEqual([ascii, ascii, unicode])
    }
  })
})
