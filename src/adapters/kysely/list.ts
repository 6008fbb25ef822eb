import { InvalidCursor, keyValueAt } from '../../core/kernel/index.ts'
import type { Cursor, ListQuery, Page, Stored } from '../../ports/store.ts'
import type { Column } from './columns.ts'
import { type Row, recordColumns, storedOf } from './rows.ts'
import { type Executor, parametersOf, run, type textCache } from './statements.ts'
import { type Index, listOf, partsOf, type Table, type Tables } from './tables.ts'

type Position = readonly (string | number)[]

const sortOf = ({ order, rest }: Index): readonly Column[] => [...order, ...rest]

/** Behind a position: by row where an index is used for that, else the same step by step. */
const behind = ({ dialect }: Tables, columns: readonly Column[], parameter: () => string): string => {
  const names = columns.map(({ name }) => `t.${dialect.quote(name)}`)
  if (dialect.seeksByRow) return `(${names.join(', ')}) > (${names.map(parameter).join(', ')})`
  const [first, ...others] = names
  if (others.length === 0) return `${first} > ${parameter()}`
  // The first comparison alone bounds the range that is read.
  return `${first} >= ${parameter()} and (${first} > ${parameter()} or (${behind({ dialect } as Tables, columns.slice(1), parameter)}))`
}

const textOf = (tables: Tables, table: Table, index: Index, isBehind: boolean): string => {
  const { dialect } = tables
  const parameter = parametersOf(dialect)
  const sort = sortOf(index)
  const conditions = [
    ...index.fields.map(({ name }) => `t.${dialect.quote(name)} = ${parameter()}`),
    ...index.order.filter(({ isRequired }) => !isRequired).map(({ name }) => `t.${dialect.quote(name)} is not null`),
    ...(isBehind ? [behind(tables, sort, parameter)] : []),
  ]
  const order = sort.map(({ name }) => `t.${dialect.quote(name)}`).join(', ')
  return `select t.version as v, ${dialect.jsonArray(recordColumns(table))} as r from ${table.sql} t where ${conditions.join(' and ')}${order && ` order by ${order}`} limit ${parameter()}`
}

/** The parameters of `behind`, in its order. */
const behindValues = ({ dialect }: Tables, position: Position): Position => {
  const [first = '', ...others] = position
  if (dialect.seeksByRow || others.length === 0) return position
  return [first, first, ...behindValues({ dialect } as Tables, others)]
}

/** A cursor is the list and the place of the page's last record, so it outlives every change, that record's removal included. */
const cursorOf = (key: string, index: Index, { record }: Stored): Cursor =>
  JSON.stringify([key, ...sortOf(index).map(({ path }) => keyValueAt(record, path))])

const positionOf = (cursor: Cursor, key: string, index: Index): Position => {
  try {
    const [of, ...position]: readonly unknown[] = JSON.parse(cursor)
    const sort = sortOf(index)
    const fits = (value: unknown, at: number) => typeof value === (sort[at]?.kind === 'integer' ? 'number' : 'string')
    if (of === key && position.length === sort.length && position.every(fits)) return position as Position
  } catch {
    // Not even JSON, or not a list.
  }
  throw new InvalidCursor(`not a cursor of ${key}: ${cursor}`)
}

/** @throws TypeError for a list or a limit that do not exist, InvalidCursor for what no page gave. */
export const page = async (
  db: Executor,
  tables: Tables,
  { key, after, limit }: ListQuery,
  texts: ReturnType<typeof textCache>,
): Promise<Page> => {
  const { table, index } = listOf(tables, key)
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) throw new TypeError(`limit is 1 to 1,000, not ${limit}`)
  const position = after === undefined ? undefined : positionOf(after, key, index)
  const values = partsOf(key, index.fields)
  if (values === undefined) return { items: [] }
  const sql = texts(`list,${index.name},${position !== undefined}`, () =>
    textOf(tables, table, index, position !== undefined),
  )
  const parameters = [...values, ...(position ? behindValues(tables, position) : []), limit + 1]
  const rows = await run<Row>(db, { sql, parameters })
  const items = rows.slice(0, limit).map(row => storedOf(table, row))
  const last = items[limit - 1]
  return rows.length > limit && last ? { items, next: cursorOf(key, index, last) } : { items }
}
