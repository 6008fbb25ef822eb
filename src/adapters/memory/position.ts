import {
  cursorAt,
  InvalidCursor,
  keyValueAt,
  listKeyOf,
  positionAt,
  type SecondaryKey,
  type StoredRecord,
} from '../../core/kernel/index.ts'
import type { Cursor } from '../../ports/store.ts'

/** A secondary key, and of how many parts the primary key is. */
export type ListKey = SecondaryKey & { readonly parts: number }

type Values = readonly (string | number)[]

/** Where a record stands in a list: the values of the order fields, then those of the primary key, of which a record has one. */
export type Position = { readonly sort: Values; readonly key: Values }

const NONE: readonly (string | number | undefined)[] = []

/** Numbers by value, strings by code unit, numbers before strings. */
export const compareValues = (a: string | number, b: string | number): number => {
  if (a === b) return 0
  if (typeof a !== typeof b) return typeof a === 'number' ? -1 : 1
  return a < b ? -1 : 1
}

/** Value by value: as one text, a slash between two would stand behind what an id may have in it. */
const compareAll = (a: Values, b: Values): number => {
  for (let index = 0; index < a.length; index++) {
    const order = compareValues(a[index] ?? '', b[index] ?? '')
    if (order !== 0) return order
  }
  return 0
}

export const comparePositions = (a: Position, b: Position): number =>
  compareAll(a.sort, b.sort) || compareAll(a.key, b.key)

/** The list in which a record stands under a key, and where; undefined where it lacks a field or an order field. */
export const placeOf = (name: string, key: SecondaryKey, record: StoredRecord) => {
  const list = listKeyOf(name, key, record)
  const sort = key.order?.map(field => keyValueAt(record, field)) ?? NONE
  return list === undefined || sort.includes(undefined) ? undefined : { list, sort: sort as Position['sort'] }
}

export const cursorOf = ({ list, sort, key }: Position & { readonly list: string }): Cursor =>
  cursorAt(list, [...sort, ...key])

/** @throws InvalidCursor for anything that `cursorOf` did not make for this list. */
export const positionOf = (cursor: Cursor, list: string, { order = [], parts }: ListKey): Position => {
  const values = positionAt(cursor, list, Array<'any'>(order.length + parts).fill('any'))
  if (values === undefined) throw new InvalidCursor(`not a cursor of ${list}: ${cursor}`)
  return { sort: values.slice(0, order.length), key: values.slice(order.length) }
}
