import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  type ListOf,
  OrganizationId,
  ok,
  pageFields,
  pageNeed,
  type Slice,
  type View,
} from '../../kernel/index.ts'
import { isOfAnotherVendor, memberNeeds, memberNow, memberships, stateNow } from '../../membership/index.ts'
import { GroupId, groupSeats, Seat } from '../model.ts'
import { isTaken } from '../rules.ts'
import { type SeeGroupRefusal, seeGroup, seeGroupNeeds } from '../see.ts'
import type { GroupMember } from '../view.ts'

const Members = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  groupId: GroupId,
  seat: Seat.default('member'),
  ...pageFields,
})
type Members = z.output<typeof Members>

const BY_GROUP = 'group_seat_by_group'

const seatsOf = ({ organizationId, groupId, seat }: Members, slice: Slice) =>
  slice.list(groupSeats, BY_GROUP, organizationId, groupId, seat)

/**
 * ROL-4, WRK-6: the members of a group, or its managers; a page leaves out whoever is in the organization no more, and for
 * a vendor's people those of other vendors.
 */
export const listGroupMembers: View<typeof Members, ListOf<GroupMember>, SeeGroupRefusal, Env> = {
  name: 'groups.members',
  command: Members,
  reads: (command, found, env) => [
    ...seeGroupNeeds(command, found),
    ...(seeGroup(found, command, env).ok
      ? [pageNeed(command, BY_GROUP, command.organizationId, command.groupId, command.seat)]
      : []),
    ...seatsOf(command, found).flatMap(({ organizationId, userId }) => memberNeeds(organizationId, userId, found)),
  ],
  answer: (command, slice, env) => {
    const { actor, organizationId, groupId, seat } = command
    const seen = seeGroup(slice, command, env)
    if (!seen.ok) return seen
    const viewer = actor.kind === 'user' ? slice.get(memberships, organizationId, actor.userId) : undefined
    const items = seatsOf(command, slice).flatMap(each => {
      const member = slice.get(memberships, organizationId, each.userId)
      if (!member || !isTaken(each, member) || isOfAnotherVendor(viewer, member, slice, env)) return []
      const { role } = memberNow(member, slice, env)
      return [{ userId: each.userId, seat, at: each.at, role, state: stateNow(member, slice, env) }]
    })
    const next = slice.next(BY_GROUP, organizationId, groupId, seat)
    return ok({ value: { items, ...(next !== undefined && { next }) }, because: [seen.value.because] })
  },
}
