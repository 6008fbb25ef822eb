import type { Dialect } from '../dialect.ts'

/** Deadlock (in a cluster also at the commit), duplicate key, and a row that has changed since the snapshot. */
const CONFLICTS: ReadonlySet<unknown> = new Set([1213, 1062, 1020])

/** MySQL 8.0.17 and later. */
export const mysql: Dialect = {
  name: 'mysql',
  quote: name => `\`${name}\``,
  parameter: () => '?',
  jsonArray: columns => `cast(json_array(${columns.map(({ name }) => `t.\`${name}\``).join(', ')}) as char)`,
  manyKeys: 'any_of',
  maxParameters: 65_535,
  columnTypes: { text: 'longtext', integer: 'bigint', boolean: 'boolean', json: 'longtext' },
  // Without padding, or an address with a blank after it would be the same one.
  keyText: length => `varchar(${length}) character set utf8mb4 collate utf8mb4_0900_bin`,
  tableOptions: ' engine = InnoDB default character set = utf8mb4',
  seeksByRow: false,
  commits: 'in_a_transaction',
  locks: { shared: 'lock in share mode', exclusive: 'for update' },
  byPrimaryKey: ' force index (primary)',
  byIndex: name => ` force index (\`${name}\`)`,
  onDuplicate: (_key, assignments) => `on duplicate key update ${assignments.join(', ')}`,
  inserted: column => `values(${column})`,
  columnsQuery: schema =>
    `select table_name as t, column_name as c, character_maximum_length as n from information_schema.columns where table_schema = ${schema ? `'${schema}'` : 'database()'}`,
  isConflict: ({ errno }) => CONFLICTS.has(errno),
}

/** MariaDB 10.6 and later: the same, but for the name of the collation. Only whoever makes tables has to know. */
export const mariadb: Dialect = {
  ...mysql,
  keyText: length => `varchar(${length}) character set utf8mb4 collate utf8mb4_nopad_bin`,
}
