import fc from 'fast-check'
import { CompiledQuery } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { createKyselyStore, createSchema } from '../../../../src/adapters/kysely/index.ts'
import { type StoredRecord, UserId } from '../../../../src/core/kernel/index.ts'
import type { Store } from '../../../../src/ports/store.ts'
import type { Database } from '../../../support/servers.ts'
import { onEachDatabase } from '../../../support/sql.ts'

/** All that a text at the top of a record may have: no NUL, and no half of a surrogate pair. */
const text = fc.string({
  unit: fc
    .oneof(fc.nat({ max: 0x7f }), fc.nat({ max: 0xffff }), fc.nat({ max: 0x10ffff }))
    .filter(isText)
    .map(code => String.fromCodePoint(code)),
  maxLength: 100,
})

function isText(code: number): boolean {
  return code !== 0 && !(code >= 0xd800 && code <= 0xdfff)
}

onEachDatabase('values', ({ open, quote }) => {
  let database: Database
  let store: Store
  let commits = 0

  beforeAll(async () => {
    database = await open()
    await createSchema(database.db)
    store = createKyselyStore(database.db)
  })
  afterAll(() => database?.close())

  const kept = async (record: StoredRecord): Promise<StoredRecord | undefined> => {
    const ref = `holding/acme/user/u${++commits}` as const
    const named = {
      organizationId: 'acme',
      subject: 'user',
      subjectId: UserId.parse(`u${commits}`),
      lasting: 0,
      timed: [],
      ...record,
    }
    const put = { op: 'put', ref, record: named } as const
    expect(await store.commit({ id: 'c', preconditions: [{ ref, version: null }], writes: [put] })).toEqual({
      ok: true,
    })
    const found = (await store.get([ref])).get(ref)?.record
    expect(found).toEqual(named)
    return found
  }

  it('that are text come back to the last character', async () => {
    await fc.assert(
      fc.asyncProperty(text, async reason => {
        const ref = `membership/acme/m${++commits}` as const
        const record = {
          organizationId: 'acme',
          userId: `m${commits}`,
          term: 1,
          joinedAt: 1,
          status: 'ended',
          endedAt: 2,
          ending: 'left',
          reason,
        }
        await store.commit({ id: 'c', preconditions: [{ ref, version: null }], writes: [{ op: 'put', ref, record }] })
        expect((await store.get([ref])).get(ref)?.record).toEqual(record)
        const [listed] = (await store.list({ key: `membership_by_user/m${commits}`, limit: 1 })).items
        expect(listed?.record).toEqual(record)
      }),
      { numRuns: 60, examples: [['\u0001\u001f\u007f\\"\'`\u2028\u2029\ufeff\uffff\u{10ffff} \t\r\n '], ['']] },
    )
  })

  it('that are truths come back as truths, and what is not there stays absent', async () => {
    expect(await kept({ closed: true, term: 9_007_199_254_740_991 })).not.toHaveProperty('reason')
    expect(await kept({})).not.toHaveProperty('closed')
  })

  it('are replaced by what is absent now', async () => {
    const ref = 'holding/acme/group/g' as const
    const record = { organizationId: 'acme', subject: 'group', subjectId: 'g', lasting: 0, timed: [1, 2] }
    await store.commit({
      id: 'c',
      preconditions: [{ ref, version: null }],
      writes: [{ op: 'put', ref, record: { ...record, closed: true } }],
    })
    const version = (await store.get([ref])).get(ref)?.version ?? ''
    await store.commit({ id: 'd', preconditions: [{ ref, version }], writes: [{ op: 'put', ref, record }] })
    expect((await store.get([ref])).get(ref)?.record).toEqual(record)
  })

  it('can be asked for in SQL, each in its column', async () => {
    const ref = 'membership/acme/ruled' as const
    const byRule = { role: 'internal', domain: 'acme.com', edition: 3, at: 1 }
    const record = { organizationId: 'acme', userId: 'ruled', term: 1, joinedAt: 5, status: 'active', byRule }
    await store.commit({ id: 'c', preconditions: [{ ref, version: null }], writes: [{ op: 'put', ref, record }] })
    const { rows } = await database.db.executeQuery<Record<string, unknown>>(
      CompiledQuery.raw(
        `select status, by_rule_domain, by_rule_edition + joined_at as total from ${quote('orgcharter_membership')} where user_id = 'ruled'`,
      ),
    )
    expect(rows.map(row => [row['status'], row['by_rule_domain'], Number(row['total'])])).toEqual([
      ['active', 'acme.com', 8],
    ])
  })
})
