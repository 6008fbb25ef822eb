import { CompiledQuery } from 'kysely'
import type { AnyKysely } from './connect.ts'

export type Sent = { readonly sql: string; readonly parameters: readonly unknown[] }

/** What has a plan: not what begins or ends a transaction. */
const PLANNED = /^\/\* orgcharter \*\/ (select|with|insert|update|delete)\b/

/** As MariaDB and MySQL both say it. */
const MYSQL = { list: /^t (ALL|index) /m, table: /^(t|orgcharter_\w+) (ALL|index) /m }

/** A row of a plan that reads a whole table or sorts a whole list; `i` and CTEs are what the statement itself brings. */
export const SCANS: { readonly [database: string]: RegExp } = {
  SQLite: /^SCAN t\b|USE TEMP B-TREE/m,
  PostgreSQL: /Seq Scan|^\s*(->\s+)?Sort\b/m,
  MariaDB: MYSQL.list,
  MySQL: MYSQL.list,
}

/** The same of a statement that writes, which may sort what it was given, and names the table where it has no alias. */
const TABLE_SCANS: { readonly [database: string]: RegExp } = {
  SQLite: /^SCAN (t|orgcharter_\w+)\b/m,
  PostgreSQL: /Seq Scan/,
  MariaDB: MYSQL.table,
  MySQL: MYSQL.table,
}

/** Whether a statement of ours reads a whole table or sorts a whole list, by its plan. */
export const isScan = (database: string, { sql }: Sent, plan: string): boolean => {
  const what = PLANNED.exec(sql)?.[1]
  // An insert of values looks for nothing; MariaDB and MySQL say ALL of it.
  if (what === 'insert') return false
  return ((what === 'select' ? SCANS : TABLE_SCANS)[database] as RegExp).test(plan)
}

const EXPLAIN: { readonly [database: string]: string } = {
  SQLite: 'explain query plan',
  PostgreSQL: 'explain',
  MariaDB: 'explain',
  // Its default is a tree, from version 9 on.
  MySQL: 'explain format = traditional',
}

/** What the planner says, one step a line. */
export const planOf = async (database: string, db: Pick<AnyKysely, 'executeQuery'>, sent: Sent): Promise<string> => {
  const { rows } = await db.executeQuery<Record<string, string>>(
    CompiledQuery.raw(`${EXPLAIN[database]} ${sent.sql}`, [...sent.parameters]),
  )
  return rows
    .map(row => row['QUERY PLAN'] ?? row['detail'] ?? `${row['table']} ${row['type']} ${row['key']} ${row['Extra']}`)
    .join('\n')
}

/** What it says where every scan and every sort is forbidden, however small the tables are: what is left has no index. */
export const forcedPlanOf = (database: string, db: AnyKysely, sent: Sent): Promise<string> =>
  database === 'PostgreSQL'
    ? db.transaction().execute(async transaction => {
        for (const what of ['seqscan', 'sort', 'bitmapscan', 'hashjoin', 'mergejoin'])
          await transaction.executeQuery(CompiledQuery.raw(`set local enable_${what} = off`))
        return planOf(database, transaction, sent)
      })
    : planOf(database, db, sent)

/** The same instance, which tells what of ours it is asked, on its connections too. */
export const listening = (to: AnyKysely, told: (sent: Sent) => void): AnyKysely => {
  const plain = to.withoutPlugins()
  const listened: AnyKysely = new Proxy(plain, {
    get: (db, field) => {
      const value: unknown = Reflect.get(db, field)
      if (field === 'withoutPlugins') return () => listened
      if (field === 'connection')
        return () => ({
          execute: <T>(run: (connection: AnyKysely) => Promise<T>) =>
            db.connection().execute(connection => run(listening(connection, told))),
        })
      if (field !== 'executeQuery') return typeof value === 'function' ? value.bind(db) : value
      return (query: Sent) => {
        if (PLANNED.test(query.sql)) told(query)
        return db.executeQuery(query as CompiledQuery)
      }
    },
  })
  return listened
}
