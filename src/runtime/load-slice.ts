import {
  type Collection,
  type Counter,
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

type CollectionOf = (ref: Ref) => Collection | Counter | undefined

type Read = { readonly version: Version; readonly record: StoredRecord }

export type LoadedSlice = {
  readonly slice: Slice
  /** The same, in which what was not read is simply not there. */
  readonly found: Slice
  /** What the commit must find as it was: records only, since a counter is guarded by its bounds. */
  readonly versions: ReadonlyMap<Ref, Read | null>
  /** A record was read twice with a change in between: nothing can be decided on both. */
  readonly isTorn: boolean
}

type Gathered = {
  readonly records: Map<Ref, StoredRecord | undefined>
  readonly lists: Map<
    string,
    { readonly need: ListNeed; readonly items: readonly StoredRecord[]; readonly next: string | undefined }
  >
  readonly versions: Map<Ref, Read | null>
  readonly torn: Set<Ref>
}

/** The records a decision rests on: `reads` is asked again with what was found, until it names nothing new. */
export const loadSlice = async (
  store: Store,
  reads: (found: Slice) => readonly Need[],
  collectionOf: CollectionOf,
): Promise<LoadedSlice> => {
  const gathered: Gathered = { records: new Map(), lists: new Map(), versions: new Map(), torn: new Set() }
  const partial = sliceOf(gathered, 'partial')
  for (let round = 0; round < MAX_ROUNDS; round++) {
    const refs = new Set<Ref>()
    const lists = new Map<string, ListNeed>()
    for (const need of reads(partial)) {
      if (typeof need === 'string') gathered.records.has(need) || refs.add(need)
      else if (isNew(need, lists.get(need.list) ?? gathered.lists.get(need.list)?.need)) lists.set(need.list, need)
    }
    if (refs.size === 0 && lists.size === 0)
      return {
        slice: sliceOf(gathered, 'whole'),
        found: partial,
        versions: gathered.versions,
        isTorn: gathered.torn.size > 0,
      }
    await gather(store, [...refs], [...lists.values()], gathered, collectionOf)
  }
  throw new InvariantViolation(`reads() named something new in each of ${MAX_ROUNDS} rounds`)
}

/** A slice holds one page of a list: whoever asked for another would be given the wrong one without notice. */
const isNew = (need: ListNeed, asked: ListNeed | undefined): boolean => {
  if (asked && (asked.limit !== need.limit || asked.after !== need.after))
    throw new InvariantViolation(`reads() named two pages of ${need.list}`)
  return asked === undefined
}

const gather = async (
  store: Store,
  refs: readonly Ref[],
  lists: readonly ListNeed[],
  into: Gathered,
  collectionOf: CollectionOf,
): Promise<void> => {
  const [found, ...listed] = await Promise.all([
    refs.length === 0 ? undefined : store.get(refs),
    ...lists.map(async need => ({ need, ...(await listAll(store, need)) })),
  ])
  for (const { need, items, next } of listed) {
    into.lists.set(need.list, { need, items: items.map(({ record }) => record), next })
    for (const stored of items) keep(into, stored, collectionOf)
  }
  for (const ref of refs) {
    const stored = found?.get(ref)
    if (stored) keep(into, stored, collectionOf)
    else if (!into.records.has(ref)) {
      into.records.set(ref, undefined)
      if (collectionOf(ref)?.kind === 'records') into.versions.set(ref, null)
    }
  }
}

const keep = (into: Gathered, stored: Stored, collectionOf: CollectionOf): void => {
  const known = into.versions.get(stored.ref)
  if (known) {
    if (known.version !== stored.version) into.torn.add(stored.ref)
    return
  }
  into.records.set(stored.ref, stored.record)
  if (collectionOf(stored.ref)?.kind === 'records')
    into.versions.set(stored.ref, { version: stored.version, record: stored.record })
}

const listAll = async (
  store: Store,
  need: ListNeed,
): Promise<{ items: readonly Stored[]; next: string | undefined }> => {
  // By ref: a record that is moved on while the pages are read is met again, and counts as it was first.
  const items = new Map<Ref, Stored>()
  let after = need.after
  do {
    const page = await store.list({
      key: need.list,
      limit: Math.min(PAGE, need.limit - items.size),
      ...(after !== undefined && { after }),
    })
    for (const stored of page.items) if (!items.has(stored.ref)) items.set(stored.ref, stored)
    after = page.next
  } while (after !== undefined && items.size < need.limit)
  return { items: [...items.values()], next: after }
}
