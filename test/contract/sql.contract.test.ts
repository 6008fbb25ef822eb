import SqliteFile from 'better-sqlite3'
import fc from 'fast-check'
import { CompiledQuery, Kysely, PostgresDialect, SqliteDialect } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, it } from 'vitest'
import { openPostgresJs } from '../../docs/examples/databases/postgres-js.ts'
import { createKyselyStore, createSchema, prepared, schemaSql } from '../../src/adapters/kysely/index.ts'
import { describeStore } from '../../src/testing/store-contract/index.ts'
import { analyzed } from '../support/analyzed.ts'
import { openPglite } from '../support/pglite.ts'
import {
  type AnyKysely,
  type Database,
  hasServer,
  openMariadb,
  openMysql,
  openPostgresql,
  openSqlite,
} from '../support/servers.ts'

/** Every row of every table: quicker than to make the tables anew for each case. */
const TABLES = schemaSql('sqlite').flatMap(sql => /^create table if not exists "(.*)"/.exec(sql)?.[1] ?? [])

const empty = async (db: AnyKysely, quote: string): Promise<void> => {
  for (const table of TABLES.filter(name => name !== 'orgcharter_schema'))
    await db.executeQuery(CompiledQuery.raw(`delete from ${quote}${table}${quote}`))
}

const contractOf = (name: string, open: () => Promise<Database>, quote: string, records: number): void => {
  describe(`in ${name}`, () => {
    let database: Database

    beforeAll(async () => {
      database = await open()
      await createSchema(database.db)
    }, 60_000)

    afterAll(() => database?.close())

    describeStore(
      'the SQL store',
      async () => {
        await empty(database.db, quote)
        return { store: analyzed(createKyselyStore(database.db), database.db, records / 4), close: () => {} }
      },
      { describe, it: (title, run) => it(title, run, 120_000), fc, records },
    )
  })
}

/** The same server by another driver, which writes parameters and reads rows in its own way. */
const openByPostgresJs = async (): Promise<Database> => {
  const database = await openPostgresql(1)
  const db = openPostgresJs(database.url, 16)
  const close = async () => {
    await db.destroy()
    await database.close()
  }
  return { ...database, db, close }
}

const preparedSqlite = async (): Promise<Database> => {
  const database = await openSqlite()
  const db: AnyKysely = new Kysely({ dialect: new SqliteDialect({ database: prepared(new SqliteFile(database.url)) }) })
  return { ...database, db, close: () => db.destroy().then(database.close) }
}

const preparedPostgresql = async (): Promise<Database> => {
  const database = await openPostgresql()
  const pool = new pg.Pool({ connectionString: database.url, max: 16 })
  // Its last connections may end with the database.
  pool.on('error', () => {})
  const db: AnyKysely = new Kysely({ dialect: new PostgresDialect({ pool: prepared(pool) }) })
  return { ...database, db, close: () => db.destroy().then(database.close) }
}

contractOf('SQLite', openSqlite, '"', 20_000)
contractOf('PGlite', openPglite, '"', 2_000)
contractOf('SQLite with prepared statements', preparedSqlite, '"', 5_000)
if (await hasServer('postgresql')) {
  contractOf('PostgreSQL', openPostgresql, '"', 20_000)
  contractOf('PostgreSQL by postgres.js', openByPostgresJs, '"', 5_000)
  contractOf('PostgreSQL with prepared statements', preparedPostgresql, '"', 5_000)
}
if (await hasServer('mariadb')) contractOf('MariaDB', openMariadb, '`', 20_000)
if (await hasServer('mysql')) contractOf('MySQL', openMysql, '`', 20_000)
