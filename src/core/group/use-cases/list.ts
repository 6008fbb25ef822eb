import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  type ListOf,
  type Made,
  type Need,
  OrganizationId,
  ok,
  pageFields,
  pageNeed,
  pageOf,
  reason,
  refOf,
  refused,
  type Slice,
  type View,
} from '../../kernel/index.ts'
import {
  type AuthorizeRefusal,
  authorize,
  authorizeNeeds,
  type membershipRefusals,
  memberships,
} from '../../membership/index.ts'
import { type Group, type GroupSeat, groupSeats, groups } from '../model.ts'
import { hasSeat, isActiveGroup, isTaken } from '../rules.ts'
import { BY_HOLDER } from '../see.ts'

const List = z.strictObject({ actor: Actor, organizationId: OrganizationId, ...pageFields })
type List = z.output<typeof List>

/** @since 0.2.0 */
export type ListGroupsRefusal = Exclude<AuthorizeRefusal, Made<typeof membershipRefusals.permission_missing>>

const BY_ORGANIZATION = 'group_by_organization'

const seesAll = ({ actor, organizationId }: List, slice: Slice, env: Env) =>
  authorize(slice, { actor, organizationId, permission: 'members.read', operator: 'may' }, env)

/**
 * ROL-4: all groups for whoever sees all members; for others those in which they have a seat. Of these a page can hold
 * fewer than asked for.
 */
export const listGroups: View<typeof List, ListOf<Group>, ListGroupsRefusal, Env> = {
  name: 'groups.list',
  command: List,
  reads: (command, found, env) => [
    ...authorizeNeeds(command.actor, command.organizationId, found),
    ...pageNeeds(command, found, env),
  ],
  answer: (command, slice, env) => {
    const { actor, organizationId } = command
    const all = seesAll(command, slice, env)
    if (all.ok)
      return ok({
        value: pageOf(slice, groups, [BY_ORGANIZATION, organizationId], group => group),
        because: [all.value],
      })
    const { refusal } = all
    if (refusal.code !== 'permission_missing' || actor.kind !== 'user') return refused(refusal as ListGroupsRefusal)
    const next = slice.next(BY_HOLDER, organizationId, actor.userId)
    return ok({
      value: { items: groupsOf(organizationId, actor.userId, slice), ...(next !== undefined && { next }) },
      because: [reason('own_groups', ['ROL-4'])],
    })
  },
}

const pageNeeds = (command: List, found: Slice, env: Env): readonly Need[] => {
  const { actor, organizationId } = command
  const all = seesAll(command, found, env)
  if (all.ok) return [pageNeed(command, BY_ORGANIZATION, organizationId)]
  if (all.refusal.code !== 'permission_missing' || actor.kind !== 'user') return []
  const { userId } = actor
  return [
    pageNeed(command, BY_HOLDER, organizationId, userId),
    ...seatsOf(organizationId, userId, found).flatMap(({ groupId }) => [
      refOf(groups, organizationId, groupId),
      refOf(groupSeats, organizationId, groupId, 'member', userId),
    ]),
  ]
}

const seatsOf = (organizationId: string, userId: string, slice: Slice): readonly GroupSeat[] =>
  slice.list(groupSeats, BY_HOLDER, organizationId, userId)

/** Whoever is member and manager of a group meets it once: by the member's seat. */
const groupsOf = (organizationId: string, userId: string, slice: Slice): readonly Group[] =>
  seatsOf(organizationId, userId, slice)
    .filter(seat => isTaken(seat, slice.get(memberships, organizationId, userId)))
    .filter(({ seat, groupId }) => seat === 'member' || !hasSeat(slice, { organizationId, groupId, userId }, 'member'))
    .flatMap(({ groupId }) => slice.get(groups, organizationId, groupId) ?? [])
    .filter(isActiveGroup)
