import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { insertInto, itemsAfter, type OrderedList, removeFrom } from '../../../src/adapters/memory/ordered-list.ts'

const compare = (a: number, b: number): number => a - b

// Runs of neighbours, so that chunks fill, split, empty and merge.
const step = fc.record({
  op: fc.constantFrom('add', 'add', 'remove'),
  from: fc.nat(3_000),
  length: fc.nat(700),
  by: fc.constantFrom(-1, 1, 7),
})

describe('an ordered list', () => {
  test.prop([fc.array(step, { maxLength: 25 }), fc.nat(4_000), fc.integer({ min: 1, max: 600 })], { numRuns: 150 })(
    'is what a sorted array is',
    (steps, after, limit) => {
      const list: OrderedList<number> = []
      const naive = new Set<number>()
      for (const { op, from, length, by } of steps)
        for (let index = 0; index < length; index++) {
          const number = from + index * by
          if (op === 'remove') {
            removeFrom(list, number, compare)
            naive.delete(number)
          } else if (!naive.has(number)) {
            insertInto(list, number, compare)
            naive.add(number)
          }
        }
      const sorted = [...naive].sort(compare)
      expect(list.flat()).toEqual(sorted)
      expect(list.every(({ length }) => length > 0 && length <= 256)).toBe(true)
      expect(itemsAfter(list, undefined, limit, compare)).toEqual(sorted.slice(0, limit))
      expect(itemsAfter(list, after, limit, compare)).toEqual(sorted.filter(number => number > after).slice(0, limit))
    },
  )
})
