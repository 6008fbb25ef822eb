import { z } from 'zod'

/**
 * Where a page is: in all that the organization has, for whoever has it without a grant; else in the user's own grants
 * and then in those of one of their groups after the other. Of the group that is named `inner` is where its grants go on.
 */
export type Position =
  | { readonly in: 'all' | 'granted'; readonly after?: string | undefined }
  | {
      readonly in: 'seats'
      readonly after: string | null
      readonly groupId: string | null
      readonly inner: string | null
    }

const Seats = z.tuple([z.string().nullable(), z.string().nullable(), z.string().nullable()])

export const cursorAt = (position: Position): string =>
  position.in === 'seats'
    ? `seats:${JSON.stringify([position.after, position.groupId, position.inner])}`
    : `${position.in}:${position.after ?? ''}`

/** Undefined for a cursor that no page gave. */
export const positionAt = (cursor: string): Position | undefined => {
  const colon = cursor.indexOf(':')
  const [name, rest] = [cursor.slice(0, colon), cursor.slice(colon + 1)]
  if (name === 'all' || name === 'granted') return { in: name, after: rest === '' ? undefined : rest }
  if (name !== 'seats') return undefined
  try {
    const seats = Seats.safeParse(JSON.parse(rest))
    return seats.success
      ? { in: 'seats', after: seats.data[0], groupId: seats.data[1], inner: seats.data[2] }
      : undefined
  } catch {
    return undefined // not even JSON
  }
}
