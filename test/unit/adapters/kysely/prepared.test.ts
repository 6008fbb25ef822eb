import { createHash } from 'node:crypto'
import SqliteFile from 'better-sqlite3'
import {
  CompiledQuery,
  Kysely,
  PostgresDialect,
  type PostgresPool,
  type PostgresPoolClient,
  SqliteDialect,
} from 'kysely'
import { describe, expect, it } from 'vitest'
import { createKyselyStore, createSchema, prepared } from '../../../../src/adapters/kysely/index.ts'
import { textCache } from '../../../../src/adapters/kysely/statements.ts'

type Asked = { readonly name?: string; readonly text?: string; readonly values?: readonly unknown[] }

/** A pool that answers nothing, and what it was asked. */
const fakePool = () => {
  const asked: (readonly unknown[])[] = []
  const client = {
    query: (...query: readonly unknown[]) => {
      asked.push(query)
      return Promise.resolve({ command: 'SELECT', rowCount: 0, rows: [] })
    },
    released: 0,
    release: () => {
      client.released++
    },
  }
  const pool = { connect: async () => client as unknown as PostgresPoolClient, end: async () => {}, ended: false }
  return { pool: pool as PostgresPool, asked, client }
}

const own = (shape: string, sql: string): string => textCache()(shape, () => sql)

describe('a prepared pool', () => {
  it('gives a statement of ours a name, the same for the same text in every process', async () => {
    const { pool, asked } = fakePool()
    const sql = own('one', 'select 1 as ours, $1')
    const db = new Kysely<unknown>({ dialect: new PostgresDialect({ pool: prepared(pool) }) })
    await db.executeQuery(CompiledQuery.raw(sql, ['a']))
    await db.executeQuery(CompiledQuery.raw(sql, ['b']))
    const name = `orgcharter_${createHash('sha256').update(sql).digest('hex').slice(0, 40)}`
    expect(asked).toEqual([[{ name, text: sql, values: ['a'] }], [{ name, text: sql, values: ['b'] }]])
  })

  it('gives two statements two names, which PostgreSQL does not cut', async () => {
    const { pool, asked } = fakePool()
    const client = await prepared(pool).connect()
    await client.query(own('two', 'select 2 as ours, $1'), ['a'])
    await client.query(own('three', 'select 3 as ours, $1'), ['a'])
    const names = asked.map(([config]) => (config as Asked).name ?? '')
    expect(new Set(names).size).toBe(2)
    expect(names.every(name => name.length > 20 && name.length <= 63)).toBe(true)
  })

  it('leaves what the host asks as it is', async () => {
    const { pool, asked } = fakePool()
    const client = await prepared(pool).connect()
    await client.query('select 1 as theirs, $1', ['a'])
    const cursor = { read: async () => [], close: async () => {} }
    client.query(cursor)
    expect(asked).toEqual([
      ['select 1 as theirs, $1', ['a']],
      [cursor, undefined],
    ])
  })

  it('is the same client for the same client, by which Kysely tells a new connection', async () => {
    const { pool, client } = fakePool()
    const both = prepared(pool)
    const [first, second] = [await both.connect(), await both.connect()]
    expect(first).toBe(second)
    first.release()
    expect(client.released).toBe(1)
  })
})

describe('a prepared file', () => {
  const counted = () => {
    const file = new SqliteFile(':memory:')
    const prepares = new Map<string, number>()
    const database = {
      close: () => file.close(),
      prepare: (sql: string) => {
        prepares.set(sql, (prepares.get(sql) ?? 0) + 1)
        return file.prepare(sql)
      },
    }
    return { db: new Kysely<unknown>({ dialect: new SqliteDialect({ database: prepared(database) }) }), prepares }
  }

  it('prepares a statement of the store once, and gives each answer to its own question', async () => {
    const { db, prepares } = counted()
    await createSchema(db)
    const store = createKyselyStore(db)
    const ref = (id: string) => `user_email/${id}` as const
    for (const id of ['ada', 'bob', 'eve'])
      await store.commit({
        id,
        preconditions: [{ ref: ref(id), version: null }],
        writes: [{ op: 'put', ref: ref(id), record: { address: id, userId: id } }],
      })
    const found = await Promise.all(
      ['ada', 'bob', 'eve', 'nobody'].map(async id => [...(await store.get([ref(id)])).keys()]),
    )
    expect(found).toEqual([[ref('ada')], [ref('bob')], [ref('eve')], []])
    const ours = [...prepares].filter(([sql]) => sql.includes('orgcharter_user_email') && !sql.startsWith('create'))
    expect(ours.map(([, times]) => times)).toEqual([1, 1])
    const around = [...prepares].filter(([sql]) => /(begin immediate|commit)$/.test(sql))
    expect(around.map(([, times]) => times)).toEqual([1, 1])
    await db.destroy()
  })

  it('prepares what the host asks each time', async () => {
    const { db, prepares } = counted()
    for (let times = 0; times < 3; times++) await db.executeQuery(CompiledQuery.raw('select 1 as theirs'))
    expect(prepares.get('select 1 as theirs')).toBe(3)
    await db.destroy()
  })
})
