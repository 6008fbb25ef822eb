import fc from 'fast-check'
import { expect } from 'vitest'
import { defaultRelations, type RelationTable } from '../../src/core/entity/index.ts'
import type { SecretBox } from '../../src/ports/secret-box.ts'
import type { Charter } from '../../src/runtime/charter.ts'
import { createCharter } from '../../src/runtime/create-charter.ts'
import type { Answer } from '../../src/runtime/execute.ts'
import { countingIds, interleavingStore, seededRandom } from '../../src/testing/fakes/index.ts'
import { breachesOf, createWorld, type World } from './world.ts'

export type Race<S> = {
  /** What is there when the race begins. */
  readonly given: (world: World) => Promise<S>
  /** What happens at the same moment. */
  readonly when: (charter: Charter<string>, scene: S) => readonly Promise<Answer<unknown>>[]
  /** What must hold whoever was first. */
  readonly holds: (world: World, answers: readonly Answer<unknown>[], scene: S) => Promise<unknown>
  readonly runs?: number
  /** What things have of one another, where it is not as by default. */
  readonly relations?: RelationTable
  /** What seals, where what was sealed before the race is opened in it. */
  readonly secrets?: SecretBox
  /** How many different interleavings there must have been, at least. */
  readonly atLeast: number
}

/**
 * Runs commands at the same moment, in many orders in which their calls of the store can fall; the invariants hold
 * after each. Answers the number of different interleavings.
 */
export const race = async <S>({
  given,
  when,
  holds,
  runs = 300,
  relations = defaultRelations,
  secrets,
  atLeast,
}: Race<S>): Promise<number> => {
  const seen = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async scheduler => {
      const world = createWorld({ check: 'by_hand', relations, ...(secrets && { secrets }) })
      const scene = await given(world)
      const calls: string[] = []
      const noted = {
        schedule: async <T>(task: Promise<T>, label = ''): Promise<T> => {
          const done = await scheduler.schedule(task, label)
          calls.push(label)
          return done
        },
      }
      const charter = createCharter<string>({
        store: interleavingStore(world.store, noted),
        clock: world.clock.now,
        ids: countingIds('r'),
        random: seededRandom(2),
        relations,
        ...(secrets && { secrets }),
      })
      const answers = await scheduler.waitFor(Promise.all(when(charter, scene)))
      seen.add(calls.join('\n'))
      await holds(world, answers, scene)
      expect(breachesOf(world, undefined, relations)).toEqual([])
    }),
    { numRuns: runs },
  )
  expect(seen.size).toBeGreaterThanOrEqual(atLeast)
  return seen.size
}
