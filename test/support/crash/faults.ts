import { setTimeout as sleep } from 'node:timers/promises'
import { CompiledQuery } from 'kysely'
import { createKyselyStore } from '../../../src/adapters/kysely/index.ts'
import type { Store } from '../../../src/ports/store.ts'
import { type AnyKysely, connectTo } from '../connect.ts'
import type { ServerName } from '../servers.ts'
import type { SqlStage } from '../sql-stage.ts'
import { type Cut, openProxy, type Wire } from './proxy.ts'

/** Stores of clients whose connections end as no one expects, from the beginning until it is over. */
export type Faults = {
  readonly stores: readonly Store[]
  readonly count: () => number
  begin(): void
  over(): Promise<void>
}

const CUTS: readonly Cut[] = ['before', 'sent', 'after']
const pick = <T>(of: readonly T[]): T => of[Math.floor(Math.random() * of.length)] as T

/** PostgreSQL commits by one statement, MariaDB and MySQL by some; both ask more before. */
const MESSAGES: { readonly [name in ServerName]: number } = { postgresql: 2, mariadb: 14, mysql: 14 }

/** Each commit may be cut off at one of its messages: before it has left, when it has, or when it was done. */
const cuttingAt = (store: Store, proxy: Wire, server: ServerName): Store => ({
  ...store,
  commit: async changes => {
    if (Math.random() < 0.5) proxy.cutAt(1 + Math.floor(Math.random() * MESSAGES[server]), pick(CUTS))
    try {
      return await store.commit(changes)
    } finally {
      proxy.disarm()
    }
  },
})

export const cutConnections = async (stage: SqlStage, clients: number): Promise<Faults> => {
  const server = stage.name as ServerName
  const proxies: Wire[] = []
  const pools: AnyKysely[] = []
  const stores: Store[] = []
  for (let client = 0; client < clients; client++) {
    const proxy = await openProxy(stage.database.url)
    const pool = connectTo(server, proxy.url, { connections: 2 })
    proxies.push(proxy)
    pools.push(pool)
    stores.push(cuttingAt(createKyselyStore(pool), proxy, server))
  }
  return {
    stores,
    begin: () => {},
    count: () => proxies.reduce((sum, proxy) => sum + proxy.cuts(), 0),
    over: async () => {
      await Promise.all(pools.map(pool => pool.destroy()))
      await Promise.all(proxies.map(proxy => proxy.shut()))
    },
  }
}

const BUSY_THREAD = `select p.id from information_schema.processlist p
  left join information_schema.innodb_trx t on t.trx_mysql_thread_id = p.id
  where p.db = database() and p.id <> connection_id() and (p.command <> 'Sleep' or t.trx_id is not null)
  order by rand() limit 1`

/** A connection that is doing something, which is not ours. */
const BUSY: { readonly [name in ServerName]: string } = {
  postgresql: `select pid as id from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
    and state <> 'idle' order by random() limit 1`,
  mariadb: BUSY_THREAD,
  mysql: BUSY_THREAD,
}

const END: { readonly [name in ServerName]: (id: number) => string } = {
  postgresql: id => `select pg_terminate_backend(${id})`,
  mariadb: id => `kill connection ${id}`,
  mysql: id => `kill connection ${id}`,
}

/** The server ends connections, one every few milliseconds. */
export const endConnections = async (stage: SqlStage, clients: number): Promise<Faults> => {
  const server = stage.name as ServerName
  const pools = Array.from({ length: clients }, () => stage.database.connect(2))
  const admin = stage.database.connect(1)
  let [isOver, ended] = [false, 0]
  const run = async () => {
    while (!isOver) {
      await sleep(Math.random() * 25)
      const [busy] = (await admin.executeQuery<{ id: number }>(CompiledQuery.raw(BUSY[server]))).rows
      if (!busy) continue
      // It may have gone by itself.
      await admin.executeQuery(CompiledQuery.raw(END[server](busy.id))).then(
        () => ended++,
        () => {},
      )
    }
  }
  let running = Promise.resolve()
  return {
    stores: pools.map(pool => createKyselyStore(pool)),
    begin: () => {
      running = run()
    },
    count: () => ended,
    over: async () => {
      isOver = true
      await running
      // Servers have few connections, and one history comes after the other.
      await Promise.all([...pools, admin].map(pool => pool.destroy()))
    },
  }
}
