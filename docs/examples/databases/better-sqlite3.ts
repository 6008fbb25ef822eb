/** SQLite by `better-sqlite3`. */
import Database from 'better-sqlite3'
import { Kysely, SqliteDialect } from 'kysely'

export const openBetterSqlite3 = (file: string): Kysely<unknown> => {
  const database = new Database(file)
  // Readers do not wait for the one who writes, and other processes that write wait for up to 5 seconds.
  database.pragma('journal_mode = wal')
  database.pragma('busy_timeout = 5000')
  return new Kysely({ dialect: new SqliteDialect({ database }) })
}
