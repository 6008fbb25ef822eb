import type { Store } from '../../ports/store.ts'

/**
 * A store whose first commits conflict on everything they name, as if somebody else were always faster.
 *
 * @param store - where all that comes later goes.
 * @param conflicts - how many commits conflict; Infinity for all.
 * @returns The store to hand in.
 * @example
 * import { fakes } from 'orgcharter/testing'
 * import { createMemoryStore } from 'orgcharter/memory'
 * const store = fakes.conflictingStore(createMemoryStore(), 3)
 * @since 0.1.0
 */
export const conflictingStore = (store: Store, conflicts: number): Store => {
  let commits = 0
  return {
    get: refs => store.get(refs),
    list: query => store.list(query),
    commit: async changes => {
      if (commits++ >= conflicts) return store.commit(changes)
      const named = [...changes.preconditions, ...changes.writes].map(({ ref }) => ref)
      return { ok: false, conflicts: [...new Set(named)] }
    },
  }
}
