import { isKeyValue } from './text.ts'

/** Where a record stands in a list: the values of its order, and then of its key. */
export type Position = readonly (string | number)[]

/** A cursor is the list and the place of the page's last record, so it outlives every change, that record's removal included. */
export const cursorAt = (list: string, position: Position): string => JSON.stringify([list, ...position])

/**
 * The position in this list that a cursor names, of values of these types; undefined for another list's cursor, and for what no
 * page can have given. It comes from whoever asks, and may hold anything (INV-26).
 */
export const positionAt = (
  cursor: string,
  list: string,
  types: readonly ('string' | 'number' | 'any')[],
): Position | undefined => {
  const [of, ...position] = listIn(cursor)
  const fits = (type: string | undefined, value: unknown) => type === 'any' || typeof value === type
  if (of !== list || position.length !== types.length || !position.every(isKeyValue)) return undefined
  return position.every((value, at) => fits(types[at], value)) ? position : undefined
}

const listIn = (cursor: string): readonly unknown[] => {
  try {
    const value: unknown = JSON.parse(cursor)
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}
