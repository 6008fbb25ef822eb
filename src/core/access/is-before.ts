import type { Instant } from '../kernel/index.ts'

/** INV-25. Before an expiry, where there is one; whatever is no moment is never before it. */
export const isBefore = (now: Instant, until: Instant | undefined): boolean => until === undefined || now < until
