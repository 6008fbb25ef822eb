import { columnValue } from '../rows.ts'
import type { Table } from '../tables.ts'
import type { Step } from './step.ts'
import { addingUp, addStep, quoted, restOf, valueParameter, type Writing } from './writing.ts'

type One = Exclude<Step, { kind: 'many' | 'add_many' }>

const sameKey = (writing: Writing, table: Table): string =>
  table.key.map(one => `t.${quoted(writing, [one])} = ${valueParameter(writing, one)}`).join(' and ')

/** One row as one step. Its parameters are those of `oneValues`, in that order. */
export const writeOne = (writing: Writing, kind: One['kind'], table: Table): void => {
  if (kind === 'create') writeCreate(writing, table)
  else if (kind === 'add') writeAdd(writing, table)
  else addStep(writing, changeText(writing, kind, table), '1')
}

const changeText = (writing: Writing, kind: 'hold' | 'update' | 'delete', table: Table): string => {
  const { dialect, version, isWell } = writing
  const set =
    kind === 'update' ? restOf(table).map(one => `${quoted(writing, [one])} = ${valueParameter(writing, one)}`) : []
  const where = `where ${sameKey(writing, table)} and t.version = ${writing.parameter('text')} and ${isWell}`
  if (kind === 'hold') return `materialized (select 1 from ${table.sql} t ${where} ${dialect.locks.shared})`
  if (kind === 'delete') return `(delete from ${table.sql} t ${where} returning 1)`
  return `(update ${table.sql} t set ${[...set, `version = ${version}`].join(', ')} ${where} returning 1)`
}

const writeCreate = (writing: Writing, table: Table): void => {
  const { version, isWell } = writing
  const values = table.columns.map(column => valueParameter(writing, column))
  const into = `${table.sql} (${quoted(writing, table.columns)}, version)`
  addStep(writing, `(insert into ${into} select ${[...values, version].join(', ')} where ${isWell} returning 1)`, '1')
}

const writeAdd = (writing: Writing, table: Table): void => {
  const { version, isWell } = writing
  const values = table.columns.map(column => valueParameter(writing, column))
  const bounds = `between ${writing.parameter('bigint')} and ${writing.parameter('bigint')}`
  const same = table.key.map((one, at) => `t.${quoted(writing, [one])} = ${values[at]}`).join(' and ')
  // What is not there counts from 0, so its bounds are asked of what is added.
  const isAllowed = `(${values.at(-1)} ${bounds} or coalesce((select true from ${table.sql} t where ${same}), false))`
  const into = `${table.sql} as t (${quoted(writing, table.columns)}, version)`
  const rows = `select ${[...values, version].join(', ')} where ${isWell} and ${isAllowed}`
  addStep(writing, `(insert into ${into} ${rows} ${addingUp(writing, table, bounds)})`, '1')
}

export const oneValues = (step: One): readonly unknown[] => {
  const { table, row } = step
  if (step.kind === 'create') return table.columns.map(column => columnValue(step.row.record, column))
  if (step.kind === 'add') return [...row.key, step.row.by, step.row.min, step.row.max]
  const { becomes, version } = step.row
  const set = typeof becomes === 'object' ? restOf(table).map(column => columnValue(becomes.record, column)) : []
  return [...set, ...row.key, version]
}
