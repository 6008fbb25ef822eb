import { setTimeout as sleep } from 'node:timers/promises'
import { count, type Figures } from '../serial/play-at-once.ts'
import type { SqlStage } from '../sql-stage.ts'
import type { Ledger, Line } from './ledger.ts'
import { writeDown } from './ledger.ts'
import { foundOn, settled } from './play-cut-off.ts'
import { bundleWorker, startWorker, type Worker } from './run-worker.ts'

/** After so many rounds all begins anew, so that looking at all of it does not take longer and longer. */
const ROUNDS_OF_ONE_WORLD = 8

export type Killing = { readonly rounds: number; readonly seed: number; readonly figures: Figures }

/**
 * Round by round two processes play at once, and are killed at a moment that nobody chose; what is wrong then is told by the
 * first round in which something is.
 */
export const killRounds = async (stage: SqlStage, { rounds, seed, figures }: Killing): Promise<readonly string[]> => {
  const file = await bundleWorker()
  const { name: server, database } = stage
  const start = (round: number): readonly Worker[] =>
    [0, 1].map(at =>
      startWorker(file, {
        server,
        url: database.url,
        name: `w${round}p${at}`,
        seed: 2 * (seed + round) + at,
        clients: server === 'sqlite' ? 1 : 3,
      }),
    )
  let ledger: Ledger = new Map()
  let store = stage.store(4)
  let next = start(0)
  for (let round = 0; round < rounds; round++) {
    if (round % ROUNDS_OF_ONE_WORLD === 0) {
      await foundOn(stage)
      store = stage.store(4)
      ledger = new Map()
    }
    const workers = next
    next = round + 1 < rounds ? start(round + 1) : []
    const own: Ledger = new Map()
    await playAndKill(workers, line => writeDown(own, line))
    noted(figures, own)
    const ask = round % 2 === 0 ? 'at_once' : 'when_quiet'
    const wrong = await settled(stage, own, { ask, store, name: `r${round}x`, earlier: ledger })
    for (const [key, said] of own) ledger.set(key, said)
    if (wrong.length > 0) return [...wrong.map(what => `round ${round}: ${what}`), ...(await killed(next))]
  }
  return []
}

const killed = async (workers: readonly Worker[]): Promise<readonly string[]> => {
  for (const worker of workers) await worker.kill()
  return []
}

/** In the midst of it: some moments after the first answers. */
const playAndKill = async (workers: readonly Worker[], tell: (line: Line) => void): Promise<void> => {
  await Promise.all(workers.map(({ isReady }) => isReady))
  await new Promise<void>(resolve => {
    let left = 4 + Math.floor(Math.random() * 60)
    for (const worker of workers)
      worker.begin(line => {
        tell(line)
        if (--left === 0) resolve()
      })
  })
  await sleep(Math.random() * 12)
  await killed(workers)
}

const noted = (figures: Figures, ledger: Ledger): void => {
  count(figures, 'kills', 2)
  for (const { answer, error } of ledger.values())
    count(figures, answer ? (answer.ok ? 'ok' : 'refused') : (error ?? 'cut off'))
}
