import type { Store } from '../../ports/store.ts'
import type { StoreCase } from './case.ts'
import { storeContract } from './cases.ts'
import { type FastCheck, storeModelCase } from './model.ts'
import { storeScaleCase } from './scale.ts'

/** A store with nothing in it, and how to be done with it. @since 0.1.0 */
export type OpenedStore = { readonly store: Store; close(): Promise<void> | void }

/**
 * The test runner's own functions (vitest, `node:test`, jest), since this package brings none. `fc` is fast-check, for
 * the case that compares random histories with a model; `records` is the size of the case at scale.
 *
 * @since 0.1.0
 */
export type ContractKit = {
  readonly describe: (name: string, body: () => void) => unknown
  readonly it: (title: string, run: () => Promise<void>) => unknown
  readonly fc?: FastCheck
  readonly records?: number
}

/**
 * The contract of the storage port, as tests of your adapter: each case opens a store of its own, with nothing in it,
 * and closes it. Give slow stores time with an `it` of your own.
 *
 * @param name - what the tests are listed under.
 * @param open - a new store with nothing in it, for each case.
 * @example
 * import fc from 'fast-check'
 * import { describe, it } from 'vitest'
 * import type { Store } from 'orgcharter'
 * import { describeStore } from 'orgcharter/testing'
 * declare const openMyStore: () => Promise<Store>
 *
 * describeStore('my store', async () => ({ store: await openMyStore(), close: async () => {} }), {
 *   describe,
 *   it: (title, run) => it(title, run, 60_000),
 *   fc,
 *   records: 100_000,
 * })
 * @since 0.1.0
 */
export const describeStore = (name: string, open: () => Promise<OpenedStore> | OpenedStore, kit: ContractKit): void => {
  kit.describe(name, () => {
    for (const [rule, cases] of byRule(casesFor(kit)))
      kit.describe(rule, () => {
        for (const { title, run } of cases) kit.it(title, () => runIn(open, run))
      })
  })
}

const runIn = async (open: () => Promise<OpenedStore> | OpenedStore, run: StoreCase['run']): Promise<void> => {
  const opened = await open()
  try {
    await run(opened.store)
  } finally {
    await opened.close()
  }
}

const casesFor = ({ fc, records }: ContractKit): readonly StoreCase[] => [
  ...storeContract.map(known => (known.rule === 'lists_do_not_scan' ? storeScaleCase(records) : known)),
  ...(fc ? [storeModelCase(fc)] : []),
]

const byRule = (cases: readonly StoreCase[]): ReadonlyMap<string, readonly StoreCase[]> => {
  const groups = new Map<string, StoreCase[]>()
  for (const one of cases) groups.set(one.rule, [...(groups.get(one.rule) ?? []), one])
  return groups
}
