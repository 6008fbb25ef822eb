import { type Column, HELD, VERSION } from './columns.ts'
import type { Index, Table, Tables } from './tables.ts'

const isHeldByWrite = ({ dialect }: Tables, { of }: Table): boolean =>
  dialect.cluster !== undefined && of.kind !== 'counter'

/** The names of all columns that a table must have beside those of `columns`. */
export const namesBeside = (tables: Tables, table: Table): readonly string[] =>
  isHeldByWrite(tables, table) ? [VERSION.name, HELD] : [VERSION.name]

const columnSql = ({ dialect }: Tables, { name, kind, isRequired, isInKey, length }: Column): string => {
  const type = length === undefined ? dialect.columnTypes[kind] : dialect.boundedText(length, isInKey)
  return `${dialect.quote(name)} ${type}${isRequired ? ' not null' : ''}`
}

const names = ({ dialect }: Tables, columns: readonly Column[]): string =>
  columns.map(({ name }) => dialect.quote(name)).join(', ')

const tableSql = (tables: Tables, table: Table): string => {
  const { dialect } = tables
  const lines = [
    ...[...table.columns, VERSION].map(column => columnSql(tables, column)),
    ...(isHeldByWrite(tables, table) ? [`${HELD} ${dialect.columnTypes.boolean} not null default false`] : []),
    // Elsewhere each commit looks at the sum.
    ...(dialect.name === 'mysql' && table.of.kind === 'counter'
      ? [`check (count between ${Number.MIN_SAFE_INTEGER} and ${Number.MAX_SAFE_INTEGER})`]
      : []),
    `primary key (${names(tables, table.key)})`,
    // MySQL and MariaDB know no `create index if not exists` that both understand.
    ...(dialect.name === 'mysql'
      ? ownIndexes(table).map(index => `index ${dialect.quote(index.name)} (${indexed(tables, index)})`)
      : []),
  ]
  return `create table if not exists ${table.sql} (\n  ${lines.join(',\n  ')}\n)${dialect.tableOptions}`
}

/** Those beside the primary key. */
export const ownIndexes = ({ indexes }: Table): readonly Index[] => indexes.filter(({ isPrimaryKey }) => !isPrimaryKey)

const indexed = (tables: Tables, { fields, order, rest }: Index): string =>
  names(tables, [...fields, ...order, ...rest])

const indexSql = (tables: Tables, table: Table, index: Index): string => {
  const { dialect } = tables
  const schema = table.sql.slice(0, table.sql.length - dialect.quote(table.name).length)
  // SQLite names the schema before the index, PostgreSQL only before the table.
  const [name, on] =
    dialect.name === 'sqlite'
      ? [schema + dialect.quote(index.name), dialect.quote(table.name)]
      : [dialect.quote(index.name), table.sql]
  // A record that lacks one of these is in no list, and so it costs none.
  const lacking = [...index.fields, ...index.order].filter(({ isRequired }) => !isRequired)
  const where = lacking.map(column => `${dialect.quote(column.name)} is not null`).join(' and ')
  return `create index if not exists ${name} on ${on} (${indexed(tables, index)})${where && ` where ${where}`}`
}

/** All tables and indexes, and where the version stands; each statement may be asked for again. */
export const createStatements = (tables: Tables): readonly string[] => [
  ...tables.all.flatMap(table => [
    tableSql(tables, table),
    ...(tables.dialect.name === 'mysql' ? [] : ownIndexes(table).map(index => indexSql(tables, table, index))),
  ]),
  `create table if not exists ${tables.versions.sql} (\n  version ${tables.dialect.columnTypes.integer} not null primary key\n)`,
]
