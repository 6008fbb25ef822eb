import type { Instant } from '../core/kernel/instant.ts'

/** The time now, in epoch milliseconds. @since 0.1.0 */
export type Clock = () => Instant

/** An id that never repeats: 1 to 64 ASCII letters and digits. @since 0.1.0 */
export type Ids = () => string

/** So many cryptographically strong random bytes. @since 0.1.0 */
export type Random = (bytes: number) => Uint8Array
