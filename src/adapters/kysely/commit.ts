import { CompiledQuery, type Kysely } from 'kysely'
import type { ChangeSet, Ref } from '../../core/kernel/index.ts'
import type { Committed, Snapshot } from '../../ports/store.ts'
import { commitAtOnce } from './at-once/commit.ts'
import { type Change, Conflict, changeOf } from './change.ts'
import type { DatabaseError } from './dialect.ts'
import { commitInSteps } from './in-steps/commit.ts'
import { read } from './read.ts'
import type { textCache } from './statements.ts'
import type { Tables } from './tables.ts'

type Db = Kysely<unknown>
type Texts = ReturnType<typeof textCache>

/** All of it or nothing. What another commit did meanwhile is a conflict; whatever else fails is thrown as it came. */
export const commit = async (db: Db, tables: Tables, changes: ChangeSet, texts: Texts): Promise<Committed> => {
  const change = changeOf(tables, changes)
  if (change.refs.length === 0) return { ok: true }
  try {
    await write(db, tables, change, texts)
    return { ok: true }
  } catch (error) {
    if (error instanceof Conflict && error.refs.length > 0) return { ok: false, conflicts: error.refs }
    if (!isConflict(tables, error)) throw error
  }
  return { ok: false, conflicts: standingAgainst(change, await read(db, tables, change.refs, texts)) }
}

const isConflict = ({ dialect }: Tables, error: unknown): boolean =>
  typeof error === 'object' && error !== null && dialect.isConflict(error as DatabaseError)

const write = async (db: Db, tables: Tables, change: Change, texts: Texts): Promise<void> => {
  const { commits } = tables.dialect
  if (commits === 'in_one_statement') return commitAtOnce(db, tables, change, texts)
  // Without it, a key that is not there is locked as a gap, and two that create beside each other are a deadlock.
  if (commits === 'in_a_transaction')
    return db
      .transaction()
      .setIsolationLevel('read committed')
      .execute(transaction => commitInSteps(transaction, tables, change, texts))
  await db.connection().execute(async connection => {
    // A transaction that read first and wants to write then may find that another process was faster.
    await connection.executeQuery(CompiledQuery.raw('begin immediate'))
    try {
      await commitInSteps(connection, tables, change, texts)
      await connection.executeQuery(CompiledQuery.raw('commit'))
    } catch (error) {
      await connection.executeQuery(CompiledQuery.raw('rollback'))
      throw error
    }
  })
}

/** What does not hold now; where all holds again, whatever was in the way has gone, and each may have been it. */
const standingAgainst = (change: Change, now: Snapshot): readonly Ref[] => {
  const changed = change.records.flatMap(({ expected, created }) => [
    ...expected.filter(({ ref, version }) => now.get(ref)?.version !== version),
    ...created.filter(({ ref }) => now.has(ref)),
  ])
  const outside = change.counters.flatMap(({ added }) =>
    added.filter(({ ref, by, min, max }) => {
      const sum = Number(now.get(ref)?.record['count'] ?? 0) + by
      return sum < min || sum > max
    }),
  )
  const refs = [...changed, ...outside].map(({ ref }) => ref)
  return refs.length > 0 ? refs : change.refs
}
