import { importRefusals, type RowMalformed, type SourceRefusal } from '../../core/membership/index.ts'
import { csvReader } from './csv.ts'
import { jsonLinesReader } from './json-lines.ts'
import { MOST_IN_FIELD, type Problem } from './rows.ts'
import { type ImportSource, NOT_UTF8, textOf } from './text.ts'

/** What stands in a row, before anybody has judged it. */
export type Draft = { readonly email?: string; readonly name?: string; readonly role?: string }

/** The next row, or why no row can be found any more. */
export type Read = { readonly draft: Draft } | { readonly refusal: RowMalformed } | { readonly stopped: SourceRefusal }

const FIELDS = ['email', 'name', 'role'] as const
type Field = (typeof FIELDS)[number]
const isField = (name: string): name is Field => (FIELDS as readonly string[]).includes(name)

const malformed = (problem: Problem): Read => ({ refusal: importRefusals.import_row_malformed({ problem }) })
const stopped = (refusal: SourceRefusal): Read => ({ stopped: refusal })

/** The rows of a source, one by one; of its text no more is held than a piece and a row. */
export async function* readPeople(
  source: ImportSource,
  format: 'csv' | 'json_lines',
): AsyncGenerator<Read, void, undefined> {
  const rows = format === 'csv' ? csvPeople() : jsonPeople()
  let row = 1
  for await (const text of textOf(source)) {
    if (text === NOT_UTF8) return yield stopped(importRefusals.import_encoding_invalid({}))
    for (const read of rows.push(text)) {
      yield read
      if ('stopped' in read) return
      row++
    }
  }
  const last = rows.end()
  if (last === 'quote_open') yield stopped(importRefusals.import_quote_open({ row }))
  else yield* last
}

type People = { push(text: string): Iterable<Read>; end(): readonly Read[] | 'quote_open' }

const csvPeople = (): People => {
  const reader = csvReader()
  let columns: readonly Field[] | undefined
  const readRow = ({
    fields,
    problem,
  }: {
    readonly fields: readonly string[]
    readonly problem?: Problem | undefined
  }) => {
    if (problem) return malformed(problem)
    return fields.length === columns?.length ? { draft: draftOf(columns, fields) } : malformed('columns')
  }
  const readHeader = (names: readonly string[], problem: Problem | undefined): Read | undefined => {
    const found = names.map(name => name.toLowerCase())
    const isSound = !problem && found.every(isField) && found.includes('email') && new Set(found).size === found.length
    if (!isSound) return noColumns(names)
    columns = found as readonly Field[]
    return undefined
  }
  function* readRows(rows: ReturnType<typeof reader.push>): Iterable<Read> {
    for (const row of rows) {
      const read = columns ? readRow(row) : readHeader(row.fields, row.problem)
      if (read) yield read
    }
  }
  return {
    push: text => readRows(reader.push(text)),
    end: () => {
      const last = reader.end()
      if (last === 'quote_open') return last
      const reads = [...readRows(last)]
      return columns || reads.length > 0 ? reads : [noColumns([])]
    },
  }
}

/** Of those of a file that is something else. */
const MOST_COLUMNS = 20

const noColumns = (names: readonly string[]): Read =>
  stopped(importRefusals.import_columns_invalid({ columns: names.slice(0, MOST_COLUMNS) }))

/** What is empty is not there. */
const draftOf = (columns: readonly Field[], fields: readonly string[]): Draft =>
  Object.fromEntries(columns.map((column, at) => [column, fields[at] ?? '']).filter(([, text]) => text !== ''))

const jsonPeople = (): People => {
  const reader = jsonLinesReader()
  function* readLines(rows: ReturnType<typeof reader.push>): Iterable<Read> {
    for (const row of rows) yield 'problem' in row ? malformed(row.problem) : readObject(row.value)
  }
  return {
    push: text => readLines(reader.push(text)),
    end: () => {
      const last = reader.end()
      return last === 'quote_open' ? last : [...readLines(last)]
    },
  }
}

const readObject = (value: object): Read => {
  const given = Object.entries(value).filter(([, text]) => text !== null && text !== '')
  if (!Object.keys(value).every(isField)) return malformed('field_unknown')
  if (!given.every(([, text]) => typeof text === 'string')) return malformed('field_not_text')
  return given.some(([, text]) => text.length > MOST_IN_FIELD)
    ? malformed('too_long')
    : { draft: Object.fromEntries(given) as Draft }
}
