import {
  listKey,
  type Made,
  type Need,
  ok,
  type Reason,
  type Result,
  reason,
  refOf,
  refused,
  type Slice,
} from '../kernel/index.ts'
import { type At, type AuthorizeRefusal, authorize, authorizeNeeds, memberships } from '../membership/index.ts'
import type { Which } from './manage.ts'
import { type Group, type GroupSeat, groupSeats, groups, Seat } from './model.ts'
import { groupRefusals } from './refusals.ts'
import { hasSeat, isActiveGroup, isTaken } from './rules.ts'

/** Of how many seats of a member is looked whether they share a group with another. */
const MAX_SEATS_OF_ONE = 1_000

export const BY_HOLDER = 'group_seat_by_holder'

/** What is looked at when somebody wants to see a group. */
export const seeGroupNeeds = ({ actor, organizationId, groupId }: Which, found: Slice): readonly Need[] => [
  ...authorizeNeeds(actor, organizationId, found),
  refOf(groups, organizationId, groupId),
  ...(actor.kind === 'user'
    ? Seat.options.map(seat => refOf(groupSeats, organizationId, groupId, seat, actor.userId))
    : []),
]

export type SeeGroupRefusal = AuthorizeRefusal | Made<typeof groupRefusals.group_not_found>

/** ROL-4: whoever sees all members sees all groups; others the active ones in which they have a seat. */
export const seeGroup = (
  slice: Slice,
  { actor, organizationId, groupId }: Which,
  at: At,
): Result<{ readonly group: Group; readonly because: Reason }, SeeGroupRefusal> => {
  const all = authorize(slice, { actor, organizationId, permission: 'members.read', operator: 'may' }, at)
  const group = slice.get(groups, organizationId, groupId)
  if (all.ok)
    return group
      ? ok({ group, because: all.value })
      : refused(groupRefusals.group_not_found({ organizationId, groupId }))
  if (all.refusal.code !== 'permission_missing' || actor.kind !== 'user') return all
  const { userId } = actor
  const isIn = Seat.options.some(seat => hasSeat(slice, { organizationId, groupId, userId }, seat))
  return group && isActiveGroup(group) && isIn
    ? ok({ group, because: reason('sits_in_group', ['ROL-4'], { groupId }) })
    : all
}

type Two = { readonly organizationId: string; readonly viewer: string; readonly userId: string }

const seatsOf = (slice: Slice, organizationId: string, userId: string): readonly GroupSeat[] =>
  slice.list(groupSeats, BY_HOLDER, organizationId, userId)

/** What says whether two members share a group. */
export const sharedGroupNeeds = ({ organizationId, viewer, userId }: Two, found: Slice): readonly Need[] => [
  { list: listKey(BY_HOLDER, organizationId, viewer), limit: MAX_SEATS_OF_ONE },
  ...seatsOf(found, organizationId, viewer).flatMap(({ groupId }) => [
    refOf(groups, organizationId, groupId),
    ...Seat.options.map(seat => refOf(groupSeats, organizationId, groupId, seat, userId)),
  ]),
]

/** ROL-4: an active group in which both have a seat, whichever. */
export const sharedGroup = (slice: Slice, { organizationId, viewer, userId }: Two): string | undefined =>
  seatsOf(slice, organizationId, viewer).find(
    seat =>
      isTaken(seat, slice.get(memberships, organizationId, viewer)) &&
      isActiveGroup(slice.get(groups, organizationId, seat.groupId)) &&
      Seat.options.some(each => hasSeat(slice, { organizationId, groupId: seat.groupId, userId }, each)),
  )?.groupId
