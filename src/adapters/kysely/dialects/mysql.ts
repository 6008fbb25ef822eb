import type { DatabaseError, Dialect, Session } from '../dialect.ts'

/** A deadlock, in a cluster also at the commit, where another server's was first; of a group, what it takes back. */
const LOST: ReadonlySet<unknown> = new Set([1213, 3101])

/** A group says a deadlock at the commit like this, in the language of the server; with another number in it, it is another. */
const ERROR_DURING_COMMIT = 1180

const hasLost = ({ errno, message }: DatabaseError): boolean =>
  LOST.has(errno) || (errno === ERROR_DURING_COMMIT && /\b149\b/.test(String(message)))

/** Duplicate key, a row that has changed since the snapshot; a sum that is too large, on MySQL and MariaDB, and on both. */
const CONFLICTS: ReadonlySet<unknown> = new Set([1062, 1020, 3819, 4025, 1690])

const tablesIn = (schema: string | undefined): string => `table_schema = ${schema ? `'${schema}'` : 'database()'}`

/**
 * mysql2 writes values into the text: with backslashes, and in the character set that it was told. Where the server reads
 * that otherwise, a value ends where it likes, and what follows is run.
 */
const session: Session = {
  query:
    "show variables where variable_name in ('sql_mode', 'character_set_client', 'character_set_connection', 'character_set_results', 'autocommit', 'tx_isolation', 'transaction_isolation')",
  wrongIn: settings => {
    const modes = settings.get('sql_mode')?.split(',') ?? []
    const mode = ['NO_BACKSLASH_ESCAPES', 'EMPTY_STRING_IS_NULL'].find(name => modes.includes(name))
    if (mode) return `sql_mode has ${mode}`
    for (const name of ['character_set_client', 'character_set_connection', 'character_set_results']) {
      const charset = settings.get(name) ?? ''
      // Without one for results they come as they are stored.
      if (charset !== 'utf8mb4' && (charset !== '' || name !== 'character_set_results'))
        return `${name} is ${charset}, not utf8mb4`
    }
    if (settings.get('autocommit') === 'OFF') return 'autocommit is off'
    const level = settings.get('transaction_isolation') ?? settings.get('tx_isolation')
    return level === 'READ-UNCOMMITTED' ? 'its transactions read what is not committed' : undefined
  },
  // Where a backslash escapes nothing the text ends at the second quote, and where letters are cut to a byte at the last one
  // but one, for the letter is a quote then. What follows is no SQL, whatever stands around it.
  canary: "'\\'=) this connection is not set as docs/databases.md says \u0127=)'",
}

/** MySQL 8.0.17 and later. */
export const mysql: Dialect = {
  name: 'mysql',
  quote: name => `\`${name}\``,
  parameter: () => '?',
  jsonArray: columns => `cast(json_array(t.version${columns.map(({ name }) => `, t.\`${name}\``).join('')}) as char)`,
  manyKeys: 'rows',
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
  session,
  columnsQuery: schema =>
    `select table_name as t, column_name as c, character_maximum_length as n, collation_name as l from information_schema.columns where ${tablesIn(schema)}`,
  collates: { inKey: /^utf8mb4_(0900|nopad)_bin$/, elsewhere: /^utf8mb4_/ },
  indexesQuery: schema =>
    `select distinct table_name as t, index_name as i from information_schema.statistics where ${tablesIn(schema)}`,
  isConflict: error => hasLost(error) || CONFLICTS.has(error.errno),
}

/** MariaDB 10.6 and later: the same, but for the name of the collation. Only whoever makes tables has to know. */
export const mariadb: Dialect = {
  ...mysql,
  tableOptions: mysql.tableOptions.replace('utf8mb4_0900_bin', 'utf8mb4_nopad_bin'),
}
