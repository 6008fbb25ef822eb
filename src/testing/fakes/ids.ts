import type { Ids } from '../../ports/system.ts'

/**
 * Ids that count: `id1`, `id2`, …
 *
 * @param prefix - letters and digits before the number.
 * @returns The ids to hand in.
 * @example
 * import { fakes } from 'orgcharter/testing'
 * const next = fakes.countingIds('user')
 * next() // 'user1'
 * @since 0.1.0
 */
export const countingIds = (prefix = 'id'): Ids => {
  let count = 0
  return () => `${prefix}${++count}`
}
