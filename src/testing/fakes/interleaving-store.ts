import type { Store } from '../../ports/store.ts'

/** What is needed of fast-check's `fc.scheduler()`. @since 0.1.0 */
export type Scheduler = { schedule<T>(task: Promise<T>, label?: string): Promise<T> }

/**
 * A store that waits before each call until the scheduler lets it go on, so that a property runs commands in every
 * order in which their calls can fall.
 *
 * @param store - the memory store, whose calls are each done at once.
 * @returns The store to hand in.
 * @example
 * import { fakes } from 'orgcharter/testing'
 * import fc from 'fast-check'
 * import { createCharter } from 'orgcharter'
 * import { createMemoryStore } from 'orgcharter/memory'
 * const race = fc.asyncProperty(fc.scheduler(), async scheduler => {
 *   const charter = createCharter({ store: fakes.interleavingStore(createMemoryStore(), scheduler) })
 *   const actor = { kind: 'operator', name: 'worker' } as const
 *   await scheduler.waitFor(Promise.all([charter.effects.take({ actor }), charter.effects.take({ actor })]))
 * })
 * @since 0.1.0
 */
export const interleavingStore = (store: Store, scheduler: Scheduler): Store => {
  const turn = (label: string): Promise<unknown> => scheduler.schedule(Promise.resolve(label), label)
  return {
    get: async refs => {
      await turn(`get ${refs.join(' ')}`)
      return store.get(refs)
    },
    list: async query => {
      await turn(`list ${query.key}`)
      return store.list(query)
    },
    commit: async changes => {
      await turn(`commit ${changes.id}`)
      return store.commit(changes)
    },
  }
}
