/** PostgreSQL by `pg`. */
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'

export const openPg = (connectionString: string): Kysely<unknown> => {
  const pool = new pg.Pool({ connectionString, max: 10, connectionTimeoutMillis: 5_000 })
  // Without them, a server that ends a connection, idle or in use, ends the process.
  pool.on('error', error => console.warn(error.message))
  pool.on('connect', client => client.on('error', error => console.warn(error.message)))
  return new Kysely({ dialect: new PostgresDialect({ pool }) })
}
