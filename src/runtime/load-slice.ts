import {
  type Collection,
  InvariantViolation,
  type ListNeed,
  type Need,
  type Ref,
  type Slice,
  type StoredRecord,
  sliceOf,
  type Version,
} from '../core/kernel/index.ts'
import type { Store, Stored } from '../ports/store.ts'

/** No use case needs more; one that asked for ever would be a bug of ours. */
const MAX_ROUNDS = 6
const PAGE = 1_000

type Read = { readonly version: Version; readonly record: StoredRecord }

export type LoadedSlice = {
  readonly slice: Slice
  /** What the commit must find as it was: records only, since a counter is guarded by its bounds. */
  readonly versions: ReadonlyMap<Ref, Read | null>
}

type Gathered = {
  readonly records: Map<Ref, StoredRecord | undefined>
  readonly lists: Map<string, { readonly items: readonly StoredRecord[]; readonly next: string | undefined }>
  readonly versions: Map<Ref, Read | null>
}

/** The records a decision rests on: `reads` is asked again with what was found, until it names nothing new. */
export const loadSlice = async (
  store: Store,
  reads: (found: Slice) => readonly Need[],
  collectionOf: (ref: Ref) => Collection | undefined,
): Promise<LoadedSlice> => {
  const gathered: Gathered = { records: new Map(), lists: new Map(), versions: new Map() }
  const partial = sliceOf(gathered, 'partial')
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const refs = new Set<Ref>()
    const lists = new Map<string, ListNeed>()
    for (const need of reads(partial)) {
      if (typeof need !== 'string') gathered.lists.has(need.list) || lists.set(need.list, need)
      else if (!gathered.records.has(need)) refs.add(need)
    }
    if (refs.size === 0 && lists.size === 0) return { slice: sliceOf(gathered, 'whole'), versions: gathered.versions }
    await gather(store, [...refs], [...lists.values()], gathered, collectionOf)
  }
  throw new InvariantViolation(`reads() named something new in each of ${MAX_ROUNDS} rounds`)
}

const gather = async (
  store: Store,
  refs: readonly Ref[],
  lists: readonly ListNeed[],
  into: Gathered,
  collectionOf: (ref: Ref) => Collection | undefined,
): Promise<void> => {
  const [found, ...listed] = await Promise.all([
    refs.length === 0 ? undefined : store.get(refs),
    ...lists.map(async need => ({ need, ...(await listAll(store, need)) })),
  ])
  for (const { need, items, next } of listed) {
    into.lists.set(need.list, { items: items.map(({ record }) => record), next })
    for (const stored of items) keep(into, stored, collectionOf)
  }
  for (const ref of refs) {
    const stored = found?.get(ref)
    if (stored) keep(into, stored, collectionOf)
    else if (!into.records.has(ref)) {
      into.records.set(ref, undefined)
      if (collectionOf(ref)) into.versions.set(ref, null)
    }
  }
}

const keep = (into: Gathered, stored: Stored, collectionOf: (ref: Ref) => Collection | undefined): void => {
  // Read twice with a change in between: the earlier version stays, so that the commit conflicts and all is read anew.
  if (into.versions.get(stored.ref)) return
  into.records.set(stored.ref, stored.record)
  if (collectionOf(stored.ref)) into.versions.set(stored.ref, { version: stored.version, record: stored.record })
}

const listAll = async (
  store: Store,
  need: ListNeed,
): Promise<{ items: readonly Stored[]; next: string | undefined }> => {
  const items: Stored[] = []
  let after = need.after
  do {
    const page = await store.list({
      key: need.list,
      limit: Math.min(PAGE, need.limit - items.length),
      ...(after !== undefined && { after }),
    })
    items.push(...page.items)
    after = page.next
  } while (after !== undefined && items.length < need.limit)
  return { items, next: after }
}
