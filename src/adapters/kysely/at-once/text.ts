import type { Column } from '../columns.ts'
import { STANDS_AGAINST_IT } from '../dialects/postgresql.ts'
import { parametersOf } from '../statements.ts'
import type { Table, Tables } from '../tables.ts'

/** What is done to rows: one letter each, as the input says it. */
export type Operation = 'hold' | 'update' | 'delete' | 'create' | 'add'

/** One input of the statement, as JSON: what is done to one table. */
export type Part = { readonly table: Table; readonly operations: readonly Operation[] }

/** A statement while it is written: each step is a common table expression that begins when the one before it is through. */
type Writing = {
  readonly tables: Tables
  readonly steps: { readonly sql: string; readonly isCounted: boolean }[]
  parameter(): string
}

/** The parameters: the new version, one input for each part, and two bounds more for each that adds; at last how many rows there must be. */
export const commitText = (tables: Tables, parts: readonly Part[]): string => {
  const parameter = parametersOf(tables.dialect)
  const version = `${parameter()}::text`
  const writing: Writing = { tables, steps: [], parameter }
  for (const part of parts)
    if (part.operations.includes('add')) writeCounters(writing, part.table, version)
    else writeRecords(writing, part, version)
  const counted = writing.steps.flatMap(({ isCounted }, at) => (isCounted ? `(select count(*) from s${at})` : []))
  return [
    `with ${writing.steps.map(({ sql }, at) => `s${at} as ${sql}`).join(',\n')}`,
    // An error takes back what the statement has written; nothing less does.
    `select cast(case when ${counted.join(' + ')} = ${parameter()}::bigint then '1' else '${STANDS_AGAINST_IT}' end as integer), ${version}`,
  ].join('\n')
}

const step = ({ steps }: Writing, sql: string, isCounted: boolean): string => {
  steps.push({ sql, isCounted })
  return `s${steps.length - 1}`
}

/** Common table expressions run in no order of their own: each asks for the end of the one before it. */
const afterLast = ({ steps }: Writing): string =>
  steps.length === 0 ? 'true' : `(select count(*) from s${steps.length - 1}) >= 0`

const quoted = ({ tables }: Writing, columns: readonly Column[], alias = ''): string =>
  columns.map(({ name }) => alias + tables.dialect.quote(name)).join(', ')

const sameKey = ({ tables }: Writing, table: Table): string =>
  table.key.map(({ name }) => `t.${tables.dialect.quote(name)} = i.${tables.dialect.quote(name)}`).join(' and ')

/** A value of the input: what is JSON comes as text, to be stored to the letter. */
const value = ({ tables }: Writing, { name, kind }: Column): string =>
  `i.${tables.dialect.quote(name)}${kind === 'json' ? '::json' : ''}`

const inputOf = (writing: Writing, table: Table): string => {
  const { dialect } = writing.tables
  const columns = table.columns.map(
    ({ name, kind }) => `${dialect.quote(name)} ${kind === 'json' ? 'text' : dialect.columnTypes[kind]}`,
  )
  const rows = `json_to_recordset(${writing.parameter()}::text::json) as i(o text, v text, ${columns.join(', ')})`
  return step(writing, `materialized (select * from ${rows} where ${afterLast(writing)})`, false)
}

const writeRecords = (writing: Writing, { table, operations }: Part, version: string): void => {
  const { locks } = writing.tables.dialect
  const input = inputOf(writing, table)
  const writes = operations.some(operation => operation === 'update' || operation === 'delete')
  const same = sameKey(writing, table)
  if (writes || operations.includes('hold')) {
    // Row by row in the order of the keys, and one seek for each, whatever the planner knows of the table.
    const rows = `(select * from ${input} where o <> 'create' order by ${quoted(writing, table.key)} offset 0) i`
    const row = `(select 1 from ${table.sql} t where ${same} and t.version = i.v ${writes ? locks.exclusive : locks.shared}) t`
    step(writing, `materialized (select 1 from ${rows} cross join lateral ${row})`, true)
  }
  for (const operation of operations) {
    const from = `${input} i where ${afterLast(writing)} and i.o = '${operation}'`
    if (operation === 'update')
      step(writing, `(${update(writing, table, version)} from ${from} and ${same} returning 1)`, true)
    if (operation === 'delete')
      step(writing, `(delete from ${table.sql} t using ${from} and ${same} returning 1)`, true)
    if (operation === 'create') {
      const values = [...table.columns.map(column => value(writing, column)), version].join(', ')
      const rows = `select ${values} from ${from} order by ${quoted(writing, table.key, 'i.')}`
      step(writing, `(insert into ${table.sql} (${quoted(writing, table.columns)}, version) ${rows} returning 1)`, true)
    }
  }
}

const update = (writing: Writing, table: Table, version: string): string => {
  const set = table.columns
    .filter(column => !table.key.includes(column))
    .map(column => `${writing.tables.dialect.quote(column.name)} = ${value(writing, column)}`)
  return `update ${table.sql} t set ${[...set, `version = ${version}`].join(', ')}`
}

/** Adds commute: what another has added meanwhile counts, and the bounds are asked of the sum. */
const writeCounters = (writing: Writing, table: Table, version: string): void => {
  const { dialect } = writing.tables
  const input = inputOf(writing, table)
  const bounds = `between ${writing.parameter()}::bigint and ${writing.parameter()}::bigint`
  const there = `exists (select 1 from ${table.sql} t where ${sameKey(writing, table)})`
  const values = [...table.columns.map(column => value(writing, column)), version].join(', ')
  // What is not there counts from 0, so its bounds are asked of what is added.
  const rows = `select ${values} from ${input} i where (i.count ${bounds} or ${there}) order by ${quoted(writing, table.key, 'i.')}`
  const sum = 't.count + excluded.count'
  const onConflict = `${dialect.onDuplicate(
    table.key.map(({ name }) => dialect.quote(name)),
    [`count = ${sum}`, 'version = excluded.version'],
  )} where ${sum} ${bounds}`
  step(
    writing,
    `(insert into ${table.sql} as t (${quoted(writing, table.columns)}, version) ${rows} ${onConflict} returning 1)`,
    true,
  )
}
