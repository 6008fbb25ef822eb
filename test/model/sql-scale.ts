/**
 * The store contract's case at scale on a database, and the plans of all statements that it took:
 * `npx tsx test/model/sql-scale.ts postgresql|mariadb|mysql|sqlite [memberships]`, with 1,000,000 by default. It fails where a plan
 * scans, whatever the clock says.
 */
import { createKyselyStore, createSchema } from '../../src/adapters/kysely/index.ts'
import { storeScaleCase } from '../../src/testing/store-contract/index.ts'
import { analyzed } from '../support/analyzed.ts'
import { openMariadb, openMysql, openPostgresql, openSqlite } from '../support/servers.ts'
import { isScan, listening, planOf, type Sent } from '../support/sql-plans.ts'

const [which = 'postgresql', count = '1000000'] = process.argv.slice(2)
const databases = { postgresql: openPostgresql, mariadb: openMariadb, mysql: openMysql, sqlite: openSqlite }
const names = { postgresql: 'PostgreSQL', mariadb: 'MariaDB', mysql: 'MySQL', sqlite: 'SQLite' }
if (!(which in databases)) throw new TypeError(`not one of ${Object.keys(databases)}: ${which}`)
const name = names[which as keyof typeof names]

const database = await databases[which as keyof typeof databases]()
const asked = new Map<string, Sent>()
const start = performance.now()
try {
  await createSchema(database.db)
  // Each text with what it was asked with last, when all the records were there.
  const store = createKyselyStore(listening(database.db, sent => asked.set(sent.sql, sent)))
  await storeScaleCase(Number(count)).run(analyzed(store, database.db, Number(count) / 20))
  for (const sent of asked.values()) {
    const plan = await planOf(name, database.db, sent)
    if (!isScan(name, sent, plan)) continue
    console.log(sent.sql, plan)
    process.exitCode = 1
  }
  const seconds = (performance.now() - start) / 1_000
  console.log(
    `${name}: ${count} memberships, ${asked.size} statements, ${seconds.toFixed(0)} s; ${process.exitCode ? 'SCANS' : 'no plan scans'}`,
  )
} finally {
  await database.close()
}
