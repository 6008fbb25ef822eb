import { describe, expect, it } from 'vitest'
import { insertInto, itemsAfter, type OrderedList, removeFrom } from '../../../src/adapters/memory/ordered-list.ts'

const compare = (a: number, b: number): number => a - b

const listOf = (numbers: Iterable<number>): OrderedList<number> => {
  const list: OrderedList<number> = []
  for (const number of numbers) insertInto(list, number, compare)
  return list
}

const upTo = (length: number): number[] => Array.from({ length }, (_, index) => index)

describe('an ordered list', () => {
  it('keeps what is added at its end in full chunks', () => {
    const list = listOf(upTo(10_000))
    expect(list.length).toBe(Math.ceil(10_000 / 256))
    expect(list.flat()).toEqual(upTo(10_000))
  })

  it('keeps its chunks small whatever the order of the inserts', () => {
    const list = listOf(upTo(10_000).map(number => (number * 7_919) % 10_000))
    expect(list.flat()).toEqual(upTo(10_000))
    expect(Math.max(...list.map(({ length }) => length))).toBeLessThanOrEqual(256)
    expect(list.length).toBeLessThan((10_000 / 256) * 3)
  })

  it('is empty again when all is removed, and merges what is left over', () => {
    const list = listOf(upTo(10_000))
    for (const number of upTo(10_000)) if (number % 100 !== 0) removeFrom(list, number, compare)
    expect(list.flat()).toEqual(upTo(100).map(number => number * 100))
    expect(list.length).toBeLessThan(10)
    for (const number of upTo(100)) removeFrom(list, number * 100, compare)
    expect(list).toEqual([])
  })

  it('is unchanged where what is to be removed is not in it', () => {
    const list = listOf([1, 3])
    for (const number of [0, 2, 4]) removeFrom(list, number, compare)
    expect(list).toEqual([[1, 3]])
  })

  it('gives what follows an item, whether that is in it or not, over the ends of chunks', () => {
    const list = listOf(upTo(1_000).map(number => number * 2))
    expect(itemsAfter(list, undefined, 2, compare)).toEqual([0, 2])
    expect(itemsAfter(list, 508, 4, compare)).toEqual([510, 512, 514, 516])
    expect(itemsAfter(list, 509, 2, compare)).toEqual([510, 512])
    expect(itemsAfter(list, 510, 2, compare)).toEqual([512, 514])
    expect(itemsAfter(list, -5, 1, compare)).toEqual([0])
    expect(itemsAfter(list, 1_998, 5, compare)).toEqual([])
    expect(itemsAfter([], 1, 5, compare)).toEqual([])
  })
})
