import type fc from 'fast-check'
import type { Store } from '../../ports/store.ts'
import { named, type StoreCase, storeCase } from './case.ts'
import { type Attempt, applyAttempt, isAsTheModel, type StepPlan, startWorld } from './model-world.ts'

/** What is needed of fast-check: its default export, or `import * as fc`. @since 0.1.0 */
export type FastCheck = Pick<
  typeof fc,
  'array' | 'assert' | 'asyncProperty' | 'constantFrom' | 'integer' | 'nat' | 'option' | 'record' | 'uniqueArray'
>

/**
 * Random histories of change sets, good and stale ones, against a model that is two maps: the store must agree on
 * every outcome, every record, every counter and every list. Each history keeps to organizations of its own, so that
 * all can share one store.
 *
 * @param fastCheck - fast-check itself, which is an optional peer of this package.
 * @param runs - how many histories.
 * @returns The case; `describeStore` runs it where its kit has `fc`.
 * @example
 * import fc from 'fast-check'
 * import { createMemoryStore } from 'orgcharter/memory'
 * import { storeModelCase } from 'orgcharter/testing'
 * await storeModelCase(fc, 10).run(createMemoryStore())
 * @since 0.1.0
 */
export const storeModelCase = (fastCheck: FastCheck, runs = 100): StoreCase => ({
  rule: 'stores_agree_with_the_model',
  title: `over ${runs} random histories`,
  run: store => {
    let histories = 0
    const agrees = fastCheck.asyncProperty(
      fastCheck.array(attempts(fastCheck), { minLength: 1, maxLength: 25 }),
      history => play(store, `h${++histories}`, history),
    )
    return named('stores_agree_with_the_model', fastCheck.assert(agrees, { numRuns: runs }))
  },
})

const play = (store: Store, prefix: string, history: readonly Attempt[]): Promise<void> =>
  storeCase('stores_agree_with_the_model', prefix, async trial => {
    const world = startWorld(prefix)
    for (const attempt of history) {
      await applyAttempt(trial, world, attempt)
      await isAsTheModel(trial, world)
    }
  }).run(store)

const attempts = (fastCheck: FastCheck): fc.Arbitrary<Attempt> => {
  const step: fc.Arbitrary<StepPlan> = fastCheck.record({
    organization: fastCheck.nat(1),
    user: fastCheck.nat(2),
    kind: fastCheck.constantFrom('put', 'put', 'put', 'remove', 'hold'),
    // Mostly what is so, sometimes what was once so, sometimes that there is nothing.
    belief: fastCheck.constantFrom('current', 'current', 'current', 'current', 'earlier', 'absent'),
    joinedAt: fastCheck.constantFrom(1, 2, 10),
    rule: fastCheck.option(fastCheck.integer({ min: 1, max: 2 }), { nil: undefined }),
  })
  const addition = fastCheck.record({
    organization: fastCheck.nat(1),
    by: fastCheck.integer({ min: -2, max: 3 }),
    min: fastCheck.option(fastCheck.constantFrom(0, 1), { nil: undefined }),
    max: fastCheck.option(fastCheck.constantFrom(3, 6), { nil: undefined }),
  })
  return fastCheck.record({
    steps: fastCheck.uniqueArray(step, {
      maxLength: 6,
      selector: ({ organization, user }) => `${organization}/${user}`,
    }),
    additions: fastCheck.uniqueArray(addition, { maxLength: 2, selector: ({ organization }) => organization }),
  })
}
