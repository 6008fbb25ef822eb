import { describe, expect, it } from 'vitest'
import { csvReader } from '../../../src/runtime/import/csv.ts'
import { MOST_IN_FIELD, MOST_IN_ROW } from '../../../src/runtime/import/rows.ts'

/** The fields of each row, or what is wrong with it; last what is wrong with all from there on. */
const read = (...pieces: readonly string[]) => {
  const reader = csvReader()
  const rows = pieces.flatMap(piece => [...reader.push(piece)])
  const last = reader.end()
  return [...rows, ...(last === 'quote_open' ? [{ problem: last, fields: [] }] : last)].map(
    ({ problem, fields }) => problem ?? fields,
  )
}

describe('csvReader', () => {
  it.each<[what: string, text: string, rows: readonly unknown[]]>([
    [
      'rows that end with CRLF, LF or CR',
      'a,b\r\nc,d\ne,f\rg,h',
      [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
        ['g', 'h'],
      ],
    ],
    ['a last row with and without its line end', 'a\n', [['a']]],
    ['quoted fields', '"a","b"', [['a', 'b']]],
    ['commas and line ends in quotes', '"a,b","c\r\nd","e\rf","g\nh"', [['a,b', 'c\r\nd', 'e\rf', 'g\nh']]],
    ['doubled quotes', '"a ""b""","""",""""""', [['a "b"', '"', '""']]],
    ['empty fields', ',"",\n', [['', '', '']]],
    ['an empty quoted field as a row', '""\n', [['']]],
    ['white space as what it is', ' a , b\t', [[' a ', ' b\t']]],
    [
      'a row after an empty quoted last field',
      'a,""\nb,""',
      [
        ['a', ''],
        ['b', ''],
      ],
    ],
    ['no rows in empty lines', '\n\r\n\ra\n\n\r\r\n', [['a']]],
    ['no rows in nothing', '', []],
  ])('reads %s (RFC 4180)', (_, text, rows) => {
    expect(read(text)).toEqual(rows)
  })

  it.each<[what: string, text: string, rows: readonly unknown[]]>([
    ['a quote inside a plain field', 'a"b,c\nd', ['quotes', ['d']]],
    ['quotes around a part of a plain field', 'Dwayne "The Rock" Johnson\nd', ['quotes', ['d']]],
    ['text behind a closing quote', '"a"b,c\nd', ['quotes', ['d']]],
    ['white space behind a closing quote', '"a" ,c\nd', ['quotes', ['d']]],
    ['a quote of its own inside a quoted field', '"Dwayne "The Rock" Johnson"\nd', ['quotes', ['d']]],
  ])('spoils one row alone by %s', (_, text, rows) => {
    expect(read(text)).toEqual(rows)
  })

  it.each([
    ['at the end', 'a\n"b'],
    ['before much that would be rows', 'a\n"b\nc,d\ne,f\n'],
    ['of which one was doubled', 'a\n"b""'],
  ])('says that a quote is open %s', (_, text) => {
    expect(read(text)).toEqual([['a'], 'quote_open'])
  })

  it('reads the same however it is cut, down to single characters', () => {
    const text = 'a,"b ""c""\r\nd"\r\n\r\n"","e"f,g"h\r"i"\n,\n"j'
    expect(read(...text)).toEqual(read(text))
    for (let at = 0; at <= text.length; at++) expect(read(text.slice(0, at), text.slice(at))).toEqual(read(text))
  })

  it('takes rows and fields up to their bounds, and spoils one row alone beyond them', () => {
    const field = 'x'.repeat(MOST_IN_FIELD)
    expect(read(`${field}\n"${field}"\n`)).toEqual([[field], [field]])
    expect(read(`${field}x\na`)).toEqual(['too_long', ['a']])
    expect(read(`"${field}x"\na`)).toEqual(['too_long', ['a']])
    expect(read(`${`${field},`.repeat(9)}\na`)).toEqual(['too_long', ['a']])
    expect(read(`${','.repeat(MOST_IN_ROW)}\na`)).toEqual(['too_long', ['a']])
    expect(read(`${'""'.repeat(MOST_IN_ROW)}\na`)).toEqual(['too_long', ['a']])
  })

  it('keeps nothing of a row without an end, be it of text, of quotes or of commas', () => {
    for (const piece of ['x'.repeat(100_000), '"'.repeat(100_000), ','.repeat(100_000), `"${'x'.repeat(99_999)}`]) {
      const reader = csvReader()
      for (let index = 0; index < 50; index++) expect([...reader.push(piece)]).toEqual([])
      const last = reader.end()
      expect(JSON.stringify(last).length).toBeLessThan(5 * MOST_IN_ROW)
    }
  })
})
