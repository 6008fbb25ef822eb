import { describe, expect, it } from 'vitest'
import { jsonLinesReader } from '../../../src/runtime/import/json-lines.ts'
import { MOST_IN_ROW } from '../../../src/runtime/import/rows.ts'

const read = (...pieces: readonly string[]) => {
  const reader = jsonLinesReader()
  const rows = pieces.flatMap(piece => [...reader.push(piece)])
  const last = reader.end()
  return [...rows, ...(last === 'quote_open' ? [] : last)].map(row => ('problem' in row ? row.problem : row.value))
}

describe('jsonLinesReader', () => {
  it('reads an object a line, with LF or CRLF, and no row in an empty line', () => {
    expect(read('{"a":1}\n\n{"a":2}\r\n  \r\n{"a":"x\\ny"}')).toEqual([{ a: 1 }, { a: 2 }, { a: 'x\ny' }])
    expect(read('')).toEqual([])
  })

  it('spoils one row alone by what is no object', () => {
    expect(read('{"a":1\nnull\n[1]\n"a"\n{"a":1}x\n{"a":2}')).toEqual([
      'not_json',
      'not_an_object',
      'not_an_object',
      'not_an_object',
      'not_json',
      { a: 2 },
    ])
    expect(read(`${'['.repeat(MOST_IN_ROW)}\n{}`)).toEqual(['not_json', {}])
  })

  it('reads the same however it is cut', () => {
    const text = '{"a":"é"}\r\n{"b":2}\n\nx\n{"c":3}'
    expect(read(...text)).toEqual(read(text))
  })

  it('takes rows up to their bound, and keeps nothing of one that is longer', () => {
    const row = JSON.stringify({ a: 'x'.repeat(MOST_IN_ROW - 8) })
    expect(row).toHaveLength(MOST_IN_ROW)
    expect(read(`${row}\n${row} \n{}`)).toEqual([JSON.parse(row), 'too_long', {}])
    const reader = jsonLinesReader()
    for (let index = 0; index < 50; index++) expect([...reader.push('x'.repeat(100_000))]).toEqual([])
    expect(reader.end()).toEqual([{ problem: 'too_long' }])
  })
})
