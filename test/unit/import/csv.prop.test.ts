import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvReader } from '../../../src/runtime/import/csv.ts'

/** All rows; `undefined` where one of them is spoiled, or a quote is open. */
const read = (...pieces: readonly string[]) => {
  const reader = csvReader()
  const rows = pieces.flatMap(piece => [...reader.push(piece)])
  const last = reader.end()
  if (last === 'quote_open') return undefined
  const all = [...rows, ...last]
  return all.some(({ problem }) => problem) ? undefined : all.map(({ fields }) => fields)
}

/** The same by csv-parse. */
const oracle = (text: string): unknown => {
  try {
    const record_delimiter = ['\r\n', '\n', '\r']
    return parse(text, { relax_column_count: true, skip_empty_lines: true, record_delimiter })
  } catch {
    return undefined
  }
}

const wild = fc
  .array(fc.constantFrom('"', '"', '""', '",', ',', '\n', '\r', '\r\n', 'a', 'é', ' ', '😀'), { maxLength: 40 })
  .map(parts => parts.join(''))
const fields = fc.array(fc.oneof(fc.string({ unit: 'binary' }), wild), { minLength: 1, maxLength: 4 })
const lineEnd = fc.constantFrom('\r\n', '\n', '\r')

const written = (text: string): string => `"${text.replaceAll('"', '""')}"`

describe('csvReader', () => {
  it('reads what csv-parse reads, and takes nothing that it refuses', () => {
    let taken = 0
    fc.assert(
      fc.property(wild, text => {
        const expected = oracle(text)
        expect(read(text)).toEqual(expected)
        taken += Number(expected !== undefined)
      }),
      { numRuns: 3_000 },
    )
    expect(taken).toBeGreaterThan(300)
    expect(taken).toBeLessThan(2_900)
  })

  it('reads back whatever is written by RFC 4180', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fields, lineEnd)), rows => {
        const text = rows.map(([row, end]) => `${row.map(written).join(',')}${end}`).join('')
        expect(read(text)).toEqual(rows.map(([row]) => row))
      }),
      { numRuns: 500 },
    )
  })

  it('reads the same however it is cut', () => {
    fc.assert(
      fc.property(wild, fc.array(fc.nat(80), { maxLength: 5 }), (text, places) => {
        const ends = [...places].sort((a, b) => a - b)
        const pieces = [0, ...ends].map((from, index) => text.slice(from, ends[index]))
        expect(read(...pieces)).toEqual(read(text))
      }),
      { numRuns: 1_000 },
    )
  })
})
