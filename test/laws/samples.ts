import fc from 'fast-check'
import type { Charter } from '../../src/runtime/charter.ts'
import { commands, type Method, type Step, startUniverse, worlds } from '../../src/testing/worlds/index.ts'

/** Every method of the charter. */
export const methods: readonly Method[] = Object.entries(startUniverse().charter as Charter).flatMap(([group, verbs]) =>
  Object.keys(verbs).map(verb => `${group}.${verb}` as Method),
)

type Asking = Extract<Step, { method: Method }>

/** A well-formed command for each method. */
export const samples: ReadonlyMap<Method, Asking> = new Map(
  fc
    .sample(commands(fc), { seed: 1, numRuns: 3_000 })
    .filter((step): step is Asking => 'method' in step)
    .reverse()
    .map(step => [step.method, step]),
)

/** A universe in which much has happened, and for whose host something is left to do. */
export const eventfulUniverse = async () => {
  for (const world of fc.sample(worlds(fc, 60), { seed: 7, numRuns: 100 }).reverse()) {
    const universe = await world.open()
    if ([...universe.store.records()].some(({ ref }) => ref.startsWith('effect/'))) return universe
  }
  throw new Error('nothing is ever left to do')
}
