import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createKyselyStore, createSchema } from '../../../../src/adapters/kysely/index.ts'
import { type ChangeSet, type Ref, refOf } from '../../../../src/core/kernel/index.ts'
import { collections } from '../../../../src/core/world/index.ts'
import type { Store } from '../../../../src/ports/store.ts'
import type { Database } from '../../../support/servers.ts'
import { onEachDatabase } from '../../../support/sql.ts'
import { forcedPlanOf, isScan, listening, SCANS, type Sent } from '../../../support/sql-plans.ts'

/** What was not found by the index is filtered; that a value is there at all may be asked of what was found. */
const FILTERS = /Filter: (?!\(?\(?\w+ IS NOT NULL)/

/**
 * How many keys are looked up. MariaDB and MySQL weigh conditions one by one against each index that begins as the key does,
 * which takes twelve seconds for a thousand; as rows, and by the primary key alone, a tenth of one.
 */
const BY_ROWS = /force index \(primary\) where .*\(t\.`organization_id`, t\.`user_id`\) in \(\(\?, \?\)/
const MYSQL = /^M/
const BY_KEY: { readonly [database: string]: RegExp } = {
  MariaDB: BY_ROWS,
  MySQL: BY_ROWS,
  PostgreSQL: /json_to_recordset/,
  SQLite: /json_each/,
}
const isByKey = ({ sql }: Sent): boolean => /orgcharter_membership/.test(sql) && /delete|lock in|for update/.test(sql)

/** So many that a server looks one up rather than read them all, once it has counted them. */
const FILLED = 600
const ANALYZE: { readonly [database: string]: string } = {
  MariaDB: 'analyze table orgcharter_membership',
  MySQL: 'analyze table orgcharter_membership',
}

/** A reference and a list of each collection, with values that are text as well as numbers. */
const refs = collections.map(of => refOf(of, ...of.key.map(() => '1')))
const lists = collections.flatMap(of =>
  of.kind === 'records'
    ? Object.entries(of.secondary).map(([name, { fields }]) => `${name}/${fields.map(() => 1).join('/')}`)
    : [],
)

onEachDatabase('no statement scans', ({ name, open }) => {
  let database: Database
  let store: Store
  const sent: Sent[] = []

  beforeAll(async () => {
    database = await open()
    await createSchema(database.db)
    store = createKyselyStore(listening(database.db, query => sent.push(query)))
    await store.get(['organization/acme'])
  })
  afterAll(() => database?.close())

  const plan = async (call: () => Promise<unknown>): Promise<string> => {
    sent.length = 0
    await call().catch(() => {})
    const plans: string[] = []
    for (const one of sent) plans.push(await forcedPlanOf(name, database.db, one))
    expect(plans.length).toBeGreaterThan(0)
    return plans.join('\n')
  }
  const scans = SCANS[name] as RegExp

  it.each(refs)('of a read of %s', async ref => {
    const steps = await plan(() => store.get([ref]))
    expect(steps).not.toMatch(scans)
    expect(steps).not.toMatch(FILTERS)
  })

  it('of a read of many records of one collection', async () => {
    const many = Array.from({ length: 100 }, (_, index): Ref => `membership/acme/user${index}`)
    expect(await plan(() => store.get(many))).not.toMatch(scans)
    expect(sent.at(-1)?.sql).toMatch(BY_KEY[name] as RegExp)
  })

  it('of reads of many commands at once', async () => {
    const each = (user: string) => store.get(['organization/acme', `user/${user}`, `membership/acme/${user}`])
    expect(await plan(() => Promise.all(['ada', 'bob', 'eve', 'dan'].map(each)))).not.toMatch(scans)
    expect(sent).toHaveLength(name === 'PostgreSQL' ? 2 : 4)
  })

  it.each(lists)('of a page of %s', async key => {
    const steps = await plan(() => store.list({ key, limit: 100 }))
    expect(steps).not.toMatch(scans)
    expect(steps).not.toMatch(FILTERS)
    // PostgreSQL may take another one that serves as well; of what it filters then the line above tells.
    if (name !== 'PostgreSQL')
      expect(steps).toMatch(new RegExp(`orgcharter_${key.split('/', 1)}\\b|PRIMARY|Impossible WHERE`))
  })

  it.each([1, 40])('of a commit that holds, changes, removes, creates and counts %i rows of a table', async rows => {
    await database.db.executeQuery(CompiledQuery.raw('delete from orgcharter_membership'))
    const member = (id: string, joinedAt = 1) => ({
      op: 'put' as const,
      ref: `membership/acme/${id}` as const,
      record: { organizationId: 'acme', userId: id, term: 1, joinedAt, status: 'active' },
    })
    const there = Array.from({ length: FILLED }, (_, index) => `user${index}`)
    const putAll = there.map(id => member(id))
    const created = { id: 'all', preconditions: putAll.map(({ ref }) => ({ ref, version: null })), writes: putAll }
    expect(await store.commit(created)).toEqual({ ok: true })
    await database.db.executeQuery(CompiledQuery.raw(ANALYZE[name] ?? 'analyze'))
    const some = (from: number) => there.slice(from * rows, (from + 1) * rows)
    const [held, changed, removed] = [some(0), some(1), some(2)].map(ids => ids.map(id => member(id, 2)))
    const added = some(3).map(id => member(`new-${id}`))
    const expected = [...(held ?? []), ...(changed ?? []), ...(removed ?? [])]
    const found = await store.get(expected.map(({ ref }) => ref))
    const change: ChangeSet = {
      id: 'change',
      preconditions: [
        ...expected.map(({ ref }) => ({ ref, version: found.get(ref)?.version ?? '' })),
        ...added.map(({ ref }) => ({ ref, version: null })),
      ],
      writes: [
        ...(changed ?? []),
        ...(removed ?? []).map(({ ref }) => ({ op: 'remove' as const, ref })),
        ...added,
        ...added.map((_, index) => ({ op: 'add' as const, ref: `member_count/o${index}` as const, by: 1, min: 0 })),
      ],
    }
    sent.length = 0
    expect(await store.commit(change)).toEqual({ ok: true })
    const all = [...sent]
    expect(all.map(({ sql }) => sql).join()).toMatch(/delete/)
    if (rows > 1 && MYSQL.test(name))
      for (const { sql } of all.filter(isByKey)) expect(sql).toMatch(BY_KEY[name] as RegExp)
    for (const one of all) {
      const steps = await forcedPlanOf(name, database.db, one)
      expect([one.sql, steps, isScan(name, one, steps)]).toEqual([one.sql, steps, false])
    }
  })

  if (name === 'PostgreSQL') {
    const changes: { readonly [what: string]: number } = { 'few rows': 1, 'many rows': 50 }
    it.each(Object.entries(changes))('of a commit of %s', async (_what, rows) => {
      const memberships = Array.from({ length: rows }, (_, index): Ref => `membership/acme/user${index}`)
      const change: ChangeSet = {
        id: 'c1',
        preconditions: [
          ...memberships.map(ref => ({ ref, version: 'v' })),
          { ref: 'organization/acme', version: 'v' },
          { ref: 'user/ada', version: 'v' },
        ],
        writes: [
          ...memberships.map((ref, index) => ({
            op: 'put' as const,
            ref,
            record: { organizationId: 'acme', userId: `user${index}`, term: 1, joinedAt: 1, status: 'active' },
          })),
          { op: 'remove', ref: 'user/ada' },
          ...memberships.map((_, index) => ({
            op: 'add' as const,
            ref: `member_count/o${index}` as const,
            by: 1,
            min: 2,
          })),
        ],
      }
      const steps = await plan(() => store.commit(change))
      expect(steps).not.toMatch(/Seq Scan/)
      expect(steps).toMatch(/LockRows/)
    })
  }
})
