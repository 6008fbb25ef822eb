import {
  InvalidCursor,
  keyValueAt,
  listKeyOf,
  type Ref,
  type SecondaryKey,
  type StoredRecord,
} from '../../core/kernel/index.ts'
import type { Cursor } from '../../ports/store.ts'

/** Where a record stands in a list: the values of the order fields, then the primary key. */
export type Position = { readonly sort: readonly (string | number)[]; readonly ref: Ref }

const NO_ORDER: readonly (string | number | undefined)[] = []

/** Numbers by value, strings by code unit, numbers before strings. */
export const compareValues = (a: string | number, b: string | number): number => {
  if (a === b) return 0
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1
  return a < b ? -1 : 1
}

export const comparePositions = (a: Position, b: Position): number => {
  for (let index = 0; index < a.sort.length; index++) {
    const order = compareValues(a.sort[index] ?? '', b.sort[index] ?? '')
    if (order !== 0) return order
  }
  return compareValues(a.ref, b.ref)
}

/** The list in which a record stands under a key, and where; undefined where it lacks a field or an order field. */
export const placeOf = (name: string, key: SecondaryKey, record: StoredRecord) => {
  const list = listKeyOf(name, key, record)
  const sort = key.order?.map(field => keyValueAt(record, field)) ?? NO_ORDER
  return list === undefined || sort.includes(undefined) ? undefined : { list, sort: sort as Position['sort'] }
}

/** A cursor is the list and the position of the page's last item, so it outlives every change, that item's removal included. */
export const cursorOf = ({ list, ref, sort }: Position & { readonly list: string }): Cursor =>
  JSON.stringify([list, ref, ...sort])

/** @throws InvalidCursor for anything that `cursorOf` did not make for this list. */
export const positionOf = (cursor: Cursor, list: string, key: SecondaryKey): Position => {
  try {
    const [from, ref, ...sort]: readonly unknown[] = JSON.parse(cursor)
    const isSortable = sort.every(value => typeof value === 'string' || typeof value === 'number')
    if (from === list && typeof ref === 'string' && isSortable && sort.length === (key.order?.length ?? 0))
      return { ref: ref as Ref, sort: sort as Position['sort'] }
  } catch {
    // Not even JSON, or not a list.
  }
  throw new InvalidCursor(`not a cursor of ${list}: ${cursor}`)
}
