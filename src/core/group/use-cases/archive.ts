import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type Made,
  OrganizationId,
  ok,
  put,
  reason,
  refOf,
  type UseCase,
} from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds } from '../../membership/index.ts'
import { holdings } from '../../workforce/index.ts'
import { type Group, GroupId, groups } from '../model.ts'
import type { groupRefusals } from '../refusals.ts'
import { activeGroup } from '../rules.ts'

const Archive = z.strictObject({ actor: Actor, organizationId: OrganizationId, groupId: GroupId, ...commandFields })

/** @since 0.2.0 */
export type ArchiveGroupRefusal =
  | AuthorizeRefusal
  | Made<typeof groupRefusals.group_not_found | typeof groupRefusals.group_archived>

/** One small commit: what the group is granted stays written down, and gives its members nothing any more. */
export const archiveGroup: UseCase<typeof Archive, Group, ArchiveGroupRefusal, Env> = {
  name: 'groups.archive',
  command: Archive,
  reads: ({ actor, organizationId, groupId }, found) => [
    ...authorizeNeeds(actor, organizationId, found),
    refOf(groups, organizationId, groupId),
    refOf(holdings, organizationId, 'group', groupId),
  ],
  plan: ({ actor, organizationId, groupId }, slice, env) => {
    const allowed = authorize(slice, { actor, organizationId, permission: 'settings.write', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const group = activeGroup(slice, { organizationId, groupId })
    if (!group.ok) return group
    const archived: Group = { ...group.value, status: 'archived', archivedAt: env.now }
    // WRK-2: what it was granted keeps nobody in any more, nor will anything.
    const none = { organizationId, subject: 'group', subjectId: groupId, lasting: 0, timed: [] } as const
    const held = slice.get(holdings, organizationId, 'group', groupId) ?? none
    return ok({
      value: archived,
      because: [allowed.value, reason('group_archived_now', ['GRP-1', 'GRP-2'])],
      writes: [put(groups, archived), put(holdings, { ...held, closed: true as const })],
      effects: [],
      organizationId,
    })
  },
}
