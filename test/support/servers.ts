import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createPool } from 'mysql2'
import pg from 'pg'
import { type AnyKysely, connectTo } from './connect.ts'

export type { AnyKysely } from './connect.ts'

/** The database servers that tests use where they answer. */
export type ServerName = 'postgresql' | 'mariadb' | 'mysql'

/** MySQL stands beside MariaDB, on the next port. */
const PORTS: { readonly [name in ServerName]: number } = { postgresql: 5432, mariadb: 3306, mysql: 3307 }
const HOST = '127.0.0.1'

/** Those that a run with `ORGCHARTER_REQUIRE_SERVERS=1` may not skip. */
const REQUIRED: ReadonlySet<ServerName> = new Set(['postgresql', 'mariadb'])

const answers = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const socket = connect({ host: HOST, port, timeout: 2_000 })
    const end = (answered: boolean) => {
      socket.destroy()
      resolve(answered)
    }
    socket.once('connect', () => end(true))
    socket.once('error', () => end(false))
    socket.once('timeout', () => end(false))
  })

/**
 * Whether the server is there. Where it is not, the tests that need it are skipped, which is said loudly; with
 * `ORGCHARTER_REQUIRE_SERVERS=1` those of a required one fail instead.
 */
export const hasServer = async (name: ServerName): Promise<boolean> => {
  if (await answers(PORTS[name])) return true
  const where = `${name} does not answer at ${HOST}:${PORTS[name]}`
  if (REQUIRED.has(name) && process.env['ORGCHARTER_REQUIRE_SERVERS'] === '1') throw new Error(where)
  console.warn(`SKIPPED: ${where}; what needs it is not tested`)
  return false
}

/** A database with nothing in it, of its own. `url` is how another process or driver reaches it. */
export type Database = {
  readonly db: AnyKysely
  readonly url: string
  /** Another pool on the same database. */
  connect(connections?: number): AnyKysely
  /** Drops the database. */
  close(): Promise<void>
}

const newName = (): string => `orgcharter_${randomBytes(6).toString('hex')}`

export const openPostgresql = async (connections = 16): Promise<Database> => {
  const name = newName()
  const admin = new pg.Client({ host: HOST, port: PORTS.postgresql, user: 'postgres', database: 'test' })
  await admin.connect()
  await admin.query(`create database ${name}`)
  const url = `postgres://postgres@${HOST}:${PORTS.postgresql}/${name}`
  const opened: AnyKysely[] = []
  const another = (max = connections): AnyKysely => {
    const db = connectTo('postgresql', url, { connections: max })
    opened.push(db)
    return db
  }
  const close = async () => {
    await Promise.allSettled(opened.map(db => db.destroy()))
    await admin.query(`drop database ${name} with (force)`)
    await admin.end()
  }
  return { db: another(), url, connect: another, close }
}

const openBy = async (server: 'mariadb' | 'mysql', connections: number): Promise<Database> => {
  const name = newName()
  const admin = createPool({ host: HOST, port: PORTS[server], user: 'root', connectionLimit: 1 }).promise()
  await admin.query(`create database ${name}`)
  const url = `mysql://root@${HOST}:${PORTS[server]}/${name}`
  const opened: AnyKysely[] = []
  const another = (max = connections): AnyKysely => {
    const db = connectTo(server, url, { connections: max })
    opened.push(db)
    return db
  }
  const close = async () => {
    await Promise.allSettled(opened.map(db => db.destroy()))
    await admin.query(`drop database ${name}`)
    await admin.end()
  }
  return { db: another(), url, connect: another, close }
}

export const openMariadb = (connections = 16): Promise<Database> => openBy('mariadb', connections)

export const openMysql = (connections = 16): Promise<Database> => openBy('mysql', connections)

/** SQLite in a file of its own, as a host would have it: with a write-ahead log. */
export const openSqlite = async (): Promise<Database> => {
  const folder = await mkdtemp(join(tmpdir(), 'orgcharter-'))
  const url = join(folder, 'test.db')
  const opened: AnyKysely[] = []
  const another = (): AnyKysely => {
    const db = connectTo('sqlite', url)
    opened.push(db)
    return db
  }
  const close = async () => {
    await Promise.allSettled(opened.map(db => db.destroy()))
    await rm(folder, { recursive: true, force: true })
  }
  return { db: another(), url, connect: another, close }
}
