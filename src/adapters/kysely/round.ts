import type { Stored } from '../../ports/store.ts'
import type { Column } from './columns.ts'
import type { DatabaseError, Dialect } from './dialect.ts'
import type { Key } from './keys.ts'
import { type Row, storedOf } from './rows.ts'
import { type Executor, parametersOf, run, type Statement, type textCache } from './statements.ts'
import type { Table, Tables } from './tables.ts'

type Texts = ReturnType<typeof textCache>

/** What is read of one table, as part of a statement. */
export type Part = {
  readonly table: Table
  readonly fields: readonly Column[]
  /** Parts with one shape have one text. */
  readonly shape: string
  /** Whose rows, where they are asked for by key. */
  readonly keys?: readonly Key[]
  readonly values: readonly unknown[]
  /** A select of its rows in their order, with these columns, of which `r` is the row. */
  text(columns: string, parameter: () => string): string
}

/** What each part has found, as it came. */
export type Rows = readonly (readonly Row[])[]

/** The same as records, which are whoever's asked. */
export type Found = readonly (readonly Stored[])[]

const textOf = ({ dialect }: Tables, parts: readonly Part[]): string => {
  const parameter = parametersOf(dialect)
  const { collected, session } = dialect
  if (!collected) {
    // Nought, of the first part before any value.
    const nought = session ? `(${session.canary} is null) + ` : ''
    return parts
      .map((part, at) =>
        part.text(`${at === 0 ? nought : ''}${at} as p, ${dialect.jsonArray(part.fields)} as r`, parameter),
      )
      .join(' union all ')
  }
  const select = (part: Part) => collected(part.text(`${dialect.jsonArray(part.fields)} as r`, parameter))
  return `select ${parts.map((part, at) => `(${select(part)}) as p${at}`).join(', ')}`
}

const statementOf = (tables: Tables, parts: readonly Part[], texts: Texts): Statement => {
  let shape = 'read'
  for (const part of parts) shape += `,${part.shape}`
  return { sql: texts(shape, () => textOf(tables, parts)), parameters: parts.flatMap(({ values }) => values) }
}

/** As often as a command is planned anew. */
const MOST_TRIES = 32

/** Again where the server has ended it for another's sake: what serializable transactions read may be that. */
const readThrough = async <Row>(
  db: Executor,
  dialect: Dialect,
  asked: Statement,
  tries = 1,
): Promise<readonly Row[]> => {
  try {
    return await run<Row>(db, asked)
  } catch (error) {
    if (tries === MOST_TRIES || !dialect.isConflict(error as DatabaseError)) throw error
    return readThrough(db, dialect, asked, tries + 1)
  }
}

/** Parts in one statement, since one statement sees one state of the database. */
export const rowsOf = async (db: Executor, tables: Tables, parts: readonly Part[], texts: Texts): Promise<Rows> => {
  const rows = await readThrough<{ readonly [column: string]: unknown }>(
    db,
    tables.dialect,
    statementOf(tables, parts, texts),
  )
  const parse = (text: unknown) => JSON.parse(String(text))
  return tables.dialect.collected
    ? parts.map((_, at) => parse(rows[0]?.[`p${at}`]))
    : parts.map((_, at) => rows.filter(({ p }) => Number(p) === at).map(({ r }) => parse(r)))
}

export const storedIn = (parts: readonly Part[], rows: Rows): Found =>
  parts.map(({ table, fields }, at) => (rows[at] ?? []).map(row => storedOf(table, fields, row)))

export const find = async (db: Executor, tables: Tables, parts: readonly Part[], texts: Texts): Promise<Found> =>
  storedIn(parts, await rowsOf(db, tables, parts, texts))

/** SQLSTATE class 22: a value that the database cannot take, which is the trouble of whoever asked with it. */
export const isAboutData = (error: unknown): boolean => /^22/.test(String((error as DatabaseError | undefined)?.code))

type Asked = {
  readonly parts: readonly Part[]
  resolve(rows: Rows): void
  reject(error: unknown): void
}

/** So many of one command, or lists of several that read no records, are one statement: a text has an end. */
const MOST_ASKED = 8

/**
 * A command asks for some records and for lists at the same moment: that is one statement and one round trip, also where
 * the pool has a single connection. What other commands ask for meanwhile is theirs, or texts would be without number.
 */
export const rounds = (
  send: (parts: readonly Part[]) => Promise<Rows>,
): ((parts: readonly Part[], isFirst: boolean) => Promise<Rows>) => {
  let waiting: Asked[] = []
  const flush = async (): Promise<void> => {
    const asked = waiting
    waiting = []
    if (asked.length === 0) return
    try {
      const rows = await send(asked.flatMap(({ parts }) => parts))
      let from = 0
      for (const { parts, resolve } of asked) {
        resolve(rows.slice(from, from + parts.length))
        from += parts.length
      }
    } catch (error) {
      const isOfOne = asked.length > 1 && isAboutData(error)
      for (const { parts, resolve, reject } of asked) isOfOne ? send(parts).then(resolve, reject) : reject(error)
    }
  }
  return (parts, isFirst) =>
    new Promise((resolve, reject) => {
      if (isFirst || waiting.length === MOST_ASKED) flush()
      waiting.push({ parts, resolve, reject })
      if (waiting.length === 1) Promise.resolve().then(flush)
    })
}
