import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../src/adapters/memory/index.ts'
import { collection, counter, put, type StoredRecord } from '../../../src/core/kernel/index.ts'
import { memberCounts, memberships } from '../../../src/core/membership/index.ts'
import { collections } from '../../../src/core/world/index.ts'
import { memberRecord } from '../../../src/testing/store-contract/records.ts'
import { count, create } from '../../../src/testing/store-contract/trial.ts'

const filled = async () => {
  const store = createMemoryStore()
  const steps = [create(memberships, memberRecord('acme', 'ada')), count(memberCounts, 'acme', 1)]
  await store.commit({
    id: 'change',
    preconditions: steps.flatMap(({ precondition }) => precondition ?? []),
    writes: steps.flatMap(({ write }) => write ?? []),
  })
  return store
}

const putOf = (record: StoredRecord) => ({
  id: 'change',
  preconditions: [{ ref: 'effect/e1', version: null }] as const,
  writes: [{ op: 'put', ref: 'effect/e1', record }] as const,
})

describe('createMemoryStore', () => {
  it('gives all that is stored as a world, and takes it back', async () => {
    const records = [...(await filled()).records()]
    expect(records.map(({ ref, record }) => [ref, record])).toEqual([
      ['membership/acme/ada', memberRecord('acme', 'ada')],
      ['member_count/acme', { count: 1 }],
    ])
    const copy = createMemoryStore({ records })
    expect([...copy.records()].map(({ ref, record }) => ({ ref, record }))).toEqual(
      records.map(({ ref, record }) => ({ ref, record })),
    )
    expect((await copy.list({ key: 'membership_by_user/ada', limit: 1 })).items).toHaveLength(1)
    const { writes } = {
      writes: [count(memberCounts, 'acme', 1, { min: 2, max: 2 }).write].flatMap(write => write ?? []),
    }
    expect(await copy.commit({ id: 'change', preconditions: [], writes })).toEqual({ ok: true })
  })

  it('takes a table of collections of the host', async () => {
    const notes = collection('note', memberships.schema, {
      key: ['userId'],
      secondary: { notes: { fields: ['userId'] } },
    })
    const store = createMemoryStore({ collections: [...collections, notes as never] })
    const write = put(notes, memberRecord('acme', 'ada'))
    await store.commit({ id: 'change', preconditions: [{ ref: write.ref, version: null }], writes: [write] })
    expect((await store.list({ key: 'notes/ada', limit: 1 })).items.map(({ ref }) => ref)).toEqual(['note/ada'])
  })

  it('refuses a table in which two have one name', () => {
    const twice = collection('other', memberships.schema, {
      key: ['userId'],
      secondary: { membership_by_user: { fields: [] } },
    })
    expect(() => createMemoryStore({ collections: [...collections, counter('user', ['id'])] })).toThrow(TypeError)
    expect(() => createMemoryStore({ collections: [...collections, twice as never] })).toThrow(/membership_by_user/)
  })

  it('freezes what is put, to the bottom, also below what is frozen already', async () => {
    const record = Object.freeze({ id: 'e1', queue: 'outbox', availableAt: 1, payload: { list: [{ a: 1 }] } })
    await createMemoryStore().commit(putOf(record))
    expect([record.payload, record.payload.list, record.payload.list[0]].every(Object.isFrozen)).toBe(true)
  })

  it.each([
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
    ['a function', () => 1],
    ['a bigint', 1n],
  ])('throws for a record with %s in it, and writes nothing', async (_, value) => {
    const store = await filled()
    const before = [...store.records()]
    await expect(store.commit(putOf({ id: 'e1', payload: { deep: [value] } } as never))).rejects.toThrow(/not JSON/)
    expect([...store.records()]).toEqual(before)
  })

  it('has a conflict where no number can say a sum', async () => {
    const store = await filled()
    const writes = [count(memberCounts, 'acme', Number.MAX_SAFE_INTEGER).write].flatMap(write => write ?? [])
    const committed = await store.commit({ id: 'change', preconditions: [], writes })
    expect(committed).toEqual({ ok: false, conflicts: ['member_count/acme'] })
  })
})
