import { isKeyValue } from './text.ts'
import { InvalidCursor } from './violation.ts'

/** Where a record stands in a list: the values of its order, and then of its key. */
export type Position = readonly (string | number)[]

/** A cursor is the list and the place of the page's last record, so it outlives every change, that record's removal included. */
export const cursorAt = (list: string, position: Position): string => JSON.stringify([list, ...position])

/**
 * The position in this list that a cursor names, of values of these types. It comes from whoever asks, and may hold
 * anything (INV-26).
 *
 * @throws InvalidCursor for another list's, and for what no page can have given.
 */
export const positionAt = (cursor: string, list: string, types: readonly ('string' | 'number' | 'any')[]): Position => {
  try {
    const [of, ...position]: readonly unknown[] = JSON.parse(cursor)
    const fits = (type: string | undefined, value: unknown) => type === 'any' || typeof value === type
    if (of === list && position.length === types.length && position.every(isKeyValue))
      if (position.every((value, at) => fits(types[at], value))) return position
  } catch {
    // Not even JSON, or not a list.
  }
  throw new InvalidCursor(`not a cursor of ${list}: ${cursor}`)
}
