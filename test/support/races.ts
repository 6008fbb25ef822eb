import fc from 'fast-check'
import { expect } from 'vitest'
import { defaultRelations, type RelationTable } from '../../src/core/entity/index.ts'
import type { Ref } from '../../src/core/kernel/index.ts'
import type { SecretBox } from '../../src/ports/secret-box.ts'
import type { Store, Stored } from '../../src/ports/store.ts'
import type { Charter } from '../../src/runtime/charter.ts'
import { createCharter } from '../../src/runtime/create-charter.ts'
import type { Answer } from '../../src/runtime/execute.ts'
import { countingIds, interleavingStore, seededRandom } from '../../src/testing/fakes/index.ts'
import { type Stage, shadowed, slowStore } from './stage.ts'
import { breachesOf, codeOf, createWorld, type World } from './world.ts'

export type Race<S> = {
  /** What is there when the race begins. */
  readonly given: (world: World) => Promise<S>
  /** What happens at the same moment. */
  readonly when: (charter: Charter<string>, scene: S) => readonly Promise<Answer<unknown>>[]
  /** What must hold whoever was first. */
  readonly holds: (world: World, answers: readonly Answer<unknown>[], scene: S) => Promise<unknown>
  /** What the order of the entries must tell, where they have one: where one commit comes after the other. */
  readonly told?: (world: World, answers: readonly Answer<unknown>[], scene: S) => void
  readonly runs?: number
  /** What things have of one another, where it is not as by default. */
  readonly relations?: RelationTable
  /** What seals, where both charters must open it. */
  readonly secrets?: () => SecretBox
  /** How many different interleavings there must have been, at least; and how many different outcomes. */
  readonly atLeast: number
  readonly outcomes?: number
}

/** Where races are run: in this process, in every order that a scheduler thinks of; or on servers, as it comes. */
type Course = <S>(race: Race<S>) => Promise<number>

/**
 * Runs commands at the same moment, in many orders in which their calls of the store can fall; the invariants hold
 * after each. Answers the number of different interleavings.
 */
const inTurns: Course = async asked => {
  const { given, when, holds, told, runs = 300, relations = defaultRelations, secrets, atLeast, outcomes = 1 } = asked
  const seen = new Set<string>()
  const ends = new Set<string>()
  await fc.assert(
    fc.asyncProperty(fc.scheduler(), async scheduler => {
      const world = createWorld({ check: 'by_hand', relations, ...(secrets && { secrets: secrets() }) })
      const scene = await given(world)
      const calls: string[] = []
      const charter = racingOn(scheduled(world.store, scheduler, calls), world, { relations, secrets })
      const answers = await scheduler.waitFor(Promise.all(when(charter, scene)))
      seen.add(calls.join('\n'))
      ends.add(answers.map(codeOf).join())
      await holds(world, answers, scene)
      told?.(world, answers, scene)
      expect(breachesOf(world, undefined, relations)).toEqual([])
    }),
    { numRuns: runs },
  )
  expect(seen.size).toBeGreaterThanOrEqual(atLeast)
  expect(ends.size).toBeGreaterThanOrEqual(outcomes)
  return seen.size
}

const scheduled = (store: Store, scheduler: fc.Scheduler, calls: string[]): Store =>
  interleavingStore(store, {
    schedule: async <T>(task: Promise<T>, label = ''): Promise<T> => {
      const done = await scheduler.schedule(task, label)
      calls.push(label)
      return done
    },
  })

const racingOn = (
  store: Store,
  world: World,
  { relations, secrets }: { readonly relations: RelationTable; readonly secrets: Race<never>['secrets'] | undefined },
): Charter<string> =>
  createCharter<string>({
    store,
    clock: world.clock.now,
    ids: countingIds('r'),
    random: seededRandom(2),
    relations,
    ...(secrets && { secrets: secrets() }),
  })

let course: Course = inTurns

export const race: Course = asked => course(asked)

/**
 * From now on races are run so many times on a stage, where they meet on the server's own terms: each call of the store
 * waits a little or not at all, and what comes of it is not the same each time.
 */
export const raceOn = (stage: Stage, rounds: number): void => {
  course = async ({ given, when, holds, relations = defaultRelations, secrets }) => {
    const store = slowStore(stage.store(), Math.random)
    for (let round = 0; round < rounds; round++) {
      await stage.empty()
      const shadow = new Map<Ref, Stored>()
      const stored = shadowed(stage.store(), shadow)
      const world = createWorld({ check: 'by_hand', stored, relations, ...(secrets && { secrets: secrets() }) })
      const scene = await given(world)
      const answers = await Promise.all(when(racingOn(store, world, { relations, secrets }), scene))
      shadow.clear()
      for (const found of await stage.read()) shadow.set(found.ref, found)
      await holds(world, answers, scene)
      expect(breachesOf(world, undefined, relations)).toEqual([])
    }
    return rounds
  }
}
