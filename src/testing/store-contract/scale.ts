import { refOf } from '../../core/kernel/index.ts'
import { memberships } from '../../core/membership/index.ts'
import type { Cursor } from '../../ports/store.ts'
import { type StoreCase, storeCase } from './case.ts'
import { memberRecord } from './records.ts'
import { create, replace, type Trial } from './trial.ts'

const FEW = 50
const BATCH = 500
const RUNS = 40

/** What every store may take, in milliseconds, so that a fast one is not judged by its clock's noise. */
const FLOOR = 0.02
/** An index is slower by the logarithm of the size; a scan of 20,000 is slower by hundreds. */
const FACTOR = 8

const performance = (): { now(): number } => (globalThis as unknown as { performance: { now(): number } }).performance

/** The least of many runs: whatever else the machine does only adds to it, so it is the same on a busy one. */
const costOf = async (call: () => Promise<unknown>): Promise<number> => {
  let least = Number.POSITIVE_INFINITY
  for (let run = 0; run < RUNS; run++) {
    const start = performance().now()
    await call()
    least = Math.min(least, performance().now() - start)
  }
  return least
}

const fill = async (trial: Trial, organization: string, members: number): Promise<void> => {
  for (let from = 0; from < members; from += BATCH) {
    const batch = Array.from({ length: Math.min(BATCH, members - from) }, (_, index) =>
      create(memberships, memberRecord(organization, `user${from + index}`, { joinedAt: from + index })),
    )
    await trial.must(...batch)
  }
}

const cursorAt = async (trial: Trial, key: string, records: number): Promise<Cursor | undefined> => {
  let after: Cursor | undefined
  for (let passed = 0; passed < records; ) {
    const limit = Math.min(1_000, records - passed)
    const { next, items } = await trial.store.list({ key, limit, ...(after !== undefined && { after }) })
    after = next
    passed += items.length
  }
  return after
}

/** The least cost of each thing that use cases do, with one organization of the store. */
const costs = async (trial: Trial, organization: string, members: number): Promise<Record<string, number>> => {
  const key = `membership_by_organization/${organization}`
  const after = await cursorAt(trial, key, Math.floor(members * 0.75))
  const user = `user${members >> 1}`
  const rewrite = async () => {
    const found = await trial.found(memberships, organization, user)
    const { joinedAt } = found.record
    await trial.must(replace(found, memberships, memberRecord(organization, user, { joinedAt: Number(joinedAt) + 2 })))
  }
  return {
    'the first page': await costOf(() => trial.store.list({ key, limit: 10 })),
    'a page far on': await costOf(() => trial.store.list({ key, limit: 10, ...(after !== undefined && { after }) })),
    'the list of one user': await costOf(() => trial.store.list({ key: `membership_by_user/${user}`, limit: 10 })),
    'the read of one record': await costOf(() => trial.store.get([refOf(memberships, organization, user)])),
    'the rewrite of one record': await costOf(rewrite),
  }
}

/**
 * Every list has an index: with many records all costs about what it costs with few. It is judged by the clock, with
 * the least of 40 runs each and a wide margin; where a call crosses a network its way hides a short scan, so raise
 * `records` there.
 *
 * @param records - how many to fill the store with; 20,000 tell a scan from an index in the same process or machine.
 * @returns The case; `describeStore` runs it with the `records` of its kit.
 * @example
 * import { createMemoryStore } from 'orgcharter/memory'
 * import { storeScaleCase } from 'orgcharter/testing'
 * await storeScaleCase(20_000).run(createMemoryStore())
 * @since 0.1.0
 */
export const storeScaleCase = (records = 20_000): StoreCase =>
  storeCase('lists_do_not_scan', `${records} records cost as much as ${FEW}`, async trial => {
    await fill(trial, 'few', FEW)
    const few = await costs(trial, 'few', FEW)
    await fill(trial, 'many', records)
    const many = { ...(await costs(trial, 'many', records)) }
    const still = await costs(trial, 'few', FEW)
    for (const [what, least] of Object.entries(few)) {
      const allowed = FACTOR * Math.max(least, FLOOR)
      for (const [where, cost] of [
        ['the large list', many[what]],
        ['a small list beside it', still[what]],
      ] as const)
        trial.that(`${what} in ${where} costs too much, in milliseconds`, (cost ?? 0) <= allowed, {
          few: least,
          many: cost ?? 0,
          allowed,
        })
    }
  })
