import type { Env } from '../../env.ts'
import { type Made, ok, reason, type UseCase } from '../../kernel/index.ts'
import type { ChangeRoleRefusal, membershipRefusals } from '../../membership/index.ts'
import { appointManagers, judgeSeats, type ManageRefusal } from '../manage.ts'
import type { groupRefusals } from '../refusals.ts'
import { activeGroup } from '../rules.ts'
import { leaveSeats, SeatsCommand, type SeatsRemoved, seatNeeds } from '../seats.ts'

/** @since 0.2.0 */
export type RemoveGroupManagersRefusal =
  | ManageRefusal
  | ChangeRoleRefusal
  | Made<typeof membershipRefusals.permission_missing>
  | Made<typeof groupRefusals.group_not_found | typeof groupRefusals.group_archived>

/** GRP-1: a group may be without managers; admins manage it then. */
export const removeGroupManagers: UseCase<typeof SeatsCommand, SeatsRemoved, RemoveGroupManagersRefusal, Env> = {
  name: 'groups.removeManagers',
  command: SeatsCommand,
  reads: (command, found) => seatNeeds(command, 'manager', found),
  plan: (command, slice, env) => {
    const { organizationId, userIds } = command
    const managing = appointManagers(slice, command, env)
    if (!managing.ok) return managing
    const group = activeGroup(slice, command)
    if (!group.ok) return group
    const theirs = judgeSeats(managing.value, organizationId, userIds, slice, env)
    if (!theirs.ok) return theirs
    const { removed, writes } = leaveSeats(command, 'manager', slice)
    return ok({
      value: { removed },
      because: [managing.value.because, reason('group_managers_removed', ['GRP-1'], { count: removed.length })],
      writes,
      effects: [],
      organizationId,
    })
  },
}
