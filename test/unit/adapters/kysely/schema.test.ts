import {
  CompiledQuery,
  DummyDriver,
  Kysely,
  Migrator,
  MssqlAdapter,
  MssqlIntrospector,
  MssqlQueryCompiler,
} from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import { mysql } from '../../../../src/adapters/kysely/dialects/mysql.ts'
import {
  createKyselyStore,
  createSchema,
  migrations,
  SCHEMA_VERSION,
  schemaSql,
} from '../../../../src/adapters/kysely/index.ts'
import { checkSchema } from '../../../../src/adapters/kysely/schema-check.ts'
import { tablesOf } from '../../../../src/adapters/kysely/tables.ts'
import { collection } from '../../../../src/core/kernel/index.ts'
import { collections } from '../../../../src/core/world/index.ts'
import { createCharter, unwrap, verifiedEmail } from '../../../../src/index.ts'
import type { Database } from '../../../support/servers.ts'
import { onEachDatabase } from '../../../support/sql.ts'

const found = (database: Database, options = {}) =>
  createCharter({ store: createKyselyStore(database.db, options) }).organizations.create({
    actor: { kind: 'operator', name: 'support' },
    name: 'Acme',
    kind: 'standard',
    founders: [{ email: unwrap(verifiedEmail('ada@acme.com', { by: 'test' })), name: 'Ada' }],
  })

onEachDatabase('the schema', ({ name, open, quote }) => {
  let database: Database
  const sql = (text: string) => database.db.executeQuery(CompiledQuery.raw(text))

  beforeEach(async () => {
    database = await open()
  })
  afterEach(() => database.close())

  it('is asked for by name where there is none, and once it is there the same store goes on', async () => {
    const store = createKyselyStore(database.db)
    const [missing] = await Promise.allSettled([store.get(['organization/acme'])])
    expect(missing).toMatchObject({ status: 'rejected', reason: { name: 'SchemaMismatch' } })
    expect(String((missing as PromiseRejectedResult).reason)).toMatch(
      `needs version ${SCHEMA_VERSION}: run createSchema`,
    )
    await createSchema(database.db)
    expect((await store.get(['organization/acme'])).size).toBe(0)
  })

  it('may be made again, and keeps what is there', async () => {
    await createSchema(database.db)
    expect((await found(database)).ok).toBe(true)
    await createSchema(database.db)
    const { rows } = await sql(`select name from ${quote('orgcharter_organization')}`)
    expect(rows).toEqual([{ name: 'Acme' }])
  })

  it('may be made by many at the same moment', async () => {
    const others = Array.from({ length: 12 }, () => database.connect(1))
    await Promise.all(others.map(db => createSchema(db)))
    expect((await found(database)).ok).toBe(true)
  })

  it('that is older is named with its version and the one that is needed', async () => {
    await createSchema(database.db)
    await sql(`update ${quote('orgcharter_schema')} set version = 0`)
    await expect(found(database)).rejects.toThrow(
      /are of version 0, and this release needs version 1: run createSchema/,
    )
  })

  it('that is newer is taken, since a release is not rolled out everywhere at once', async () => {
    await createSchema(database.db)
    await sql(`insert into ${quote('orgcharter_schema')} (version) values (2)`)
    await sql(`alter table ${quote('orgcharter_user')} add column later integer`)
    expect((await found(database)).ok).toBe(true)
  })

  it('without a column is named with it', async () => {
    await createSchema(database.db)
    await sql(`alter table ${quote('orgcharter_user')} drop column verified_by`)
    await expect(found(database)).rejects.toThrow(/orgcharter_user\.verified_by is missing/)
  })

  if (name === 'MariaDB' || name === 'MySQL')
    it('without what a commit in a cluster writes is named with it', async () => {
      await createSchema(database.db)
      await sql('alter table orgcharter_user drop column held')
      await expect(found(database)).rejects.toThrow(/orgcharter_user\.held is missing/)
    })

  if (name !== 'SQLite')
    it('with a column that is too short is not written into', async () => {
      await createSchema(database.db)
      const column =
        name === 'PostgreSQL' ? 'alter column address type varchar(20)' : 'modify column address varchar(20)'
      await sql(`alter table ${quote('orgcharter_user_email')} ${column}`)
      await expect(found(database)).rejects.toThrow(
        /orgcharter_user_email\.address holds 20 characters, and 320 are needed/,
      )
    })

  if (name === 'MariaDB' || name === 'MySQL') {
    it('with a key that is compared otherwise is not used: an address would be another’s', async () => {
      await createSchema(database.db)
      await sql('alter table orgcharter_user_email convert to character set utf8mb4 collate utf8mb4_unicode_ci')
      await expect(found(database)).rejects.toThrow(
        /orgcharter_user_email\.address has the collation utf8mb4_unicode_ci/,
      )
    })

    it('with a text that cannot hold every letter is not used', async () => {
      await createSchema(database.db)
      await sql('alter table orgcharter_organization modify name longtext character set latin1')
      await expect(found(database)).rejects.toThrow(/orgcharter_organization\.name has the collation latin1/)
    })

    it('without an index is named with it', async () => {
      await createSchema(database.db)
      await sql('alter table orgcharter_membership drop index orgcharter_membership_by_user')
      await expect(found(database)).rejects.toThrow(/the index orgcharter_membership_by_user of .* is missing/)
    })

    it('may have its names in small letters, as servers write them that are set so', async () => {
      await createSchema(database.db, { prefix: 'org_' })
      await expect(
        checkSchema(database.db, tablesOf(collections, { prefix: 'Org_' }, mysql), undefined),
      ).rejects.toThrow(/Org_schema/)
      const small = {
        executeQuery: (query: CompiledQuery) =>
          database.db.executeQuery(CompiledQuery.raw(query.sql.replaceAll('Org_', 'org_'), [...query.parameters])),
      }
      await checkSchema(small as never, tablesOf(collections, { prefix: 'Org_' }, mysql), undefined)
    })
  }

  it('stands under another prefix beside the first', async () => {
    await createSchema(database.db)
    await createSchema(database.db, { prefix: 'second_' })
    expect((await found(database)).ok).toBe(true)
    expect((await found(database, { prefix: 'second_' })).ok).toBe(true)
    for (const table of ['orgcharter_user', 'second_user'])
      expect((await sql(`select name from ${quote(table)}`)).rows).toEqual([{ name: 'Ada' }])
  })

  it('is a migration of Kysely’s, beside the host’s, and goes down again', async () => {
    const mine = { up: async () => {}, down: async () => {} }
    const provider = { getMigrations: async () => ({ a_host: mine, ...migrations() }) }
    const migrator = new Migrator({ db: database.db, provider })
    expect((await migrator.migrateToLatest()).error).toBeUndefined()
    expect((await found(database)).ok).toBe(true)
    expect((await migrator.migrateDown()).error).toBeUndefined()
    await expect(found(database)).rejects.toThrow(/there are no tables of orgcharter/)
  })

  if (name === 'PostgreSQL')
    it('stands in a schema of its own', async () => {
      await sql('create schema identity')
      await createSchema(database.db, { schema: 'identity' })
      expect((await found(database, { schema: 'identity' })).ok).toBe(true)
      await expect(found(database)).rejects.toThrow(/there are no tables of orgcharter/)
    })

  it('has tables for collections of the host’s', async () => {
    const badges = collection('badge', z.strictObject({ userId: z.string(), at: z.int(), isNew: z.boolean() }), {
      key: ['userId'],
      secondary: { badge_by_time: { fields: ['userId'], order: ['at'] } },
    })
    const options = { collections: [...collections, badges] as typeof collections }
    await createSchema(database.db, options)
    const store = createKyselyStore(database.db, options)
    const record = { userId: 'ada', at: 7, isNew: true }
    const put = { op: 'put', ref: 'badge/ada', record } as const
    await store.commit({ id: 'c', preconditions: [{ ref: 'badge/ada', version: null }], writes: [put] })
    expect((await store.list({ key: 'badge_by_time/ada', limit: 1 })).items.map(item => item.record)).toEqual([record])
  })
})

