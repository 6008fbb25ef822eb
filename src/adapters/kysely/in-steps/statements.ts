import type { StoredRecord } from '../../../core/kernel/index.ts'
import type { Added, Expected } from '../change.ts'
import type { Column } from '../columns.ts'
import { lookup } from '../keys.ts'
import { columnValue } from '../rows.ts'
import { ifWellSet, parametersOf, type Statement, type textCache } from '../statements.ts'
import type { Table, Tables } from '../tables.ts'
import type { Holding } from './cluster.ts'

type Texts = ReturnType<typeof textCache>

const FIELDS = (tables: Tables, columns: readonly Column[]): readonly string[] =>
  columns.map(({ name }) => tables.dialect.quote(name))

/** How many rows fit into one statement. */
export const rowsPerStatement = ({ dialect }: Tables, table: Table): number =>
  Math.floor(dialect.maxParameters / (table.columns.length + 1))

/** The versions of what is expected, locked in the order of the keys. */
export const lockStatement = (
  { tables, texts, holding }: { readonly tables: Tables; readonly texts: Texts; readonly holding: Holding },
  table: Table,
  expected: readonly Expected[],
): Statement => {
  const { dialect } = tables
  const isShared = holding === 'by_lock' && expected.every(({ becomes }) => becomes === 'hold')
  const sql = texts(`lock,${table.of.name},${expected.length},${isShared}`, () => {
    const { where } = lookup(tables, table, expected.length, parametersOf(dialect))
    const key = table.key.map(({ name }) => `t.${dialect.quote(name)}`)
    const lock = isShared ? dialect.locks.shared : dialect.locks.exclusive
    return `select ${key.map((column, at) => `${column} as k${at}`).join(', ')}, t.version as v from ${table.sql} t${dialect.byPrimaryKey} where ${ifWellSet(dialect)}${where} order by ${key.join(', ')} ${lock}`
  })
  return {
    sql,
    parameters: expected.flatMap(({ key }) => key),
  }
}

/** As much of a write as another server must see, of what is as it is expected; it changes the row each time. */
export const holdStatement = (tables: Tables, table: Table, held: readonly Expected[], texts: Texts): Statement => ({
  sql: texts(`hold,${table.of.name},${held.length}`, () => {
    const { dialect } = tables
    const key = table.key.map(({ name }) => `t.${dialect.quote(name)} = ?`).join(' and ')
    const any = held.map(() => `(${key} and t.version = ?)`).join(' or ')
    return `update ${table.sql} t${dialect.byPrimaryKey} set t.held = not t.held where ${ifWellSet(dialect)}(${any})`
  }),
  parameters: held.flatMap(({ key, version }) => [...key, version]),
})

export const deleteStatement = (
  tables: Tables,
  table: Table,
  removed: readonly Expected[],
  texts: Texts,
): Statement => {
  const { dialect } = tables
  const sql = texts(`delete,${table.of.name},${removed.length}`, () => {
    const { from, where } = lookup(tables, table, removed.length, parametersOf(dialect))
    // Only so does a delete name the index that it takes.
    return `delete${dialect.byPrimaryKey && ' t'} from ${from} where ${ifWellSet(dialect)}${where}`
  })
  return { sql, parameters: removed.flatMap(({ key }) => key) }
}

const insertText = (tables: Tables, table: Table, rows: number): string => {
  const columns = [...FIELDS(tables, table.columns), 'version']
  const row = `(${columns.map(() => '?').join(', ')})`
  const all = Array.from({ length: rows }, () => row).join(', ')
  const { session } = tables.dialect
  const values = session ? all.replace('?', `if(${session.canary} is null, null, ?)`) : all
  return `insert into ${table.sql} (${columns.join(', ')}) values ${values}`
}

const rowValues = (table: Table, record: StoredRecord, version: string): readonly unknown[] => [
  ...table.columns.map(column => {
    const value = columnValue(record, column)
    return typeof value === 'boolean' ? Number(value) : value
  }),
  version,
]

export const insertStatement = (
  tables: Tables,
  table: Table,
  records: readonly StoredRecord[],
  version: string,
  texts: Texts,
): Statement => ({
  sql: texts(`insert,${table.of.name},${records.length}`, () => insertText(tables, table, records.length)),
  parameters: records.flatMap(record => rowValues(table, record, version)),
})

/** Rows that are there and locked: the insert meets them, and is an update of each. */
export const replaceStatement = (
  tables: Tables,
  table: Table,
  records: readonly StoredRecord[],
  version: string,
  texts: Texts,
): Statement => ({
  sql: texts(`replace,${table.of.name},${records.length}`, () => {
    const { dialect } = tables
    const rest = [
      ...table.columns.filter(column => !table.key.includes(column)).map(({ name }) => dialect.quote(name)),
      'version',
    ]
    const assignments = rest.map(column => `${column} = ${dialect.inserted(column)}`)
    return `${insertText(tables, table, records.length)} ${dialect.onDuplicate(FIELDS(tables, table.key), assignments)}`
  }),
  parameters: records.flatMap(record => rowValues(table, record, version)),
})

/** Adds commute: what another has added meanwhile counts. */
export const addStatement = (
  tables: Tables,
  table: Table,
  added: readonly Added[],
  version: string,
  texts: Texts,
): Statement => ({
  sql: texts(`add,${table.of.name},${added.length}`, () => {
    const { dialect } = tables
    const sum = `count = ${dialect.name === 'mysql' ? '' : `${dialect.quote(table.name)}.`}count + ${dialect.inserted('count')}`
    const assignments = [sum, `version = ${dialect.inserted('version')}`]
    return `${insertText(tables, table, added.length)} ${dialect.onDuplicate(FIELDS(tables, table.key), assignments)}`
  }),
  parameters: added.flatMap(({ key, by }) => [...key, by, version]),
})
