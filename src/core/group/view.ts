import type { Instant, UserId } from '../kernel/index.ts'
import type { StateNow } from '../membership/index.ts'
import type { RoleName } from '../role/index.ts'
import type { Seat } from './model.ts'

/** Somebody in a group: their seat, since when, and how they stand in the organization. @since 0.2.0 */
export type GroupMember = {
  readonly userId: UserId
  readonly seat: Seat
  readonly at: Instant
  readonly role: RoleName | null
  readonly state: StateNow
}
