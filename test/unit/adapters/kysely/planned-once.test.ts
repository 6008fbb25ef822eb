import { CompiledQuery, Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { afterEach, describe, expect, it } from 'vitest'
import { createKyselyStore, createSchema, prepared } from '../../../../src/adapters/kysely/index.ts'
import type { Ref, Write } from '../../../../src/core/kernel/index.ts'
import type { Store } from '../../../../src/ports/store.ts'
import { type Database, hasServer, openPostgresql, openSqlite } from '../../../support/servers.ts'
import { listening } from '../../../support/sql-plans.ts'

/** So many that a limit makes a difference to what a list is thought to cost. */
const MEMBERS = 2_000
const members = Array.from({ length: MEMBERS }, (_, at): Ref => `membership/acme/user${at}`)
const member = (ref: Ref): Write => ({
  op: 'put',
  ref,
  record: { organizationId: 'acme', userId: ref.split('/')[2] ?? '', term: 1, joinedAt: 1, status: 'active' },
})

const fill = async (store: Store) =>
  expect(
    await store.commit({
      id: 'all',
      preconditions: members.map(ref => ({ ref, version: null })),
      writes: members.map(member),
    }),
  ).toEqual({ ok: true })

/** Pages from the beginning and from a cursor, one record, two, and those of several commands, and a commit that replaces, removes and counts. */
const use = async (store: Store, turn: number): Promise<void> => {
  for (const limit of [1, 100, 500]) {
    const first = await store.list({ key: 'membership_by_organization/acme', limit })
    await store.list({ key: 'membership_by_organization/acme', limit, ...(first.next && { after: first.next }) })
  }
  const [changed, removed] = members.slice(turn * 2, turn * 2 + 2)
  if (!changed || !removed) throw new Error('no more members')
  expect(await store.get([changed])).toHaveProperty('size', 1)
  await Promise.all([changed, changed, removed].map(ref => store.get([ref])))
  const found = await store.get([changed, removed])
  const outcome = await store.commit({
    id: `c${turn}`,
    preconditions: [changed, removed].map(ref => ({ ref, version: found.get(ref)?.version ?? '' })),
    writes: [member(changed), { op: 'remove', ref: removed }, { op: 'add', ref: 'member_count/acme', by: 1, min: 0 }],
  })
  expect(outcome).toEqual({ ok: true })
}

const hasPostgresql = await hasServer('postgresql')

describe('a prepared statement is not planned anew for its values', () => {
  let database: Database
  afterEach(() => database?.close())

  it('on SQLite, where each value that it could be planned for has a sign', async () => {
    database = await openSqlite()
    await createSchema(database.db)
    const sent: string[] = []
    const store = createKyselyStore(listening(database.db, ({ sql }) => sent.push(sql)))
    await fill(store)
    sent.length = 0
    await use(store, 0)
    const asked = sent.filter(sql => / where | limit /.test(sql))
    expect(asked.join()).toMatch(/select .* limit .*delete /s)
    // A list of values is a table of its own, of which there are no statistics.
    for (const sql of asked) expect(sql.replace(/values [(?, )]+/g, '')).not.toMatch(/[^+]\?/)
  })

  it.runIf(hasPostgresql)('on PostgreSQL, after the five times that it tries', async () => {
    database = await openPostgresql(1)
    await createSchema(database.db)
    await fill(createKyselyStore(database.db))
    await database.db.executeQuery(CompiledQuery.raw('analyze'))
    const pool = new pg.Pool({ connectionString: database.url, max: 1 })
    const store = createKyselyStore(new Kysely({ dialect: new PostgresDialect({ pool: prepared(pool) }) }))
    for (let turn = 0; turn < 20; turn++) await use(store, turn)
    const { rows } = await pool.query<{ text: string; planned: number; kept: number }>(
      'select statement as text, custom_plans::int as planned, generic_plans::int as kept from pg_prepared_statements',
    )
    await pool.end()
    // Three pages from the beginning and three from a cursor, three reads, the commit.
    expect(rows).toHaveLength(10)
    expect(rows.filter(({ planned, kept }) => planned > 5 || kept < 15)).toEqual([])
  })
})
