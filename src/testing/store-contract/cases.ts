import type { StoreCase } from './case.ts'
import { contradictionCases } from './contradictions.ts'
import { counterCases } from './counters.ts'
import { errorCases } from './errors.ts'
import { isolationCases } from './isolation.ts'
import { listCases } from './lists.ts'
import { onceCases } from './once.ts'
import { storeScaleCase } from './scale.ts'
import { sweepCases } from './sweeps.ts'
import { uniquenessCases } from './uniqueness.ts'
import { valueCases } from './values.ts'
import { versionCases } from './versions.ts'

/**
 * Every attack on a store, as data: `describeStore` registers them with a test runner; without one, run them each on
 * an empty store.
 *
 * @since 0.1.0
 */
export const storeContract: readonly StoreCase[] = [
  ...uniquenessCases,
  ...versionCases,
  ...contradictionCases,
  ...counterCases,
  ...isolationCases,
  ...listCases,
  ...onceCases,
  ...sweepCases,
  ...valueCases,
  ...errorCases,
  storeScaleCase(),
]
