import { createMemoryStore, type MemoryStore } from '../../src/adapters/memory/index.ts'
import type { Ref } from '../../src/core/kernel/index.ts'
import type { Store, Stored } from '../../src/ports/store.ts'

/** Where what is stored is, and how those that come at the same moment reach it. */
export type Stage = {
  readonly name: string
  /** A store with connections of its own. */
  store(connections?: number): Store
  /** All that is stored. */
  read(): Promise<readonly Stored[]>
  /** Waits until nothing is done any more for those who are gone. */
  quiet(): Promise<void>
  /** Removes all that is stored. */
  empty(): Promise<void>
  close(): Promise<void>
}

/** Waits before each call and after it, so that others come in between; how long `random` says, from 0 to 1. */
export const slowStore = (store: Store, random: () => number): Store => {
  const slowly = async <T>(call: () => Promise<T>): Promise<T> => {
    const pause = async () => {
      for (let turns = Math.floor(random() * 8); turns > 0; turns--) await new Promise(setImmediate)
    }
    await pause()
    const answer = await call()
    await pause()
    return answer
  }
  return {
    get: refs => slowly(() => store.get(refs)),
    list: query => slowly(() => store.list(query)),
    commit: changes => slowly(() => store.commit(changes)),
  }
}

/** In this process, `broken` where it should be. */
export const memoryStage = (broken: (store: Store) => Store = store => store): Stage => {
  let memory = createMemoryStore()
  const current: Store = {
    get: refs => memory.get(refs),
    list: query => memory.list(query),
    commit: changes => memory.commit(changes),
  }
  return {
    name: 'memory',
    store: () => broken(slowStore(current, Math.random)),
    read: async () => [...memory.records()],
    quiet: async () => {},
    empty: async () => {
      memory = createMemoryStore()
    },
    close: async () => {},
  }
}

/** A store that can say what it holds at once: what was read last, and what was committed through it since. */
export const shadowed = (store: Store, shadow: Map<Ref, Stored>): MemoryStore => ({
  ...store,
  commit: async changes => {
    const committed = await store.commit(changes)
    if (committed.ok)
      for (const write of changes.writes) {
        const { ref } = write
        if (write.op === 'remove') shadow.delete(ref)
        else {
          const count = Number(shadow.get(ref)?.record['count'] ?? 0)
          const record = write.op === 'put' ? write.record : { count: count + write.by }
          shadow.set(ref, { ref, version: changes.id, record })
        }
      }
    return committed
  },
  records: () => shadow.values(),
})
