import { describe, expect, it } from 'vitest'
import { createIds, systemClock, systemRandom } from '../../../src/adapters/system/index.ts'
import { Instant, idSchema } from '../../../src/core/kernel/index.ts'
import { seededRandom } from '../../../src/testing/fakes/index.ts'

describe('systemClock', () => {
  it('gives the machine’s time in whole milliseconds', () => {
    const before = Date.now()
    const now = Instant.parse(systemClock())
    expect(now).toBeGreaterThanOrEqual(before)
    expect(now).toBeLessThanOrEqual(Date.now())
  })
})

describe('systemRandom', () => {
  it.each([0, 1, 16, 65_535, 65_536, 65_537, 200_000])('fills %i bytes', bytes => {
    const random = systemRandom(bytes)
    expect(random).toHaveLength(bytes)
    // The last bytes too: among 64 of them at least one is not zero, but once in 2^512.
    if (bytes >= 64) expect(random.subarray(-64).some(byte => byte !== 0)).toBe(true)
  })

  it('gives other bytes each time', () => {
    expect(systemRandom(32)).not.toEqual(systemRandom(32))
  })
})

describe('createIds', () => {
  it('makes ids of 22 ASCII letters and digits, none twice', () => {
    const newId = createIds(systemRandom)
    const ids = Array.from({ length: 10_000 }, newId)
    expect(ids.every(id => /^[0-9A-Za-z]{22}$/.test(id) && idSchema.safeParse(id).success)).toBe(true)
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('uses each of the 62 characters equally often', () => {
    const newId = createIds(seededRandom(1))
    const counts = new Map<string, number>()
    for (let made = 0; made < 10_000; made++)
      for (const letter of newId()) counts.set(letter, (counts.get(letter) ?? 0) + 1)
    const expected = (10_000 * 22) / 62
    expect(counts.size).toBe(62)
    const chiSquare = [...counts.values()].reduce((sum, seen) => sum + (seen - expected) ** 2 / expected, 0)
    // 61 degrees of freedom: beyond 110 once in ten thousand; a modulo bias of 256 % 62 gives over 300.
    expect(chiSquare).toBeLessThan(110)
  })

  it('makes the same ids of the same bytes', () => {
    expect(createIds(seededRandom(7))()).toBe(createIds(seededRandom(7))())
    expect(createIds(seededRandom(7))()).not.toBe(createIds(seededRandom(8))())
  })
})
