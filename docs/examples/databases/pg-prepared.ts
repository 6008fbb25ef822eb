/** PostgreSQL by `pg`, with the store's statements prepared once for each connection. */
import { Kysely, PostgresDialect } from 'kysely'
import { prepared } from 'orgcharter/kysely'
import pg from 'pg'

export const openPrepared = (connectionString: string, max = 10): Kysely<unknown> => {
  const pool = new pg.Pool({ connectionString, max, connectionTimeoutMillis: 5_000 })
  pool.on('error', error => console.warn(error.message))
  pool.on('connect', client => client.on('error', error => console.warn(error.message)))
  return new Kysely({ dialect: new PostgresDialect({ pool: prepared(pool) }) })
}
