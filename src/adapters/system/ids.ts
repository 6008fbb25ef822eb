import { customRandom } from 'nanoid'
import type { Ids, Random } from '../../ports/system.ts'

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const LENGTH = 22

/**
 * Ids of 22 ASCII letters and digits, each character equally likely: 131 bits, so that none is guessed or repeated.
 *
 * @param random - where the bits come from; some 37 bytes are asked for with each id.
 * @since 0.1.0
 */
export const createIds = (random: Random): Ids => {
  const next = customRandom(ALPHABET, LENGTH, random)
  return () => next()
}
