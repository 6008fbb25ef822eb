import type { Ref } from '../../../src/core/kernel/index.ts'
import { checkInvariants } from '../../../src/core/world/index.ts'
import type { Stored } from '../../../src/ports/store.ts'
import { countingIds, seededRandom } from '../../../src/testing/fakes/index.ts'
import { startUniverse } from '../../../src/testing/worlds/index.ts'
import { founding } from '../../../src/testing/worlds/worlds.ts'
import { sharedBox } from '../mfa-charter.ts'
import { scriptsOf } from '../scripts.ts'
import { type Stage, shadowed } from '../stage.ts'
import { anomaliesOf } from './check.ts'
import { historyOf } from './history-of.ts'
import { createLog, recordingStore } from './recording-store.ts'

/** What happened over many histories, by name. */
export type Figures = Map<string, number>

export const count = (figures: Figures, what: string, by = 1): void =>
  void figures.set(what, (figures.get(what) ?? 0) + by)

export type AtOnce = {
  readonly clients: number
  /** How many commands of each, or a few more. */
  readonly commands: number
  readonly seed: number
  readonly figures: Figures
}

/**
 * Clients with a charter, a clock and connections of their own play at the same moment on three organizations. Answers
 * what is wrong afterwards: nothing, where every invariant holds, the entries say what is there, and the history is that of
 * one client after the other.
 */
export const playAtOnce = async (stage: Stage, asked: AtOnce): Promise<readonly string[]> => {
  await stage.empty()
  const log = createLog()
  const shadow = new Map<Ref, Stored>()
  const clientOf = (name: string, seed: number) =>
    startUniverse({
      store: shadowed(recordingStore(stage.store(1), log), shadow),
      ids: countingIds(name),
      random: seededRandom(seed),
      secrets: sharedBox(),
    })
  const founder = clientOf('f', 1)
  for (const step of founding) await founder.play(step)
  const scripts = scriptsOf(asked.clients, asked.commands, asked.seed)
  const clients = scripts.map((_, index) => clientOf(`c${index}x`, 1_000 * asked.seed + index))
  const failed: string[] = []
  await Promise.all(
    clients.map(async (client, index) => {
      for (const step of scripts[index] ?? []) {
        const { answer } = await client.play(step).catch(error => {
          failed.push(`threw ${error?.stack ?? error}`)
          return { answer: undefined }
        })
        if (answer) count(asked.figures, answer.ok ? 'ok' : answer.refusal.code)
      }
    }),
  )
  const now = Math.max(...clients.map(({ clock }) => clock.now()))
  for (const { outcome } of log.commits) count(asked.figures, `commits ${outcome}`)
  count(asked.figures, 'histories')
  count(asked.figures, 'looks', log.looks.length)
  return [...failed, ...wrongIn(await stage.read(), log, now)]
}

const wrongIn = (final: readonly Stored[], log: Parameters<typeof historyOf>[0], now: number): readonly string[] => {
  const { history, wrong } = historyOf(log, final)
  const { breaches } = checkInvariants(final, { now })
  return [...wrong, ...[...breaches, ...anomaliesOf(history)].map(found => JSON.stringify(found))]
}
