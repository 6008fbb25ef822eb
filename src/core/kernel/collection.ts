import type { z } from 'zod'
import type { Facts } from './refusal.ts'

/** The name of one stored record or counter: `collection/part/part`. @since 0.1.0 */
export type Ref = `${string}/${string}`

/** A stored record: flat, plain JSON. @since 0.1.0 */
export type StoredRecord = Facts

/**
 * A secondary key: records are found by the values of `fields`, ordered by `order` and then by primary key (strings by
 * code unit). Both are dotted paths, and a record that lacks a value at one of them is not in the list.
 *
 * @since 0.1.0
 */
export type SecondaryKey = { readonly fields: readonly string[]; readonly order?: readonly string[] }

/**
 * One row of the table of collections: adapters, DDL, arbitraries and the invariant checker are generic over it.
 *
 * @since 0.1.0
 */
export type Collection<R = StoredRecord> = {
  readonly kind: 'records'
  readonly name: string
  /** The fields that make the primary key, in order; the organization first where it has one. */
  readonly key: readonly string[]
  readonly schema: z.ZodType<R>
  readonly secondary: { readonly [name: string]: SecondaryKey }
  /** The field that says in whose audit trail a change of the record stands; without it, in that of the command. */
  readonly organization?: string
  /**
   * Of a record that belongs to no organization, the fields that name whose it is. A change that shows another there before
   * than the organization of the command stands in the trail of none (INV-24).
   */
  readonly holders?: readonly string[]
  /** `none`: bookkeeping of the commit itself (entries, outbox, idempotency), which no entry describes. */
  readonly audit: 'entry' | 'none'
}

/**
 * A number changed by bounded add; absent is 0. `key` and `audit` as in a collection: what counts over all organizations
 * stands in the trail of none, which would tell one what happens in another (INV-24).
 *
 * @since 0.1.0
 */
export type Counter = {
  readonly kind: 'counter'
  readonly name: string
  readonly key: readonly string[]
  readonly audit: 'entry' | 'none'
}

export const collection = <R>(
  name: string,
  schema: z.ZodType<R>,
  rest: Pick<Collection<R>, 'key'> & Partial<Pick<Collection<R>, 'secondary' | 'organization' | 'holders' | 'audit'>>,
): Collection<R> => ({ kind: 'records', name, schema, secondary: {}, audit: 'entry', ...rest })

export const counter = (name: string, key: readonly string[], audit: Counter['audit'] = 'entry'): Counter => ({
  kind: 'counter',
  name,
  key,
  audit,
})

export const refOf = (of: { readonly name: string }, ...key: readonly string[]): Ref => `${of.name}/${key.join('/')}`

const valueAt = (record: unknown, path: string): unknown => {
  let value: unknown = record
  for (const step of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined
    value = (value as { readonly [key: string]: unknown })[step]
  }
  return value
}

/** The value of a key field, as keys write it; undefined where the record has none. */
export const keyValueAt = (record: unknown, path: string): string | number | undefined => {
  const value = valueAt(record, path)
  return typeof value === 'string' || typeof value === 'number' ? value : undefined
}

export const refOfRecord = (of: Collection<never> | Collection, record: unknown): Ref => {
  let ref = of.name
  for (const field of of.key) ref += `/${keyValueAt(record, field)}`
  return ref as Ref
}

/** The list in which the record stands under this secondary key, as `Store.list` is asked for it. */
export const listKeyOf = (name: string, key: SecondaryKey, record: unknown): string | undefined => {
  let list = name
  for (const field of key.fields) {
    const value = keyValueAt(record, field)
    if (value === undefined) return undefined
    list += `/${value}`
  }
  return list
}

export const listKey = (name: string, ...values: readonly (string | number)[]): string => [name, ...values].join('/')
