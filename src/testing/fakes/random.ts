import type { Random } from '../../ports/system.ts'

/**
 * Bytes that look random and are the same for the same seed (mulberry32). Never for anything but tests.
 *
 * @param seed - any integer.
 * @returns The randomness to hand in.
 * @example
 * import { fakes } from 'orgcharter/testing'
 * const random = fakes.seededRandom(42)
 * random(16).length // 16
 * @since 0.1.0
 */
export const seededRandom = (seed: number): Random => {
  let state = seed
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return (mixed ^ (mixed >>> 14)) & 0xff
  }
  return bytes => Uint8Array.from({ length: bytes }, next)
}
