import { describe, expect, it } from 'vitest'
import { storeContract } from '../../src/testing/store-contract/index.ts'
import { type BrokenStore, brokenStores } from '../fixtures/broken-stores/index.ts'

type Failure = { readonly title: string; readonly message: string }

const failuresOf = async ({ breaks, open }: BrokenStore): Promise<readonly Failure[]> => {
  const failures: Failure[] = []
  for (const { rule, title, run } of storeContract) {
    // The case at scale takes longer than all others together, and is only asked where it is the one to find the fault.
    if (rule === 'lists_do_not_scan' && rule !== breaks) continue
    await run(open()).catch((error: Error) => failures.push({ title, message: error.message }))
  }
  return failures
}

describe('the store contract', () => {
  for (const broken of brokenStores)
    it(`finds the store that ${broken.name} (${broken.breaks})`, { timeout: 60_000 }, async () => {
      const failures = await failuresOf(broken)
      const found = failures.find(({ title }) => title === broken.foundBy)
      expect(failures.map(({ title }) => title)).toContain(broken.foundBy)
      expect(found?.message).toMatch(new RegExp(`^${broken.breaks}: `))
      // One fault, not a store that does nothing right.
      expect(failures.length).toBeLessThan(storeContract.length / 3)
    })

  it('has a broken store for each of its rules', () => {
    const broken = new Set<string>(brokenStores.map(({ breaks }) => breaks))
    expect(storeContract.map(({ rule }) => rule).filter(rule => !broken.has(rule))).toEqual([])
  })
})
