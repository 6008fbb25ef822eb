import { cursorAt, InvalidCursor, keyValueAt, type Position, positionAt } from '../../core/kernel/index.ts'
import type { Cursor, ListQuery, Page, Stored } from '../../ports/store.ts'
import type { Column } from './columns.ts'
import type { Part } from './round.ts'
import { type Index, listOf, partsOf, type Table, type Tables } from './tables.ts'

type List = { readonly table: Table; readonly index: Index }

const sortOf = ({ order, rest }: Index): readonly Column[] => [...order, ...rest]

type Seek = { readonly equal: number; readonly isBehind: boolean }

/**
 * Behind a position is one range of the index where rows are compared as such. Elsewhere it is one range for each column
 * of the order: those before it equal, and it greater.
 */
const seeksOf = ({ dialect }: Tables, sort: readonly Column[], isBehind: boolean): readonly Seek[] =>
  !isBehind || dialect.seeksByRow ? [{ equal: 0, isBehind }] : sort.map((_, equal) => ({ equal, isBehind })).reverse()

const seekText = (
  tables: Tables,
  { table, index }: List,
  { equal, isBehind }: Seek,
  most: number | undefined,
  columns: string,
  parameter: () => string,
): string => {
  const { dialect } = tables
  const sort = sortOf(index)
  const column = ({ name }: Column) => `t.${dialect.quote(name)}`
  const [rest, first] = [sort.slice(equal), sort[equal]]
  const conditions = [
    ...[...index.fields, ...sort.slice(0, equal)].map(one => `${column(one)} = ${parameter()}`),
    ...index.order.filter(({ isRequired }) => !isRequired).map(one => `${column(one)} is not null`),
    ...(isBehind && dialect.seeksByRow
      ? [`(${rest.map(column).join(', ')}) > (${rest.map(parameter).join(', ')})`]
      : []),
    ...(isBehind && !dialect.seeksByRow && first ? [`${column(first)} > ${parameter()}`] : []),
  ]
  const positions = sort.map((one, at) => `, ${column(one)} as o${at}`).join('')
  const all = `${columns}${most !== undefined || (isBehind && !dialect.seeksByRow) ? positions : ''}`
  return `select ${all} from ${table.sql} t${index.isPrimaryKey ? dialect.byPrimaryKey : dialect.byIndex(index.name)} where ${conditions.join(' and ')}${orderOf(sort.map(column))} limit ${most ?? parameter()}`
}

const orderOf = (columns: readonly string[]): string => (columns.length > 0 ? ` order by ${columns.join(', ')}` : '')

const textOf = (
  tables: Tables,
  list: List,
  isBehind: boolean,
  most: number | undefined,
  columns: string,
  parameter: () => string,
): string => {
  const sort = sortOf(list.index)
  const seeks = seeksOf(tables, sort, isBehind).map(seek => seekText(tables, list, seek, most, columns, parameter))
  const [only = ''] = seeks
  const order = orderOf(sort.map((_, at) => `o${at}`))
  if (most !== undefined) return `select t.r from (${only}) t${order} limit ${parameter()}`
  if (seeks.length === 1) return only
  return `${seeks.map(seek => `(${seek})`).join(' union all ')}${order} limit ${parameter()}`
}

/** The parameters of the text, in its order. */
const valuesOf = (
  tables: Tables,
  { index }: List,
  fields: Position,
  position: Position | undefined,
  limit: number,
): Position => {
  const seeks = seeksOf(tables, sortOf(index), position !== undefined)
  const behind = (equal: number) => (tables.dialect.seeksByRow ? position : position?.slice(0, equal + 1)) ?? []
  const values = seeks.flatMap(({ equal }) => [...fields, ...behind(equal), limit])
  return seeks.length === 1 ? values : [...values, limit]
}

const cursorOf = (key: string, index: Index, { record }: Stored): Cursor =>
  cursorAt(
    key,
    sortOf(index).flatMap(({ path }) => keyValueAt(record, path) ?? []),
  )

const positionOf = (cursor: Cursor, key: string, index: Index): Position => {
  const types = sortOf(index).map(({ kind }) => (kind === 'integer' ? 'number' : 'string'))
  const position = positionAt(cursor, key, types)
  if (position === undefined) throw new InvalidCursor(`not a cursor of ${key}: ${cursor}`)
  return position
}

/** What is asked for, as a part of a statement; undefined for a key that no record can have. */
export type Asked = { readonly part: Part; pageOf(found: readonly Stored[]): Page }

/** @throws TypeError for a list or a limit that do not exist, InvalidCursor for what no page gave. */
export const askedPage = (tables: Tables, { key, after, limit }: ListQuery): Asked | undefined => {
  const list = listOf(tables, key)
  const { table, index } = list
  if (!Number.isInteger(limit) || limit < 1 || limit > 1_000) throw new TypeError(`limit is 1 to 1,000, not ${limit}`)
  const position = after === undefined ? undefined : positionOf(after, key, index)
  const fields = partsOf(key, index.fields)
  if (fields === undefined) return undefined
  const isBehind = position !== undefined
  // One more than asked says whether there are more; a power of two is at least that, and one of few texts.
  const count = limit + 1
  const most = tables.dialect.plansAhead ? 2 ** Math.ceil(Math.log2(count)) : undefined
  return {
    part: {
      table,
      fields: table.fields,
      shape: `${index.name}:${isBehind}:${most ?? ''}`,
      values: valuesOf(tables, list, fields, position, count),
      text: (columns, parameter) => textOf(tables, list, isBehind, most, columns, parameter),
    },
    pageOf: found => {
      const items = found.slice(0, limit)
      const last = items[limit - 1]
      return found.length > limit && last ? { items, next: cursorOf(key, index, last) } : { items }
    },
  }
}
