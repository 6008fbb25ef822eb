import type { Write } from './change-set.ts'
import { type Collection, type Counter, refOf, refOfRecord, type StoredRecord } from './collection.ts'
import type { Because } from './reason.ts'
import type { AnyRefusal, Facts } from './refusal.ts'
import type { Ok, Refused } from './result.ts'

/**
 * An instruction to the host (AUD-7): kept in the outbox by the same commit until acknowledged. `kind` says what to
 * do; the payload is the facts to do it with.
 *
 * @since 0.1.0
 */
export type EffectDraft = {
  readonly kind: string
  readonly organizationId?: string
  readonly payload: Facts
  /** What only the host may read, such as a token: stored sealed. */
  readonly secret?: Facts
}

/**
 * What a plan decides: the value for the caller, the writes and effects of one commit, and why.
 *
 * @since 0.1.0
 */
export type Decision<V> = {
  readonly value: V
  readonly because: Because
  readonly writes: readonly Write[]
  readonly effects: readonly EffectDraft[]
  /** In whose audit trail stands what belongs to no organization; `platform` where there is none. */
  readonly organizationId: string
  /** The organization for which the actor acts, where it is another. */
  readonly actingOrganizationId?: string
}

/**
 * What a plan answers: a decision, or a no. `noted`: what is written down before it is refused, such as a failed attempt;
 * without it a no changes nothing.
 *
 * @since 0.4.0
 */
export type Planned<V, R extends AnyRefusal> =
  | Ok<Decision<V>>
  | (Refused<R> & { readonly noted?: Omit<Decision<null>, 'value'> })

export const put = <R extends object>(of: Collection<R>, record: R): Write => ({
  op: 'put',
  ref: refOfRecord(of as Collection<never>, record),
  record: record as StoredRecord,
})

export const remove = <R>(of: Collection<R>, ...key: readonly string[]): Write => ({
  op: 'remove',
  ref: refOf(of, ...key),
})

/** Bounded add: `min` and `max` are what the sum may be. Adding 0 only asks that it is so, and is no change. */
export const add = (
  of: Counter,
  key: readonly string[],
  by: number,
  bounds: { readonly min?: number; readonly max?: number } = {},
): Write => ({ op: 'add', ref: refOf(of, ...key), by, ...bounds })

/** Several adds to one counter as one, since a change set writes each record once; the bounds are those of the first. */
export const summed = (writes: readonly Write[]): readonly Write[] => {
  const byRef = new Map<string, Write>()
  for (const write of writes) {
    const before = byRef.get(write.ref)
    byRef.set(write.ref, before?.op === 'add' && write.op === 'add' ? { ...before, by: before.by + write.by } : write)
  }
  return [...byRef.values()]
}
