import { listKey, type Need, type Slice } from '../kernel/index.ts'
import { isAtHome, memberships, WORKFORCE_GROUPS } from '../membership/index.ts'
import { groupSeats } from './model.ts'
import { isTaken, type Place } from './rules.ts'

type Who = Omit<Place, 'groupId'>

const seatsOf = ({ organizationId, userId }: Who) => ['group_seat_by_holder', organizationId, userId] as const

/** What is looked at of somebody who may be a vendor's: whoever is at home here is not, and whoever is out has none. */
export const heldGroupsNeeds = (who: Who, found: Slice): readonly Need[] => {
  const member = found.get(memberships, who.organizationId, who.userId)
  return member && member.status !== 'ended' && !isAtHome(who, found)
    ? [{ list: listKey(...seatsOf(who)), limit: WORKFORCE_GROUPS + 1 }]
    : []
}

/** The groups of which they are a member, if they were looked at; one more than there may be where there are more. */
export const heldGroups = (who: Who, slice: Slice): readonly string[] => {
  const member = slice.get(memberships, who.organizationId, who.userId)
  if (!member || member.status === 'ended' || isAtHome(who, slice)) return []
  const seats = slice.list(groupSeats, ...seatsOf(who))
  // Those that were not looked at may be as a member: too many to know.
  if (slice.next(...seatsOf(who)) !== undefined) return seats.map(({ groupId, seat }) => `${groupId}/${seat}`)
  return seats.filter(seat => seat.seat === 'member' && isTaken(seat, member)).map(({ groupId }) => groupId)
}
