import { setTimeout as sleep } from 'node:timers/promises'
import { CompiledQuery } from 'kysely'
import { columnName } from '../../src/adapters/kysely/columns.ts'
import { createKyselyStore, createSchema } from '../../src/adapters/kysely/index.ts'
import { type Collection, type Counter, type Ref, refOf } from '../../src/core/kernel/index.ts'
import { collections } from '../../src/core/world/index.ts'
import type { Store, Stored } from '../../src/ports/store.ts'
import type { AnyKysely, SqlName } from './connect.ts'
import { type Database, openMariadb, openMysql, openPostgresql, openSqlite } from './servers.ts'
import type { Stage } from './stage.ts'

/** A database of its own with our tables in it. */
export type SqlStage = Stage & { readonly name: SqlName; readonly database: Database }

const OPEN: { readonly [name in SqlName]: (connections?: number) => Promise<Database> } = {
  postgresql: openPostgresql,
  mariadb: openMariadb,
  mysql: openMysql,
  sqlite: openSqlite,
}

const PORTION = 400

const rowsOf = async <R>(db: AnyKysely, sql: string): Promise<readonly R[]> =>
  (await db.executeQuery<R>(CompiledQuery.raw(sql))).rows

/** The tables that are not empty, in one statement, since most are. */
const filled = async (db: AnyKysely): Promise<readonly (Collection | Counter)[]> => {
  const exists = collections.map(
    ({ name }) => `select '${name}' as name where exists (select 1 from orgcharter_${name})`,
  )
  const names = new Set((await rowsOf<{ name: string }>(db, exists.join(' union all '))).map(({ name }) => name))
  return collections.filter(({ name }) => names.has(name))
}

/** All that is there: the references table by table, and what they stand for as the store reads it. */
export const readAll = async (db: AnyKysely, name: SqlName): Promise<readonly Stored[]> => {
  const quote = name === 'mariadb' || name === 'mysql' ? '`' : '"'
  const refs: Ref[] = []
  for (const of of await filled(db)) {
    const columns = of.key.map((path, at) => `${quote}${columnName(path)}${quote} as k${at}`)
    for (const row of await rowsOf<object>(db, `select ${columns} from orgcharter_${of.name}`))
      refs.push(refOf(of, ...Object.values(row).map(String)))
  }
  const store = createKyselyStore(db)
  const found: Stored[] = []
  for (let at = 0; at < refs.length; at += PORTION)
    found.push(...(await store.get(refs.slice(at, at + PORTION))).values())
  return found
}

const BUSY_THREADS = `select count(*) as n from information_schema.processlist p
  left join information_schema.innodb_trx t on t.trx_mysql_thread_id = p.id
  where p.db = database() and p.id <> connection_id() and (p.command <> 'Sleep' or t.trx_id is not null)`

/** How many others are at something on the server, in this database. */
const BUSY: { readonly [name in SqlName]: string } = {
  postgresql: `select count(*) as n from pg_stat_activity
    where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`,
  mariadb: BUSY_THREADS,
  mysql: BUSY_THREADS,
  sqlite: 'select 0 as n',
}

const quiet = async (db: AnyKysely, name: SqlName): Promise<void> => {
  while (Number((await rowsOf<{ n: unknown }>(db, BUSY[name]))[0]?.n) > 0) await sleep(5)
}

/** `broken`: what is put before the store of each client. */
export const sqlStage = async (name: SqlName, broken: (store: Store) => Store = store => store): Promise<SqlStage> => {
  const database = await OPEN[name](2)
  const { db } = database
  await createSchema(db)
  // The driver of SQLite waits for a lock without letting anyone else on: in one process there is one connection.
  // Pools are kept from one history to the next: connections are dear, and servers have few.
  const pools = new Map<number, Store[]>()
  const taken = new Map<number, number>()
  return {
    name,
    database,
    store: (connections = 8) => {
      const [those, at] = [pools.get(connections) ?? [], taken.get(connections) ?? 0]
      const store = those[at] ?? broken(createKyselyStore(name === 'sqlite' ? db : database.connect(connections)))
      pools.set(connections, those.slice(0, at).concat(store, those.slice(at + 1)))
      taken.set(connections, at + 1)
      return store
    },
    read: () => readAll(db, name),
    quiet: () => quiet(db, name),
    empty: async () => {
      taken.clear()
      for (const of of await filled(db)) await db.executeQuery(CompiledQuery.raw(`delete from orgcharter_${of.name}`))
    },
    close: database.close,
  }
}
