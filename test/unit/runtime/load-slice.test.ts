import { describe, expect, it } from 'vitest'
import { InvariantViolation, type Need, type Ref, type Slice } from '../../../src/core/kernel/index.ts'
import type { Store } from '../../../src/ports/store.ts'
import { loadSlice } from '../../../src/runtime/load-slice.ts'
import { collectionOf, type Note, note, noteCounts, notes, toyStore } from './toy.ts'

const BY = 'note_by_organization'
const ACME = `${BY}/acme`
const N1: Ref = 'note/acme/n1'
const N2: Ref = 'note/acme/n2'

const stored = (record: Note) => ({ ref: `note/${record.organizationId}/${record.id}` as Ref, record })

const load = (store: Store, reads: (found: Slice) => readonly Need[]) => loadSlice(store, reads, collectionOf)

/** A store that counts what it is asked, and where something happens between two calls. */
const watched = (store: Store, between: (call: number) => Promise<unknown> = async () => {}) => {
  const asked: string[] = []
  const turn = (what: string) => between(asked.push(what))
  return {
    asked,
    get: async (refs: readonly Ref[]) => {
      await turn(`get ${refs.join(' ')}`)
      return store.get(refs)
    },
    list: async (query: Parameters<Store['list']>[0]) => {
      await turn(`list ${query.key} ${query.limit}${query.after ? ' after' : ''}`)
      return store.list(query)
    },
    commit: store.commit,
  }
}

const rewrite = async (store: Store, record: Note) => {
  const { ref } = stored(record)
  const version = (await store.get([ref])).get(ref)?.version ?? null
  const committed = await store.commit({
    id: 'between',
    preconditions: [{ ref, version }],
    writes: [{ op: 'put', ref, record }],
  })
  expect(committed).toEqual({ ok: true })
}

describe('loadSlice: rounds', () => {
  it('asks the store for nothing where nothing is needed', async () => {
    const store = watched(toyStore())
    const { versions, isTorn } = await load(store, () => [])
    expect(store.asked).toEqual([])
    expect(versions.size).toBe(0)
    expect(isTorn).toBe(false)
  })

  it('asks once for what is named twice, in one round or in two', async () => {
    const store = watched(toyStore([stored(note('acme', 'n1', 'n2'))]))
    await load(store, found => {
      const first = found.get(notes, 'acme', 'n1')
      const list = { list: ACME, limit: 5 }
      return [N1, N1, list, { ...list }, ...(first ? [`note/acme/${first.text}` as Ref, N1, list] : [])]
    })
    expect(store.asked).toEqual([`get ${N1}`, `list ${ACME} 5`, `get ${N2}`])
  })

  it('follows what was found for a bounded few rounds', async () => {
    const chain = Array.from({ length: 9 }, (_, at) => stored(note('acme', `n${at}`, `n${at + 1}`)))
    const follow = (rounds: number) => (found: Slice) => {
      const refs: Ref[] = ['note/acme/n0']
      for (let at = 0; at < rounds; at++) {
        const next = found.get(notes, 'acme', `n${at}`)
        if (next) refs.push(`note/acme/${next.text}`)
      }
      return refs
    }
    const { slice } = await load(toyStore(chain), follow(4))
    expect(slice.get(notes, 'acme', 'n4')).toMatchObject({ text: 'n5' })
    await expect(load(toyStore(chain), follow(8))).rejects.toThrow(InvariantViolation)
  })

  it('stops a use case that names something new for ever', async () => {
    let at = 0
    const store = watched(toyStore())
    await expect(load(store, () => [`note/acme/x${at++}`])).rejects.toThrow('something new in each of')
    expect(store.asked.length).toBeLessThan(10)
  })

  it('refuses two pages of one list, of which the slice could hold but one', async () => {
    const store = toyStore([stored(note('acme', 'n1'))])
    const one = { list: ACME, limit: 1 }
    for (const other of [
      { list: ACME, limit: 2 },
      { list: ACME, limit: 1, after: '["note/acme/n1",0]' },
    ]) {
      await expect(load(store, () => [one, other])).rejects.toThrow(`two pages of ${ACME}`)
      const later = (found: Slice) => [one, ...(found.list(notes, BY, 'acme').length > 0 ? [other] : [])]
      await expect(load(store, later)).rejects.toThrow(InvariantViolation)
    }
  })
})

