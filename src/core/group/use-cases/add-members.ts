import type { Env } from '../../env.ts'
import { type Made, ok, reason, refused, type UseCase } from '../../kernel/index.ts'
import type { ChangeRoleRefusal } from '../../membership/index.ts'
import { judgeSeats, type ManageRefusal, manageGroup } from '../manage.ts'
import { groupRefusals } from '../refusals.ts'
import { activeGroup } from '../rules.ts'
import { candidates, type SeatsAdded, SeatsCommand, seatNeeds, takeSeats } from '../seats.ts'

/** @since 0.2.0 */
export type AddGroupMembersRefusal =
  | ManageRefusal
  | ChangeRoleRefusal
  | Made<(typeof groupRefusals)['group_not_found' | 'group_archived' | 'group_candidates_invalid' | 'own_seat']>

/** GRP-1, GRP-2: all of them or none; what the group is granted is theirs from this commit on. */
export const addGroupMembers: UseCase<typeof SeatsCommand, SeatsAdded, AddGroupMembersRefusal, Env> = {
  name: 'groups.addMembers',
  command: SeatsCommand,
  reads: command => seatNeeds(command, 'member'),
  plan: (command, slice, env) => {
    const { actor, organizationId, groupId, userIds } = command
    const managing = manageGroup(slice, command, env)
    if (!managing.ok) return managing
    const group = activeGroup(slice, command)
    if (!group.ok) return group
    const people = candidates(command, slice, env)
    if (!people.ok) return people
    const theirs = judgeSeats(managing.value, organizationId, people.value, slice, env)
    if (!theirs.ok) return theirs
    if (managing.value.by === 'seat' && actor.kind === 'user' && userIds.includes(actor.userId))
      return refused(groupRefusals.own_seat({ groupId, userId: actor.userId }))
    const { added, writes } = takeSeats(command, 'member', slice, env)
    return ok({
      value: { added },
      because: [managing.value.because, reason('group_members_added', ['GRP-1', 'GRP-2'], { count: added.length })],
      writes,
      effects: [],
      organizationId,
    })
  },
}
