import { sql } from 'kysely'
import { afterEach, describe, expect, it } from 'vitest'
import { createKyselyStore, createSchema } from '../../../src/adapters/kysely/index.ts'
import type { ChangeSet } from '../../../src/core/kernel/index.ts'
import { connectTo } from '../../support/connect.ts'
import { openProxy } from '../../support/crash/proxy.ts'
import { type Database, hasServer, openMariadb, openMysql, openPostgresql, openSqlite } from '../../support/servers.ts'

const isThere = {
  postgresql: await hasServer('postgresql'),
  mariadb: await hasServer('mariadb'),
  mysql: await hasServer('mysql'),
}
const opened: Database[] = []
afterEach(async () => {
  for (const database of opened.splice(0)) await database.close()
})

const schemaIn = async (open: () => Promise<Database>): Promise<Database> => {
  const database = await open()
  opened.push(database)
  await createSchema(database.db)
  return database
}

const effect = (id: string, text: string) => ({
  id,
  queue: 'outbox',
  kind: 'notify_user',
  payload: { text },
  createdAt: 1,
  availableAt: 1,
  attempts: 0,
})

const putting = (id: string, text = ''): ChangeSet => ({
  id,
  preconditions: [{ ref: `effect/${id}`, version: null }],
  writes: [{ op: 'put', ref: `effect/${id}`, record: effect(id, text) }],
})

describe('what a database fails with is thrown as it came', () => {
  it('when its disk is full (SQLite)', async () => {
    const { db } = await schemaIn(openSqlite)
    const store = createKyselyStore(db)
    await store.commit(putting('e1'))
    const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(db)
    await sql.raw(`pragma max_page_count = ${rows[0]?.page_count}`).execute(db)
    await expect(store.commit(putting('e2', 'x'.repeat(1_000_000)))).rejects.toMatchObject({ code: 'SQLITE_FULL' })
    await sql.raw('pragma max_page_count = 1000000').execute(db)
    expect(await store.commit(putting('e2'))).toEqual({ ok: true })
  })

  for (const [name, open] of [
    ['mariadb', openMariadb],
    ['mysql', openMysql],
  ] as const)
    it.runIf(isThere[name])(`when the connection is lost in the midst of a transaction (${name})`, async () => {
      const database = await schemaIn(open)
      const proxy = await openProxy(database.url)
      const pool = connectTo(name, proxy.url, { connections: 1 })
      const store = createKyselyStore(pool)
      await store.get(['effect/e1'])
      for (const message of [1, 2, 3, 4]) {
        proxy.cutAt(message, 'after')
        await expect(store.commit(putting(`e${message}`))).rejects.toMatchObject({ code: 'PROTOCOL_CONNECTION_LOST' })
        expect(await store.commit(putting(`f${message}`))).toEqual({ ok: true })
      }
      await pool.destroy()
      await proxy.shut()
    })

  it.runIf(isThere.postgresql)('when the connection is lost before the answer (PostgreSQL)', async () => {
    const database = await schemaIn(openPostgresql)
    const proxy = await openProxy(database.url)
    const pool = connectTo('postgresql', proxy.url, { connections: 1 })
    const store = createKyselyStore(pool)
    await store.get(['effect/e1'])
    proxy.cutAt(1, 'after')
    await expect(store.commit(putting('e1'))).rejects.toThrow('Connection terminated unexpectedly')
    expect((await store.get(['effect/e1'])).size).toBe(1)
    await pool.destroy()
    await proxy.shut()
  })
})
