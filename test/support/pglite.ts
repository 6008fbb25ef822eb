import { PGlite } from '@electric-sql/pglite'
import { Kysely, PostgresDialect } from 'kysely'
import { pglitePool } from '../../docs/examples/databases/pglite.ts'
import type { AnyKysely, Database } from './servers.ts'

/**
 * PostgreSQL in the memory of this process, so it is there at everyone's. It is one connection, however many `connect` is
 * asked for, and no other process or driver reaches it.
 */
export const openPglite = async (): Promise<Database> => {
  const client = await PGlite.create()
  const one = pglitePool(client)
  const pool = { connect: () => one.connect(), end: async () => {} }
  const connect = (): AnyKysely => new Kysely({ dialect: new PostgresDialect({ pool }) })
  return { db: connect(), url: 'memory://', connect, close: () => client.close() }
}
