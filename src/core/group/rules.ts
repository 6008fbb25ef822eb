import type { Membership } from '../membership/index.ts'
import type { Group, GroupSeat } from './model.ts'

/** INV-25: whether the seat is of the term that the member is in now. */
export const isTaken = (seat: GroupSeat | undefined, membership: Membership | undefined): boolean =>
  seat !== undefined && membership !== undefined && membership.status !== 'ended' && seat.term === membership.term

/** Whether a seat in this group gives its holder what the group is granted. */
export const isActiveGroup = (group: Group | undefined): boolean => group?.status === 'active'
