import { organizations } from '../../../src/core/organization/index.ts'
import type { Store } from '../../../src/ports/store.ts'
import { organizationRecord } from '../../../src/testing/store-contract/records.ts'
import { create, hold, replace, startTrial } from '../../../src/testing/store-contract/trial.ts'

export const at = <T>(items: readonly T[], index: number): T => items[index % items.length] as T

/** How many of two commit that read on two servers what the other writes: of so many pairs. More than one is a breach. */
export const crossedPairs = async (stores: readonly Store[], rounds: number): Promise<readonly number[]> => {
  const name = `p${Math.random().toString(36).slice(2, 8)}`
  const trials = stores.map(store => startTrial(store, 'what_was_read_still_holds'))
  const committed: number[] = []
  for (let round = 0; round < rounds; round++) {
    const [one, other] = [at(trials, round), at(trials, round + 1)]
    const [x, y] = [`${name}x${round}`, `${name}y${round}`]
    await one.must(create(organizations, organizationRecord(x)), create(organizations, organizationRecord(y)))
    const [first, second] = [await other.found(organizations, x), await other.found(organizations, y)]
    const outcomes = await Promise.all([
      one.commit(replace(first, organizations, organizationRecord(x, 'New')), hold(second)),
      other.commit(hold(first), replace(second, organizations, organizationRecord(y, 'New'))),
    ])
    committed.push(outcomes.filter(({ ok }) => ok).length)
  }
  return committed
}
