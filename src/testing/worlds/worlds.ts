import type fc from 'fast-check'
import { commands, FOUNDERS } from './commands.ts'
import type { FastCheckOfWorlds } from './fast-check.ts'
import { phrases } from './phrases.ts'
import type { Step } from './steps.ts'
import { startUniverse, type Universe, type UniverseOptions } from './universe.ts'

/** A world that can be reached: its history, which fast-check shrinks and shows, and how to be in it. @since 0.1.0 */
export type ReachableWorld = {
  readonly history: readonly Step[]
  /** Plays the history in a universe of its own. */
  open(options?: UniverseOptions): Promise<Universe>
}

const KINDS = ['standard', 'standard', 'workforce'] as const

export const founding: readonly Step[] = FOUNDERS.map((founder, index) => ({
  method: 'organizations.create',
  command: {
    actor: { kind: 'operator', name: 'support' },
    name: founder,
    kind: KINDS[index] ?? 'standard',
    founders: [{ email: { $verified: founder } }],
  },
}))

/**
 * Worlds that can be reached: three organizations are founded, and then anything happens.
 *
 * @param fastCheck fast-check itself, which is an optional peer of this package.
 * @param most How many things may happen; 40 without it.
 * @returns An arbitrary of worlds, each with its history and `open`.
 * @example
 * import fc from 'fast-check'
 * import { checkInvariants } from 'orgcharter'
 * import { worlds } from 'orgcharter/testing'
 * const nothingIsBroken = fc.asyncProperty(worlds(fc), async world => {
 *   const { store } = await world.open()
 *   return checkInvariants(store.records()).breaches.length === 0
 * })
 * @since 0.1.0
 */
export const worlds = (fastCheck: FastCheckOfWorlds, most = 40): fc.Arbitrary<ReachableWorld> => {
  const phrase = fastCheck.oneof(
    { weight: 2, arbitrary: commands(fastCheck).map((step): readonly Step[] => [step]) },
    { weight: 1, arbitrary: phrases(fastCheck) },
  )
  return fastCheck
    .array(phrase, { maxLength: most, size: 'max' })
    .map(phrases => worldOf([...founding, ...phrases.flat()]))
}

export const worldOf = (history: readonly Step[]): ReachableWorld => ({
  history,
  open: async options => {
    const universe = startUniverse(options)
    for (const step of history) await universe.play(step)
    return universe
  },
})
