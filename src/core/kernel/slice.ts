import type { Version } from './change-set.ts'
import { type Collection, type Counter, listKey, type Ref, refOf } from './collection.ts'
import { InvariantViolation } from './violation.ts'

/** One page of a list under a secondary key: up to `limit` records from `after` on. */
export type ListNeed = { readonly list: string; readonly limit: number; readonly after?: string }

/** What a decision rests on: single records and counters by ref, or a bounded list. @since 0.1.0 */
export type Need = Ref | ListNeed

/**
 * The records that a decision rests on. In `plan`, asking for what `reads` did not name is a bug and throws; in
 * `reads` (asked again with what was found so far) it is simply not there yet.
 *
 * @since 0.1.0
 */
export interface Slice {
  get<R>(of: Collection<R>, ...key: readonly string[]): R | undefined
  count(of: Counter, ...key: readonly string[]): number
  list<R>(of: Collection<R>, secondary: string, ...values: readonly (string | number)[]): readonly R[]
  /** Where the list goes on, if it was longer than its limit. */
  next(secondary: string, ...values: readonly (string | number)[]): string | undefined
  /** The version of every record that was read and is there: what a compiled answer was made from. */
  versions(): ReadonlyMap<Ref, Version>
}

/** What the loader has gathered: absent records are `undefined`, so that "looked up, not there" can be told. */
export type Loaded = {
  readonly records: ReadonlyMap<Ref, unknown>
  readonly lists: ReadonlyMap<string, { readonly items: readonly unknown[]; readonly next: string | undefined }>
  readonly versions: ReadonlyMap<Ref, { readonly version: Version } | null>
}

export const sliceOf = (loaded: Loaded, mode: 'partial' | 'whole'): Slice => {
  const missing = (what: string): undefined => {
    if (mode === 'whole') throw new InvariantViolation(`the decision rests on ${what}, which reads() did not name`)
    return undefined
  }
  const record = (ref: Ref): unknown => (loaded.records.has(ref) ? loaded.records.get(ref) : missing(ref))
  const list = (key: string) => loaded.lists.get(key) ?? missing(key)
  return {
    get: <R>(of: Collection<R>, ...key: readonly string[]) => record(refOf(of, ...key)) as R | undefined,
    count: (of, ...key) => (record(refOf(of, ...key)) as { readonly count: number } | undefined)?.count ?? 0,
    list: <R>(_of: Collection<R>, secondary: string, ...values: readonly (string | number)[]) =>
      (list(listKey(secondary, ...values))?.items ?? []) as readonly R[],
    next: (secondary, ...values) => list(listKey(secondary, ...values))?.next,
    versions: () =>
      new Map([...loaded.versions].flatMap(([ref, read]) => (read ? [[ref, read.version] as const] : []))),
  }
}
