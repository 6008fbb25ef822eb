import { existsSync } from 'node:fs'
import type { RowDataPacket } from 'mysql2/promise'
import { type Cluster, HOST, installed, openCluster, type Ports } from './server.ts'

const PROVIDERS = ['/usr/lib/galera/libgalera_smm.so', '/usr/lib64/galera-4/libgalera_smm.so']

/** A cluster is not there to be asked, it is started: it is tested wherever what it takes is installed. */
export const hasGalera = (): boolean => {
  const missing = ['mariadbd', 'mariadb-install-db', 'rsync'].filter(name => installed(name).length === 0)
  if (!PROVIDERS.some(existsSync)) missing.push('libgalera_smm.so')
  if (missing.length > 0) console.warn(`SKIPPED: no ${missing.join(', ')} here; nothing is tested on a Galera cluster`)
  return missing.length === 0
}

const pathOf = (name: string): string => installed(name)[0] ?? name

/** What makes a session see what was committed before on any server. */
export const freshReads = 'set session wsrep_sync_wait = 1'

export const openGalera = (): Promise<Cluster> =>
  openCluster({
    otherPorts: 3,
    configuration,
    install: file => [pathOf('mariadb-install-db'), file, '--auth-root-authentication-method=normal'],
    server: pathOf('mariadbd'),
    founding: ['--wsrep-new-cluster'],
    isReady: async connection => {
      const [[row]] = await connection.query<RowDataPacket[]>("show status like 'wsrep_ready'")
      return row?.['Value'] === 'ON'
    },
  })

const configuration = (index: number, all: readonly Ports[]): string => {
  const [group, ist, sst] = all[index]?.others ?? []
  return `skip-name-resolve
default_storage_engine=InnoDB
innodb_log_file_size=16M
innodb_autoinc_lock_mode=2
binlog_format=ROW
wsrep_on=ON
wsrep_provider=${PROVIDERS.find(existsSync)}
wsrep_cluster_name=orgcharter
wsrep_cluster_address=gcomm://${all.map(({ others: [port] }) => `${HOST}:${port}`).join(',')}
wsrep_node_address=${HOST}
wsrep_sst_method=rsync
wsrep_sst_receive_address=${HOST}:${sst}
wsrep_slave_threads=4
wsrep_provider_options="gmcast.listen_addr=tcp://${HOST}:${group};ist.recv_addr=${HOST}:${ist};gcache.size=32M;evs.keepalive_period=PT0.5S;evs.suspect_timeout=PT2S;evs.inactive_timeout=PT6S"
`
}
