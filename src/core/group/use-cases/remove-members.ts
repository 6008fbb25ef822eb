import type { Env } from '../../env.ts'
import { leaveGroup, offboardings } from '../../grant/index.ts'
import { type Made, ok, reason, refOf, summed, type UseCase } from '../../kernel/index.ts'
import { type ChangeRoleRefusal, memberships } from '../../membership/index.ts'
import { judgeSeats, type ManageRefusal, manageGroup } from '../manage.ts'
import type { groupRefusals } from '../refusals.ts'
import { activeGroup } from '../rules.ts'
import { leaveSeats, SeatsCommand, type SeatsRemoved, seatNeeds } from '../seats.ts'

/** @since 0.2.0 */
export type RemoveGroupMembersRefusal =
  | ManageRefusal
  | ChangeRoleRefusal
  | Made<typeof groupRefusals.group_not_found | typeof groupRefusals.group_archived>

/** GRP-2: what the group is granted is theirs no more, from this commit on. */
export const removeGroupMembers: UseCase<typeof SeatsCommand, SeatsRemoved, RemoveGroupMembersRefusal, Env> = {
  name: 'groups.removeMembers',
  command: SeatsCommand,
  reads: (command, found) => [
    ...seatNeeds(command, 'member', found),
    ...command.userIds.map(userId => refOf(offboardings, command.organizationId, userId)),
  ],
  plan: (command, slice, env) => {
    const { actor, organizationId, groupId, userIds } = command
    const managing = manageGroup(slice, command, env)
    if (!managing.ok) return managing
    const group = activeGroup(slice, command)
    if (!group.ok) return group
    const theirs = judgeSeats(managing.value, organizationId, userIds, slice, env)
    if (!theirs.ok) return theirs
    const { removed, writes } = leaveSeats(command, 'member', slice)
    const left = removed.map(userId =>
      leaveGroup(slice.get(memberships, organizationId, userId), groupId, actor, slice, env),
    )
    return ok({
      value: { removed },
      because: [
        managing.value.because,
        reason('group_members_removed', ['GRP-1', 'GRP-2'], { count: removed.length }),
        ...left.flatMap(each => each.because),
      ],
      writes: summed([...writes, ...left.flatMap(each => each.writes)]),
      effects: left.flatMap(each => each.effects),
      organizationId,
    })
  },
}
