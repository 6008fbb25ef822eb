import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../src/adapters/memory/index.ts'
import { organizations } from '../../../src/core/organization/index.ts'
import type { Store } from '../../../src/ports/store.ts'
import {
  conflictingStore,
  countingIds,
  flakyStore,
  interleavingStore,
  manualClock,
  seededRandom,
} from '../../../src/testing/fakes/index.ts'
import { organizationRecord } from '../../../src/testing/store-contract/records.ts'
import { create } from '../../../src/testing/store-contract/trial.ts'

const change = (id: string) => {
  const { precondition, write } = create(organizations, organizationRecord(id))
  return { id, preconditions: precondition ? [precondition] : [], writes: write ? [write] : [] }
}

const has = async (store: Store, id: string): Promise<boolean> => (await store.get([`organization/${id}`])).size === 1

describe('manualClock', () => {
  it('stands still until it is moved', () => {
    const clock = manualClock(1_000)
    expect([clock.now(), clock.now(), clock.advance(5), clock.now()]).toEqual([1_000, 1_000, 1_005, 1_005])
    clock.set(10)
    expect(clock.now()).toBe(10)
  })
})

describe('countingIds', () => {
  it('counts from one, each on its own', () => {
    const [users, others] = [countingIds('user'), countingIds()]
    expect([users(), users(), others()]).toEqual(['user1', 'user2', 'id1'])
  })
})

describe('seededRandom', () => {
  it('gives the same bytes for the same seed, however they are asked for', () => {
    const [whole, parts] = [seededRandom(3), seededRandom(3)]
    expect([...whole(10)]).toEqual([...parts(4), ...parts(6)])
    expect(seededRandom(3)(32)).not.toEqual(seededRandom(4)(32))
  })
})

describe('flakyStore', () => {
  it('fails before the commit, or after it, or not', async () => {
    const store = flakyStore(createMemoryStore(), ['throw_before', 'throw_after', 'pass'])
    await expect(store.commit(change('a'))).rejects.toMatchObject({ name: 'ConnectionLost' })
    await expect(store.commit(change('b'))).rejects.toMatchObject({ name: 'ConnectionLost' })
    expect(await store.commit(change('c'))).toEqual({ ok: true })
    expect(await store.commit(change('d'))).toEqual({ ok: true })
    expect(await Promise.all(['a', 'b', 'c', 'd'].map(id => has(store, id)))).toEqual([false, true, true, true])
  })
})

describe('conflictingStore', () => {
  it('conflicts so many times, and then commits', async () => {
    const store = conflictingStore(createMemoryStore(), 2)
    const refused = { ok: false, conflicts: ['organization/a'] }
    expect([await store.commit(change('a')), await store.commit(change('a'))]).toEqual([refused, refused])
    expect(await has(store, 'a')).toBe(false)
    expect(await store.commit(change('a'))).toEqual({ ok: true })
  })
})

describe('interleavingStore', () => {
  it('lets a scheduler find the order in which an update is lost', async () => {
    const race = fc.asyncProperty(fc.scheduler(), async scheduler => {
      const inner = createMemoryStore()
      const store = interleavingStore(inner, scheduler)
      // Two that each take the name only where they see it free, and do not say so in a precondition.
      const take = async (id: string): Promise<boolean> => {
        const isFree = !(await has(store, 'first'))
        await store.commit(change(isFree && !(await has(inner, 'first')) ? 'first' : id))
        return isFree
      }
      const taken = Promise.all([take('a'), take('b')])
      await scheduler.waitFor(taken)
      expect((await taken).filter(Boolean)).toHaveLength(1)
    })
    const { failed } = await fc.check(race, { numRuns: 50 })
    expect(failed).toBe(true)
  })

  it('changes no answer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), async scheduler => {
        const store = interleavingStore(createMemoryStore(), scheduler)
        const both = Promise.all([store.commit(change('a')), store.commit(change('a'))])
        await scheduler.waitFor(both)
        expect((await both).filter(({ ok }) => ok)).toHaveLength(1)
      }),
    )
  })
})
