import { type Made, ok, type Result, refused, type Slice } from '../kernel/index.ts'
import { type Membership, memberships } from '../membership/index.ts'
import { type Group, type GroupSeat, groupSeats, groups, type Seat } from './model.ts'
import { groupRefusals } from './refusals.ts'

/** INV-25: whether the seat is of the term that the member is in now. */
export const isTaken = (seat: GroupSeat | undefined, membership: Membership | undefined): boolean =>
  seat !== undefined && membership !== undefined && membership.status !== 'ended' && seat.term === membership.term

/** Whether a seat in this group gives its holder what the group is granted. */
export const isActiveGroup = (group: Group | undefined): boolean => group?.status === 'active'

/** One user's place in one group. */
export type Place = { readonly organizationId: string; readonly groupId: string; readonly userId: string }

/** Whether the user has this seat now. */
export const hasSeat = (slice: Slice, { organizationId, groupId, userId }: Place, seat: Seat): boolean =>
  isTaken(slice.get(groupSeats, organizationId, groupId, seat, userId), slice.get(memberships, organizationId, userId))

/** The group, where it can be changed and given something. */
export const activeGroup = (
  slice: Slice,
  { organizationId, groupId }: Omit<Place, 'userId'>,
): Result<Group, Made<typeof groupRefusals.group_not_found | typeof groupRefusals.group_archived>> => {
  const group = slice.get(groups, organizationId, groupId)
  if (!group) return refused(groupRefusals.group_not_found({ organizationId, groupId }))
  if (group.status === 'archived')
    return refused(groupRefusals.group_archived({ groupId, archivedAt: group.archivedAt }))
  return ok(group)
}
