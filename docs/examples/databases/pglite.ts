/** PGlite: PostgreSQL in your own process. Kysely has a dialect for it from 0.29 on; this does for 0.28 as well. */
import type { PGlite } from '@electric-sql/pglite'
import { Kysely, PostgresDialect, type PostgresPool } from 'kysely'

/** PGlite is one connection: whoever has it has it alone, until they give it back. */
export const pglitePool = (client: PGlite): PostgresPool => {
  let free: Promise<void> = Promise.resolve()
  return {
    connect: async () => {
      const before = free
      let release = () => {}
      free = new Promise(resolve => {
        release = resolve
      })
      await before
      const query = (sql: string, parameters: readonly unknown[]) => client.query(sql, [...parameters])
      // The type asks for cursors as well, which Kysely uses for streams alone.
      return { query: query as never, release }
    },
    end: () => client.close(),
  }
}

export const openPglite = (client: PGlite): Kysely<unknown> =>
  new Kysely({ dialect: new PostgresDialect({ pool: pglitePool(client) }) })
