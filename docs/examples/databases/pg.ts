/** PostgreSQL by `pg`. */
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'

export const openPg = (connectionString: string): Kysely<unknown> => {
  const pool = new pg.Pool({ connectionString, max: 10, connectionTimeoutMillis: 5_000 })
  // Without it, a server that ends an idle connection ends the process.
  pool.on('error', error => console.warn(error.message))
  return new Kysely({ dialect: new PostgresDialect({ pool }) })
}
