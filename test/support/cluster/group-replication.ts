import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Connection, RowDataPacket } from 'mysql2/promise'
import { type Cluster, HOST, installed, openCluster, type Ports } from './server.ts'

const GROUP = '6f726763-6861-4274-a572-000000000001'

const said = (server: string, ...options: readonly string[]): string =>
  execFileSync(server, ['--no-defaults', ...options], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })

/** One that cannot even say its version is as good as none. */
const isMysql = (server: string): boolean => {
  try {
    if (/MariaDB/i.test(said(server, '--version'))) return false
    const [, folder = ''] = /^plugin-dir\s+(.*)$/m.exec(said(server, '--verbose', '--help')) ?? []
    return existsSync(join(folder, 'group_replication.so'))
  } catch {
    return false
  }
}

/** MySQL's own server, where it is installed; MariaDB has one of the same name. */
const server = installed('mysqld').find(isMysql)

/** A group is not there to be asked, it is started: it is tested wherever MySQL is installed. */
export const hasGroupReplication = (): boolean => {
  if (server === undefined) console.warn('SKIPPED: no mysqld of MySQL here; nothing is tested on Group Replication')
  return server !== undefined
}

/** What makes a session see what was committed before on any server. */
export const freshReads = "set session group_replication_consistency = 'BEFORE'"

/** A group whose servers all take commits. */
export const openGroup = (): Promise<Cluster> => {
  if (server === undefined) throw new Error('no mysqld of MySQL here')
  return openCluster({
    otherPorts: 1,
    configuration,
    install: file => [server, file, '--initialize-insecure'],
    server,
    isReady: async (connection, isFounding) => {
      const [[row]] = await connection.query<RowDataPacket[]>(
        'select member_state as state from performance_schema.replication_group_members where member_id = @@server_uuid',
      )
      if (row?.['state'] === 'ONLINE') return true
      if (row?.['state'] !== 'RECOVERING') await enterGroup(connection, isFounding)
      return false
    },
  })
}

const enterGroup = async (connection: Connection, isFounding: boolean): Promise<void> => {
  await connection.query(`set global group_replication_bootstrap_group = ${isFounding ? 'on' : 'off'}`)
  await connection.query("start group_replication user = 'root'")
  await connection.query('set global group_replication_bootstrap_group = off')
}

const configuration = (index: number, all: readonly Ports[]): string => `mysqlx=OFF
secure_file_priv=NULL
server_id=${index + 1}
report_host=${HOST}
gtid_mode=ON
enforce_gtid_consistency=ON
innodb_redo_log_capacity=16M
plugin_load_add=group_replication.so
loose_group_replication_group_name=${GROUP}
loose_group_replication_start_on_boot=OFF
loose_group_replication_local_address=${HOST}:${all[index]?.others[0]}
loose_group_replication_group_seeds=${all.map(({ others: [port] }) => `${HOST}:${port}`).join(',')}
loose_group_replication_single_primary_mode=OFF
loose_group_replication_enforce_update_everywhere_checks=ON
loose_group_replication_member_expel_timeout=0
`
