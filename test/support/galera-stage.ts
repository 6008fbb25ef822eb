import { CompiledQuery, Kysely, MysqlDialect } from 'kysely'
import { createPool } from 'mysql2'
import type { GaleraNode } from './galera.ts'
import type { AnyKysely } from './servers.ts'

export const DATABASE = 'orgcharter'

/** A pool on one node, whose reads see what any node has committed before. */
export const connectTo = (node: GaleraNode, connectionLimit = 16): AnyKysely =>
  new Kysely({
    dialect: new MysqlDialect({
      pool: createPool({ uri: `${node.url}/${DATABASE}`, connectionLimit }),
      onCreateConnection: async connection => {
        await connection.executeQuery(CompiledQuery.raw('set session wsrep_sync_wait = 1'))
      },
    }),
  })
