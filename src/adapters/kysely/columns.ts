import { z } from 'zod'
import type { Collection } from '../../core/kernel/index.ts'

/** How a value is stored: numbers are integers, and what is neither text, a whole number nor a truth is JSON. */
export type ColumnKind = 'text' | 'integer' | 'boolean' | 'json'

/**
 * One column. `path` leads to its value in the record; a path of several steps is a copy of what stands in a JSON column,
 * for an index. `length`, in characters, is there for text that has a bound, which all that stands in a key has.
 */
export type Column = {
  readonly name: string
  readonly path: string
  readonly kind: ColumnKind
  readonly isRequired: boolean
  readonly isInKey: boolean
  /** Whether its path has several steps. */
  readonly isCopy: boolean
  readonly length?: number
}

/** What every table has beside its record's columns: the version of the row. */
export const VERSION: Column = {
  ...{ name: 'version', path: 'version', kind: 'text', length: 64 },
  ...{ isRequired: true, isInKey: false, isCopy: false },
}

/** No part of the record: a commit in a cluster writes it where it only read. */
export const HELD = 'held'

/** Where a schema bounds no text in a key: an address is at most 64 + 1 + 253 characters (RFC 5321 §4.5.3.1). */
const KEY_LENGTH = 320
/** What names a state is as long as any id, so that a longer name is no other table. */
const NAME_LENGTH = 64

type JsonSchema = {
  readonly type?: string
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly properties?: { readonly [field: string]: JsonSchema }
  readonly required?: readonly string[]
  readonly maxLength?: number
  readonly pattern?: string
}

/** A column name from the path of a field: `byRule.domain` is `by_rule_domain`. */
export const columnName = (path: string): string =>
  path.replaceAll('.', '_').replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`)

/** A schema's alternatives, itself if it has none. */
const optionsOf = (schema: JsonSchema): readonly JsonSchema[] => {
  const inner = schema.anyOf ?? schema.oneOf ?? schema.allOf
  return inner ? inner.flatMap(optionsOf) : [schema]
}

const schemasAt = (schema: JsonSchema, path: string): readonly JsonSchema[] =>
  path
    .split('.')
    .reduce<readonly JsonSchema[]>(
      (schemas, step) => schemas.flatMap(one => optionsOf(one).flatMap(option => option.properties?.[step] ?? [])),
      [schema],
    )
    .flatMap(optionsOf)

const KINDS: { readonly [type: string]: ColumnKind } = { string: 'text', integer: 'integer', boolean: 'boolean' }

const kindOf = (schemas: readonly JsonSchema[]): ColumnKind => {
  const kinds = new Set(schemas.map(({ type = '' }) => KINDS[type] ?? 'json'))
  const [kind = 'json'] = kinds
  return kinds.size === 1 ? kind : 'json'
}

/** The most characters that a pattern of classes lets through, such as `^[a-z][a-z0-9_]{0,39}$`. */
const longestOf = (pattern: string): number | undefined => {
  const parts = pattern.match(/\[[^\]]+\](\{(\d+,)?\d+\})?/g) ?? []
  if (parts.length === 0 || `^${parts.join('')}$` !== pattern) return undefined
  return parts.reduce((length, part) => length + Number(/(\d+)\}$/.exec(part)?.[1] ?? 1), 0)
}

/** The most characters that any of the schemas lets through; undefined where one of them has no bound. */
const lengthOf = (schemas: readonly JsonSchema[]): number | undefined => {
  const lengths = schemas.map(schema => {
    if (schema.enum !== undefined || schema.const !== undefined) return NAME_LENGTH
    return schema.maxLength ?? longestOf(schema.pattern ?? '') ?? Number.POSITIVE_INFINITY
  })
  const longest = Math.max(...lengths)
  return Number.isFinite(longest) ? longest : undefined
}

/** The columns of a collection: one for each field of its records, and one for each path that its keys go into a field. */
export const columnsOf = ({ name, key, secondary, schema }: Collection): readonly Column[] => {
  const json = z.toJSONSchema(schema, { unrepresentable: 'any' }) as JsonSchema
  const options = optionsOf(json)
  const fields = new Set(options.flatMap(option => Object.keys(option.properties ?? {})))
  const indexed = new Set([...key, ...Object.values(secondary).flatMap(one => [...one.fields, ...(one.order ?? [])])])
  const columns = [...new Set([...key, ...fields, ...indexed])].map((path): Column => {
    const schemas = schemasAt(json, path)
    const kind = kindOf(schemas)
    if (indexed.has(path) && kind !== 'text' && kind !== 'integer')
      throw new TypeError(`${path} of ${name} is in a key, and neither text nor a whole number`)
    const length = kind === 'text' ? (lengthOf(schemas) ?? (indexed.has(path) ? KEY_LENGTH : undefined)) : undefined
    return {
      name: columnName(path),
      path,
      kind,
      isRequired: options.every(({ required = [] }) => required.includes(path)),
      isInKey: indexed.has(path),
      isCopy: path.includes('.'),
      ...(length !== undefined && { length }),
    }
  })
  const names = new Set([VERSION.name, HELD, ...columns.map(column => column.name)])
  if (names.size !== columns.length + 2) throw new TypeError(`two columns of ${name} would have one name`)
  return columns
}
