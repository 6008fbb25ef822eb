import { CompiledQuery, Kysely, MysqlDialect, PostgresDialect } from 'kysely'
import { createPool } from 'mysql2'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createKyselyStore, createSchema } from '../../../../src/adapters/kysely/index.ts'
import type { Ref } from '../../../../src/core/kernel/index.ts'
import type { Store } from '../../../../src/ports/store.ts'
import { memberRecord } from '../../../../src/testing/store-contract/records.ts'
import type { AnyKysely } from '../../../support/connect.ts'
import { type Database, hasServer, openMariadb, openMysql, openPostgresql } from '../../../support/servers.ts'

const isThere = {
  mariadb: await hasServer('mariadb'),
  mysql: await hasServer('mysql'),
  postgresql: await hasServer('postgresql'),
}

const ADA: Ref = 'membership/acme/ada'
const putting = (ref: Ref) => ({
  id: ref,
  preconditions: [{ ref, version: null }],
  writes: [{ op: 'put' as const, ref, record: memberRecord('acme', ref.split('/')[2] ?? '') }],
})

/** What mysql2 would write wrongly, or the server read so, and what the store says to it. */
const REFUSED: readonly (readonly [set: string, says: RegExp])[] = [
  ["set session sql_mode = concat(@@sql_mode, ',NO_BACKSLASH_ESCAPES')", /sql_mode has NO_BACKSLASH_ESCAPES/],
  ['set names latin1', /character_set_client is latin1, not utf8mb4/],
  ['set character_set_results = latin1', /character_set_results is latin1/],
  ['set session autocommit = 0', /autocommit is off/],
  ['set session transaction isolation level read uncommitted', /read what is not committed/],
]

for (const [name, open] of [
  ['mariadb', openMariadb],
  ['mysql', openMysql],
] as const)
  describe.runIf(isThere[name])(`a connection of ${name}`, () => {
    let database: Database
    const pools: AnyKysely[] = []
    const pool = (options: object = {}, set?: string): AnyKysely => {
      const dialect = new MysqlDialect({
        pool: createPool({ uri: database.url, connectionLimit: 1, ...options }),
        ...(set && {
          onCreateConnection: async connection => void (await connection.executeQuery(CompiledQuery.raw(set))),
        }),
      })
      const db = new Kysely<never>({ dialect })
      pools.push(db)
      return db
    }

    beforeAll(async () => {
      database = await open()
      await createSchema(database.db)
      expect(await createKyselyStore(database.db).commit(putting(ADA))).toEqual({ ok: true })
    })
    afterAll(async () => {
      await Promise.all(pools.map(db => db.destroy()))
      await database?.close()
    })

    it.each(REFUSED)('that is set by %s is refused by name', async (set, says) => {
      const store = createKyselyStore(pool({}, set))
      await expect(store.get([ADA])).rejects.toMatchObject({
        name: 'SchemaMismatch',
        message: expect.stringMatching(says),
      })
    })

    it.each(['latin1', 'utf8'])('whose driver writes %s is refused by name', async charset => {
      await expect(createKyselyStore(pool({ charset })).get([ADA])).rejects.toThrow(/character_set_client is/)
    })

    it.each([
      'set session transaction isolation level serializable',
      'set session transaction isolation level read committed',
      'set names utf8mb4',
    ])('that is set by %s is taken', async set => {
      expect((await createKyselyStore(pool({}, set)).get([ADA])).size).toBe(1)
    })

    /** A store that has found its first connection in order; the next statements come to one that is not. */
    const store = async (spoil: string, charset?: string): Promise<Store> => {
      const good = pool()
      const bad = pool(charset === undefined ? {} : { charset })
      let db = good
      const both = new Proxy(good.withoutPlugins(), {
        get: (_, field) => {
          if (field === 'withoutPlugins') return () => both
          const value: unknown = Reflect.get(db, field)
          return typeof value === 'function' ? value.bind(db) : value
        },
      })
      const made = createKyselyStore(both)
      await made.commit({ id: 'none', preconditions: [{ ref: ADA, version: 'another' }], writes: [] })
      db = bad
      if (spoil) await bad.executeQuery(CompiledQuery.raw(spoil))
      return made
    }

    it.each([
      ['set session sql_mode = "NO_BACKSLASH_ESCAPES"', undefined],
      ['', 'latin1'],
    ])('that is not as the first was runs nothing (%s %s)', async (spoil, charset) => {
      const spoiled = await store(spoil, charset)
      const key = 'membership_by_organization/acme'
      const after = JSON.stringify([key, 1, "' or 1=1 limit 5) -- "])
      const found = [...(await createKyselyStore(database.db).get([ADA])).values()][0]
      const version = found?.version ?? ''
      const held = { id: 'held', preconditions: [{ ref: ADA, version }], writes: [] }
      const removed = { ...held, writes: [{ op: 'remove' as const, ref: ADA }] }
      const added = {
        id: 'c',
        preconditions: [],
        writes: [{ op: 'add' as const, ref: 'member_count/x' as const, by: 1 }],
      }
      for (const call of [
        () => spoiled.list({ key, limit: 1, after }),
        () => spoiled.get([ADA, 'membership/acme/bob']),
        () => spoiled.commit(putting('membership/acme/bob')),
        () => spoiled.commit(held),
        () => spoiled.commit(removed),
        () => spoiled.commit(added),
      ])
        await expect(call()).rejects.toMatchObject({ code: 'ER_PARSE_ERROR' })
      const whole = await createKyselyStore(database.db).list({ key, limit: 9 })
      expect(whole.items).toEqual([found])
    })
  })

describe.runIf(isThere.postgresql)('serializable connections of PostgreSQL', () => {
  let database: Database
  beforeAll(async () => {
    database = await openPostgresql()
    await createSchema(database.db)
  })
  afterAll(() => database?.close())

  /** A store on a pool whose first so many reads after a commit the server ends for another's sake. */
  const failing = (times: number, code: string): Store => {
    let left = times
    const client = new pg.Pool({ connectionString: database.url, max: 2 })
    client.on('error', () => {})
    const db = new Kysely<never>({ dialect: new PostgresDialect({ pool: client }) })
    const plain = db.withoutPlugins()
    const failed = new Proxy(plain, {
      get: (of, field) => {
        if (field === 'withoutPlugins') return () => failed
        const value: unknown = Reflect.get(of, field)
        if (field !== 'executeQuery') return typeof value === 'function' ? value.bind(of) : value
        return (query: CompiledQuery) =>
          /json_build_array/.test(query.sql) && left-- > 0
            ? Promise.reject(Object.assign(new Error('could not serialize access'), { code }))
            : of.executeQuery(query)
      },
    })
    return createKyselyStore(failed)
  }

  it.each(['40001', '40P01'])('read again what ended with %s', async code => {
    const good = createKyselyStore(database.db)
    await good.commit(putting(`membership/acme/u${code}`))
    const ref: Ref = `membership/acme/u${code}`
    expect((await failing(3, code).get([ref])).size).toBe(1)
    const key = 'membership_by_organization/acme'
    expect((await failing(3, code).list({ key, limit: 1 })).items).toHaveLength(1)
    await expect(failing(1_000, code).get([ref])).rejects.toMatchObject({ code })
  })

  it('name all that a commit was about where what stands against it cannot be read', async () => {
    const good = createKyselyStore(database.db)
    await good.commit(putting('membership/acme/there'))
    const committed = await failing(1_000, '40001').commit(putting('membership/acme/there'))
    expect(committed).toEqual({ ok: false, conflicts: ['membership/acme/there'] })
  })
})
