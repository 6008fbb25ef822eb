import { assertChangeSet, type ChangeSet, InvariantViolation, type Ref, type Write } from '../../core/kernel/index.ts'
import { type Collections, collections } from '../../core/world/index.ts'
import type { Committed, ListQuery, Page, Snapshot, Store, Stored } from '../../ports/store.ts'
import { deepFreeze } from './freeze.ts'
import { itemsAfter } from './ordered-list.ts'
import { comparePositions, cursorOf, type Position, positionOf } from './position.ts'
import { createTables, firstPart, type Place, putRow, removeRow, type Tables, tableOf } from './tables.ts'

/** `records()`: all that is stored, by collection in the order of their table, within one in order of first writing. @since 0.1.0 */
export type MemoryStore = Store & { records(): Iterable<Stored> }

/**
 * `collections` are the host's own where it adds some to ours; `records` are there from the start, such as another
 * store's `records()`.
 *
 * @since 0.1.0
 */
export type MemoryStoreOptions = {
  readonly collections?: Collections
  readonly records?: Iterable<Pick<Stored, 'ref' | 'record'>>
}

/**
 * The reference store, and the default where a host keeps everything in its process. Each call is done at once,
 * within one turn of the event loop, and so no other comes in between. Records that are put are frozen in place.
 *
 * @returns a store; its calls reject with TypeError for a collection, a secondary key, a limit or a cursor that do not
 *   exist, and with InvariantViolation for a change set that contradicts itself.
 * @example
 * const charter = createCharter({ store: createMemoryStore() })
 * @since 0.1.0
 */
export const createMemoryStore = (options: MemoryStoreOptions = {}): MemoryStore => {
  const tables = createTables(options.collections ?? collections)
  // Counted by the store, not by the record, so that no version comes back with a record created anew.
  let version = 0
  for (const { ref, record } of options.records ?? []) {
    deepFreeze(record)
    putRow(tables, tableOf(tables, ref), Object.freeze({ ref, version: '0', record }))
  }
  return {
    lifetime: 'process',
    get: async refs => read(tables, refs),
    list: async query => page(tables, query),
    commit: async changes => {
      const conflicts = check(tables, changes)
      if (conflicts.length > 0) return { ok: false, conflicts }
      return write(tables, changes, String(++version))
    },
    *records() {
      for (const { rows } of tables.byName.values()) for (const { stored } of rows.values()) yield stored
    },
  }
}

const read = (tables: Tables, refs: readonly Ref[]): Snapshot => {
  const found = new Map<Ref, Stored>()
  for (const ref of refs) {
    const row = tableOf(tables, ref).rows.get(ref)
    if (row !== undefined) found.set(ref, row.stored)
  }
  return found
}

const page = (tables: Tables, { key, after, limit }: ListQuery): Page => {
  const secondary = tables.keys.get(firstPart(key))
  if (secondary === undefined) throw new TypeError(`no secondary key is called ${firstPart(key)} (${key})`)
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) throw new TypeError(`limit is 1 to 1,000, not ${limit}`)
  const start = after === undefined ? undefined : positionOf(after, key, secondary)
  const list = tables.lists.get(key) ?? []
  const places = itemsAfter<Position>(list, start, limit + 1, comparePositions) as Place[]
  const items = places.slice(0, limit).map(place => place.row.stored)
  const last = places[limit - 1]
  return places.length > limit && last ? { items, next: cursorOf(last) } : { items }
}

/** All that could stop a commit is found here, before its first write: that is what makes it all or nothing. */
const check = (tables: Tables, changes: ChangeSet): readonly Ref[] => {
  assertChangeSet(changes)
  const conflicts: Ref[] = []
  for (const { ref, version } of changes.preconditions) {
    const row = tableOf(tables, ref).rows.get(ref)
    if ((row?.stored.version ?? null) !== version) conflicts.push(ref)
  }
  for (const write of changes.writes) if (!canApply(tables, write)) conflicts.push(write.ref)
  if (conflicts.length === 0) for (const write of changes.writes) if (write.op === 'put') deepFreeze(write.record)
  return conflicts
}

const canApply = (tables: Tables, write: Write): boolean => {
  const { kind } = tableOf(tables, write.ref).of
  if ((write.op === 'add') !== (kind === 'counter'))
    throw new InvariantViolation(`${write.op} of ${write.ref}, of ${kind}`)
  if (write.op !== 'add') return true
  const sum = countOf(tables, write.ref) + write.by
  return Number.isSafeInteger(sum) && sum >= (write.min ?? -Infinity) && sum <= (write.max ?? Infinity)
}

const countOf = (tables: Tables, ref: Ref): number => {
  const { count } = tableOf(tables, ref).rows.get(ref)?.stored.record ?? {}
  return typeof count === 'number' ? count : 0
}

const write = (tables: Tables, changes: ChangeSet, version: string): Committed => {
  for (const write of changes.writes) {
    const { ref } = write
    const table = tableOf(tables, ref)
    if (write.op === 'remove') removeRow(tables, table, ref)
    else {
      const record = write.op === 'put' ? write.record : Object.freeze({ count: countOf(tables, ref) + write.by })
      putRow(tables, table, Object.freeze({ ref, version, record }))
    }
  }
  return { ok: true }
}
