import type { Clock } from '../../ports/system.ts'

/** The machine's clock. @since 0.1.0 */
export const systemClock: Clock = () => Date.now()
