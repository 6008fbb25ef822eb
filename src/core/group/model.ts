import { z } from 'zod'
import { Actor, collection, counter, Instant, idSchema, OrganizationId, UserId } from '../kernel/index.ts'
import { DisplayName } from '../organization/index.ts'

/** The id of a group. @since 0.2.0 */
export const GroupId = idSchema.brand<'GroupId'>()
export type GroupId = z.output<typeof GroupId>

const common = {
  organizationId: OrganizationId,
  id: GroupId,
  name: DisplayName,
  createdBy: Actor,
  createdAt: Instant,
}

/** GRP-1. Members of an organization who are granted things together. @since 0.2.0 */
export const Group = z.discriminatedUnion('status', [
  z.strictObject({ ...common, status: z.literal('active') }),
  z.strictObject({ ...common, status: z.literal('archived'), archivedAt: Instant }),
])
export type Group = z.output<typeof Group>

export const groups = collection('group', Group, {
  key: ['organizationId', 'id'],
  organization: 'organizationId',
  secondary: { group_by_organization: { fields: ['organizationId'], order: ['createdAt'] } },
})

/** GRP-1. Members get what the group is granted; managers say who the members are, and get nothing by it. @since 0.2.0 */
export const Seat = z.enum(['member', 'manager'])
export type Seat = z.output<typeof Seat>

/**
 * One user's seat in a group. `term` is the membership's when it was given: a seat of an earlier term is empty, whether
 * or not it has been cleared away yet (INV-25).
 *
 * @since 0.2.0
 */
export const GroupSeat = z.strictObject({
  organizationId: OrganizationId,
  groupId: GroupId,
  seat: Seat,
  userId: UserId,
  term: z.int().min(1),
  by: Actor,
  at: Instant,
})
export type GroupSeat = z.output<typeof GroupSeat>

export const groupSeats = collection('group_seat', GroupSeat, {
  key: ['organizationId', 'groupId', 'seat', 'userId'],
  organization: 'organizationId',
  secondary: {
    group_seat_by_group: { fields: ['organizationId', 'groupId', 'seat'], order: ['at'] },
    group_seat_by_user: { fields: ['organizationId', 'userId', 'seat'], order: ['at'] },
    /** Those of earlier terms first. */
    group_seat_by_holder: { fields: ['organizationId', 'userId'], order: ['term', 'at'] },
  },
})

/** Seats of each kind in a group, those of earlier terms included until they are cleared away. */
export const seatCounts = counter('group_seat_count', ['organizationId', 'groupId', 'seat'])
