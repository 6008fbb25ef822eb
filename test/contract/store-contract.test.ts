import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../src/adapters/memory/index.ts'
import { firstPart } from '../../src/adapters/memory/tables.ts'
import { refOfRecord } from '../../src/core/kernel/index.ts'
import { collections } from '../../src/core/world/index.ts'
import type { Store } from '../../src/ports/store.ts'
import { describeStore, storeContract, storeModelCase } from '../../src/testing/store-contract/index.ts'

const of = new Map(collections.map(one => [one.name, one]))

/** A store that looks at what it is given: a contract whose records no use case could write proves nothing. */
const strict = (): Store => {
  const store = createMemoryStore()
  return {
    ...store,
    commit: async changes => {
      for (const write of changes.writes) {
        const known = of.get(firstPart(write.ref))
        if (write.op !== 'put' || known?.kind !== 'records') continue
        known.schema.parse(write.record)
        expect(refOfRecord(known, write.record)).toBe(write.ref)
      }
      return store.commit(changes)
    },
  }
}

describe('the store contract', () => {
  for (const { rule, title, run } of [...storeContract, storeModelCase(fc, 20)])
    it(`puts only valid records (${rule}: ${title})`, { timeout: 60_000 }, () => run(strict()))

  it('names each of its cases once', () => {
    const titles = storeContract.map(({ rule, title }) => `${rule}: ${title}`)
    expect(new Set(titles).size).toBe(titles.length)
  })
})

describe('describeStore', () => {
  const registered = (
    kit: object,
  ): { groups: string[]; titles: string[]; runs: (() => Promise<void>)[]; closed: number[] } => {
    const seen = {
      groups: [] as string[],
      titles: [] as string[],
      runs: [] as (() => Promise<void>)[],
      closed: [] as number[],
    }
    const open = () => ({ store: createMemoryStore(), close: () => void seen.closed.push(1) })
    describeStore('mine', open, {
      describe: (name, body) => {
        seen.groups.push(name)
        body()
      },
      it: (title, run) => {
        seen.titles.push(title)
        seen.runs.push(run)
      },
      ...kit,
    })
    return seen
  }

  it('registers every case under its rule, with any runner', () => {
    const { groups, titles } = registered({})
    expect(titles).toHaveLength(storeContract.length)
    expect(groups).toEqual(['mine', ...new Set(storeContract.map(({ rule }) => rule))])
  })

  it('takes fast-check, and the size of the case at scale', () => {
    const { titles } = registered({ fc, records: 100_000 })
    expect(titles).toContain('100000 records cost as much as 50')
    expect(titles).toContain('over 100 random histories')
  })

  it('closes each store, whatever came of it', async () => {
    const { runs, closed } = registered({})
    await runs[0]?.()
    expect(closed).toEqual([1])
  })
})
