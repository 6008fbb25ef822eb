import type { DatabaseError, Dialect } from '../dialect.ts'

/** A deadlock, in a cluster also at the commit, where another server's was first; of a group, what it takes back. */
const LOST: ReadonlySet<unknown> = new Set([1213, 3101])

/** A group says a deadlock at the commit like this, in the language of the server; with another number in it, it is another. */
const ERROR_DURING_COMMIT = 1180

const hasLost = ({ errno, message }: DatabaseError): boolean =>
  LOST.has(errno) || (errno === ERROR_DURING_COMMIT && /\b149\b/.test(String(message)))

/** Duplicate key, and a row that has changed since the snapshot. */
const CONFLICTS: ReadonlySet<unknown> = new Set([1062, 1020])

/** MySQL 8.0.17 and later. */
export const mysql: Dialect = {
  name: 'mysql',
  quote: name => `\`${name}\``,
  parameter: () => '?',
  jsonArray: columns => `cast(json_array(t.version${columns.map(({ name }) => `, t.\`${name}\``).join('')}) as char)`,
  manyKeys: 'any_of',
  maxParameters: 65_535,
  columnTypes: { text: 'longtext', integer: 'bigint', boolean: 'boolean', json: 'longtext' },
  boundedText: length => `varchar(${length})`,
  // Without padding, or an address with a blank after it would be the same one.
  tableOptions: ' engine = InnoDB default character set = utf8mb4 collate = utf8mb4_0900_bin',
  seeksByRow: false,
  commits: 'in_a_transaction',
  locks: { shared: 'lock in share mode', exclusive: 'for update' },
  // Galera, and Group Replication with several primaries.
  cluster: {
    query:
      "show variables where variable_name = 'wsrep_on' and value = 'ON' or variable_name = 'group_replication_single_primary_mode' and value = 'OFF'",
    hasLost,
  },
  byPrimaryKey: ' force index (primary)',
  byIndex: name => ` force index (\`${name}\`)`,
  onDuplicate: (_key, assignments) => `on duplicate key update ${assignments.join(', ')}`,
  inserted: column => `values(${column})`,
  plansAhead: false,
  columnsQuery: schema =>
    `select table_name as t, column_name as c, character_maximum_length as n from information_schema.columns where table_schema = ${schema ? `'${schema}'` : 'database()'}`,
  isConflict: error => hasLost(error) || CONFLICTS.has(error.errno),
}

/** MariaDB 10.6 and later: the same, but for the name of the collation. Only whoever makes tables has to know. */
export const mariadb: Dialect = {
  ...mysql,
  tableOptions: mysql.tableOptions.replace('utf8mb4_0900_bin', 'utf8mb4_nopad_bin'),
}
