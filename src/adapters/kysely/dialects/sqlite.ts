import type { Dialect } from '../dialect.ts'

const CONFLICT = /^SQLITE_CONSTRAINT_(PRIMARYKEY|UNIQUE)$/

/** SQLite 3.38 and later. */
export const sqlite: Dialect = {
  name: 'sqlite',
  quote: name => `"${name}"`,
  // With a plus: SQLite would plan a prepared statement anew for each value that it looks up in its statistics, or that is
  // a limit, and a value with a sign is neither.
  parameter: () => '+?',
  jsonArray: columns => `json_array(t.version${columns.map(({ name }) => `, t."${name}"`).join('')})`,
  collected: select => `select '[' || coalesce(group_concat(r), '') || ']' from (${select})`,
  manyKeys: 'values',
  maxParameters: 32_766,
  columnTypes: { text: 'text', integer: 'integer', boolean: 'integer', json: 'text' },
  boundedText: () => 'text',
  tableOptions: ' strict, without rowid',
  seeksByRow: true,
  commits: 'in_an_immediate_transaction',
  locks: { shared: '', exclusive: '' },
  byPrimaryKey: '',
  byIndex: name => ` indexed by "${name}"`,
  onDuplicate: (key, assignments) => `on conflict (${key.join(', ')}) do update set ${assignments.join(', ')}`,
  inserted: column => `excluded.${column}`,
  plansAhead: false,
  columnsQuery: schema =>
    `select m.name as t, c.name as c, null as n from ${schema ? `"${schema}".` : ''}sqlite_master m join pragma_table_info(m.name${schema ? `, '${schema}'` : ''}) c where m.type = 'table'`,
  isConflict: ({ code, message }) => CONFLICT.test(String(code)) || /^UNIQUE constraint failed/.test(String(message)),
}
