import type { Ref } from '../../../src/core/kernel/index.ts'
import type { Store, Stored } from '../../../src/ports/store.ts'
import { countingIds } from '../../../src/testing/fakes/index.ts'
import { startUniverse } from '../../../src/testing/worlds/index.ts'
import { founding } from '../../../src/testing/worlds/worlds.ts'
import { sharedBox } from '../mfa-charter.ts'
import { scriptsOf } from '../scripts.ts'
import { count, type Figures } from '../serial/play-at-once.ts'
import { type Stage, shadowed } from '../stage.ts'
import { charterOn, createClient } from './client.ts'
import { type Ledger, writeDown } from './ledger.ts'
import { wrongEffects, wrongIn, wrongInRepeats } from './wrong-after.ts'

/** Founds three organizations where nothing is. */
export const foundOn = async (stage: Stage): Promise<void> => {
  await stage.empty()
  const store = shadowed(stage.store(1), new Map())
  const { play } = startUniverse({ store, ids: countingIds('f'), secrets: sharedBox() })
  for (const step of founding) await play(step)
}

export type CutOff = {
  /** One for each client; what goes wrong goes wrong in them, until it is over. */
  readonly stores: readonly Store[]
  readonly begin?: () => void
  readonly over?: () => Promise<void>
  readonly commands: number
  readonly seed: number
  readonly figures: Figures
}

/** Clients play on stores that fail. Answers what is wrong afterwards, also after each has asked again. */
export const playCutOff = async (stage: Stage, asked: CutOff): Promise<readonly string[]> => {
  await foundOn(stage)
  const { stores, figures, seed } = asked
  const ledger: Ledger = new Map()
  const shadow = new Map<Ref, Stored>((await stage.read()).map(stored => [stored.ref, stored]))
  const scripts = scriptsOf(stores.length, asked.commands, seed)
  asked.begin?.()
  await Promise.all(
    stores.map(async (store, index) => {
      const play = createClient({
        store,
        name: `c${index}x`,
        // No two have the same secrets, not those who come after either.
        seed: 1_000 * seed + index,
        shadow,
        tell: line => writeDown(ledger, line),
      })
      for (const step of scripts[index] ?? []) await play(step)
    }),
  )
  await asked.over?.()
  for (const { answer, error } of ledger.values())
    count(figures, answer ? (answer.ok ? 'ok' : 'refused') : `threw ${error?.slice(0, 80)}`)
  return settled(stage, ledger, { ask: seed % 2 === 0 ? 'at_once' : 'when_quiet', store: stage.store(4), name: 'r' })
}

export type Settling = {
  /** `at_once`: those who were cut off ask again before it is known what became of them. */
  readonly ask: 'at_once' | 'when_quiet'
  /** Where they ask again, and what their ids begin with. */
  readonly store: Store
  readonly name: string
  /** What was asked before these were. */
  readonly earlier?: Ledger
}

/** What is wrong once nobody plays any more, before all ask again and after it. */
export const settled = async (
  stage: Stage,
  ledger: Ledger,
  { ask, store, name, earlier = new Map() }: Settling,
): Promise<readonly string[]> => {
  const charter = charterOn(store, name, -1 - earlier.size)
  if (ask === 'when_quiet') await stage.quiet()
  const before = ask === 'when_quiet' ? await stage.read() : undefined
  const wrong = [
    ...(before ? wrongIn(ledger, before, earlier) : []),
    ...(await wrongInRepeats(ledger, charter, before)),
  ]
  await stage.quiet()
  const after = await stage.read()
  return [...wrong, ...wrongIn(ledger, after, earlier), ...wrongEffects(new Map([...earlier, ...ledger]), after)]
}
