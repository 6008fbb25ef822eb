import { nanoid } from 'nanoid'
import type { Ref } from '../../../core/kernel/index.ts'
import { type Added, type Change, Conflict, type Expected, isBounded, type RecordChange } from '../change.ts'
import { lookup } from '../keys.ts'
import { countOf, type Executor, ifWellSet, parametersOf, run, type textCache } from '../statements.ts'
import type { Table, Tables } from '../tables.ts'
import type { Holding } from './cluster.ts'
import {
  addStatement,
  deleteStatement,
  holdStatement,
  insertStatement,
  lockStatement,
  replaceStatement,
  rowsPerStatement,
} from './statements.ts'

type Texts = ReturnType<typeof textCache>
type Step = Means & { readonly db: Executor; readonly version: string }

/** What every commit of a store has in common. */
export type Means = { readonly tables: Tables; readonly texts: Texts; readonly holding: Holding }

/** The change, step by step in a transaction of the caller's. @throws Conflict for what stands against it. */
export const commitInSteps = async (db: Executor, change: Change, means: Means): Promise<void> => {
  const { tables } = means
  const step: Step = { ...means, db, version: nanoid() }
  for (const one of change.records) await changeRecords(step, one)
  for (const { table, added } of change.counters)
    for (const some of portions(added, rowsPerStatement(tables, table))) await changeCounters(step, table, some)
}

const portions = <T>(items: readonly T[], size: number): readonly (readonly T[])[] =>
  items.length === 0 ? [] : [items.slice(0, size), ...portions(items.slice(size), size)]

const changeRecords = async (step: Step, { table, expected, created }: RecordChange): Promise<void> => {
  const { db, tables, texts, version } = step
  const size = Math.min(500, rowsPerStatement(tables, table))
  for (const some of portions(expected, size)) await areAsExpected(step, table, some)
  const removed = expected.filter(({ becomes }) => becomes === 'remove')
  for (const some of portions(removed, size)) await run(db, deleteStatement(tables, table, some, texts))
  const replaced = expected.flatMap(({ becomes }) => (typeof becomes === 'object' ? [becomes.record] : []))
  for (const some of portions(replaced, size)) await run(db, replaceStatement(tables, table, some, version, texts))
  for (const some of portions(created, size))
    await run(
      db,
      insertStatement(
        tables,
        table,
        some.map(({ record }) => record),
        version,
        texts,
      ),
    )
}

type Locked = { readonly v: string; readonly [key: `k${number}`]: string | number }

const areAsExpected = async (step: Step, table: Table, expected: readonly Expected[]): Promise<void> => {
  if (step.holding === 'by_transaction') return
  const held = step.holding === 'by_write' ? expected.filter(({ becomes }) => becomes === 'hold') : []
  if (held.length === expected.length && (await areHeld(step, table, held))) return
  const rows = await run<Locked>(step.db, lockStatement(step, table, expected))
  const versions = new Map(rows.map(row => [table.key.map((_, at) => row[`k${at}`]).join('/'), row.v]))
  const conflicts = expected.filter(({ key, version }) => versions.get(key.join('/')) !== version)
  if (conflicts.length > 0) throw new Conflict(conflicts.map(({ ref }) => ref))
  if (held.length > 0) await areHeld(step, table, held)
}

const areHeld = async ({ db, tables, texts }: Step, table: Table, held: readonly Expected[]): Promise<boolean> =>
  (await countOf(db, holdStatement(tables, table, held, texts))) === held.length

/** Added first, and then asked for the bounds: the rows are locked by then, and a conflict takes it all back. */
const changeCounters = async (
  { db, tables, texts, version, holding }: Step,
  table: Table,
  added: readonly Added[],
): Promise<void> => {
  await run(db, addStatement(tables, table, added, version, texts))
  const bounded = added.filter(isBounded)
  if (bounded.length === 0 || holding === 'by_transaction') return
  const keys = bounded.map(({ key }) => key)
  const sql = texts(`sums,${table.of.name},${keys.length}`, () => {
    const { where } = lookup(tables, table, keys.length, parametersOf(tables.dialect))
    const key = table.key.map(({ name }, at) => `t.${tables.dialect.quote(name)} as k${at}`)
    return `select ${key.join(', ')}, t.count as v from ${table.sql} t${tables.dialect.byPrimaryKey} where ${ifWellSet(tables.dialect)}${where}`
  })
  const rows = await run<Locked>(db, { sql, parameters: keys.flat() })
  const sums = new Map(rows.map(row => [table.key.map((_, at) => row[`k${at}`]).join('/'), Number(row.v)]))
  const conflicts: readonly Ref[] = bounded
    .filter(({ key, min, max }) => {
      const sum = sums.get(key.join('/')) ?? Number.NaN
      return !(sum >= min && sum <= max)
    })
    .map(({ ref }) => ref)
  if (conflicts.length > 0) throw new Conflict(conflicts)
}
