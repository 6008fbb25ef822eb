import type { Dialect } from '../dialect.ts'

/** Unique violation, serialization failure, deadlock; and what our own statement raises to take back what it wrote. */
const CONFLICTS: ReadonlySet<unknown> = new Set(['23505', '40001', '40P01'])
const RAISED = '22P02'

/** What stands in the error that takes a commit back. */
export const STANDS_AGAINST_IT = 'orgcharter: another commit stands against this one'

/** PostgreSQL 12 and later, PGlite, and what speaks their language. */
export const postgresql: Dialect = {
  name: 'postgresql',
  quote: name => `"${name}"`,
  parameter: number => `$${number}`,
  jsonArray: columns =>
    `json_build_array(t.version${columns.map(({ name, kind }) => `, t."${name}"${kind === 'json' ? '::text' : ''}`).join('')})`,
  collected: select => `select array_to_json(array(${select}))::text`,
  manyKeys: 'json',
  maxParameters: 65_535,
  columnTypes: { text: 'text', integer: 'bigint', boolean: 'boolean', json: 'json' },
  boundedText: (_length, isInKey) => (isInKey ? 'text collate "C"' : 'text'),
  tableOptions: '',
  seeksByRow: true,
  commits: 'in_one_statement',
  locks: { shared: 'for share', exclusive: 'for update' },
  byPrimaryKey: '',
  byIndex: () => '',
  onDuplicate: (key, assignments) => `on conflict (${key.join(', ')}) do update set ${assignments.join(', ')}`,
  inserted: column => `excluded.${column}`,
  schemaLock: "select pg_advisory_xact_lock(hashtext('orgcharter'))",
  plansAhead: true,
  columnsQuery: schema =>
    `select table_name as t, column_name as c, character_maximum_length as n from information_schema.columns where table_schema = ${schema ? `'${schema}'` : 'any(current_schemas(false))'}`,
  isConflict: ({ code, message }) =>
    CONFLICTS.has(code) || (code === RAISED && String(message).includes(STANDS_AGAINST_IT)),
}
