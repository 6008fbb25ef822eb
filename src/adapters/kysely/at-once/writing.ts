import type { Column } from '../columns.ts'
import type { Dialect } from '../dialect.ts'
import type { Table } from '../tables.ts'

/**
 * A statement while it is written: steps that are common table expressions `s0`, `s1` …, its parameters in the order of
 * their numbers, and the new version, which is the first of them.
 *
 * Common table expressions run in no order of their own. Here each asks whether the one before it has found all its rows:
 * so they lock in one order, and after the first that does not none begins.
 */
export type Writing = {
  readonly dialect: Dialect
  readonly version: string
  readonly steps: string[]
  /** Whether the steps up to here have found what they must. */
  isWell: string
  parameter(type: string): string
}

export const startWriting = (dialect: Dialect): Writing => {
  let count = 0
  const parameter = (type: string) => `${dialect.parameter(++count)}::${type}`
  return { dialect, version: parameter('text'), steps: [], isWell: 'true', parameter }
}

/** One step; `rows` is how many it must find, as SQL, or `any` for one that only prepares. */
export const addStep = (writing: Writing, sql: string, rows: string): string => {
  const name = `s${writing.steps.length}`
  writing.steps.push(`${name} as ${sql}`)
  if (rows !== 'any')
    writing.isWell = rows === '1' ? `exists (select 1 from ${name})` : `(select count(*) from ${name}) = ${rows}`
  return name
}

/** A parameter for a column. JSON goes in as text: some drivers write a string as JSON once more. */
export const valueParameter = (writing: Writing, { kind }: Column): string =>
  kind === 'json' ? `${writing.parameter('text')}::json` : writing.parameter(writing.dialect.columnTypes[kind])

export const quoted = ({ dialect }: Writing, columns: readonly Column[], alias = ''): string =>
  columns.map(({ name }) => alias + dialect.quote(name)).join(', ')

export const restOf = ({ columns, key }: Table): readonly Column[] => columns.filter(column => !key.includes(column))

/** The end of an insert that adds to what is there; what another has added meanwhile counts, and the bounds are asked of the sum. */
export const addingUp = (writing: Writing, table: Table, bounds: string): string => {
  const { dialect } = writing
  const key = table.key.map(({ name }) => dialect.quote(name))
  const sum = 't.count + excluded.count'
  return `${dialect.onDuplicate(key, [`count = ${sum}`, 'version = excluded.version'])} where ${sum} ${bounds} returning 1`
}
