import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { randomInt } from 'node:crypto'
import { chmodSync, chownSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createConnection } from 'mysql2/promise'

const HOST = '127.0.0.1'
const PROVIDERS = ['/usr/lib/galera/libgalera_smm.so', '/usr/lib64/galera-4/libgalera_smm.so']

/** A cluster is not there to be asked, it is started: it is tested wherever what it takes is installed. */
export const hasGalera = (): boolean => {
  const missing = ['mariadbd', 'mariadb-install-db', 'rsync'].filter(name => !isInstalled(name))
  if (!PROVIDERS.some(existsSync)) missing.push('libgalera_smm.so')
  if (missing.length > 0) console.warn(`SKIPPED: no ${missing.join(', ')} here; nothing is tested on a Galera cluster`)
  return missing.length === 0
}

/** Whoever runs as root hands the servers to the account that is made for them, without which none can be copied. */
const account = (): { readonly uid?: number; readonly gid?: number } => {
  if (process.getuid?.() !== 0) return {}
  const [uid, gid] = ['-u', '-g'].map(which => Number(execFileSync('id', [which, 'mysql'])))
  return { uid, gid } as { uid: number; gid: number }
}

const PATH = `${process.env['PATH']}:/usr/sbin:/usr/local/sbin`

/** Servers are often installed where only root looks. */
const pathOf = (name: string): string =>
  PATH.split(':')
    .map(folder => join(folder, name))
    .find(path => existsSync(path)) ?? name

const isInstalled = (name: string): boolean => pathOf(name) !== name

/** One server of the cluster. `url` has no database. */
export type GaleraNode = {
  readonly url: string
  readonly port: number
  /** As when the machine loses its power. */
  kill(): Promise<void>
  /** Starts it again, and waits until it takes commands; resolves to how it caught up. */
  rejoin(): Promise<void>
  log(): string
}

export type Galera = { readonly nodes: readonly GaleraNode[]; close(): Promise<void> }

type Ports = { readonly sql: number; readonly group: number; readonly ist: number; readonly sst: number }

/** Three servers on the loopback device, each with nothing in it. */
export const openGalera = async (size = 3): Promise<Galera> => {
  const folder = mkdtempSync(join(tmpdir(), 'orgcharter-galera-'))
  chmodSync(folder, 0o755)
  const nodes: (GaleraNode & { start(isFirst?: boolean): Promise<void> })[] = []
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
    const ports = await freePorts(size)
    const group = `gcomm://${ports.map(({ group: port }) => `${HOST}:${port}`).join(',')}`
    nodes.push(...ports.map((mine, index) => nodeAt(join(folder, `${index}`), mine, group)))
    for (const [index, node] of nodes.entries()) await node.start(index === 0)
    return { nodes, close }
  } catch (error) {
    const logs = nodes.map(node => node.log().slice(-2_000)).join('\n---\n')
    await close()
    throw new Error(`no cluster could be started:\n${logs}`, { cause: error })
  }
}

const nodeAt = (folder: string, ports: Ports, group: string) => {
  const as = account()
  mkdirSync(folder)
  if (as.uid !== undefined && as.gid !== undefined) chownSync(folder, as.uid, as.gid)
  const [config, log] = [join(folder, 'my.cnf'), join(folder, 'log.err')]
  writeFileSync(config, configuration(folder, ports, group))
  execFileSync(
    pathOf('mariadb-install-db'),
    [`--defaults-file=${config}`, '--auth-root-authentication-method=normal'],
    {
      ...as,
      env: { ...process.env, PATH },
      stdio: 'ignore',
    },
  )
  let server: ChildProcess | undefined
  const url = `mysql://root@${HOST}:${ports.sql}`
  const start = async (isFirst = false) => {
    const options = [`--defaults-file=${config}`, ...(isFirst ? ['--wsrep-new-cluster'] : [])]
    // A group of its own, so that what it starts to copy the data ends with it.
    server = spawn(pathOf('mariadbd'), options, {
      ...as,
      env: { ...process.env, PATH },
      stdio: 'ignore',
      detached: true,
    })
    await untilReady(server, url)
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
  return {
    url,
    port: ports.sql,
    start,
    kill,
    rejoin: () => start(),
    log: () => (existsSync(log) ? readFileSync(log, 'utf8') : ''),
  }
}

const configuration = (folder: string, { sql, group, ist, sst }: Ports, address: string): string => `[mysqld]
datadir=${folder}/data
socket=${folder}/socket
pid-file=${folder}/pid
log-error=${folder}/log.err
port=${sql}
bind-address=${HOST}
skip-name-resolve
max_connections=200
default_storage_engine=InnoDB
innodb_buffer_pool_size=64M
innodb_log_file_size=16M
innodb_flush_log_at_trx_commit=2
innodb_autoinc_lock_mode=2
binlog_format=ROW
wsrep_on=ON
wsrep_provider=${PROVIDERS.find(existsSync)}
wsrep_cluster_name=orgcharter
wsrep_cluster_address=${address}
wsrep_node_address=${HOST}
wsrep_sst_method=rsync
wsrep_sst_receive_address=${HOST}:${sst}
wsrep_slave_threads=4
wsrep_provider_options="gmcast.listen_addr=tcp://${HOST}:${group};ist.recv_addr=${HOST}:${ist};gcache.size=32M;evs.keepalive_period=PT0.5S;evs.suspect_timeout=PT2S;evs.inactive_timeout=PT6S"
`

const untilReady = async (server: ChildProcess, url: string): Promise<void> => {
  let error: unknown
  for (const end = Date.now() + 60_000; Date.now() < end && server.exitCode === null; await sleep(100)) {
    try {
      const connection = await createConnection({ uri: url })
      const [rows] = await connection.query("show status like 'wsrep_ready'").finally(() => connection.end())
      if ((rows as { Value: string }[])[0]?.Value === 'ON') return
    } catch (later) {
      error = later
    }
  }
  throw new Error('the server does not become ready', { cause: error })
}

/** Below those that the system gives to outgoing connections, which would take that of a server while it is down. */
const freePorts = async (size: number): Promise<readonly Ports[]> => {
  const free: number[] = []
  while (free.length < size * 4) {
    const port = randomInt(15_000, 32_000)
    if (!free.includes(port) && (await isFree(port))) free.push(port)
  }
  return Array.from({ length: size }, (_, index) => {
    const [sql, group, ist, sst] = free.slice(index * 4) as [number, number, number, number]
    return { sql, group, ist, sst }
  })
}

const isFree = (port: number): Promise<boolean> =>
  new Promise(resolve => {
    const server = createServer()
    server.once('error', () => resolve(false))
    server.listen(port, HOST, () => server.close(() => resolve(true)))
  })
