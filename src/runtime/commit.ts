import type { Ref, Sealed } from '../core/kernel/index.ts'
import type { Store } from '../ports/store.ts'
import { canonicalJson } from './canonical.ts'

/** False on a conflict. An ambiguous end is resolved by the change set's own audit entry, never by hoping. */
export const commit = async (store: Store, sealed: Sealed): Promise<boolean> => {
  let conflicts: readonly Ref[]
  try {
    const committed = await store.commit(sealed.changes)
    if (committed.ok) return true
    conflicts = committed.conflicts
  } catch (error) {
    if (await isDone(store, sealed).catch(isAway)) return true
    throw error
  }
  // The store may have sent the change set twice, and met itself.
  return conflicts.includes(sealed.entry) && isDone(store, sealed)
}

/** The store is still away: the first error tells the host more than the second. */
const isAway = (): boolean => false

/** Whether our entry is there: ours to the letter, for ids that repeat could have put another one in its place. */
const isDone = async (store: Store, { changes, entry }: Sealed): Promise<boolean> => {
  const stored = (await store.get([entry])).get(entry)
  const ours = changes.writes.find(({ ref }) => ref === entry)
  return stored !== undefined && ours?.op === 'put' && canonicalJson(stored.record) === canonicalJson(ours.record)
}
