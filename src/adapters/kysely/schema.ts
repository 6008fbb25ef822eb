import { CompiledQuery, type Kysely, type Migration } from 'kysely'
import { type Collections, collections as ours } from '../../core/world/index.ts'
import { createStatements } from './ddl.ts'
import type { DatabaseError, Dialect } from './dialect.ts'
import { mariadb, mysql } from './dialects/mysql.ts'
import { dialectOf } from './dialects/of.ts'
import { postgresql } from './dialects/postgresql.ts'
import { sqlite } from './dialects/sqlite.ts'
import { type Executor, run } from './statements.ts'
import { type TableNames, tablesOf } from './tables.ts'

/** The version of the tables that this release works with; each change of them is one more migration. @since 0.5.0 */
export const SCHEMA_VERSION = 1

/** `collections` are the host's own where it adds some to ours. @since 0.5.0 */
export type SchemaOptions = TableNames & { readonly collections?: Collections }

/** The databases that differ in their schema. @since 0.5.0 */
export type SchemaDialect = 'postgresql' | 'mariadb' | 'mysql' | 'sqlite'

const DIALECTS: { readonly [name in SchemaDialect]: Dialect } = { postgresql, mariadb, mysql, sqlite }

/** The collation has another name on each of the two. */
const schemaDialectOf = async (db: Kysely<unknown>): Promise<SchemaDialect> => {
  const { name } = dialectOf(db)
  if (name !== 'mysql') return name
  const [row] = await run<{ v: string }>(db, { sql: 'select version() as v', parameters: [] })
  return /mariadb/i.test(row?.v ?? '') ? 'mariadb' : 'mysql'
}

/**
 * The tables as plain SQL, for those who migrate with other tools: one statement an entry, in their order, each of which
 * may be run again.
 *
 * @param dialect - for which database.
 * @returns SQL, without a semicolon at the end of a statement.
 * @example
 * import { schemaSql } from 'orgcharter/kysely'
 * const script = schemaSql('postgresql', { prefix: 'org_' }).join(';\n')
 * @since 0.5.0
 */
export const schemaSql = (dialect: SchemaDialect, options: SchemaOptions = {}): readonly string[] => {
  const tables = tablesOf(options.collections ?? ours, options, DIALECTS[dialect])
  const { versions } = tables
  // Again and by many at the same moment, without an error.
  const { onDuplicate, inserted } = DIALECTS[dialect]
  const again = onDuplicate(['version'], [`version = ${inserted('version')}`])
  return [...createStatements(tables), `insert into ${versions.sql} (version) values (${SCHEMA_VERSION}) ${again}`]
}

/**
 * The same as migrations for Kysely's `Migrator`: hand them in by a provider of your own, beside yours. Down drops the
 * tables, and with them all that is stored.
 *
 * @returns one migration for each version of the schema, by name.
 * @example
 * import { Migrator } from 'kysely'
 * import type { Kysely } from 'kysely'
 * import { migrations } from 'orgcharter/kysely'
 * declare const db: Kysely<unknown>
 * const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations() } })
 * @since 0.5.0
 */
export const migrations = (options: SchemaOptions = {}): Record<string, Migration> => ({
  orgcharter_0001: {
    up: db => createSchema(db, options),
    down: async db => {
      const tables = tablesOf(options.collections ?? ours, options, dialectOf(db))
      for (const { sql } of [...tables.all, tables.versions])
        await db.executeQuery(CompiledQuery.raw(`drop table if exists ${sql}`))
    },
  },
})

/**
 * Makes what is missing of the tables and indexes, and nothing else: run it at every start if you have no migrations.
 *
 * @param db - the host's Kysely instance, whatever its own tables are.
 * @returns nothing, once the tables are there; any number of processes may ask at the same moment.
 * @throws TypeError for names that no table can have; whatever the database fails with, untouched.
 * @example
 * import type { Kysely } from 'kysely'
 * import { createSchema } from 'orgcharter/kysely'
 * declare const db: Kysely<unknown>
 * await createSchema(db)
 * @since 0.5.0
 */
// biome-ignore lint/suspicious/noExplicitAny: Kysely is invariant in its tables, and ours are not among the host's.
export const createSchema = async (db: Kysely<any>, options: SchemaOptions = {}): Promise<void> => {
  const plain = db.withoutPlugins()
  const statements = schemaSql(await schemaDialectOf(plain), options)
  const dialect = dialectOf(plain)
  const { schemaLock } = dialect
  const make = async (on: Executor, all: readonly string[]) => {
    for (const sql of all) await on.executeQuery(CompiledQuery.raw(sql))
  }
  if (schemaLock === undefined) {
    for (const sql of statements) await untilAlone(dialect, () => make(plain, [sql]))
    return
  }
  // Two that make one table at the same moment are an error there, whatever `if not exists` says.
  const locked = [schemaLock, ...statements]
  await (plain.isTransaction ? make(plain, locked) : plain.transaction().execute(on => make(on, locked)))
}

/** Of those who note the version at the same moment the server may end one as a deadlock: as often as there are others. */
const MOST_TRIES = 16

const untilAlone = async (dialect: Dialect, make: () => Promise<void>, tries = 1): Promise<void> => {
  try {
    await make()
  } catch (error) {
    if (tries === MOST_TRIES || !dialect.isConflict(error as DatabaseError)) throw error
    await untilAlone(dialect, make, tries + 1)
  }
}
