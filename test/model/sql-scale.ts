/**
 * The store contract's case at scale on a database, and the plans of all statements that it took:
 * `npx tsx test/model/sql-scale.ts postgresql|pglite|mariadb|mysql|sqlite [memberships]`, with 1,000,000 by default. It fails
 * where a plan scans, whatever the clock says.
 */
import { createKyselyStore, createSchema } from '../../src/adapters/kysely/index.ts'
import { storeScaleCase } from '../../src/testing/store-contract/index.ts'
import { analyzed } from '../support/analyzed.ts'
import { openPglite } from '../support/pglite.ts'
import { openMariadb, openMysql, openPostgresql, openSqlite } from '../support/servers.ts'
import { isScan, listening, planOf, type Sent } from '../support/sql-plans.ts'

const [which = 'postgresql', count = '1000000'] = process.argv.slice(2)
/** How to open each, and how its plans are read. */
const DATABASES = {
  postgresql: [openPostgresql, 'PostgreSQL'],
  pglite: [openPglite, 'PostgreSQL'],
  mariadb: [openMariadb, 'MariaDB'],
  mysql: [openMysql, 'MySQL'],
  sqlite: [openSqlite, 'SQLite'],
} as const
if (!(which in DATABASES)) throw new TypeError(`not one of ${Object.keys(DATABASES)}: ${which}`)
const [open, planner] = DATABASES[which as keyof typeof DATABASES]

const database = await open()
const asked = new Map<string, Sent>()
const start = performance.now()
try {
  await createSchema(database.db)
  // Each text with what it was asked with last, when all the records were there.
  const store = createKyselyStore(listening(database.db, sent => asked.set(sent.sql, sent)))
  await storeScaleCase(Number(count)).run(analyzed(store, database.db, Number(count) / 20))
  for (const sent of asked.values()) {
    const plan = await planOf(planner, database.db, sent)
    if (!isScan(planner, sent, plan)) continue
    console.log(sent.sql, plan)
    process.exitCode = 1
  }
  const seconds = (performance.now() - start) / 1_000
  console.log(
    `${which}: ${count} memberships, ${asked.size} statements, ${seconds.toFixed(0)} s; ${process.exitCode ? 'SCANS' : 'no plan scans'}`,
  )
} finally {
  await database.close()
}
