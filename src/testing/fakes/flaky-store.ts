import type { Store } from '../../ports/store.ts'

/** What happens to one commit: it passes, it fails before anything is written, or it is written and the answer is lost. @since 0.1.0 */
export type CommitFate = 'pass' | 'throw_before' | 'throw_after'

/**
 * A store whose connection dies. Both ways of dying look the same to the caller, which is what makes the outcome
 * ambiguous: an error called `ConnectionLost`.
 *
 * @param store - where commits that are not lost go.
 * @param fates - one for each commit, in order; after the last, all pass.
 * @returns The store to hand in.
 * @example
 * import { fakes } from 'orgcharter/testing'
 * import { createMemoryStore } from 'orgcharter/memory'
 * const store = fakes.flakyStore(createMemoryStore(), ['throw_after'])
 * @since 0.1.0
 */
export const flakyStore = (store: Store, fates: readonly CommitFate[]): Store => {
  let commits = 0
  return {
    get: refs => store.get(refs),
    list: query => store.list(query),
    commit: async changes => {
      const fate = fates[commits++] ?? 'pass'
      if (fate === 'throw_before') throw new ConnectionLost()
      const committed = await store.commit(changes)
      if (fate === 'throw_after') throw new ConnectionLost()
      return committed
    },
  }
}

class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost'

  constructor() {
    super('the connection was lost during commit')
  }
}
