import { CompiledQuery, type Kysely } from 'kysely'
import type { Dialect } from './dialect.ts'

/** A statement and its parameters. */
export type Statement = { readonly sql: string; readonly parameters: readonly unknown[] }

/** Numbers the parameters of one statement as its text is written. */
export const parametersOf = (dialect: Dialect): (() => string) => {
  let count = 0
  return () => dialect.parameter(++count)
}

/** What anything runs on: the host's instance, or one connection of it. */
export type Executor = Pick<Kysely<unknown>, 'executeQuery'>

export const run = async <Row>(db: Executor, { sql, parameters }: Statement): Promise<readonly Row[]> =>
  (await db.executeQuery<Row>(CompiledQuery.raw(sql, [...parameters]))).rows

/** How many rows it has found to change. */
export const countOf = async (db: Executor, { sql, parameters }: Statement): Promise<number> =>
  Number((await db.executeQuery(CompiledQuery.raw(sql, [...parameters]))).numAffectedRows)

/** The beginning of a condition, before any value in it, which lets no connection run the statement that is not set as it must be. */
export const ifWellSet = ({ session }: Dialect): string => (session ? `${session.canary} is not null and ` : '')

const MOST_TEXTS = 1_000

/** Says in the server's logs whose a statement is, and tells them from the host's, which are not ours to prepare. */
const MARK = '/* orgcharter */ '
export const ownText = (sql: string): string => MARK + sql
export const isOwnText = (sql: string): boolean => sql.startsWith(MARK)

/** Texts by their shape: each is written once. Shapes are few, but a host could make more of them than is good. */
export const textCache = (): ((shape: string, write: () => string) => string) => {
  const texts = new Map<string, string>()
  return (shape, write) => {
    const known = texts.get(shape)
    if (known !== undefined) return known
    if (texts.size >= MOST_TEXTS) texts.clear()
    const text = ownText(write())
    texts.set(shape, text)
    return text
  }
}
