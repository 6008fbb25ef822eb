import type { Env } from '../../env.ts'
import { leaveBehind, offboardings } from '../../grant/index.ts'
import { type Made, ok, reason, refOf, refused, type UseCase } from '../../kernel/index.ts'
import { type ChangeRoleRefusal, guestWrites, putMemberships } from '../../membership/index.ts'
import { users } from '../../user/index.ts'
import { judgeSeats, type ManageRefusal, manageGroup } from '../manage.ts'
import { groupRefusals } from '../refusals.ts'
import { activeGroup } from '../rules.ts'
import { comers, comingNeeds, type SeatsAdded, SeatsCommand, takeSeats } from '../seats.ts'

/** @since 0.2.0 */
export type AddGroupMembersRefusal =
  | ManageRefusal
  | ChangeRoleRefusal
  | Made<(typeof groupRefusals)['group_not_found' | 'group_archived' | 'group_candidates_invalid' | 'own_seat']>

/** GRP-1, GRP-2: all of them or none; what the group is granted is theirs from this commit on. */
export const addGroupMembers: UseCase<typeof SeatsCommand, SeatsAdded, AddGroupMembersRefusal, Env> = {
  name: 'groups.addMembers',
  command: SeatsCommand,
  reads: (command, found) => [
    ...comingNeeds(command, found),
    ...command.userIds.map(userId => refOf(offboardings, command.organizationId, userId)),
  ],
  plan: (command, slice, env) => {
    const { actor, organizationId, groupId, userIds } = command
    const managing = manageGroup(slice, command, env)
    if (!managing.ok) return managing
    const group = activeGroup(slice, command)
    if (!group.ok) return group
    const came = comers(command, slice, env)
    if (!came.ok) return came
    const { people, changes } = came.value
    const theirs = judgeSeats(managing.value, organizationId, people, slice, env, changes)
    if (!theirs.ok) return theirs
    if (managing.value.by === 'seat' && actor.kind === 'user' && userIds.includes(actor.userId))
      return refused(groupRefusals.own_seat({ groupId, userId: actor.userId }))
    const { added, writes } = takeSeats(command, 'member', slice, env, changes)
    const guests = changes.flatMap(({ after }) => slice.get(users, after.userId) ?? [])
    const left = changes.map(change => leaveBehind(change, actor, env.now))
    return ok({
      value: { added },
      because: [
        managing.value.because,
        reason('group_members_added', ['GRP-1', 'GRP-2'], { count: added.length }),
        ...(changes.length > 0 ? [reason('workforce_by_group', ['WRK-1', 'INV-13'], { count: changes.length })] : []),
      ],
      writes: [
        ...writes,
        ...putMemberships(changes, env.roles),
        ...guestWrites(organizationId, guests, slice),
        ...left.flatMap(each => each.writes),
      ],
      effects: left.flatMap(each => each.effects),
      organizationId,
    })
  },
}
