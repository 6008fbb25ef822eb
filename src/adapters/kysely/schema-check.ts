import type { Column } from './columns.ts'
import { namesBeside, ownIndexes } from './ddl.ts'
import { SCHEMA_VERSION } from './schema.ts'
import { type Executor, run } from './statements.ts'
import type { Tables } from './tables.ts'

/**
 * The tables are not what the store needs: they are missing, older than the release, or were altered by hand. Or the
 * connections are not.
 *
 * @since 0.5.0
 */
export class SchemaMismatch extends Error {
  override readonly name = 'SchemaMismatch'
}

type Found = { readonly t: string; readonly c: string; readonly n: number | string | null; readonly l?: string | null }

/** What no text outside of a key is shorter than: an audit entry may be long. */
const LONG = 16_777_215

/** A server may write names in small letters, whatever it was asked for. */
const fold = (...names: readonly string[]): string => names.join('.').toLowerCase()

/** What is wrong with a column that is there. */
const wrongWith = ({ dialect }: Tables, column: Column, { n, l }: Found): string | undefined => {
  const { kind, length = LONG, isInKey } = column
  const isText = kind === 'text' || kind === 'json'
  if (isText && n !== null && Number(n) < length) return `holds ${n} characters, and ${length} are needed`
  const collation = dialect.collates?.[isInKey ? 'inKey' : 'elsewhere']
  return isText && collation && !collation.test(l ?? '') ? `has the collation ${l}` : undefined
}

/**
 * Asked once, before the first call: a column that is too short loses what is put into it on a server that is not strict,
 * and a table that is missing is no error of the statement's.
 *
 * @throws SchemaMismatch with what to do.
 */
export const checkSchema = async (db: Executor, tables: Tables, schema: string | undefined): Promise<void> => {
  await checkSession(db, tables)
  const found = await run<Found>(db, { sql: tables.dialect.columnsQuery(schema), parameters: [] })
  const columns = new Map(found.map(one => [fold(one.t, one.c), one]))
  const version = columns.has(fold(tables.versions.name, 'version')) ? await versionOf(db, tables) : undefined
  const are =
    version === undefined ? 'there are no tables of orgcharter' : `the tables of orgcharter are of version ${version}`
  const todo = `${are}, and this release needs version ${SCHEMA_VERSION}: run createSchema, or its migrations`
  for (const table of tables.all)
    for (const column of [...table.columns, ...namesBeside(tables, table).map(name => ({ name }))]) {
      const name = `${table.name}.${column.name}`
      const one = columns.get(fold(table.name, column.name))
      if (one === undefined) throw new SchemaMismatch(`${name} is missing; ${todo}`)
      const wrong = 'kind' in column ? wrongWith(tables, column, one) : undefined
      if (wrong) throw new SchemaMismatch(`${name} ${wrong}; it was altered by hand`)
    }
  if (version === undefined || version < SCHEMA_VERSION) throw new SchemaMismatch(todo)
  await checkIndexes(db, tables, schema)
}

const checkSession = async (db: Executor, { dialect: { session } }: Tables): Promise<void> => {
  if (!session) return
  type Setting = { readonly Variable_name: string; readonly Value: string }
  const settings = await run<Setting>(db, { sql: session.query, parameters: [] })
  const wrong = session.wrongIn(new Map(settings.map(({ Variable_name: name, Value }) => [name, Value])))
  if (wrong) throw new SchemaMismatch(`${wrong} on this connection: set all of the pool as docs/databases.md says`)
}

const checkIndexes = async (db: Executor, { all, dialect }: Tables, schema: string | undefined): Promise<void> => {
  if (!dialect.indexesQuery) return
  const found = await run<{ t: string; i: string }>(db, { sql: dialect.indexesQuery(schema), parameters: [] })
  const there = new Set(found.map(({ t, i }) => fold(t, i)))
  for (const table of all)
    for (const name of ['PRIMARY', ...ownIndexes(table).map(index => index.name)])
      if (!there.has(fold(table.name, name)))
        throw new SchemaMismatch(`the index ${name} of ${table.name} is missing; it was altered by hand`)
}

const versionOf = async (db: Executor, { versions }: Tables): Promise<number | undefined> => {
  const [row] = await run<{ v: number | string | null }>(db, {
    sql: `select max(version) as v from ${versions.sql}`,
    parameters: [],
  })
  return row?.v === null || row === undefined ? undefined : Number(row.v)
}
