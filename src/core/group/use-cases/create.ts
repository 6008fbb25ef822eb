import { z } from 'zod'
import type { Env } from '../../env.ts'
import { Actor, add, commandFields, OrganizationId, ok, put, reason, type UseCase } from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds, memberships } from '../../membership/index.ts'
import { DisplayName } from '../../organization/index.ts'
import { type Group, GroupId, groupSeats, groups, seatCounts } from '../model.ts'

const Create = z.strictObject({ actor: Actor, organizationId: OrganizationId, name: DisplayName, ...commandFields })

/** GRP-1: a new group without members, managed by the user who made it; an operator's has no manager yet. */
export const createGroup: UseCase<typeof Create, Group, AuthorizeRefusal, Env> = {
  name: 'groups.create',
  command: Create,
  reads: ({ actor, organizationId }, found) => authorizeNeeds(actor, organizationId, found),
  plan: ({ actor, organizationId, name }, slice, env) => {
    const allowed = authorize(slice, { actor, organizationId, permission: 'groups.create', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const id = GroupId.parse(env.newId())
    const group: Group = { organizationId, id, name, createdBy: actor, createdAt: env.now, status: 'active' }
    const creator = actor.kind === 'user' ? slice.get(memberships, organizationId, actor.userId) : undefined
    const seat = { organizationId, groupId: id, seat: 'manager', by: actor, at: env.now } as const
    return ok({
      value: group,
      because: [allowed.value, reason('group_created', ['GRP-1'])],
      writes: [
        put(groups, group),
        ...(creator
          ? [
              put(groupSeats, { ...seat, userId: creator.userId, term: creator.term }),
              add(seatCounts, [organizationId, id, 'manager'], 1, { min: 0 }),
            ]
          : []),
      ],
      effects: [],
      organizationId,
    })
  },
}
