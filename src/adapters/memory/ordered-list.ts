/** Below zero where `a` stands before `b`, zero only where they are the same item. */
export type Compare<T> = (a: T, b: T) => number

/**
 * Items in order, in chunks of at most 256: at a million items an insert shifts a few hundred pointers, and a page is
 * found by two binary searches. Plain arrays, because most lists hold one item and there may be a million of them.
 */
export type OrderedList<T> = T[][]

const CHUNK = 256
const SPARSE = CHUNK / 8

/** The first index from which `isFar` holds; it must hold for all that follow. */
const firstIndex = <T>(items: readonly T[], isFar: (item: T) => boolean): number => {
  let low = 0
  let high = items.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (isFar(items[middle] as T)) high = middle
    else low = middle + 1
  }
  return low
}

const lastOf = <T>(chunk: readonly T[]): T => chunk[chunk.length - 1] as T

/** Inserts an item that is not in the list. At the end, where most inserts are, it costs one comparison. */
export const insertInto = <T>(list: OrderedList<T>, item: T, compare: Compare<T>): void => {
  const end = list[list.length - 1]
  if (end === undefined || compare(lastOf(end), item) < 0) {
    // A full last chunk is left full, so that a list which grows at its end has no half-empty ones.
    if (end === undefined || end.length >= CHUNK) list.push([item])
    else end.push(item)
    return
  }
  const at = firstIndex(list, chunk => compare(lastOf(chunk), item) >= 0)
  const chunk = list[at] as T[]
  const index = firstIndex(chunk, other => compare(other, item) >= 0)
  chunk.splice(index, 0, item)
  if (chunk.length > CHUNK) list.splice(at + 1, 0, chunk.splice(CHUNK / 2))
}

/** Removes the item; without effect where it is not in the list. */
export const removeFrom = <T>(list: OrderedList<T>, item: T, compare: Compare<T>): void => {
  const at = firstIndex(list, chunk => compare(lastOf(chunk), item) >= 0)
  const chunk = list[at]
  if (chunk === undefined) return
  const index = firstIndex(chunk, other => compare(other, item) >= 0)
  if (compare(chunk[index] as T, item) !== 0) return
  chunk.splice(index, 1)
  if (chunk.length === 0) list.splice(at, 1)
  else if (chunk.length < SPARSE) {
    mergeWithNext(list, at)
    mergeWithNext(list, at - 1)
  }
}

/** Keeps the number of chunks in proportion to the number of items, whatever is removed. */
const mergeWithNext = <T>(list: OrderedList<T>, at: number): void => {
  const [chunk, next] = [list[at], list[at + 1]]
  if (chunk === undefined || next === undefined || chunk.length + next.length > CHUNK / 2) return
  chunk.push(...next)
  list.splice(at + 1, 1)
}

/** The first `limit` items, or those after an item, which itself need not be in the list. */
export const itemsAfter = <T>(list: OrderedList<T>, item: T | undefined, limit: number, compare: Compare<T>): T[] => {
  const items: T[] = []
  let at = item === undefined ? 0 : firstIndex(list, chunk => compare(lastOf(chunk), item) > 0)
  let from = item === undefined ? 0 : firstIndex(list[at] ?? [], other => compare(other, item) > 0)
  for (; at < list.length && items.length < limit; at++) {
    items.push(...(list[at] ?? []).slice(from, from + limit - items.length))
    from = 0
  }
  return items
}
