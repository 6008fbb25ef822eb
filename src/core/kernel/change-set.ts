import type { Ref, StoredRecord } from './collection.ts'
import { InvariantViolation } from './violation.ts'

/** What the store wrote last on a record: opaque, and never the same twice, not even after delete and re-create. @since 0.1.0 */
export type Version = string

/** `null`: must be absent; legal only on a record that the same change set puts. @since 0.1.0 */
export type Precondition = { readonly ref: Ref; readonly version: Version | null }

/**
 * `add` changes a counter; a sum below `min` or above `max` is a conflict on it, and so is one that is no safe integer.
 *
 * @since 0.1.0
 */
export type Write =
  | { readonly op: 'put'; readonly ref: Ref; readonly record: StoredRecord }
  | { readonly op: 'remove'; readonly ref: Ref }
  | { readonly op: 'add'; readonly ref: Ref; readonly by: number; readonly min?: number; readonly max?: number }

/**
 * All or nothing: every precondition holds and every write is made, or none is. `id` is new with each attempt to
 * commit, and the audit entries of the change set carry it, so an ambiguous outcome is resolved by reading one.
 *
 * @since 0.1.0
 */
export type ChangeSet = {
  readonly id: string
  readonly preconditions: readonly Precondition[]
  readonly writes: readonly Write[]
}

/**
 * What no adapter should have to wonder about: each record is named once among the preconditions and once among the
 * writes, nothing is put or removed without a precondition on it, absence is asked only of what is put, and what is added
 * is a whole number.
 *
 * @param changes What an adapter was given to commit.
 * @throws InvariantViolation where the change set breaks one of these; it is a bug of the caller's.
 * @example
 * import { assertChangeSet } from 'orgcharter'
 * assertChangeSet({ id: 'c1', preconditions: [], writes: [{ op: 'add', ref: 'member_count/acme', by: 1 }] })
 * @since 0.1.0
 */
export const assertChangeSet = (changes: ChangeSet): void => {
  const versions = new Map<Ref, Version | null>()
  for (const { ref, version } of changes.preconditions) {
    if (versions.has(ref)) throw new InvariantViolation(`two preconditions on ${ref}`)
    versions.set(ref, version)
  }
  const written = new Map<Ref, Write['op']>()
  for (const write of changes.writes) {
    if (written.has(write.ref)) throw new InvariantViolation(`two writes of ${write.ref}`)
    written.set(write.ref, write.op)
    if (write.op === 'add' && !Number.isSafeInteger(write.by))
      throw new InvariantViolation(`add of ${write.by} to ${write.ref}`)
    if (write.op === 'add' ? versions.has(write.ref) : !versions.has(write.ref))
      throw new InvariantViolation(`${write.op} of ${write.ref} and its precondition do not fit`)
  }
  for (const [ref, version] of versions)
    if (version === null && written.get(ref) !== 'put') throw new InvariantViolation(`absence of ${ref} without a put`)
}
