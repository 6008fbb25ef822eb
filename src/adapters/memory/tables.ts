import { type Collection, type Counter, keyValueAt, type Ref, type SecondaryKey } from '../../core/kernel/index.ts'
import type { Collections } from '../../core/world/index.ts'
import type { Stored } from '../../ports/store.ts'
import { insertInto, type OrderedList, removeFrom } from './ordered-list.ts'
import { comparePositions, type ListKey, type Position, placeOf } from './position.ts'

/** A record and its places, one for each secondary key that lists it. What a list holds is the row, whose record changes. */
export type Row = { stored: Stored; places: readonly (Place | undefined)[]; readonly key: Position['key'] }
export type Place = Position & { readonly list: string; readonly row: Row }

export type Table = {
  readonly of: Collection | Counter
  readonly secondary: readonly (readonly [name: string, key: SecondaryKey])[]
  /** A map for each collection, because one holds at most 2^24 entries. */
  readonly rows: Map<Ref, Row>
}

export type Tables = {
  readonly byName: ReadonlyMap<string, Table>
  readonly keys: ReadonlyMap<string, ListKey>
  readonly lists: Map<string, OrderedList<Place>>
}

/** @throws TypeError where two collections or two secondary keys have one name. */
export const createTables = (collections: Collections): Tables => {
  const byName = new Map<string, Table>()
  const keys = new Map<string, ListKey>()
  for (const of of collections) {
    const secondary = of.kind === 'records' ? Object.entries(of.secondary) : []
    if (byName.has(of.name)) throw new TypeError(`two collections are called ${of.name}`)
    byName.set(of.name, { of, secondary, rows: new Map() })
    for (const [name, key] of secondary) {
      if (keys.has(name)) throw new TypeError(`two secondary keys are called ${name}`)
      keys.set(name, { ...key, parts: of.key.length })
    }
  }
  return { byName, keys, lists: new Map() }
}

export const firstPart = (path: string): string => {
  const end = path.indexOf('/')
  return end < 0 ? path : path.slice(0, end)
}

/** @throws TypeError where the reference is into no collection of the table. */
export const tableOf = (tables: Tables, ref: Ref): Table => {
  const table = tables.byName.get(firstPart(ref))
  if (table === undefined) throw new TypeError(`no collection is called ${firstPart(ref)} (${ref})`)
  return table
}

/** One for all the places of a record, of which counters have none. */
const keyOf = ({ of, secondary }: Table, { record }: Stored): Position['key'] =>
  secondary.length === 0 ? [] : of.key.map(path => keyValueAt(record, path) ?? '')

/** Writes one record. A list is touched only where the record's place in it has changed. */
export const putRow = (tables: Tables, table: Table, stored: Stored): void => {
  const row: Row = table.rows.get(stored.ref) ?? { stored, places: [], key: keyOf(table, stored) }
  row.stored = stored
  row.places = table.secondary.map(([name, key], index) =>
    move(tables, row, row.places[index], placeOf(name, key, stored.record)),
  )
  table.rows.set(stored.ref, row)
}

export const removeRow = (tables: Tables, table: Table, ref: Ref): void => {
  for (const place of table.rows.get(ref)?.places ?? []) if (place !== undefined) leave(tables, place)
  table.rows.delete(ref)
}

const move = (tables: Tables, row: Row, from: Place | undefined, to: ReturnType<typeof placeOf>): Place | undefined => {
  if (from && to && from.list === to.list && isSame(from.sort, to.sort)) return from
  if (from) leave(tables, from)
  return to && enter(tables, { list: to.list, sort: to.sort, key: row.key, row })
}

const isSame = (a: Position['sort'], b: Position['sort']): boolean => a.every((value, index) => value === b[index])

const enter = (tables: Tables, place: Place): Place => {
  const list = tables.lists.get(place.list)
  if (list === undefined) tables.lists.set(place.list, [[place]])
  else insertInto<Position>(list, place, comparePositions)
  return place
}

const leave = (tables: Tables, place: Place): void => {
  const list = tables.lists.get(place.list)
  if (list === undefined) return
  removeFrom<Position>(list, place, comparePositions)
  if (list.length === 0) tables.lists.delete(place.list)
}
