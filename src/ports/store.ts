import type { ChangeSet, Version } from '../core/kernel/change-set.ts'
import type { Ref, StoredRecord } from '../core/kernel/collection.ts'

/** A record as it is stored; a counter's record is `{ count }`. Both are frozen or the caller's own copy. @since 0.1.0 */
export type Stored = { readonly ref: Ref; readonly version: Version; readonly record: StoredRecord }

/** What was found; absent records are simply missing. @since 0.1.0 */
export type Snapshot = ReadonlyMap<Ref, Stored>

/** Where the next page begins: opaque, and valid for the list that gave it, whatever is written in between. @since 0.1.0 */
export type Cursor = string

/** `next` is missing on the last page. @since 0.1.0 */
export type Page = { readonly items: readonly Stored[]; readonly next?: Cursor }

/** `key` is `secondaryKey/value/value`; `limit` is 1 to 1,000 records. @since 0.1.0 */
export type ListQuery = { readonly key: string; readonly after?: Cursor; readonly limit: number }

/** Either everything was written, or nothing, and these records stood against it. @since 0.1.0 */
export type Committed = { readonly ok: true } | { readonly ok: false; readonly conflicts: readonly Ref[] }

/**
 * The storage port, three methods. `describeStore` in `orgcharter/testing` attacks an implementation; the rules are in
 * `docs/writing-an-adapter.md`.
 *
 * A failed precondition or an `add` out of bounds is a conflict, returned. Everything else (the connection is gone, the
 * disk is full) is thrown untouched.
 *
 * @since 0.1.0
 */
export interface Store {
  /** `process`: what is stored is gone with the process, and so may be the key under which secrets are sealed. */
  readonly lifetime?: 'process'
  /** One consistent read of these records and counters. */
  get(refs: readonly Ref[]): Promise<Snapshot>
  /** One page of the records under a declared secondary key, in its order. */
  list(query: ListQuery): Promise<Page>
  /** All of it or nothing. */
  commit(changes: ChangeSet): Promise<Committed>
}
