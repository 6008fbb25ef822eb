import { isDeepStrictEqual } from 'node:util'
import { CompiledQuery, Kysely, MysqlDialect } from 'kysely'
import { createPool } from 'mysql2'
import { createConnection } from 'mysql2/promise'
import { columnName } from '../../../src/adapters/kysely/columns.ts'
import { createKyselyStore, createSchema } from '../../../src/adapters/kysely/index.ts'
import { collections } from '../../../src/core/world/index.ts'
import type { Store, Stored } from '../../../src/ports/store.ts'
import type { AnyKysely } from '../connect.ts'
import { readAll } from '../sql-stage.ts'
import type { Stage } from '../stage.ts'
import type { Cluster, ClusterNode } from './server.ts'

/** A server of the cluster with a store on it, whose reads see what was committed before through any other. */
export type NodeStage = {
  readonly node: ClusterNode
  readonly db: AnyKysely
  readonly store: Store
  /** One that takes its server for the only one. */
  readonly alone: Store
}

export type ClusterStage = Stage & {
  readonly nodes: readonly NodeStage[]
  /** Ends the server as if its machine had lost its power; from then on nothing is asked of it. */
  kill(index: number): Promise<void>
  rejoin(index: number): Promise<void>
}

const DATABASE = 'orgcharter'

const connect = ({ url }: ClusterNode, freshReads: string): AnyKysely =>
  new Kysely({
    dialect: new MysqlDialect({
      pool: createPool({ uri: `${url}/${DATABASE}`, connectionLimit: 16 }),
      onCreateConnection: async connection => {
        await connection.executeQuery(CompiledQuery.raw(freshReads))
      },
    }),
  })

const seenAlone = (db: AnyKysely): AnyKysely => {
  const seen: AnyKysely = new Proxy(db.withoutPlugins(), {
    get: (target, field) => {
      const value: unknown = Reflect.get(target, field)
      if (field === 'withoutPlugins') return () => seen
      if (field === 'executeQuery')
        return (query: CompiledQuery) =>
          target.executeQuery(query.sql.includes('wsrep_on') ? CompiledQuery.raw('select 1 limit 0') : query)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
  return seen
}

const createDatabase = async ({ nodes: [first] }: Cluster): Promise<void> => {
  const connection = await createConnection({ uri: first?.url ?? '' })
  await connection.query(`create database ${DATABASE}`)
  await connection.end()
}

/**
 * Our tables on three servers. Each store that is asked for is on the next of them. `freshReads` is what a session says so
 * that it sees what was committed before through any other server.
 */
export const clusterStage = async (open: () => Promise<Cluster>, freshReads: string): Promise<ClusterStage> => {
  const cluster = await open()
  await createDatabase(cluster)
  const nodes = cluster.nodes.map((node): NodeStage => {
    const db = connect(node, freshReads)
    return { node, db, store: createKyselyStore(db), alone: createKyselyStore(seenAlone(db)) }
  })
  await createSchema((nodes[0] as NodeStage).db)
  const down = new Set<NodeStage>()
  const up = () => nodes.filter(node => !down.has(node))
  let taken = 0
  return {
    name: 'cluster',
    nodes,
    store: () => {
      const those = up()
      return (those[taken++ % those.length] as NodeStage).store
    },
    read: () => readTheSame(up()),
    // What a server had not handed to the others is gone with it.
    quiet: async () => {},
    empty: async () => {
      for (const { name } of collections)
        await (up()[0] as NodeStage).db.executeQuery(CompiledQuery.raw(`delete from orgcharter_${name}`))
    },
    kill: async index => {
      const one = nodes[index] as NodeStage
      down.add(one)
      await one.node.kill()
    },
    rejoin: async index => {
      const one = nodes[index] as NodeStage
      await one.node.rejoin()
      down.delete(one)
    },
    close: async () => {
      await Promise.allSettled(nodes.map(({ db }) => db.destroy()))
      await cluster.close()
    },
  }
}

type Row = { readonly [column: string]: unknown }

/** Every row of every table, each table in the order of its key. */
const rowsOf = async ({ db }: NodeStage): Promise<readonly (readonly Row[])[]> => {
  const all: (readonly Row[])[] = []
  for (const { name, key } of collections) {
    const sql = `select * from orgcharter_${name} order by ${key.map(path => `\`${columnName(path)}\``)}`
    all.push((await db.executeQuery<Row>(CompiledQuery.raw(sql))).rows)
  }
  return all
}

/** What is stored on each of them. @throws Error where they have not the same rows, to the last column. */
const readTheSame = async (nodes: readonly NodeStage[]): Promise<readonly Stored[]> => {
  const [first, ...others] = await Promise.all(nodes.map(rowsOf))
  if (!others.every(other => isDeepStrictEqual(first, other))) throw new Error('the servers have not the same rows')
  return readAll((nodes[0] as NodeStage).db, 'mariadb')
}
