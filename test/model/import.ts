/**
 * A bulk import as large as one likes: `npx tsx test/model/import.ts [people] [memory|forgetful|postgresql|mariadb|mysql]`.
 * Says what became of the rows, how fast, and how much memory it took: `forgetful` keeps nothing, so that all of it is the
 * import's own.
 */
import { isDeepStrictEqual } from 'node:util'
import { createKyselyStore, createSchema } from '../../src/adapters/kysely/index.ts'
import { createMemoryStore } from '../../src/adapters/memory/index.ts'
import type { Store } from '../../src/ports/store.ts'
import { type Database, openMariadb, openMysql, openPostgresql } from '../support/servers.ts'
import { expectedOf, forgetfulStore, runImport } from './import-run.ts'

const [people = '1000000', kind = 'forgetful'] = process.argv.slice(2)
const count = Number(people)
const MB = 1_000_000

const opened = async (): Promise<{ readonly store: Store; readonly database?: Database }> => {
  if (kind === 'memory') return { store: createMemoryStore() }
  if (kind === 'forgetful') return { store: forgetfulStore() }
  const servers = { postgresql: openPostgresql, mariadb: openMariadb, mysql: openMysql }
  if (!(kind in servers)) throw new TypeError(`not one of ${Object.keys(servers)}: ${kind}`)
  const database = await servers[kind as keyof typeof servers]()
  await createSchema(database.db)
  return { store: createKyselyStore(database.db), database }
}

const { store, database } = await opened()
try {
  const { counts, seconds, most, atEnd, ahead } = await runImport(store, count)
  console.log(`${kind}: ${JSON.stringify(counts)}`)
  console.log(`${seconds.toFixed(1)} s, ${Math.round(count / seconds)} rows a second`)
  console.log(`alive beyond the start: at most ${(most / MB).toFixed(1)} MB, at the end ${(atEnd / MB).toFixed(1)} MB`)
  console.log(`read ahead of the outcomes: at most ${ahead} rows`)
  if (!isDeepStrictEqual(counts, expectedOf(count))) {
    console.error(`expected ${JSON.stringify(expectedOf(count))}`)
    process.exitCode = 1
  }
} finally {
  await database?.close()
}
