import type { Column } from './columns.ts'
import { namesBeside } from './ddl.ts'
import { SCHEMA_VERSION } from './schema.ts'
import { type Executor, run } from './statements.ts'
import type { Tables } from './tables.ts'

/** The tables are not what the store needs: they are missing, older than the release, or were altered by hand. @since 0.5.0 */
export class SchemaMismatch extends Error {
  override readonly name = 'SchemaMismatch'
}

type Found = { readonly t: string; readonly c: string; readonly n: number | string | null }

/** What no text outside of a key is shorter than: an audit entry may be long. */
const LONG = 16_777_215

const isTooShort = ({ kind, length }: Column, n: Found['n']): boolean =>
  n !== null && (kind === 'text' || kind === 'json') && Number(n) < (length ?? LONG)

/**
 * Asked once, before the first call: a column that is too short loses what is put into it on a server that is not strict,
 * and a table that is missing is no error of the statement's.
 *
 * @throws SchemaMismatch with what to do.
 */
export const checkSchema = async (db: Executor, tables: Tables, schema: string | undefined): Promise<void> => {
  const found = await run<Found>(db, { sql: tables.dialect.columnsQuery(schema), parameters: [] })
  const columns = new Map(found.map(({ t, c, n }) => [`${t}.${c}`, n]))
  const version = columns.has(`${tables.versions.name}.version`) ? await versionOf(db, tables) : undefined
  const are =
    version === undefined ? 'there are no tables of orgcharter' : `the tables of orgcharter are of version ${version}`
  const todo = `${are}, and this release needs version ${SCHEMA_VERSION}: run createSchema, or its migrations`
  for (const table of tables.all)
    for (const column of [...table.columns, ...namesBeside(tables, table).map(name => ({ name }))]) {
      const name = `${table.name}.${column.name}`
      const length = columns.get(name)
      if (length === undefined) throw new SchemaMismatch(`${name} is missing; ${todo}`)
      if ('kind' in column && isTooShort(column, length))
        throw new SchemaMismatch(
          `${name} holds ${length} characters, and ${column.length ?? LONG} are needed; it was altered by hand`,
        )
    }
  if (version === undefined || version < SCHEMA_VERSION) throw new SchemaMismatch(todo)
}

const versionOf = async (db: Executor, { versions }: Tables): Promise<number | undefined> => {
  const [row] = await run<{ v: number | string | null }>(db, {
    sql: `select max(version) as v from ${versions.sql}`,
    parameters: [],
  })
  return row?.v === null || row === undefined ? undefined : Number(row.v)
}
