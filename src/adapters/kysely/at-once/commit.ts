import { nanoid } from 'nanoid'
import type { StoredRecord } from '../../../core/kernel/index.ts'
import type { Added, Change, Expected, RecordChange } from '../change.ts'
import type { Key } from '../keys.ts'
import { columnValue } from '../rows.ts'
import { type Executor, run, type textCache } from '../statements.ts'
import type { Table, Tables } from '../tables.ts'
import { commitText, type Operation, type Part } from './text.ts'

type Row = { readonly [column: string]: unknown }

/** A part with what it is given, and how many rows its steps must count. */
type Input = Part & { readonly parameters: readonly unknown[]; readonly rows: number }

const keyRow = (table: Table, key: Key): Row => Object.fromEntries(table.key.map(({ name }, at) => [name, key[at]]))

const recordRow = (table: Table, record: StoredRecord): Row =>
  Object.fromEntries(table.columns.map(column => [column.name, columnValue(record, column)]))

const operationOf = ({ becomes }: Expected): Operation =>
  becomes === 'hold' ? 'hold' : becomes === 'remove' ? 'delete' : 'update'

const OPERATIONS: readonly Operation[] = ['hold', 'update', 'delete', 'create']

const inputOf = ({ table, expected, created }: RecordChange): Input => {
  const rows: readonly (Row & { readonly o: Operation })[] = [
    ...expected.map(one => ({
      ...(typeof one.becomes === 'object' && recordRow(table, one.becomes.record)),
      ...keyRow(table, one.key),
      o: operationOf(one),
      v: one.version,
    })),
    ...created.map(({ record }) => ({ ...recordRow(table, record), o: 'create' as const })),
  ]
  const operations = OPERATIONS.filter(operation => rows.some(({ o }) => o === operation))
  // Counted when it is locked, and again when it is written.
  const written = rows.filter(({ o }) => o === 'update' || o === 'delete').length
  return { table, operations, parameters: [JSON.stringify(rows)], rows: rows.length + written }
}

/** One input for each pair of bounds, since bounds are the same for all rows of a step. */
const addsOf = (table: Table, added: readonly Added[]): readonly Input[] => {
  const groups = new Map<string, Added[]>()
  for (const one of added) {
    const bounds = `${one.min}/${one.max}`
    groups.set(bounds, [...(groups.get(bounds) ?? []), one])
  }
  return [...groups.values()].map(group => ({
    table,
    operations: ['add' as const],
    parameters: [
      JSON.stringify(group.map(({ key, by }) => ({ ...keyRow(table, key), count: by }))),
      group[0]?.min,
      group[0]?.max,
    ],
    rows: group.length,
  }))
}

/** The change in one statement; what stands against it comes as an error, with which nothing was written. */
export const commitAtOnce = async (
  db: Executor,
  tables: Tables,
  change: Change,
  texts: ReturnType<typeof textCache>,
): Promise<void> => {
  const inputs = [
    ...change.records.map(inputOf),
    ...change.counters.flatMap(({ table, added }) => addsOf(table, added)),
  ]
  if (inputs.length === 0) return
  const shape = inputs.map(({ table, operations }) => `${table.of.name}:${operations}`).join(';')
  const rows = inputs.reduce((sum, input) => sum + input.rows, 0)
  await run(db, {
    sql: texts(`commit,${shape}`, () => commitText(tables, inputs)),
    parameters: [nanoid(), ...inputs.flatMap(({ parameters }) => parameters), rows],
  })
}
