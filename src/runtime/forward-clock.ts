import type { Clock } from '../ports/system.ts'

/**
 * INV-25: what has expired stays so when the host's clock goes back: for a charter no instant is before one that it
 * has seen. It stands still until the clock has caught up.
 */
export const forwardClock = (clock: Clock): Clock => {
  let latest = 0
  return () => {
    latest = Math.max(latest, clock())
    return latest
  }
}