describe('loadSlice: versions', () => {
  it('tells what was found, and by null what is absent; of counters nothing', async () => {
    const store = toyStore([stored(note('acme', 'n1')), { ref: 'note_count/acme', record: { count: 4 } }])
    const { versions, slice } = await load(store, () => [N1, N2, 'note_count/acme', 'note_count/beta'])
    expect([...versions.keys()].sort()).toEqual([N1, N2])
    expect(versions.get(N1)).toEqual({ version: expect.any(String), record: note('acme', 'n1') })
    expect(versions.get(N2)).toBeNull()
    expect(slice.count(noteCounts, 'acme')).toBe(4)
    expect(slice.count(noteCounts, 'beta')).toBe(0)
  })

  it('counts the records of lists among what was read', async () => {
    const { versions, slice } = await load(toyStore([stored(note('acme', 'n1'))]), () => [{ list: ACME, limit: 5 }])
    expect([...versions.keys()]).toEqual([N1])
    expect(slice.get(notes, 'acme', 'n1')).toEqual(note('acme', 'n1'))
  })

  it('lets a record found later in a list stand for its earlier absence', async () => {
    const memory = toyStore()
    const store = watched(memory, async call => {
      if (call === 2) await rewrite(memory, note('acme', 'n1', 'came'))
    })
    let round = 0
    const { slice, versions, isTorn } = await load(store, () => [
      N1,
      ...(round++ > 0 ? [{ list: ACME, limit: 5 }] : []),
    ])
    expect(slice.get(notes, 'acme', 'n1')).toMatchObject({ text: 'came' })
    expect(versions.get(N1)).not.toBeNull()
    expect(isTorn).toBe(false)
  })

  it('is torn where a record was read twice with a change in between', async () => {
    const memory = toyStore([stored(note('acme', 'n1', 'before'))])
    const store = watched(memory, async call => {
      if (call === 2) await rewrite(memory, note('acme', 'n1', 'after'))
    })
    let round = 0
    const loaded = await load(store, () => [N1, ...(round++ > 0 ? [{ list: ACME, limit: 5 }] : [])])
    expect(loaded.isTorn).toBe(true)
    expect(loaded.slice.get(notes, 'acme', 'n1')).toMatchObject({ text: 'before' })
  })

  it('is torn where two lists of one round show a record at two versions, whichever is the older', async () => {
    for (const slow of ['note_by_organization', 'note_by_text']) {
      const memory = toyStore([stored(note('acme', 'n1', 'same', 1))])
      const store: Store = {
        ...memory,
        list: async query => {
          if (query.key.startsWith(slow)) await rewrite(memory, note('acme', 'n1', 'same', 2))
          return memory.list(query)
        },
      }
      const loaded = await load(store, () => [
        { list: ACME, limit: 5 },
        { list: 'note_by_text/same', limit: 5 },
      ])
      expect(loaded.isTorn).toBe(true)
    }
  })

  it('is not torn by reading the same thing twice', async () => {
    const loaded = await load(toyStore([stored(note('acme', 'n1', 'same'))]), () => [
      { list: ACME, limit: 5 },
      { list: 'note_by_text/same', limit: 5 },
      N1,
    ])
    expect(loaded.isTorn).toBe(false)
  })
})

describe('loadSlice: lists', () => {
  const many = Array.from({ length: 2_345 }, (_, at) => stored(note('acme', `n${at}`, '', at)))

  it('reads more than a page by pages of at most 1,000', async () => {
    const store = watched(toyStore(many))
    const { slice } = await load(store, () => [{ list: ACME, limit: 2_100 }])
    expect(slice.list(notes, BY, 'acme').map(({ at }) => at)).toEqual(Array.from({ length: 2_100 }, (_, at) => at))
    expect(store.asked).toEqual([`list ${ACME} 1000`, `list ${ACME} 1000 after`, `list ${ACME} 100 after`])
    expect(slice.next(BY, 'acme')).toBeDefined()
  })

  it('goes on from a cursor to the end, where there is no next', async () => {
    const store = toyStore(many)
    const first = await load(store, () => [{ list: ACME, limit: 1_500 }])
    const after = first.slice.next(BY, 'acme') as string
    const rest = await load(store, () => [{ list: ACME, limit: 1_500, after }])
    expect(rest.slice.list(notes, BY, 'acme').map(({ at }) => at)).toEqual(
      Array.from({ length: 845 }, (_, at) => at + 1_500),
    )
    expect(rest.slice.next(BY, 'acme')).toBeUndefined()
  })

  it('has no next where the list ends with the limit', async () => {
    const { slice } = await load(toyStore(many.slice(0, 3)), () => [{ list: ACME, limit: 3 }])
    expect(slice.list(notes, BY, 'acme')).toHaveLength(3)
    expect(slice.next(BY, 'acme')).toBeUndefined()
  })

  it('counts a record once that was moved on from one page to the next, as it was first', async () => {
    const memory = toyStore(many)
    const store = watched(memory, async call => {
      if (call === 2) await rewrite(memory, note('acme', 'n0', 'moved', 1_500))
    })
    const { slice } = await load(store, () => [{ list: ACME, limit: 2_000 }])
    const ids = slice.list(notes, BY, 'acme').map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect(ids).toHaveLength(2_000)
    expect(slice.get(notes, 'acme', 'n0')).toMatchObject({ text: '' })
  })

  it('throws what the store throws, untouched', async () => {
    const gone = new Error('gone')
    const store: Store = { ...toyStore(), list: () => Promise.reject(gone) }
    await expect(load(store, () => [{ list: ACME, limit: 1 }])).rejects.toBe(gone)
  })
})
