import type { Env } from '../../env.ts'
import { type Made, ok, reason, type UseCase } from '../../kernel/index.ts'
import type { membershipRefusals } from '../../membership/index.ts'
import { appointManagers, judgeAppointing, type ManageRefusal } from '../manage.ts'
import type { groupRefusals } from '../refusals.ts'
import { activeGroup } from '../rules.ts'
import { candidates, type SeatsAdded, SeatsCommand, seatNeeds, takeSeats } from '../seats.ts'

/** @since 0.2.0 */
export type AddGroupManagersRefusal =
  | ManageRefusal
  | Made<typeof membershipRefusals.permission_missing>
  | Made<(typeof groupRefusals)['group_not_found' | 'group_archived' | 'group_candidates_invalid']>

/** GRP-1: managers say who the members are; what the group is granted is not theirs by it. */
export const addGroupManagers: UseCase<typeof SeatsCommand, SeatsAdded, AddGroupManagersRefusal, Env> = {
  name: 'groups.addManagers',
  command: SeatsCommand,
  reads: (command, found) => seatNeeds(command, 'manager', found),
  plan: (command, slice, env) => {
    const { organizationId } = command
    const managing = appointManagers(slice, command, env)
    if (!managing.ok) return managing
    const appoints = judgeAppointing(managing.value, organizationId)
    if (!appoints.ok) return appoints
    const group = activeGroup(slice, command)
    if (!group.ok) return group
    const people = candidates(command, slice, env)
    if (!people.ok) return people
    const { added, writes } = takeSeats(command, 'manager', slice, env)
    return ok({
      value: { added },
      because: [managing.value.because, reason('group_managers_added', ['GRP-1'], { count: added.length })],
      writes,
      effects: [],
      organizationId,
    })
  },
}
