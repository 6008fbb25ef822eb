import type { Ref } from '../../core/kernel/index.ts'
import type { Snapshot } from '../../ports/store.ts'
import type { Column } from './columns.ts'
import { type Count, type Key, lookup, lookupCount, lookupValues } from './keys.ts'
import type { Found, Part } from './round.ts'
import { partsOf, type Table, type Tables, tableOf } from './tables.ts'

/** All of a record, or what a commit asks of it: its version, and of a counter its count. */
type Extent = 'whole' | 'version'

const fieldsOf = ({ of, fields, key }: Table, extent: Extent): readonly Column[] =>
  extent === 'whole' || of.kind === 'counter' ? fields : key

/** What is read of one table by these keys, `as` few of them or a set. */
export const partOf = (
  tables: Tables,
  table: Table,
  keys: readonly Key[],
  extent: Extent,
  as: Count = lookupCount(tables, keys),
): Part => ({
  table,
  keys,
  fields: fieldsOf(table, extent),
  shape: `${extent}:${table.of.name}:${as}`,
  values: lookupValues(tables, table, keys, as),
  text: (columns, parameter) => {
    const { from, where } = lookup(tables, table, as, parameter)
    return `select ${columns} from ${from} where ${where}`
  },
})

/** What is asked of each table; a reference that no record can have is left out. @throws TypeError for no collection. */
export const partsOfRead = (tables: Tables, refs: readonly Ref[], extent: Extent): readonly Part[] => {
  const asked = new Map<Table, Key[]>()
  for (const ref of new Set(refs)) {
    const table = tableOf(tables, ref)
    const key = partsOf(ref, table.key)
    if (key === undefined) continue
    const keys = asked.get(table)
    if (keys) keys.push(key)
    else asked.set(table, [key])
  }
  return [...asked].map(([table, keys]) => partOf(tables, table, keys, extent))
}

export const snapshotOf = (found: Found): Snapshot =>
  new Map(found.flatMap(rows => rows.map(stored => [stored.ref, stored] as const)))
