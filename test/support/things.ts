import { EntityId, type EntityKind, type EntityOf, type EntityRole, entities } from '../../src/core/entity/index.ts'
import {
  adminGrantCounts,
  changeHolding,
  countsAsAdmin,
  entityAdminCounts,
  type Grant,
  grants,
  groupGrantCounts,
  offboardings,
} from '../../src/core/grant/index.ts'
import { type Group, GroupId, groupSeats, groups, seatCounts } from '../../src/core/group/index.ts'
import { add, put, UserId, type Write } from '../../src/core/kernel/index.ts'
import { memberships } from '../../src/core/membership/index.ts'
import { holdings } from '../../src/core/workforce/index.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { OPERATOR, type Org, START, type World } from './world.ts'

type Subject = { readonly user: string } | { readonly group: Group }

/** Things, groups and grants of a test, as the use cases leave them, counters included. */
export type Things = {
  /** With the organization's admin as its own. */
  thing(org: Org, id: string, kind?: EntityKind): Promise<EntityOf<EntityKind>>
  group(org: Org, id: string, ...userIds: readonly string[]): Promise<Group>
  seat(group: Group, userId: string, kind?: 'member' | 'manager'): Promise<void>
  grant(
    entity: EntityOf<EntityKind>,
    subject: Subject,
    role: EntityRole,
    state?: { readonly until?: number; readonly stages?: readonly string[] },
  ): Promise<void>
  archive(what: EntityOf<EntityKind> | Group): Promise<void>
}

export const thingsOf = (world: World): Things => {
  const holdingOf = ({ organizationId, subject, subjectId }: Pick<Grant, 'organizationId' | 'subject' | 'subjectId'>) =>
    world.get(holdings, organizationId, subject, subjectId)
  const held = async (after: Grant): Promise<readonly Write[]> => {
    const stored = await holdingOf(after)
    return unwrap(changeHolding({ before: undefined, after }, { get: () => stored as never }))
  }
  const grant: Things['grant'] = async (entity, subject, role, state) => {
    const { organizationId, kind, id: entityId } = entity
    const common = { organizationId, kind, entityId, role, by: OPERATOR, at: world.clock.now(), ...state }
    if ('group' in subject) {
      const given: Grant = { ...common, subject: 'group', subjectId: subject.group.id }
      return world.write(
        put(grants, given),
        add(groupGrantCounts, [organizationId, kind, entityId], 1),
        ...(await held(given)),
      )
    }
    const userId = UserId.parse(subject.user)
    const member = await world.get(memberships, organizationId, userId)
    const given = { ...common, subject: 'user', subjectId: userId, term: member?.term ?? 1 } as const
    const counts: Write[] = role === 'admin' ? [add(adminGrantCounts, [userId], 1)] : []
    if (countsAsAdmin(given, member, 'active'))
      counts.push(add(entityAdminCounts, [organizationId, kind, entityId], 1, { min: 1 }))
    await world.write(put(grants, given), ...counts, ...(await held(given)))
  }
  const seat: Things['seat'] = async ({ organizationId, id: groupId }, user, kind = 'member') => {
    const userId = UserId.parse(user)
    const term = (await world.get(memberships, organizationId, userId))?.term ?? 1
    await world.write(
      put(groupSeats, { organizationId, groupId, seat: kind, userId, term, by: OPERATOR, at: world.clock.now() }),
      add(seatCounts, [organizationId, groupId, kind], 1),
    )
  }
  const common = (org: Org, name: string) => ({
    organizationId: org.id,
    name,
    createdBy: OPERATOR,
    createdAt: world.clock.now(),
    status: 'active' as const,
  })
  return {
    grant,
    seat,
    thing: async (org, id, kind = 'dataset') => {
      const entity: EntityOf<EntityKind> = {
        ...common(org, id),
        kind,
        id: EntityId.parse(id),
        ...(kind === 'project' && { progress: 'not_started' as const }),
      }
      await world.write(put(entities, entity))
      await grant(entity, { user: org.adminId }, 'admin')
      return entity
    },
    group: async (org, id, ...userIds) => {
      const group: Group = { ...common(org, id), id: GroupId.parse(id) }
      await world.write(put(groups, group))
      for (const userId of userIds) await seat(group, userId)
      return group
    },
    archive: async what => {
      const archived = { ...what, status: 'archived', archivedAt: world.clock.now() } as const
      if ('kind' in archived) return world.write(put(entities, archived))
      const { organizationId, id } = archived
      const holding = await holdingOf({ organizationId, subject: 'group', subjectId: id })
      await world.write(
        put(groups, archived),
        ...(holding ? [put(holdings, { ...holding, closed: true as const })] : []),
      )
    },
  }
}

/** What a user has of the first term is out, and yet to be cleared away. */
export const offboard = (world: World, { id: organizationId }: Org, user: string): Promise<void> =>
  world.write(put(offboardings, { organizationId, userId: UserId.parse(user), term: 1, by: OPERATOR, at: START }))
