import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import type { PostgresPool, PostgresPoolClient, SqliteDatabase, SqliteStatement } from 'kysely'
import { isOwnText } from './statements.ts'

/** So many a connection keeps; a backend has some dozens of shapes. */
const MOST = 500

const NAME_LENGTH = 40

/** What is kept for each of our texts, up to a number; undefined for all others, which may be of any number. */
const keeping = <T>(make: (sql: string) => T): ((sql: string) => T | undefined) => {
  const kept = new Map<string, T>()
  return sql => {
    const known = kept.get(sql)
    if (known !== undefined || kept.size >= MOST || !isOwnText(sql)) return known
    const made = make(sql)
    kept.set(sql, made)
    return made
  }
}

/** By its text, so that it is the same in every process: those who share connections share them with each other. */
const nameOf = (sql: string): string => `orgcharter_${bytesToHex(sha256(utf8ToBytes(sql))).slice(0, NAME_LENGTH)}`

type Config = { readonly name: string; readonly text: string; readonly values: unknown[] }
type Query = (...asked: readonly unknown[]) => never

const preparedPool = (pool: PostgresPool): PostgresPool => {
  const names = keeping(nameOf)
  const clients = new WeakMap<PostgresPoolClient, PostgresPoolClient>()
  const clientOf = (client: PostgresPoolClient): PostgresPoolClient => {
    const query: Query = (asked, values) => {
      const name = typeof asked === 'string' ? names(asked) : undefined
      const config: Config | undefined =
        name === undefined ? undefined : { name, text: asked as string, values: values as unknown[] }
      return (client.query as Query)(...(config ? [config] : [asked, values]))
    }
    return { query, release: () => client.release() }
  }
  return {
    connect: async () => {
      const client = await pool.connect()
      // The same again for the same client: Kysely tells by it whether a connection is new.
      const known = clients.get(client) ?? clientOf(client)
      clients.set(client, known)
      return known
    },
    end: () => pool.end(),
  }
}

const preparedFile = (file: SqliteDatabase): SqliteDatabase => {
  const statements = keeping((sql): SqliteStatement => file.prepare(sql))
  return { prepare: sql => statements(sql) ?? file.prepare(sql), close: () => file.close() }
}

/**
 * The same pool of `pg`, or the same file of `better-sqlite3`, for a Kysely dialect: the store's statements are prepared
 * once a connection, and not parsed anew each time. Those of the host are left alone.
 *
 * A pooler between PostgreSQL and you must know of prepared statements: PgBouncer does from 1.21 on.
 *
 * @param driver - the pool or the file; whatever else is done with it is done as ever.
 * @returns what Kysely's dialect takes in its place.
 * @example
 * import { Kysely, PostgresDialect } from 'kysely'
 * import type { PostgresPool } from 'kysely'
 * import { createKyselyStore, prepared } from 'orgcharter/kysely'
 * declare const pool: PostgresPool
 * const store = createKyselyStore(new Kysely({ dialect: new PostgresDialect({ pool: prepared(pool) }) }))
 * @since 0.5.0
 */
export const prepared = <D extends PostgresPool | SqliteDatabase>(
  driver: D,
): D extends PostgresPool ? PostgresPool : SqliteDatabase =>
  ('connect' in driver ? preparedPool(driver) : preparedFile(driver)) as never
