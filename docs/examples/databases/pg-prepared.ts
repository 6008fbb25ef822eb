/** PostgreSQL by `pg`, with statements that each connection parses once. */
import { createHash } from 'node:crypto'
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import pg from 'pg'

const nameOf = (text: string): string => createHash('sha256').update(text).digest('base64url')

/** A pool whose statements have names, and so are parsed once for each connection. */
export const prepared = (pool: pg.Pool): PostgresPool => ({
  connect: async () => {
    const client = await pool.connect()
    const query = (text: string, values: readonly unknown[]) =>
      client.query({ text, values: [...values], ...(values.length > 0 && { name: nameOf(text) }) })
    // The type asks for cursors as well, which Kysely uses for streams alone.
    return { query: query as never, release: () => client.release() }
  },
  end: () => pool.end(),
})

export const openPrepared = (connectionString: string, max = 10): Kysely<unknown> => {
  const pool = new pg.Pool({ connectionString, max, connectionTimeoutMillis: 5_000 })
  pool.on('error', error => console.warn(error.message))
  return new Kysely({ dialect: new PostgresDialect({ pool: prepared(pool) }) })
}
