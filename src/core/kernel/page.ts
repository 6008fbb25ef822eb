import { type Collection, listKey } from './collection.ts'
import type { Need, Slice } from './slice.ts'

/** One page of a list, and where the next begins. @since 0.1.0 */
export type ListOf<V> = { readonly items: readonly V[]; readonly next?: string }

type Asked = { readonly after?: string | undefined; readonly limit: number }

export const pageNeed = ({ after, limit }: Asked, secondary: string, ...values: readonly string[]): Need => ({
  list: listKey(secondary, ...values),
  limit,
  ...(after !== undefined && { after }),
})

export const pageOf = <R, V>(
  slice: Slice,
  of: Collection<R>,
  [secondary, ...values]: readonly [string, ...string[]],
  show: (record: R) => V,
): ListOf<V> => {
  const next = slice.next(secondary, ...values)
  return { items: slice.list(of, secondary, ...values).map(show), ...(next !== undefined && { next }) }
}
