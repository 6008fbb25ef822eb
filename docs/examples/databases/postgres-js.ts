/** PostgreSQL by `postgres` (postgres.js), which prepares statements by itself. */
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'
import postgres from 'postgres'

export const postgresJsPool = (sql: postgres.Sql): PostgresPool => ({
  connect: async () => {
    const connection = await sql.reserve()
    const query = async (text: string, values: readonly unknown[]) => {
      const rows = await connection.unsafe(text, values as never[], { prepare: values.length > 0 })
      return { rows: [...rows], command: rows.command, rowCount: rows.count }
    }
    // The type asks for cursors as well, which Kysely uses for streams alone.
    return { query: query as never, release: () => connection.release() }
  },
  end: () => sql.end(),
})

export const openPostgresJs = (url: string, max = 10): Kysely<unknown> => {
  // It would print each "already exists, skipping" of createSchema.
  const sql = postgres(url, { max, connect_timeout: 5, onnotice: () => {} })
  return new Kysely({ dialect: new PostgresDialect({ pool: postgresJsPool(sql) }) })
}
