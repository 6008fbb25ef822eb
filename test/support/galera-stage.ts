import { isDeepStrictEqual } from 'node:util'
import { CompiledQuery, Kysely, MysqlDialect } from 'kysely'
import { createPool } from 'mysql2'
import { createConnection } from 'mysql2/promise'
import { columnName } from '../../src/adapters/kysely/columns.ts'
import { createKyselyStore, createSchema } from '../../src/adapters/kysely/index.ts'
import { collections } from '../../src/core/world/index.ts'
import type { Store, Stored } from '../../src/ports/store.ts'
import type { AnyKysely } from './connect.ts'
import { type Galera, type GaleraNode, openGalera } from './galera.ts'
import { readAll } from './sql-stage.ts'
import type { Stage } from './stage.ts'

/** A server of the cluster with a store on it, whose reads see what was committed before through any other. */
export type NodeStage = { readonly node: GaleraNode; readonly db: AnyKysely; readonly store: Store }

export type GaleraStage = Stage & {
  readonly nodes: readonly NodeStage[]
  /** Ends the server as if its machine had lost its power; from then on nothing is asked of it. */
  kill(index: number): Promise<void>
  rejoin(index: number): Promise<void>
}

const DATABASE = 'orgcharter'

const connect = ({ url }: GaleraNode): AnyKysely =>
  new Kysely({
    dialect: new MysqlDialect({
      pool: createPool({ uri: `${url}/${DATABASE}`, connectionLimit: 16 }),
      onCreateConnection: async connection => {
        await connection.executeQuery(CompiledQuery.raw('set session wsrep_sync_wait = 1'))
      },
    }),
  })

const createDatabase = async ({ nodes: [first] }: Galera): Promise<void> => {
  const connection = await createConnection({ uri: first?.url ?? '' })
  await connection.query(`create database ${DATABASE}`)
  await connection.end()
}

/** Our tables on three servers. Each store that is asked for is on the next of them. */
export const galeraStage = async (): Promise<GaleraStage> => {
  const galera = await openGalera()
  await createDatabase(galera)
  const nodes = galera.nodes.map((node): NodeStage => {
    const db = connect(node)
    return { node, db, store: createKyselyStore(db) }
  })
  await createSchema((nodes[0] as NodeStage).db)
  const down = new Set<NodeStage>()
  const up = () => nodes.filter(node => !down.has(node))
  let taken = 0
  return {
    name: 'galera',
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
      await galera.close()
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
