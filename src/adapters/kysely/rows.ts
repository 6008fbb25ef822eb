import { keyValueAt, type Ref, type StoredRecord } from '../../core/kernel/index.ts'
import type { Stored } from '../../ports/store.ts'
import type { Column } from './columns.ts'
import type { Table } from './tables.ts'

/** A row as every read gives it: the version, and the columns of the record as a JSON array. */
export type Row = { readonly v: string; readonly r: string | readonly unknown[] }

const fieldValue = ({ kind }: Column, stored: unknown): unknown => {
  if (kind === 'json') return JSON.parse(String(stored))
  // SQLite and MySQL know no truths, but 1 and 0.
  return kind === 'boolean' ? stored === true || stored === 1 : stored
}

export const storedOf = (table: Table, row: Row): Stored => {
  const values: readonly unknown[] = typeof row.r === 'string' ? JSON.parse(row.r) : row.r
  const record: { [field: string]: unknown } = {}
  let at = 0
  for (const column of table.fields) {
    const value = values[at++]
    if (value !== null && value !== undefined) record[column.path] = fieldValue(column, value)
  }
  let ref = table.of.name
  for (const { path } of table.key) ref += `/${record[path]}`
  return {
    ref: ref as Ref,
    version: row.v,
    record: (table.of.kind === 'counter' ? { count: record['count'] } : record) as StoredRecord,
  }
}

/** What a record puts into a column; a field that is not there is null. */
export const columnValue = (record: StoredRecord, { path, kind }: Column): string | number | boolean | null => {
  if (path.includes('.')) return keyValueAt(record, path) ?? null
  const value = record[path]
  if (value === undefined) return null
  return kind === 'json' ? JSON.stringify(value) : (value as string | number | boolean)
}
