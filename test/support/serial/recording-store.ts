import type { ChangeSet, Ref, Version } from '../../../src/core/kernel/index.ts'
import type { Store, Stored } from '../../../src/ports/store.ts'

/** `unknown`: the store threw, so that it may or may not have been done. */
export type Outcome = 'done' | 'conflict' | 'unknown'
type Span = { readonly began: number; readonly ended: number }
export type Commit = Span & { readonly changes: ChangeSet; readonly outcome: Outcome }
/** What one `get` or `list` found at one moment. */
export type Look = Span & { readonly versions: ReadonlyMap<Ref, Version | null>; readonly found: readonly Stored[] }

/** What was asked of the stores of all clients, and what they answered, on one clock. */
export type Log = { readonly commits: Commit[]; readonly looks: Look[]; readonly tick: () => number }

export const createLog = (): Log => {
  let time = 0
  return { commits: [], looks: [], tick: () => ++time }
}

/** A store that writes down what it is asked, and what it answers. */
export const recordingStore = (store: Store, log: Log): Store => {
  const look = (began: number, found: readonly Stored[], asked: readonly Ref[] = []) => {
    const versions = new Map<Ref, Version | null>(asked.map(ref => [ref, null]))
    for (const { ref, version } of found) versions.set(ref, version)
    log.looks.push({ began, ended: log.tick(), versions, found })
  }
  return {
    ...store,
    get: async refs => {
      const began = log.tick()
      const snapshot = await store.get(refs)
      look(began, [...snapshot.values()], refs)
      return snapshot
    },
    list: async query => {
      const began = log.tick()
      const page = await store.list(query)
      look(began, page.items)
      return page
    },
    commit: async changes => {
      const began = log.tick()
      try {
        const committed = await store.commit(changes)
        log.commits.push({ began, ended: log.tick(), changes, outcome: committed.ok ? 'done' : 'conflict' })
        return committed
      } catch (error) {
        // It may still be done after this.
        log.commits.push({ began, ended: Infinity, changes, outcome: 'unknown' })
        throw error
      }
    },
  }
}
