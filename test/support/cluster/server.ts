import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Connection, createConnection } from 'mysql2/promise'

export const HOST = '127.0.0.1'

const PATH = `${process.env['PATH']}:/usr/sbin:/usr/local/sbin`

/** All of this name that are there: servers are often installed where only root looks. */
export const installed = (name: string): readonly string[] =>
  PATH.split(':')
    .map(folder => join(folder, name))
    .filter(existsSync)

/** Whoever runs as root hands the servers to the account that is made for them, without which none can be copied. */
const account = (): { readonly uid?: number; readonly gid?: number } => {
  if (process.getuid?.() !== 0) return {}
  const [uid, gid] = ['-u', '-g'].map(which => Number(execFileSync('id', [which, 'mysql'])))
  return { uid, gid } as { uid: number; gid: number }
}

/** One server of a cluster. `url` has no database. */
export type ClusterNode = {
  readonly url: string
  /** As when the machine loses its power. */
  kill(): Promise<void>
  /** Starts it again, and waits until it takes commands. */
  rejoin(): Promise<void>
  log(): string
}

export type Cluster = { readonly nodes: readonly ClusterNode[]; close(): Promise<void> }

/** Its own of the server's ports, and those that its cluster takes. */
export type Ports = { readonly sql: number; readonly others: readonly number[] }

/** How the servers of a kind are made, begin, and find each other. */
export type Recipe = {
  /** How many ports each takes beside its own. */
  readonly otherPorts: number
  /** What its configuration says beside what all have. */
  configuration(index: number, all: readonly Ports[]): string
  /** Makes its empty database. */
  readonly install: (configuration: string) => readonly [command: string, ...rest: readonly string[]]
  readonly server: string
  /** What the first of them is told beside, while no other runs. */
  readonly founding?: readonly string[]
  /** Once it answers: whether it takes commands already. What fails is asked again. */
  isReady(connection: Connection, isFounding: boolean): Promise<boolean>
}

type Startable = ClusterNode & { start(isFounding: boolean): Promise<void> }

/** So many servers on the loopback device, each with nothing in it. */
export const openCluster = async (recipe: Recipe, size = 3): Promise<Cluster> => {
  const folder = mkdtempSync(join(tmpdir(), 'orgcharter-cluster-'))
  chmodSync(folder, 0o755)
  const nodes: Startable[] = []
  const end = () => {
    for (const node of nodes) void node.kill()
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  process.once('exit', end)
  const close = async () => {
    process.off('exit', end)
    await Promise.all(nodes.map(node => node.kill()))
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  }
  try {
    const ports = await freePorts(size, recipe.otherPorts)
    nodes.push(...ports.map((_, index) => nodeAt(join(folder, `${index}`), recipe, index, ports)))
    for (const [index, node] of nodes.entries()) await node.start(index === 0)
    return { nodes, close }
  } catch (error) {
    const logs = nodes.map(node => node.log().slice(-2_000)).join('\n---\n')
    await close()
    throw new Error(`no cluster could be started:\n${logs}`, { cause: error })
  }
}

const nodeAt = (folder: string, recipe: Recipe, index: number, ports: readonly Ports[]): Startable => {
  const options = { ...account(), env: { ...process.env, PATH }, stdio: 'ignore' } as const
  const { sql } = ports[index] as Ports
  mkdirSync(folder)
  if (options.uid !== undefined && options.gid !== undefined) chownSync(folder, options.uid, options.gid)
  const [config, log] = [join(folder, 'my.cnf'), join(folder, 'log.err')]
  writeFileSync(config, `${common(folder, sql)}${recipe.configuration(index, ports)}`)
  const [command, ...rest] = recipe.install(`--defaults-file=${config}`)
  execFileSync(command, rest, options)
  let server: ChildProcess | undefined
  const url = `mysql://root@${HOST}:${sql}`
  const start = async (isFounding: boolean) => {
    const more = isFounding ? (recipe.founding ?? []) : []
    // A group of its own, so that what it starts to copy the data ends with it.
    server = spawn(recipe.server, [`--defaults-file=${config}`, ...more], { ...options, detached: true })
    await untilReady(server, url, connection => recipe.isReady(connection, isFounding))
  }
  const kill = async () => {
    const running = server
    server = undefined
    if (running?.pid === undefined || running.exitCode !== null || running.signalCode !== null) return
    const ended = new Promise(resolve => running.once('exit', resolve))
    try {
      process.kill(-running.pid, 'SIGKILL')
    } catch {
      return
    }
    await ended
  }
  const read = () => (existsSync(log) ? readFileSync(log, 'utf8') : '')
  return { url, start, kill, rejoin: () => start(false), log: read }
}

const common = (folder: string, sql: number): string => `[mysqld]
datadir=${folder}/data
socket=${folder}/socket
pid-file=${folder}/pid
log-error=${folder}/log.err
port=${sql}
bind-address=${HOST}
max_connections=200
innodb_buffer_pool_size=64M
innodb_flush_log_at_trx_commit=2
`

const untilReady = async (
  server: ChildProcess,
  uri: string,
  isReady: (connection: Connection) => Promise<boolean>,
): Promise<void> => {
  let error: unknown
  for (const end = Date.now() + 60_000; Date.now() < end && server.exitCode === null; await sleep(100)) {
    try {
      const connection = await createConnection({ uri })
      if (await isReady(connection).finally(() => connection.end())) return
    } catch (later) {
      error = later
    }
  }
  throw new Error('the server does not become ready', { cause: error })
}

/** Below those that the system gives to outgoing connections, which would take that of a server while it is down. */
const freePorts = async (size: number, others: number): Promise<readonly Ports[]> => {
  const free: number[] = []
  while (free.length < size * (1 + others)) {
    const port = randomInt(15_000, 32_000)
    if (!free.includes(port) && (await isFree(port))) free.push(port)
  }
  return Array.from({ length: size }, (_, index) => {
    const [sql, ...rest] = free.slice(index * (1 + others), (index + 1) * (1 + others))
    return { sql: sql as number, others: rest }
  })
}

const isFree = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, HOST, () => server.close(() => resolve(true)))
  })
