import { z } from 'zod'
import {
  Actor,
  add,
  commandFields,
  type Made,
  type Need,
  OrganizationId,
  ok,
  put,
  type Result,
  refOf,
  refused,
  remove,
  type Slice,
  UserId,
  type Write,
} from '../kernel/index.ts'
import {
  type At,
  activeRole,
  comeIn,
  engagementSeatsTaken,
  type MembershipChange,
  memberNeeds,
  memberships,
  vendorNeeds,
} from '../membership/index.ts'
import { users } from '../user/index.ts'
import { heldUntil, holdings, workforceCounts } from '../workforce/index.ts'
import { heldGroups, heldGroupsNeeds } from './held-seats.ts'
import { manageNeeds, type Which } from './manage.ts'
import { GroupId, groupSeats, type Seat, seatCounts } from './model.ts'
import { groupRefusals } from './refusals.ts'
import { isTaken } from './rules.ts'

/** So that whom one command names fits in one commit. */
const MAX_SEATS = 1_000

/** Named in a refusal; the facts count the rest. */
const LISTED = 100

/** What each command about seats names: the group, and each person once. */
export const SeatsCommand = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  groupId: GroupId,
  userIds: z
    .array(UserId)
    .min(1)
    .max(MAX_SEATS)
    .refine(ids => new Set(ids).size === ids.length)
    .readonly(),
  ...commandFields,
})
export type SeatsCommand = z.output<typeof SeatsCommand>

/** Who was not in, and is now. @since 0.2.0 */
export type SeatsAdded = { readonly added: readonly UserId[] }

/** Who was in, and is no more. @since 0.2.0 */
export type SeatsRemoved = { readonly removed: readonly UserId[] }

/** In an order of its own: the answer does not depend on that of the command. */
const sorted = (ids: readonly UserId[]): readonly UserId[] => [...ids].sort()

export const seatNeeds = (command: SeatsCommand, seat: Seat, found: Slice): readonly Need[] => [
  ...manageNeeds(command, found),
  ...command.userIds.flatMap(userId => [
    refOf(users, userId),
    ...memberNeeds(command.organizationId, userId, found),
    refOf(groupSeats, command.organizationId, command.groupId, seat, userId),
  ]),
]

type Candidates = Made<typeof groupRefusals.group_candidates_invalid>

/** INV-14: those to be seated, if all of them are active members. */
export const candidates = (
  { organizationId, userIds }: SeatsCommand,
  slice: Slice,
  at: At,
): Result<readonly UserId[], Candidates> => {
  const invalid = sorted(userIds).filter(
    userId =>
      slice.get(users, userId)?.status !== 'active' ||
      !activeRole(slice.get(memberships, organizationId, userId), slice, at),
  )
  return invalid.length === 0 ? ok(sorted(userIds)) : refused(candidatesInvalid(organizationId, invalid))
}

const candidatesInvalid = (organizationId: string, invalid: readonly UserId[]) =>
  groupRefusals.group_candidates_invalid({
    organizationId,
    userIds: invalid.slice(0, LISTED),
    count: invalid.length,
  })

type Came = { readonly people: readonly UserId[]; readonly changes: readonly MembershipChange[] }

/** What says who may come in by a seat: of those who are in already that is their own membership. */
export const comingNeeds = (command: SeatsCommand, found: Slice): readonly Need[] => {
  const { organizationId, groupId, userIds } = command
  return [
    ...seatNeeds(command, 'member', found),
    refOf(holdings, organizationId, 'group', groupId),
    ...userIds.flatMap(userId => [
      ...vendorNeeds({ organizationId, userId }, found),
      ...heldGroupsNeeds({ organizationId, userId }, found),
    ]),
  ]
}

/**
 * WRK-1, INV-14: those to be seated, if all of them are active members, or become so by what the group is granted: a
 * vendor's people.
 */
export const comers = (command: SeatsCommand, slice: Slice, at: At): Result<Came, Candidates> => {
  const { organizationId, groupId } = command
  const held = heldUntil(slice.get(holdings, organizationId, 'group', groupId), at.now)
  const changes: MembershipChange[] = []
  const refusedIds: UserId[] = []
  for (const userId of sorted(command.userIds)) {
    const place = { organizationId, userId }
    const by = { groups: heldGroups(place, slice), joining: groupId, makesWorkforce: held !== undefined }
    const came = slice.get(users, userId)?.status === 'active' && comeIn(place, by, afterComing(changes, slice), at)
    if (!came || !came.ok || isLost(came.value, slice, at)) refusedIds.push(userId)
    else if (came.value.before !== came.value.after) changes.push(came.value)
  }
  return refusedIds.length === 0
    ? ok({ people: sorted(command.userIds), changes })
    : refused(candidatesInvalid(organizationId, refusedIds))
}

/** WRK-5: each counts on those before. */
const afterComing = (changes: readonly MembershipChange[], slice: Slice): Slice => ({
  ...slice,
  count: (of, ...key) =>
    slice.count(of, ...key) + (of.name === workforceCounts.name ? engagementSeatsTaken(changes, key) : 0),
})

/** Whose role the catalogue has lost, and who comes in by nothing else. */
const isLost = ({ before, after }: MembershipChange, slice: Slice, at: At): boolean =>
  before?.term === after.term && !activeRole(before, slice, at)

const counted = ({ organizationId, groupId }: Which, seat: Seat, by: number): readonly Write[] =>
  by === 0 ? [] : [add(seatCounts, [organizationId, groupId, seat], by, { min: 0 })]

/** Seats for whoever has none; one of an earlier term is given anew. */
export const takeSeats = (
  command: SeatsCommand,
  seat: Seat,
  slice: Slice,
  { now }: At,
  changes: readonly MembershipChange[] = [],
): { readonly added: readonly UserId[]; readonly writes: readonly Write[] } => {
  const { organizationId, groupId, actor } = command
  const changed = new Map(changes.map(({ after }) => [after.userId, after]))
  const there = (userId: UserId) => slice.get(groupSeats, organizationId, groupId, seat, userId)
  const seated = sorted(command.userIds).flatMap(userId => {
    const member = changed.get(userId) ?? slice.get(memberships, organizationId, userId)
    return member && !isTaken(there(userId), member) ? [{ userId, term: member.term }] : []
  })
  return {
    added: seated.map(({ userId }) => userId),
    writes: [
      ...seated.map(({ userId, term }) =>
        put(groupSeats, { organizationId, groupId, seat, userId, term, by: actor, at: now }),
      ),
      ...counted(command, seat, seated.filter(({ userId }) => !there(userId)).length),
    ],
  }
}

/** Takes away what seats there are, empty ones included. */
export const leaveSeats = (
  command: SeatsCommand,
  seat: Seat,
  slice: Slice,
): { readonly removed: readonly UserId[]; readonly writes: readonly Write[] } => {
  const { organizationId, groupId } = command
  const there = sorted(command.userIds).flatMap(
    userId => slice.get(groupSeats, organizationId, groupId, seat, userId) ?? [],
  )
  return {
    removed: there
      .filter(({ userId, ...rest }) => isTaken({ userId, ...rest }, slice.get(memberships, organizationId, userId)))
      .map(({ userId }) => userId),
    writes: [
      ...there.map(({ userId }) => remove(groupSeats, organizationId, groupId, seat, userId)),
      ...counted(command, seat, -there.length),
    ],
  }
}
