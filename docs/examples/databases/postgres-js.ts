/** PostgreSQL by `postgres` (postgres.js), which prepares statements by itself. */
import {
  type DatabaseConnection,
  type Dialect,
  type Driver,
  Kysely,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
} from 'kysely'
import postgres from 'postgres'

export const postgresJsDialect = (sql: postgres.Sql): Dialect => ({
  createAdapter: () => new PostgresAdapter(),
  createDriver: () => driverOf(sql),
  createIntrospector: db => new PostgresIntrospector(db),
  createQueryCompiler: () => new PostgresQueryCompiler(),
})

type Transaction = {
  readonly sql: postgres.TransactionSql
  readonly commit: () => Promise<void>
  readonly rollback: () => Promise<void>
}

/** Each statement takes the connection that is free, as postgres.js does; only a transaction keeps one. */
const driverOf = (sql: postgres.Sql): Driver => {
  const transactions = new WeakMap<DatabaseConnection, Transaction>()
  const connectionOf = (): DatabaseConnection => {
    const connection: DatabaseConnection = {
      executeQuery: async ({ sql: text, parameters }) => {
        const on = transactions.get(connection)?.sql ?? sql
        const rows = await on.unsafe(text, parameters as never[], { prepare: parameters.length > 0 })
        return { rows: [...rows] as never[], ...(rows.count !== null && { numAffectedRows: BigInt(rows.count) }) }
      },
      streamQuery: () => {
        throw new Error('not for streams')
      },
    }
    return connection
  }
  return {
    init: async () => {},
    acquireConnection: async () => connectionOf(),
    beginTransaction: async (connection, { isolationLevel, accessMode = '' }) => {
      const level = isolationLevel ? `isolation level ${isolationLevel}` : ''
      transactions.set(connection, await begin(sql, `${level} ${accessMode}`))
    },
    commitTransaction: async connection => transactions.get(connection)?.commit(),
    rollbackTransaction: async connection => transactions.get(connection)?.rollback(),
    releaseConnection: async () => {},
    // In seconds: postgres.js would wait without end for connections that the server has ended.
    destroy: () => sql.end({ timeout: 5 }),
  }
}

/** postgres.js ends a transaction with the function that it is given, and Kysely when it is told to. */
const begin = (sql: postgres.Sql, options: string): Promise<Transaction> =>
  new Promise((started, failed) => {
    const ended = sql.begin(options, transaction => {
      return new Promise<void>((resolve, reject) => {
        const commit = async () => {
          resolve()
          await ended
        }
        const rollback = async () => {
          reject(new Error('rolled back'))
          await ended.catch(() => {})
        }
        started({ sql: transaction, commit, rollback })
      })
    })
    ended.catch(failed)
  })

export const openPostgresJs = (url: string, max = 10): Kysely<unknown> => {
  // It would print each "already exists, skipping" of createSchema.
  const sql = postgres(url, { max, connect_timeout: 5, onnotice: () => {} })
  return new Kysely({ dialect: postgresJsDialect(sql) })
}
