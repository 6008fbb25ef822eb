import SqliteFile from 'better-sqlite3'
import { Kysely, MysqlDialect, PostgresDialect, SqliteDialect } from 'kysely'
import { createPool } from 'mysql2'
import pg from 'pg'

// biome-ignore lint/suspicious/noExplicitAny: the tables are those of the store, whatever they are.
export type AnyKysely = Kysely<any>

export type SqlName = 'postgresql' | 'mariadb' | 'mysql' | 'sqlite'

/** `isImpatient`: who finds no connection free soon is told so, and does not wait for one. */
export type PoolOptions = { readonly connections?: number | undefined; readonly isImpatient?: boolean }

/** A pool on a database that is there already, perhaps made by another process. */
export const connectTo = (name: SqlName, url: string, options: PoolOptions = {}): AnyKysely => {
  const { connections = 16, isImpatient = false } = options
  if (name === 'postgresql') {
    const wait = isImpatient ? { connectionTimeoutMillis: 100 } : {}
    const pool = new pg.Pool({ connectionString: url, max: connections, ...wait })
    // The driver tells of a lost connection twice: whoever asked, and by an event that ends the process if nobody listens.
    pool.on('error', () => {})
    pool.on('connect', client => client.on('error', () => {}))
    return new Kysely({ dialect: new PostgresDialect({ pool }) })
  }
  if (name === 'mariadb' || name === 'mysql') {
    const pool = createPool({ uri: url, connectionLimit: connections, waitForConnections: !isImpatient })
    return new Kysely({ dialect: new MysqlDialect({ pool }) })
  }
  const database = new SqliteFile(url)
  database.pragma('journal_mode = wal')
  return new Kysely({ dialect: new SqliteDialect({ database }) })
}
