import type { Ref } from '../../core/kernel/index.ts'
import type { Snapshot, Stored } from '../../ports/store.ts'
import { type Key, lookup, lookupShape, lookupValues } from './keys.ts'
import { type Row, storedOf } from './rows.ts'
import { type Executor, parametersOf, run, type Statement, type textCache } from './statements.ts'
import { partsOf, type Table, type Tables, tableOf } from './tables.ts'

type Asked = ReadonlyMap<Table, readonly Key[]>

/** What is asked of each table; a reference that no record can have is left out. */
const askedOf = (tables: Tables, refs: readonly Ref[]): Asked => {
  const asked = new Map<Table, Key[]>()
  for (const ref of new Set(refs)) {
    const table = tableOf(tables, ref)
    const key = partsOf(ref, table.key)
    if (key === undefined) continue
    const keys = asked.get(table)
    if (keys) keys.push(key)
    else asked.set(table, [key])
  }
  return asked
}

/** One statement, since one statement sees one state of the database. */
const textOf = (tables: Tables, asked: Asked): string => {
  const parameter = parametersOf(tables.dialect)
  return [...asked]
    .map(([table, keys]) => {
      const { from, where } = lookup(tables, table, keys.length, parameter)
      return `select '${table.of.name}' as c, t.version as v, ${tables.dialect.jsonArray(table.fields)} as r from ${from} where ${where}`
    })
    .join(' union all ')
}

const statementOf = (tables: Tables, asked: Asked, texts: ReturnType<typeof textCache>): Statement => {
  let shape = 'get'
  for (const [{ of }, { length }] of asked) shape += `,${of.name}:${lookupShape(tables, length)}`
  return {
    sql: texts(shape, () => textOf(tables, asked)),
    parameters: [...asked].flatMap(([table, keys]) => lookupValues(tables, table, keys)),
  }
}

export const read = async (
  db: Executor,
  tables: Tables,
  refs: readonly Ref[],
  texts: ReturnType<typeof textCache>,
): Promise<Snapshot> => {
  const found = new Map<Ref, Stored>()
  const asked = askedOf(tables, refs)
  if (asked.size === 0) return found
  for (const row of await run<Row & { readonly c: string }>(db, statementOf(tables, asked, texts))) {
    const table = tables.byName.get(row.c)
    if (!table) continue
    const stored = storedOf(table, row)
    found.set(stored.ref, stored)
  }
  return found
}
