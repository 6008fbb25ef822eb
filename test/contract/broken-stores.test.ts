import { beforeAll, describe, expect, it } from 'vitest'
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
  const failures = new Map<BrokenStore, readonly Failure[]>()

  beforeAll(async () => {
    for (const broken of brokenStores) failures.set(broken, await failuresOf(broken))
  }, 120_000)

  for (const broken of brokenStores)
    it(`finds the store that ${broken.name} (${broken.breaks})`, () => {
      const found = failures.get(broken) ?? []
      expect(found.map(({ title }) => title)).toContain(broken.foundBy)
      expect(found.find(({ title }) => title === broken.foundBy)?.message).toMatch(new RegExp(`^${broken.breaks}: `))
      // One fault, not a store that does nothing right.
      expect(found.length).toBeLessThan(storeContract.length / 3)
    })

  it('has a broken store for each of its rules', () => {
    const broken = new Set<string>(brokenStores.map(({ breaks }) => breaks))
    expect(storeContract.map(({ rule }) => rule).filter(rule => !broken.has(rule))).toEqual([])
  })

  it('has no case that finds nothing', () => {
    const finding = new Set([...failures.values()].flat().map(({ title }) => title))
    expect(storeContract.map(({ title }) => title).filter(title => !finding.has(title))).toEqual([])
  })
})
