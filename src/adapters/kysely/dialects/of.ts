import { type Kysely, MysqlAdapter, PostgresAdapter, SqliteAdapter } from 'kysely'
import type { Dialect } from '../dialect.ts'
import { mysql } from './mysql.ts'
import { postgresql } from './postgresql.ts'
import { sqlite } from './sqlite.ts'

const DIALECTS = [
  [PostgresAdapter, postgresql],
  [MysqlAdapter, mysql],
  [SqliteAdapter, sqlite],
] as const

const classesOf = (value: unknown): readonly string[] => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === null ? [] : [(prototype as object).constructor.name, ...classesOf(prototype)]
}

/** @throws TypeError where the instance is for a database that the store does not know. */
export const dialectOf = (db: Pick<Kysely<unknown>, 'getExecutor'>): Dialect => {
  const { adapter } = db.getExecutor()
  // By name as well: the host's Kysely may be another copy than ours.
  const classes = classesOf(adapter)
  const known = DIALECTS.find(([Adapter]) => adapter instanceof Adapter || classes.includes(Adapter.name))
  if (known) return known[1]
  const names = DIALECTS.map(([Adapter]) => Adapter.name)
  throw new TypeError(`the store is for ${names.join(', ')} and what extends them, not for ${classes[0]}`)
}
