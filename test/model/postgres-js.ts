/**
 * How often postgres.js, alone, leaves a statement without an answer when the server ends its connections:
 * `npx tsx test/model/postgres-js.ts [rounds]`. In each round ten connections are ended under twenty callers, and whoever has
 * no answer after some seconds is taken for waiting forever. It judges nothing: docs/databases.md has the figure.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import { CompiledQuery } from 'kysely'
import postgres from 'postgres'
import { openPostgresql } from '../support/servers.ts'

const [rounds = '20'] = process.argv.slice(2)
const [CONNECTIONS, CALLERS, EACH] = [10, 20, 20]
/** Milliseconds: a statement takes less than one, and postgres.js waits at most 20 seconds before it connects again. */
const FOREVER = 25_000

const end =
  'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()'

const database = await openPostgresql(1)

/** Whether some caller has no answer at the end. */
const round = async (): Promise<boolean> => {
  const sql = postgres(database.url, { max: CONNECTIONS, connect_timeout: 5, onnotice: () => {} })
  await Promise.all(Array.from({ length: CONNECTIONS }, () => sql`select 1 as one`))
  let left = CALLERS
  const caller = async () => {
    for (let at = 0; at < EACH; at++) await sql`select ${at}::int as one`.catch(() => {})
    left--
  }
  const callers = Promise.all(Array.from({ length: CALLERS }, caller))
  await database.db.executeQuery(CompiledQuery.raw(end))
  await Promise.race([callers, sleep(FOREVER)])
  const isWaiting = left > 0
  await Promise.race([sql.end({ timeout: 1 }), sleep(FOREVER)])
  return isWaiting
}

let waiting = 0
for (let at = 0; at < Number(rounds); at++) if (await round()) waiting++
console.log(`in ${waiting} of ${rounds} rounds a statement had no answer after ${FOREVER / 1_000} s`)
await database.close()
process.exit(0)
