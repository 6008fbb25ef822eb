import type { Collection, Counter, Ref } from '../../core/kernel/index.ts'
import type { Collections } from '../../core/world/index.ts'
import { type Column, columnName, columnsOf } from './columns.ts'
import type { Dialect } from './dialect.ts'

/** A secondary key as an index: equal in `fields`, in the order of `order` and then of `rest`, the rest of the primary key. */
export type Index = {
  readonly name: string
  readonly fields: readonly Column[]
  readonly order: readonly Column[]
  readonly rest: readonly Column[]
  /** Its columns are those of the primary key, which is index enough. */
  readonly isPrimaryKey: boolean
}

/** One collection as a table. `sql` is its name as statements write it. */
export type Table = {
  readonly of: Collection | Counter
  readonly name: string
  readonly sql: string
  readonly columns: readonly Column[]
  /** Those that make the record; the others repeat what stands in them. */
  readonly fields: readonly Column[]
  readonly key: readonly Column[]
  readonly indexes: readonly Index[]
}

export type Tables = {
  readonly dialect: Dialect
  readonly all: readonly Table[]
  readonly byName: ReadonlyMap<string, Table>
  readonly lists: ReadonlyMap<string, { readonly table: Table; readonly index: Index }>
  /** Where the version of the schema stands. */
  readonly versions: { readonly name: string; readonly sql: string }
}

/** Where the tables are: `schema` of the database, by default the connection's own, and what their names begin with. @since 0.5.0 */
export type TableNames = { readonly schema?: string; readonly prefix?: string }

const NAME = /^[A-Za-z_][A-Za-z0-9_]*$/
/** PostgreSQL cuts names at 63 bytes, and then two may be one. */
const LONGEST = 63

/** The count of a counter, beside its key. */
const COUNT: Column = { name: 'count', path: 'count', kind: 'integer', isRequired: true, isInKey: false, isCopy: false }

/** InnoDB's keys hold 768 characters. */
const counterColumns = ({ key }: Counter): readonly Column[] => [
  ...key.map(path => ({
    name: columnName(path),
    path,
    kind: 'text' as const,
    isRequired: true,
    isInKey: true,
    isCopy: false,
    length: Math.min(320, Math.floor(640 / key.length)),
  })),
  COUNT,
]

const pick = (columns: readonly Column[], paths: readonly string[]): readonly Column[] =>
  paths.flatMap(path => columns.find(column => column.path === path) ?? [])

const indexesOf = (of: Collection | Counter, columns: readonly Column[], prefix: string): readonly Index[] =>
  of.kind === 'counter'
    ? []
    : Object.entries(of.secondary).map(([name, { fields, order = [] }]) => {
        const rest = of.key.filter(path => !fields.includes(path) && !order.includes(path))
        return {
          name: prefix + name,
          fields: pick(columns, fields),
          order: pick(columns, order),
          rest: pick(columns, rest),
          isPrimaryKey: [...fields, ...order, ...rest].join() === of.key.join(),
        }
      })

/** @throws TypeError for names that are none, or too long, and for collections that no table can hold. */
export const tablesOf = (collections: Collections, names: TableNames, dialect: Dialect): Tables => {
  const { schema, prefix = 'orgcharter_' } = names
  for (const name of [prefix, ...(schema === undefined ? [] : [schema])])
    if (!NAME.test(name)) throw new TypeError(`not a name for tables: ${name}`)
  const qualified = (name: string): string => (schema ? `${dialect.quote(schema)}.` : '') + dialect.quote(name)
  const all = collections.map((of): Table => {
    const columns = of.kind === 'counter' ? counterColumns(of) : columnsOf(of)
    const name = prefix + of.name
    const key = pick(columns, of.key)
    const fields = columns.filter(({ isCopy }) => !isCopy)
    return { of, name, sql: qualified(name), columns, fields, key, indexes: indexesOf(of, columns, prefix) }
  })
  const lists = all.flatMap(table =>
    table.indexes.map(index => [index.name.slice(prefix.length), { table, index }] as const),
  )
  const taken = [...all, ...lists.map(([, { index }]) => index)].map(({ name }) => name)
  for (const name of taken) {
    if (name.length > LONGEST) throw new TypeError(`longer than ${LONGEST} characters: ${name}`)
    if (taken.filter(other => other === name).length > 1)
      throw new TypeError(`two tables or indexes are called ${name}`)
  }
  return {
    dialect,
    all,
    byName: new Map(all.map(table => [table.of.name, table])),
    lists: new Map(lists),
    versions: { name: `${prefix}schema`, sql: qualified(`${prefix}schema`) },
  }
}

const firstPart = (path: string): string => {
  const end = path.indexOf('/')
  return end === -1 ? path : path.slice(0, end)
}

/** @throws TypeError where the reference is into no collection of the table. */
export const tableOf = (tables: Tables, ref: Ref): Table => {
  const table = tables.byName.get(firstPart(ref))
  if (table === undefined) throw new TypeError(`no collection is called ${firstPart(ref)} (${ref})`)
  return table
}

/** @throws TypeError where no secondary key has this name. */
export const listOf = (tables: Tables, key: string): { readonly table: Table; readonly index: Index } => {
  const list = tables.lists.get(firstPart(key))
  if (list === undefined) throw new TypeError(`no secondary key is called ${firstPart(key)} (${key})`)
  return list
}

/**
 * The parts of a key as its columns hold them, undefined where there is no such key: too few parts, or text for a number.
 * The last part is all that is left, since an address may have a slash in it.
 */
export const partsOf = (path: string, columns: readonly Column[]): readonly (string | number)[] | undefined => {
  const values: (string | number)[] = []
  let start = path.indexOf('/') + 1
  for (const { kind } of columns) {
    if (start === 0) return undefined
    const isLast = values.length === columns.length - 1
    const end = isLast ? -1 : path.indexOf('/', start)
    const part = end === -1 ? path.slice(start) : path.slice(start, end)
    start = end + 1
    const value = kind === 'integer' ? Number(part) : part
    if (String(value) !== part || (typeof value === 'number' && !Number.isSafeInteger(value))) return undefined
    values.push(value)
  }
  return values
}
