import {
  assertChangeSet,
  type ChangeSet,
  InvariantViolation,
  type Precondition,
  type Ref,
  type StoredRecord,
  type Write,
} from '../../core/kernel/index.ts'
import type { Key } from './keys.ts'
import { partsOf, type Table, type Tables, tableOf } from './tables.ts'

/** A record that must be there as it was read; replaced with `record`, removed, or only held. */
export type Expected = {
  readonly ref: Ref
  readonly key: Key
  readonly version: string
  readonly becomes: 'hold' | 'remove' | { readonly record: StoredRecord }
}
export type Created = { readonly ref: Ref; readonly key: Key; readonly record: StoredRecord }
export type Added = {
  readonly ref: Ref
  readonly key: Key
  readonly by: number
  readonly min: number
  readonly max: number
}

/** What a change set does to one table, each list in the order of its keys. */
export type RecordChange = {
  readonly table: Table
  readonly expected: readonly Expected[]
  readonly created: readonly Created[]
}
export type CounterChange = { readonly table: Table; readonly added: readonly Added[] }

/**
 * In the order in which everyone locks: tables by name, in each what is there by its keys and then what is created;
 * counters last.
 */
export type Change = {
  readonly records: readonly RecordChange[]
  readonly counters: readonly CounterChange[]
  readonly refs: readonly Ref[]
}

type Keyed = { readonly key: Key }

/** Column by column, as databases order keys: a reference has a slash between them, which some ids come before. */
const byKey = ({ key: a }: Keyed, { key: b }: Keyed): number => {
  for (const [at, part] of a.entries()) {
    const other = b[at] ?? ''
    if (part !== other) return part < other ? -1 : 1
  }
  return 0
}
const byName = ({ table: a }: { readonly table: Table }, { table: b }: { readonly table: Table }): number =>
  a.of.name < b.of.name ? -1 : 1

const keyOf = (table: Table, ref: Ref): Key => {
  const key = partsOf(ref, table.key)
  if (key === undefined) throw new InvariantViolation(`no key of ${table.of.name}: ${ref}`)
  return key
}

const collect = <T>(into: Map<Table, T[]>, table: Table, item: T): void => {
  const items = into.get(table)
  if (items) items.push(item)
  else into.set(table, [item])
}

/** @throws InvariantViolation where the change set contradicts itself, TypeError where it names no collection. */
export const changeOf = (tables: Tables, changes: ChangeSet): Change => {
  assertChangeSet(changes)
  const writes = new Map<Ref, Write>(changes.writes.map(write => [write.ref, write]))
  const expected = new Map<Table, Expected[]>()
  const created = new Map<Table, Created[]>()
  const added = new Map<Table, Added[]>()
  for (const write of changes.writes) {
    const table = tableOf(tables, write.ref)
    if ((write.op === 'add') !== (table.of.kind === 'counter'))
      throw new InvariantViolation(`${write.op} of ${write.ref}, of ${table.of.kind}`)
    if (write.op === 'add') collect(added, table, addedOf(table, write))
  }
  for (const precondition of changes.preconditions) {
    const { ref } = precondition
    const table = tableOf(tables, ref)
    const write = writes.get(ref)
    const key = keyOf(table, ref)
    if (precondition.version !== null) collect(expected, table, expectedOf(precondition, key, write))
    else if (write?.op === 'put') collect(created, table, { ref, key, record: write.record })
  }
  return {
    records: [...new Set([...expected.keys(), ...created.keys()])]
      .map(table => ({
        table,
        expected: (expected.get(table) ?? []).sort(byKey),
        created: (created.get(table) ?? []).sort(byKey),
      }))
      .sort(byName),
    counters: [...added].map(([table, items]) => ({ table, added: items.sort(byKey) })).sort(byName),
    refs: [...new Set([...changes.preconditions, ...changes.writes].map(({ ref }) => ref))],
  }
}

const expectedOf = ({ ref, version }: Precondition, key: Key, write: Write | undefined): Expected => ({
  ref,
  key,
  version: version ?? '',
  becomes: write?.op === 'put' ? { record: write.record } : write ? 'remove' : 'hold',
})

const LEAST = Number.MIN_SAFE_INTEGER
const MOST = Number.MAX_SAFE_INTEGER

/** Whether any sum that a number can say is out of its bounds. Of the others the table itself tells. */
export const isBounded = ({ min, max }: Added): boolean => min > LEAST || max < MOST

const addedOf = (table: Table, { ref, by, min = LEAST, max = MOST }: Write & { readonly op: 'add' }): Added => ({
  ref,
  key: keyOf(table, ref),
  by,
  min: Math.max(min, LEAST),
  max: Math.min(max, MOST),
})

/** What takes a transaction back: these stood against it, or nothing that is known by name. */
export class Conflict extends Error {
  override readonly name = 'Conflict'
  readonly refs: readonly Ref[]
  constructor(refs: readonly Ref[]) {
    super('another commit stands against this one')
    this.refs = refs
  }
}
