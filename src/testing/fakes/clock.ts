import type { Duration, Instant } from '../../core/kernel/index.ts'
import type { Clock } from '../../ports/system.ts'

/** `now` is the clock to hand in; `set` may go back, as real clocks do (INV-25). @since 0.1.0 */
export type ManualClock = { readonly now: Clock; advance(by: Duration): Instant; set(to: Instant): void }

/**
 * A clock that stands still until it is moved.
 *
 * @param start - the first instant, in epoch milliseconds; 2026-01-01T00:00:00Z without it.
 * @returns The clock; `now` is what `createCharter` takes.
 * @example
 * import { fakes } from 'orgcharter/testing'
 * import { createCharter } from 'orgcharter'
 * import { createMemoryStore } from 'orgcharter/memory'
 * const clock = fakes.manualClock()
 * const charter = createCharter({ store: createMemoryStore(), clock: clock.now })
 * clock.advance(60_000)
 * @since 0.1.0
 */
export const manualClock = (start: Instant = 1_767_225_600_000): ManualClock => {
  let instant = start
  return {
    now: () => instant,
    advance: by => {
      instant += by
      return instant
    },
    set: to => {
      instant = to
    },
  }
}
