import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { Kysely, PostgresDialect, SqliteDialect } from 'kysely'
import pg from 'pg'
import { prepared } from '../../../src/adapters/kysely/index.ts'
import { type AnyKysely, openPostgresql } from '../../support/servers.ts'

export type Driver =
  | { readonly kind: 'postgresql'; readonly pool: pg.Pool }
  | { readonly kind: 'sqlite'; readonly file: Sqlite.Database }

export type Place = Driver['kind']

/** A database with nothing in it, to which each pool is opened anew. */
export type Fresh = {
  connect(connections: number): Driver
  drop(): Promise<void>
}

const freshPostgresql = async (): Promise<Fresh> => {
  const { url, close } = await openPostgresql(1)
  return {
    connect: max => {
      const pool = new pg.Pool({ connectionString: url, max })
      // Its last connections end with the database.
      pool.on('error', () => {})
      return { kind: 'postgresql', pool }
    },
    drop: close,
  }
}

/** As SQLite is mostly set up for a server; the same for all. A file has one connection, whoever asks. */
const freshSqlite = async (): Promise<Fresh> => {
  const directory = mkdtempSync(join(tmpdir(), 'orgcharter-'))
  return {
    connect: () => {
      const file = new Sqlite(join(directory, 'bench.db'))
      file.pragma('journal_mode = WAL')
      file.pragma('synchronous = NORMAL')
      return { kind: 'sqlite', file }
    },
    drop: async () => rmSync(directory, { recursive: true }),
  }
}

export const freshDatabase = (place: Place): Promise<Fresh> =>
  place === 'postgresql' ? freshPostgresql() : freshSqlite()

const kyselyBy = (driver: Driver, isPrepared: boolean): AnyKysely =>
  new Kysely({
    dialect:
      driver.kind === 'postgresql'
        ? new PostgresDialect({ pool: isPrepared ? prepared(driver.pool) : driver.pool })
        : new SqliteDialect({ database: isPrepared ? prepared(driver.file) : driver.file }),
  })

export const kyselyOf = (driver: Driver): AnyKysely => kyselyBy(driver, false)

/** As the documentation of the store says it is fastest. */
export const preparedKyselyOf = (driver: Driver): AnyKysely => kyselyBy(driver, true)

export const closeDriver = async (driver: Driver): Promise<void> => {
  if (driver.kind === 'postgresql') await driver.pool.end()
  else driver.file.close()
}

/** Statistics, as a server makes them by itself within a minute. */
export const analyze = async (driver: Driver): Promise<void> => {
  if (driver.kind === 'postgresql') await driver.pool.query('vacuum analyze')
  else driver.file.exec('analyze')
}
