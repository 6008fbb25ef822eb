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
  /** One for each client; what goes wrong goes wrong in them. */
  readonly stores: readonly Store[]
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
  for (const { answer, error } of ledger.values())
    count(figures, answer ? (answer.ok ? 'ok' : 'refused') : `threw ${error?.slice(0, 80)}`)
  return settled(stage, ledger, seed % 2 === 0)
}

/** `atOnce`: those who were cut off ask again before it is known what became of them. */
export const settled = async (stage: Stage, ledger: Ledger, atOnce: boolean): Promise<readonly string[]> => {
  const charter = charterOn(stage.store(4), 'r', -1)
  const before = await stage.read()
  const wrong = [
    ...(atOnce ? [] : wrongIn(ledger, before)),
    ...(await wrongInRepeats(ledger, charter, atOnce ? undefined : before)),
  ]
  const after = await stage.read()
  return [...wrong, ...wrongIn(ledger, after), ...wrongEffects(ledger, after)]
}
