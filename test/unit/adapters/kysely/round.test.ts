import { CompiledQuery } from 'kysely'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createKyselyStore, createSchema } from '../../../../src/adapters/kysely/index.ts'
import { type Part, rounds } from '../../../../src/adapters/kysely/round.ts'
import { InvalidCursor, type Write } from '../../../../src/core/kernel/index.ts'
import type { Store } from '../../../../src/ports/store.ts'
import { type Database, openSqlite } from '../../../support/servers.ts'
import { listening, type Sent } from '../../../support/sql-plans.ts'

const effect = (id: string, queue: string, availableAt: number): Write => ({
  op: 'put',
  ref: `effect/${id}`,
  record: { id, queue, kind: 'notify_user', payload: {}, createdAt: 1, availableAt, attempts: 0 },
})

describe('what is read at once', () => {
  let database: Database
  let store: Store
  const sent: Sent[] = []

  beforeEach(async () => {
    database = await openSqlite()
    await createSchema(database.db)
    store = createKyselyStore(listening(database.db, query => sent.push(query)))
    const writes = [effect('b', 'one', 1), effect('a', 'one', 2), effect('c', 'two', 3)]
    const preconditions = writes.map(({ ref }) => ({ ref, version: null }))
    expect(await store.commit({ id: 'first', preconditions, writes })).toEqual({ ok: true })
    sent.length = 0
  })
  afterEach(() => database.close())

  const queue = (name: string, limit = 10) => store.list({ key: `effect_by_queue/${name}`, limit })
  const ids = (items: readonly { readonly ref: string }[]) => items.map(({ ref }) => ref)

  it('is one statement: records and the lists after them, each in its order', async () => {
    const [found, one, none, two] = await Promise.all([
      store.get(['organization/acme', 'effect/c', 'effect/z']),
      queue('one', 1),
      queue('none'),
      queue('two'),
    ])
    expect(sent).toHaveLength(1)
    expect([...found.keys()]).toEqual(['effect/c'])
    expect(ids(one.items)).toEqual(['effect/b'])
    expect(none).toEqual({ items: [] })
    expect(ids(two.items)).toEqual(['effect/c'])
    const rest = await store.list({ key: 'effect_by_queue/one', after: one.next ?? '', limit: 1 })
    expect(ids(rest.items)).toEqual(['effect/a'])
    expect(rest).not.toHaveProperty('next')
  })

  it('is another statement for whoever reads records next', async () => {
    await Promise.all([store.get(['effect/a']), queue('one'), store.get(['effect/b']), queue('two')])
    expect(sent).toHaveLength(2)
    // Both have one text, as if they had not met.
    expect(new Set(sent.map(({ sql }) => sql)).size).toBe(1)
  })

  it('is at most eight lists of those who read no records', async () => {
    const pages = await Promise.all(Array.from({ length: 20 }, () => queue('one')))
    expect(sent).toHaveLength(3)
    for (const { items } of pages) expect(ids(items)).toEqual(['effect/b', 'effect/a'])
  })

  it('is refused alone where it is no list, and the others are answered', async () => {
    const [found, nothing, cursor, limit] = await Promise.allSettled([
      store.get(['effect/a']),
      store.list({ key: 'by_nothing/a', limit: 1 }),
      store.list({ key: 'effect_by_queue/one', after: 'nowhere', limit: 1 }),
      store.list({ key: 'effect_by_queue/one', limit: 0 }),
    ])
    expect(found).toMatchObject({ status: 'fulfilled' })
    expect(nothing).toMatchObject({ status: 'rejected', reason: expect.any(TypeError) })
    expect(cursor).toMatchObject({ status: 'rejected', reason: expect.any(InvalidCursor) })
    expect(limit).toMatchObject({ status: 'rejected', reason: expect.any(TypeError) })
  })

  it('fails for all who asked, and is asked anew', async () => {
    await database.db.executeQuery(CompiledQuery.raw('alter table orgcharter_effect rename to elsewhere'))
    const failed = await Promise.allSettled([store.get(['effect/a']), queue('one')])
    expect(failed.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    await database.db.executeQuery(CompiledQuery.raw('alter table elsewhere rename to orgcharter_effect'))
    expect(ids((await queue('two')).items)).toEqual(['effect/c'])
  })

  it('asks of no record what no record can be called, and sends nothing for it', async () => {
    expect(await store.get([])).toEqual(new Map())
    expect(await store.get(['membership/acme' as never])).toEqual(new Map())
    for (const edition of ['NaN', 'Infinity', '1.5', '1e+21', 'one'])
      expect(await store.list({ key: `membership_by_rule/acme/acme.com/${edition}`, limit: 1 })).toEqual({ items: [] })
    expect(sent).toEqual([])
  })
})

describe('what several ask for in one statement', () => {
  const part = (name: string): Part => ({ ...lists, shape: name })
  const lists: Part = { table: {} as Part['table'], fields: [], shape: '', values: [], text: () => '' }
  const failing = (bad: string, error: Error, sent: string[][]) =>
    rounds(async parts => {
      sent.push(parts.map(({ shape }) => shape))
      if (parts.some(({ shape }) => shape === bad)) throw error
      return parts.map(({ shape }) => [[shape]])
    })
  const asked = (ask: ReturnType<typeof rounds>) =>
    Promise.allSettled(['ada', 'bad', 'bob'].map(name => ask([part(name)], false)))

  it('is asked by each alone where the value of one is none: it is nothing to the others', async () => {
    const sent: string[][] = []
    const error = Object.assign(new Error('no text'), { code: '22021' })
    const [ada, bad, bob] = await asked(failing('bad', error, sent))
    expect(ada).toEqual({ status: 'fulfilled', value: [[['ada']]] })
    expect(bad).toEqual({ status: 'rejected', reason: error })
    expect(bob).toEqual({ status: 'fulfilled', value: [[['bob']]] })
    expect(sent).toEqual([['ada', 'bad', 'bob'], ['ada'], ['bad'], ['bob']])
  })

  it('fails for all where anything else fails, once', async () => {
    const sent: string[][] = []
    const outcomes = await asked(failing('bad', new Error('gone'), sent))
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected'])
    expect(sent).toHaveLength(1)
  })
})
