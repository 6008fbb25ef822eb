import type { Kysely } from 'kysely'
import { collections } from '../../core/world/index.ts'
import type { Store } from '../../ports/store.ts'
import { commit } from './commit.ts'
import { dialectOf } from './dialects/of.ts'
import { holdingOf } from './in-steps/cluster.ts'
import { askedPage } from './list.ts'
import { partsOfRead, snapshotOf } from './read.ts'
import { type Found, type Part, type Rows, rounds, rowsOf, storedIn } from './round.ts'
import type { SchemaOptions } from './schema.ts'
import { checkSchema } from './schema-check.ts'
import { textCache } from './statements.ts'
import { tablesOf } from './tables.ts'
import { together } from './together.ts'

export { prepared } from './prepared.ts'
export {
  createSchema,
  migrations,
  SCHEMA_VERSION,
  type SchemaDialect,
  type SchemaOptions,
  schemaSql,
} from './schema.ts'
export { SchemaMismatch } from './schema-check.ts'
export type { TableNames } from './tables.ts'

/**
 * A store in the host's own database, through the host's own Kysely instance: PostgreSQL (and PGlite), MySQL or MariaDB,
 * SQLite. It opens no connection of its own, and runs none of the instance's plugins. What is read at once and, on
 * PostgreSQL, a commit are one statement each; elsewhere a commit is a short transaction.
 *
 * @param db - made by the host, with its driver and its pool; not a transaction.
 * @param options - where the tables are: `schema`, `prefix` (`orgcharter_`), and the host's own `collections`.
 * @returns a store; its calls reject with SchemaMismatch where the tables are missing or older than this release, with
 *   TypeError and InvariantViolation as every store does, and with whatever the database fails with, untouched.
 * @throws TypeError for a transaction, for a database it does not know and for names that no table can have.
 * @example
 * import type { Kysely } from 'kysely'
 * import { createCharter } from 'orgcharter'
 * import { createKyselyStore, createSchema } from 'orgcharter/kysely'
 * declare const db: Kysely<unknown>
 * await createSchema(db)
 * const charter = createCharter({ store: createKyselyStore(db) })
 * @since 0.5.0
 */
// biome-ignore lint/suspicious/noExplicitAny: Kysely is invariant in its tables, and ours are not among the host's.
export const createKyselyStore = (db: Kysely<any>, options: SchemaOptions = {}): Store => {
  if (db.isTransaction)
    throw new TypeError('a store is for a Kysely instance, not for a transaction: each commit is one')
  const plain = db.withoutPlugins() as Kysely<unknown>
  const tables = tablesOf(options.collections ?? collections, options, dialectOf(plain))
  const texts = textCache()
  const holding = holdingOf(plain, tables.dialect.cluster)
  let isChecked = false
  const ready = async (): Promise<void> => {
    if (isChecked) return
    await checkSchema(plain, tables, options.schema)
    isChecked = true
  }
  const send = async (parts: readonly Part[]): Promise<Rows> => {
    await ready()
    return rowsOf(plain, tables, parts, texts)
  }
  const { collected, manyKeys } = tables.dialect
  // Only where any number of keys has one text: others would be prepared without end.
  const ask = collected ? rounds(manyKeys === 'json' ? together(tables, send) : send) : send
  const found = async (parts: readonly Part[], isFirst: boolean): Promise<Found> =>
    parts.length === 0 ? [] : storedIn(parts, await ask(parts, isFirst))
  return {
    get: async refs => snapshotOf(await found(partsOfRead(tables, refs, 'whole'), true)),
    list: async query => {
      const asked = askedPage(tables, query)
      if (!asked) return { items: [] }
      const [items = []] = await found([asked.part], false)
      return asked.pageOf(items)
    },
    commit: async changes => {
      await ready()
      return commit(plain, changes, { tables, texts, holding: await holding() })
    },
  }
}