describe('createKyselyStore', () => {
  const mssql = new Kysely<unknown>({
    dialect: {
      createAdapter: () => new MssqlAdapter(),
      createDriver: () => new DummyDriver(),
      createIntrospector: db => new MssqlIntrospector(db),
      createQueryCompiler: () => new MssqlQueryCompiler(),
    },
  })

  it('takes no database it does not know', () => {
    expect(() => createKyselyStore(mssql)).toThrow(
      /for PostgresAdapter, MysqlAdapter, SqliteAdapter .* not for MssqlAdapter/,
    )
  })

  it.each(['a-b', '1st', '', 'x"; drop table users; --'])('takes no prefix %j', prefix => {
    expect(() => schemaSql('postgresql', { prefix })).toThrow(TypeError)
  })

  it('takes no prefix that makes names which PostgreSQL would cut', () => {
    expect(() => schemaSql('postgresql', { prefix: 'x'.repeat(40) })).toThrow(/longer than 63 characters/)
  })

  const bad = (schema: z.ZodType, more = {}) =>
    schemaSql('sqlite', { collections: [collection('bad', schema as never, { key: ['id'], ...more })] })

  it('takes no collection that no table can hold', () => {
    const of = (field: z.ZodType) => z.strictObject({ id: z.string(), ...(field && { field }) })
    expect(() => bad(of(z.int()), { secondary: { s: { fields: ['field.deep'] } } })).toThrow(/field\.deep of bad/)
    expect(() => bad(z.strictObject({ id: z.boolean() }))).toThrow(/id of bad is in a key/)
    expect(() => bad(z.strictObject({ id: z.string(), aB: z.int(), a_b: z.int() }))).toThrow(/one name/)
    expect(() => bad(z.strictObject({ id: z.string(), version: z.int() }))).toThrow(/one name/)
  })
})
