import { CompiledQuery, type Kysely } from 'kysely'
import type { ChangeSet, Ref } from '../../core/kernel/index.ts'
import type { Committed, Snapshot, Stored } from '../../ports/store.ts'
import { commitAtOnce } from './at-once/commit.ts'
import { type Change, Conflict, changeOf } from './change.ts'
import type { DatabaseError } from './dialect.ts'
import { untilItWins } from './in-steps/cluster.ts'
import { commitInSteps, type Means } from './in-steps/commit.ts'
import { partsOfRead, snapshotOf } from './read.ts'
import { find } from './round.ts'
import { type Executor, ownText } from './statements.ts'
import type { Tables } from './tables.ts'

type Db = Kysely<unknown>

/** All of it or nothing. What another commit did meanwhile is a conflict; whatever else fails is thrown as it came. */
export const commit = async (db: Db, changes: ChangeSet, means: Means): Promise<Committed> => {
  const { tables } = means
  const change = changeOf(tables, changes)
  if (change.refs.length === 0) return { ok: true }
  try {
    await write(db, change, means)
    return { ok: true }
  } catch (error) {
    if (error instanceof Conflict && error.refs.length > 0) return { ok: false, conflicts: error.refs }
    if (!isConflict(tables, error)) throw error
  }
  return { ok: false, conflicts: await standingNow(db, change, means) }
}

/** Where even that cannot be read for all the others at it, each may have been in the way. */
const standingNow = (db: Db, change: Change, means: Means): Promise<readonly Ref[]> =>
  standing(db, change.refs, means).then(
    now => standingAgainst(change, now),
    error => {
      if (!isConflict(means.tables, error)) throw error
      return change.refs
    },
  )

const isConflict = ({ dialect }: Tables, error: unknown): boolean =>
  typeof error === 'object' && error !== null && dialect.isConflict(error as DatabaseError)

const write = async (db: Db, change: Change, means: Means): Promise<void> => {
  const { tables, texts, holding } = means
  const { commits, cluster } = tables.dialect
  if (commits === 'in_one_statement') return commitAtOnce(db, tables, change, texts)
  const steps = commits === 'in_an_immediate_transaction' ? commitAlone : commitInSteps
  const once = () => inTransaction(db, BEGIN[commits], connection => steps(connection, change, means))
  return cluster && holding === 'by_write' ? untilItWins(cluster, once) : once()
}

const BEGIN = {
  // Otherwise a key that is not there is locked as a gap, and two that create beside each other are a deadlock.
  in_a_transaction: ['set transaction isolation level read committed', 'begin'],
  // A transaction that read first and wants to write then may find that another process was faster.
  in_an_immediate_transaction: ['begin immediate'],
}

const inTransaction = (db: Db, begin: readonly string[], steps: (connection: Db) => Promise<void>): Promise<void> =>
  db.connection().execute(async connection => {
    const ask = (sql: string) => connection.executeQuery(CompiledQuery.raw(ownText(sql)))
    for (const sql of begin) await ask(sql)
    try {
      await steps(connection)
      await ask('commit')
    } catch (error) {
      // A connection that is gone takes nothing back, nor does SQLite what it took back itself: the first error says why.
      await ask('rollback').catch(() => {})
      throw error
    }
  })

/** Nobody else writes while this does: what holds now holds at the end, and needs no lock. */
const commitAlone = async (db: Executor, change: Change, means: Means): Promise<void> => {
  const conflicts = await notHolding(db, change, means)
  if (conflicts.length > 0) throw new Conflict(conflicts)
  await commitInSteps(db, change, { ...means, holding: 'by_transaction' })
}

/** So many are asked in one statement: SQLite bounds its parameters. */
const ASKED_AT_ONCE = 2_000

/** What is expected and does not hold now, in as few statements as can be. */
const notHolding = async (db: Executor, change: Change, means: Means): Promise<readonly Ref[]> => {
  const asked = [
    ...change.records.flatMap(({ expected }) => expected),
    ...change.counters.flatMap(({ added }) => added),
  ].map(({ ref }) => ref)
  return against(change, await standing(db, asked, means))
}

/** Which versions and counts stand now. */
const standing = async (db: Executor, refs: readonly Ref[], { tables, texts }: Means): Promise<Snapshot> => {
  const now = new Map<Ref, Stored>()
  for (let at = 0; at < refs.length; at += ASKED_AT_ONCE) {
    const parts = partsOfRead(tables, refs.slice(at, at + ASKED_AT_ONCE), 'version')
    for (const [ref, stored] of snapshotOf(await find(db, tables, parts, texts))) now.set(ref, stored)
  }
  return now
}

/** What does not hold now; where all holds again, whatever was in the way has gone, and each may have been it. */
const standingAgainst = (change: Change, now: Snapshot): readonly Ref[] => {
  const refs = against(change, now)
  return refs.length > 0 ? refs : change.refs
}

const against = (change: Change, now: Snapshot): readonly Ref[] => {
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
  return [...changed, ...outside].map(({ ref }) => ref)
}
