import type { Dialect } from './dialect.ts'
import type { Table, Tables } from './tables.ts'

export type Key = readonly (string | number)[]

/** So many keys are looked up one by one; more of them as a set. */
const FEW = 8

/** Where to read rows with one of so many keys, as `t`. */
export type Lookup = { readonly from: string; readonly where: string }

const equal = ({ dialect }: Tables, table: Table, value: (at: number) => string): string =>
  table.key.map(({ name }, at) => `t.${dialect.quote(name)} = ${value(at)}`).join(' and ')

/** How many keys a lookup is for: few by their number, and any number of them as a set, whose text is the same for all. */
export type Count = number | 'set'

export const lookupCount = ({ dialect }: Tables, keys: readonly Key[]): Count =>
  dialect.manyKeys !== 'rows' && keys.length > FEW ? 'set' : keys.length

export const lookup = (tables: Tables, table: Table, keys: Count, parameter: () => string): Lookup => {
  const { dialect } = tables
  if (keys === 'set' && dialect.manyKeys === 'json') return seeks(tables, table, parameter)
  // Elsewhere the planner would weigh each key against each index that begins as it does.
  const from = `${table.sql} as t${dialect.byPrimaryKey}`
  if (dialect.manyKeys !== 'json' && keys !== 1) {
    const columns = table.key.map(({ name }) => `t.${dialect.quote(name)}`).join(', ')
    return { from, where: `(${columns}) in (${keysText(dialect, table, keys, parameter)})` }
  }
  const any = Array.from({ length: Number(keys) }, () => equal(tables, table, parameter))
  return { from, where: any.length === 1 ? (any[0] ?? '') : `(${any.map(one => `(${one})`).join(' or ')})` }
}

/** Row by row, so that the plan is one seek for each key whatever is known of the table's size. */
const seeks = (tables: Tables, table: Table, parameter: () => string): Lookup => {
  const { dialect } = tables
  const columns = table.key.map(({ name, kind }) => `${dialect.quote(name)} ${dialect.columnTypes[kind]}`)
  const one = equal(tables, table, at => `k.${dialect.quote(table.key[at]?.name ?? '')}`)
  return {
    from: `json_to_recordset(${parameter()}::text::json) as k(${columns.join(', ')}) cross join lateral (select * from ${table.sql} t where ${one} offset 0) t`,
    where: 'true',
  }
}

const keysText = (dialect: Dialect, { key }: Table, keys: Count, parameter: () => string): string => {
  if (keys === 'set') return `select ${key.map((_, at) => `value ->> ${at}`).join(', ')} from json_each(${parameter()})`
  const rows = Array.from({ length: keys }, () => `(${key.map(() => '?').join(', ')})`).join(', ')
  return dialect.manyKeys === 'values' ? `values ${rows}` : rows
}

export const lookupValues = ({ dialect }: Tables, table: Table, keys: readonly Key[], count: Count): Key => {
  if (count !== 'set') return keys.flat()
  if (dialect.manyKeys === 'values') return [JSON.stringify(keys)]
  return [JSON.stringify(keys.map(key => Object.fromEntries(table.key.map(({ name }, at) => [name, key[at]]))))]
}
