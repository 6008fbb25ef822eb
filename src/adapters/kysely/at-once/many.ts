import type { StoredRecord } from '../../../core/kernel/index.ts'
import type { Column } from '../columns.ts'
import type { Key } from '../keys.ts'
import { columnValue } from '../rows.ts'
import type { Table } from '../tables.ts'
import { kindOf, type Step } from './step.ts'
import { addingUp, addStep, quoted, restOf, type Writing } from './writing.ts'

type Many = Extract<Step, { kind: 'many' }>
type AddMany = Extract<Step, { kind: 'add_many' }>

/** What is done to a row of the input. */
export type Operation = 'hold' | 'update' | 'delete' | 'create'

const OPERATIONS: readonly Operation[] = ['hold', 'update', 'delete', 'create']

const operationsOf = ({ expected, created }: Many): readonly Operation[] => {
  const found = new Set<Operation>(expected.map(kindOf))
  if (created.length > 0) found.add('create')
  return OPERATIONS.filter(operation => found.has(operation))
}

export const manyShape = (step: Many): string => operationsOf(step).join('+')

/** A value of the input: JSON comes as text in it, to be stored to the letter. */
const value = (writing: Writing, column: Column): string =>
  `i.${quoted(writing, [column])}${column.kind === 'json' ? '::json' : ''}`

const sameKey = (writing: Writing, table: Table): string =>
  table.key.map(one => `t.${quoted(writing, [one])} = i.${quoted(writing, [one])}`).join(' and ')

/**
 * All rows in one parameter, as a table that is called by the name of its step. They are there however the steps before
 * have ended: of none of them none would have to be found, and what failed before would be forgotten.
 */
const writeInput = (writing: Writing, table: Table): string => {
  const columns = table.columns.map(
    column =>
      `${quoted(writing, [column])} ${column.kind === 'json' ? 'text' : writing.dialect.columnTypes[column.kind]}`,
  )
  const rows = `json_to_recordset(${writing.parameter('text')}::json) as i(o text, v text, ${columns.join(', ')})`
  return addStep(writing, `materialized (select * from ${rows})`, 'any')
}

/** Many rows of one table: locked one by one in the order of their keys, and then written as sets. */
export const writeMany = (writing: Writing, step: Many): void => {
  const { table } = step
  const { locks } = writing.dialect
  const operations = operationsOf(step)
  const input = writeInput(writing, table)
  const same = sameKey(writing, table)
  const countOf = (condition: string) => `(select count(*) from ${input} where ${condition})`
  if (step.expected.length > 0) {
    const lock = operations.includes('update') || operations.includes('delete') ? locks.exclusive : locks.shared
    const rows = `(select * from ${input} where o <> 'create' order by ${quoted(writing, table.key)} offset 0) i`
    // One seek for each, whatever the planner knows of the table.
    const row = `(select 1 from ${table.sql} t where ${same} and t.version = i.v ${lock}) t`
    const where = `where ${writing.isWell}`
    addStep(
      writing,
      `materialized (select 1 from ${rows} cross join lateral ${row} ${where})`,
      countOf("o <> 'create'"),
    )
  }
  for (const operation of operations) {
    if (operation === 'hold') continue
    const from = `${input} i where ${writing.isWell} and i.o = '${operation}'`
    addStep(writing, `(${written(writing, table, operation, from, same)} returning 1)`, countOf(`o = '${operation}'`))
  }
}

const written = (writing: Writing, table: Table, operation: Operation, from: string, same: string): string => {
  if (operation === 'delete') return `delete from ${table.sql} t using ${from} and ${same}`
  if (operation === 'update') {
    const set = restOf(table).map(column => `${quoted(writing, [column])} = ${value(writing, column)}`)
    return `update ${table.sql} t set ${[...set, `version = ${writing.version}`].join(', ')} from ${from} and ${same}`
  }
  const values = [...table.columns.map(column => value(writing, column)), writing.version].join(', ')
  const into = `${table.sql} (${quoted(writing, table.columns)}, version)`
  return `insert into ${into} select ${values} from ${from} order by ${quoted(writing, table.key, 'i.')}`
}

export const writeAddMany = (writing: Writing, { table }: AddMany): void => {
  const input = writeInput(writing, table)
  const bounds = `between ${writing.parameter('bigint')} and ${writing.parameter('bigint')}`
  const isThere = `coalesce((select true from ${table.sql} t where ${sameKey(writing, table)}), false)`
  const values = [...table.columns.map(column => value(writing, column)), writing.version].join(', ')
  const rows = `select ${values} from ${input} i where ${writing.isWell} and (i.count ${bounds} or ${isThere}) order by ${quoted(writing, table.key, 'i.')}`
  const into = `${table.sql} as t (${quoted(writing, table.columns)}, version)`
  addStep(
    writing,
    `(insert into ${into} ${rows} ${addingUp(writing, table, bounds)})`,
    `(select count(*) from ${input})`,
  )
}

const keyRow = (table: Table, key: Key) => Object.fromEntries(table.key.map(({ name }, at) => [name, key[at]]))

const recordRow = (table: Table, record: StoredRecord) =>
  Object.fromEntries(table.columns.map(column => [column.name, columnValue(record, column)]))

export const manyValues = ({ table, expected, created }: Many): readonly unknown[] => [
  JSON.stringify([
    ...expected.map(one => ({
      ...(typeof one.becomes === 'object' && recordRow(table, one.becomes.record)),
      ...keyRow(table, one.key),
      o: kindOf(one),
      v: one.version,
    })),
    ...created.map(({ record }) => ({ ...recordRow(table, record), o: 'create' })),
  ]),
]

export const addManyValues = ({ table, added }: AddMany): readonly unknown[] => [
  JSON.stringify(added.map(({ key, by }) => ({ ...keyRow(table, key), count: by }))),
  added[0]?.min,
  added[0]?.max,
]
