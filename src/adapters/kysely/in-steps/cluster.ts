import type { Cluster, DatabaseError } from '../dialect.ts'
import { type Executor, run } from '../statements.ts'

/**
 * How a record that is only read is kept as it was read until the commit; `by_transaction`: nobody else writes, and all
 * was asked before.
 */
export type Holding = 'by_lock' | 'by_write' | 'by_transaction'

/** Asked once, before the first commit: the servers of a cluster know of each other's writes, but of no lock. */
export const holdingOf = (db: Executor, cluster: Cluster | undefined): (() => Promise<Holding>) => {
  if (!cluster) return async () => 'by_lock'
  let known: Holding | undefined
  return async () => {
    if (!known) {
      const rows = await run(db, { sql: cluster.query, parameters: [] })
      known = rows.length > 0 ? 'by_write' : 'by_lock'
    }
    return known
  }
}

type Timers = { setTimeout(run: () => void, milliseconds: number): unknown }

/** Every runtime has them, and the language's own library, with which we compile, has not. */
const timers = globalThis as unknown as Timers

const MOST_TRIES = 32
/** In milliseconds, twice as long after each try. Without a pause those that meet go on meeting. */
const FIRST_PAUSE = 20
const LONGEST_PAUSE = 1_000

/**
 * The same again where another server was first: whether anything stands against it is only known after that one's
 * commit has come here. What is lost for good is thrown as it came.
 */
export const untilItWins = async (cluster: Cluster, attempt: () => Promise<void>): Promise<void> => {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt()
    } catch (error) {
      if (tries === MOST_TRIES || !cluster.hasLost(error as DatabaseError)) throw error
    }
    const pause = Math.random() * Math.min(FIRST_PAUSE * 2 ** (tries - 1), LONGEST_PAUSE)
    await new Promise<void>(resolve => timers.setTimeout(resolve, pause))
  }
}
