import { keyValueAt, type Ref, type StoredRecord } from '../../core/kernel/index.ts'
import type { Stored } from '../../ports/store.ts'
import type { Column } from './columns.ts'
import type { Table } from './tables.ts'

/** A row as every read gives it: the version, and the fields of the record. */
export type Row = readonly unknown[]

const fieldValue = (kind: Column['kind'], stored: unknown): unknown => {
  if (kind === 'json') return JSON.parse(String(stored))
  // SQLite and MySQL know no truths, but 1 and 0.
  return kind === 'boolean' ? stored === true || stored === 1 : stored
}

/** With these fields of it, among which are those of its key. */
export const storedOf = (table: Table, fields: readonly Column[], row: Row): Stored => {
  const record: { [field: string]: unknown } = {}
  let at = 0
  for (const { path, kind } of fields) {
    const value = row[++at]
    if (value !== null) record[path] = fieldValue(kind, value)
  }
  let ref = table.of.name
  for (const { path } of table.key) ref += `/${record[path]}`
  return {
    ref: ref as Ref,
    version: row[0] as string,
    record: (table.of.kind === 'counter' ? { count: record['count'] } : record) as StoredRecord,
  }
}

/** What a record puts into a column; a field that is not there is null. */
export const columnValue = (record: StoredRecord, { path, kind, isCopy }: Column): string | number | boolean | null => {
  if (isCopy) return keyValueAt(record, path) ?? null
  const value = record[path]
  if (value === undefined) return null
  return kind === 'json' ? JSON.stringify(value) : (value as string | number | boolean)
}
