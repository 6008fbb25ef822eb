import type { Table, Tables } from './tables.ts'

export type Key = readonly (string | number)[]

/** So many keys are looked up one by one; more of them as a set. */
const FEW = 8

/** Where to read rows with one of so many keys, as `t`. */
export type Lookup = { readonly from: string; readonly where: string }

const equal = ({ dialect }: Tables, table: Table, value: (at: number) => string): string =>
  table.key.map(({ name }, at) => `t.${dialect.quote(name)} = ${value(at)}`).join(' and ')

const isSet = ({ dialect }: Tables, keys: number): boolean => dialect.manyKeys === 'json' && keys > FEW

/** What so many keys have in common with other numbers of them: the text of their lookup. */
export const lookupShape = (tables: Tables, keys: number): string => (isSet(tables, keys) ? 'set' : String(keys))

export const lookup = (tables: Tables, table: Table, keys: number, parameter: () => string): Lookup => {
  const { dialect } = tables
  if (isSet(tables, keys)) {
    const columns = table.key.map(({ name, kind }) => `${dialect.quote(name)} ${dialect.columnTypes[kind]}`)
    const one = equal(tables, table, at => `k.${dialect.quote(table.key[at]?.name ?? '')}`)
    // Row by row, so that the plan is one seek for each key whatever is known of the table's size.
    return {
      from: `json_to_recordset(${parameter()}::text::json) as k(${columns.join(', ')}) cross join lateral (select * from ${table.sql} t where ${one} offset 0) t`,
      where: 'true',
    }
  }
  const from = `${table.sql} t`
  if (dialect.manyKeys === 'values' && keys > 1) {
    const row = `(${table.key.map(() => '?').join(', ')})`
    const columns = table.key.map(({ name }) => `t.${dialect.quote(name)}`).join(', ')
    return { from, where: `(${columns}) in (values ${Array.from({ length: keys }, () => row).join(', ')})` }
  }
  const any = Array.from({ length: keys }, () => equal(tables, table, parameter))
  return { from, where: any.length === 1 ? (any[0] ?? '') : `(${any.map(one => `(${one})`).join(' or ')})` }
}

export const lookupValues = (tables: Tables, table: Table, keys: readonly Key[]): readonly (string | number)[] => {
  if (!isSet(tables, keys.length)) return keys.flat()
  return [JSON.stringify(keys.map(key => Object.fromEntries(table.key.map(({ name }, at) => [name, key[at]]))))]
}
