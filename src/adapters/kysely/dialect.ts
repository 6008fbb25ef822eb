import type { Column, ColumnKind } from './columns.ts'

/** What differs between databases, and nothing else does. */
export type Dialect = {
  readonly name: 'postgresql' | 'mysql' | 'sqlite'
  quote(name: string): string
  /** The parameter with this number, from 1. */
  parameter(number: number): string
  /** The version and these columns as one JSON array; a JSON column is a string in it, so that what was put comes back to the letter. */
  jsonArray(columns: readonly Column[]): string
  /**
   * The JSON arrays `r` that a select finds, in its order, as one text. Where this can be said, all that is read at once is
   * one statement with one row; elsewhere each list is one of its own.
   */
  collected?(select: string): string
  /** How several keys are looked up: as a list of rows, as one of values, or one by one; many, but for rows, by one parameter that is JSON. */
  readonly manyKeys: 'rows' | 'values' | 'json'
  readonly maxParameters: number
  readonly columnTypes: { readonly [kind in ColumnKind]: string }
  /** Text of at most so many characters; in a key it is compared by its bytes, and nothing of it is ignored. */
  boundedText(length: number, isInKey: boolean): string
  /** What stands after the columns of a table. */
  readonly tableOptions: string
  /** Whether `(a, b) > (?, ?)` uses an index on a, b. */
  readonly seeksByRow: boolean
  /** All at once, or one statement after the other in a transaction that begins like this. */
  readonly commits: 'in_one_statement' | 'in_a_transaction' | 'in_an_immediate_transaction'
  /** What a statement says to lock the rows that it reads. */
  readonly locks: { readonly shared: string; readonly exclusive: string }
  /** Where several servers may take commits: each knows only of the others' writes, not of their locks. */
  readonly cluster?: Cluster
  /** What makes a table be read by its primary key, so that no other row is locked on the way. */
  readonly byPrimaryKey: string
  /** The same for an index, whatever the planner takes for cheaper. */
  byIndex(name: string): string
  /** Replaces what has this key, in an `insert`; `column` is one that gets the inserted value. */
  onDuplicate(key: readonly string[], assignments: readonly string[]): string
  inserted(column: string): string
  /**
   * Whether a prepared plan serves all values, and is dropped for one that looks cheaper: a limit that is not known is
   * taken for a tenth of the list, so the text says how many it can be at most.
   */
  readonly plansAhead: boolean
  /** What makes those who create the schema at the same moment wait for each other, until the end of the transaction. */
  readonly schemaLock?: string
  /** The columns of our tables: t, c, n for the length in characters where there is one, and l for what must be as `collates` says. */
  columnsQuery(schema: string | undefined): string
  /** How text is compared, in a key and elsewhere. */
  readonly collates?: { readonly inKey: RegExp; readonly elsewhere: RegExp }
  /** The indexes of our tables, t and i, where a statement that names one fails without it. */
  indexesQuery?(schema: string | undefined): string
  readonly session?: Session
  /** Whether an error says that another commit stood in the way. */
  isConflict(error: DatabaseError): boolean
}

/** What a connection must be set to, where a driver writes values into the text of statements. */
export type Session = {
  /** Its settings, as Variable_name and Value. */
  readonly query: string
  /** What is wrong with them, in words; undefined where nothing is. */
  wrongIn(settings: ReadonlyMap<string, string>): string | undefined
  /**
   * A text that stands before the values in each statement, and is one only where values stay what they are. On any other
   * connection it is no statement, and not run.
   */
  readonly canary: string
}

export type Cluster = {
  /** Has a row in a cluster, and none elsewhere. */
  readonly query: string
  /** Whether an error says that another server's commit was first, and that all of this one is taken back. */
  hasLost(error: DatabaseError): boolean
}

/** What drivers say of an error; each has its own subset. */
export type DatabaseError = { readonly code?: unknown; readonly errno?: unknown; readonly message?: unknown }
