import type { Store } from '../../src/ports/store.ts'

/** How often a store was asked; a round is all that is asked at the same time. */
export type StoreCalls = {
  readonly rounds: number
  readonly gets: number
  readonly lists: number
  readonly commits: number
}

export type CountedStore = {
  readonly store: Store
  /** What was asked since the last time. */
  taken(): StoreCalls
}

const NONE: StoreCalls = { rounds: 0, gets: 0, lists: 0, commits: 0 }

/** A store that counts, before one that remembers. */
export const counted = (store: Store): CountedStore => {
  let calls = NONE
  let pending = 0
  const reading = async <T>(what: 'gets' | 'lists', read: () => Promise<T>): Promise<T> => {
    calls = { ...calls, [what]: calls[what] + 1, rounds: calls.rounds + Number(pending === 0) }
    pending++
    try {
      return await read()
    } finally {
      pending--
    }
  }
  return {
    store: {
      ...(store.lifetime && { lifetime: store.lifetime }),
      get: refs => reading('gets', () => store.get(refs)),
      list: query => reading('lists', () => store.list(query)),
      commit: changes => {
        calls = { ...calls, commits: calls.commits + 1 }
        return store.commit(changes)
      },
    },
    taken: () => {
      const taken = calls
      calls = NONE
      return taken
    },
  }
}
