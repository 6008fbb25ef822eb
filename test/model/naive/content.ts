import { type Asked, type Verdict, whyNobody, whyNot } from './people.ts'
import {
  actingRole,
  type Entity,
  type Group,
  guarded,
  memberOf,
  organizationOf,
  roleOf,
  stateOf,
  userOf,
  type World,
} from './world.ts'

type Model = (world: World, asked: Asked, now: number) => Verdict
const READERS = ['admin', 'internal']

const groupOf = (world: World, { organizationId, groupId }: Asked): Group | undefined =>
  world.groups.find(each => each.organizationId === organizationId && each.id === groupId)

const termOf = (world: World, organizationId: string, userId: string): number | undefined => {
  const member = memberOf(world, organizationId, userId)
  return member && member.status !== 'ended' ? member.term : undefined
}

/** Whether somebody sits in a group by a seat of the term that they are in now. */
const sits = (world: World, { organizationId, id }: Group, userId: string, seat: string): boolean =>
  world.seats.some(
    each =>
      each.groupId === id &&
      each.userId === userId &&
      each.seat === seat &&
      each.term === termOf(world, organizationId, userId),
  )

/** An admin, or a manager of the group; `by` tells which. */
const managing = (world: World, asked: Asked): { readonly why?: string; readonly by?: 'admin' | 'seat' } => {
  const why = whyNot(world, asked)
  if (why === undefined) return { by: 'admin' }
  if (why !== 'permission_missing') return { why }
  const group = groupOf(world, asked)
  return group && sits(world, group, asked.actor.userId, 'manager') ? { by: 'seat' } : { why: 'group_not_yours' }
}

const standing = (group: Group | undefined): string | undefined => {
  if (!group) return 'group_not_found'
  return group.archived ? 'group_archived' : undefined
}

const createGroup: Model = (world, { actor, organizationId, ...asked }) => {
  const why = whyNot(world, { actor, organizationId, ...asked })
  if (why) return why
  return ({ id }) => {
    world.groups.push({ organizationId, id, archived: false })
    if (actor.kind === 'user')
      world.seats.push({
        groupId: id,
        seat: 'manager',
        userId: actor.userId,
        term: memberOf(world, organizationId, actor.userId)?.term ?? 0,
      })
  }
}

const seatModel =
  (seat: string, adds: boolean): Model =>
  (world, asked) => {
    const { organizationId, userIds, actor } = asked
    const { why, by } = managing(world, asked)
    if (why) return why
    // Managers are appointed by whoever may create groups, which in this catalogue admins alone may.
    if (seat === 'manager' && by === 'seat') return 'permission_missing'
    const stands = standing(groupOf(world, asked))
    if (stands) return stands
    if (adds) {
      const isAble = (userId: string) =>
        userOf(world, userId)?.deactivated === false &&
        actingRole(world, memberOf(world, organizationId, userId)) !== undefined
      if (!userIds.every(isAble)) return 'group_candidates_invalid'
      if (seat === 'member' && by === 'seat' && userIds.includes(actor.userId)) return 'own_seat'
    }
    return () => {
      world.seats = world.seats.filter(
        each => each.groupId !== asked.groupId || each.seat !== seat || !userIds.includes(each.userId),
      )
      if (adds)
        for (const userId of userIds)
          world.seats.push({
            groupId: asked.groupId,
            seat,
            userId,
            term: termOf(world, organizationId, userId) ?? 0,
          })
    }
  }

const archiveGroup: Model = (world, asked) => {
  const group = groupOf(world, asked)
  const why = whyNot(world, asked) ?? standing(group)
  if (why) return why
  return () => {
    if (group) group.archived = true
  }
}

const ROLES = ['admin', 'user']

const entityIn = (world: World, { datasetId, ontologyId }: Asked): Entity | undefined =>
  world.entities.find(({ kind, id }) =>
    datasetId === undefined ? kind === 'ontology' && id === ontologyId : kind === 'dataset' && id === datasetId,
  )

/** What somebody was granted on it that counts now: their own, and what their groups have. */
const grantedRoles = (world: World, { id, organizationId }: Entity, userId: string): string[] => {
  const isOver = (until: number | undefined) => until !== undefined && world.now >= until
  return world.grants
    .filter(({ entityId, subject, subjectId, until, term }) => {
      if (entityId !== id || isOver(until)) return false
      if (subject === 'user') return subjectId === userId && term === termOf(world, organizationId, userId)
      const group = world.groups.find(each => each.id === subjectId)
      return group !== undefined && !group.archived && sits(world, group, userId, 'member')
    })
    .map(({ role }) => role)
}

/** ROL-6, ROL-7: why somebody may not do with it what its admins may; or, to see it, what anybody may. */
const whyNotOn = (
  world: World,
  { actor }: Asked,
  entity: Entity | undefined,
  what: 'see' | 'all',
  archived: 'refused' | 'passes' = 'refused',
): string | undefined => {
  const nobody = actor.kind === 'user' ? whyNobody(world, actor.userId) : undefined
  if (nobody) return nobody
  if (!entity) return 'entity_not_found'
  const member = actor.kind === 'user' ? memberOf(world, entity.organizationId, actor.userId) : undefined
  const state = member && stateOf(world, member)
  if (actor.kind === 'user' && state === 'suspended') return 'member_suspended'
  if (actor.kind === 'user' && state !== 'active') return 'entity_not_found'
  if (organizationOf(world, entity.organizationId)?.archived) return 'organization_archived'
  if (entity.archived && archived === 'refused') return 'entity_archived'
  if (actor.kind === 'operator' || roleOf(world, member) === 'admin') return undefined
  const roles = grantedRoles(world, entity, actor.userId)
  return roles.includes('admin') || (what === 'see' && roles.length > 0) ? undefined : 'entity_permission_missing'
}

const create: Model = (world, asked) => {
  const { organizationId, admins } = asked
  const why = whyNot(world, asked, READERS)
  if (why) return why
  const isAble = (userId: string) => {
    const member = memberOf(world, organizationId, userId)
    return (
      userOf(world, userId)?.deactivated === false &&
      member?.status === 'active' &&
      (member.byRule !== undefined || (member.assigned !== undefined && member.assigned.until === undefined))
    )
  }
  if (!admins.every(isAble)) return 'entity_admins_invalid'
  return value => {
    const { id, kind } = value as unknown as Entity
    world.entities.push({ organizationId, kind, id, archived: false })
    for (const subjectId of admins) {
      const term = memberOf(world, organizationId, subjectId)?.term
      world.grants.push({ entityId: id, subject: 'user', subjectId, role: 'admin', term })
    }
  }
}

const subjectOf = ({ subject: { kind, userId, groupId } }: Asked): string => (kind === 'user' ? userId : groupId) ?? ''

/** WRK-4, INV-14: whoever is granted something is in, and the group is one of the organization's. */
const whyNotSubject = (world: World, asked: Asked, { organizationId }: Entity): string | undefined => {
  const id = subjectOf(asked)
  if (asked.subject.kind === 'group')
    return standing(world.groups.find(each => each.organizationId === organizationId && each.id === id))
  const nobody = whyNobody(world, id)
  if (nobody) return nobody
  const member = memberOf(world, organizationId, id)
  const state = member && stateOf(world, member)
  if (state === 'suspended') return 'member_suspended'
  return state === 'active' ? undefined : 'not_a_member'
}

const grant: Model = (world, asked, now) => {
  const { role = '', until = undefined } = asked as { role?: string; until?: number }
  if (!ROLES.includes(role)) return 'entity_role_unknown'
  const entity = entityIn(world, asked)
  const why = whyNotOn(world, asked, entity, 'all') ?? (entity && whyNotSubject(world, asked, entity))
  if (why || !entity) return why ?? 'entity_not_found'
  const subjectId = subjectOf(asked)
  const { kind: subject } = asked.subject
  const before = world.grants.find(
    each => each.entityId === entity.id && each.subject === subject && each.subjectId === subjectId,
  )
  const term = subject === 'user' ? memberOf(world, entity.organizationId, subjectId)?.term : undefined
  if (until !== undefined && now >= until) return 'grant_expiry_past'
  if (before && before.role === role && before.until === until && before.term === term) return 'grant_unchanged'
  return guarded(world, each => {
    const isBefore = (one: typeof before) =>
      one?.entityId === entity.id && one.subject === subject && one.subjectId === subjectId
    each.grants = each.grants.filter(one => !isBefore(one))
    each.grants.push({ entityId: entity.id, subject, subjectId, role, until, term })
  })
}

const revoke: Model = (world, asked) => {
  const entity = entityIn(world, asked)
  const why = whyNotOn(world, asked, entity, 'see')
  if (why || !entity) return why ?? 'entity_not_found'
  const subjectId = subjectOf(asked)
  const { kind: subject } = asked.subject
  const isIt = (one: { entityId: string; subject: string; subjectId: string }) =>
    one.entityId === entity.id && one.subject === subject && one.subjectId === subjectId
  if (!world.grants.some(isIt)) return 'grant_not_found'
  const isOwn = asked.actor.kind === 'user' && subject === 'user' && asked.actor.userId === subjectId
  const may = isOwn ? undefined : whyNotOn(world, asked, entity, 'all')
  if (may) return may
  return guarded(world, each => {
    each.grants = each.grants.filter(one => !isIt(one))
  })
}

const setArchived =
  (archived: boolean): Model =>
  (world, asked) => {
    const entity = entityIn(world, asked)
    const why = whyNotOn(world, asked, entity, 'all', archived ? 'refused' : 'passes')
    if (why || !entity) return why ?? 'entity_not_found'
    if (!archived && !entity.archived) return 'entity_not_archived'
    return () => {
      entity.archived = archived
    }
  }

const onEntities = (room: string): { readonly [method: string]: Model } => ({
  [`${room}.create`]: create,
  [`${room}.grant`]: grant,
  [`${room}.revoke`]: revoke,
  [`${room}.archive`]: setArchived(true),
  [`${room}.restore`]: setArchived(false),
})

export const contentModel: { readonly [method: string]: Model } = {
  'groups.create': createGroup,
  'groups.addMembers': seatModel('member', true),
  'groups.removeMembers': seatModel('member', false),
  'groups.addManagers': seatModel('manager', true),
  'groups.removeManagers': seatModel('manager', false),
  'groups.archive': archiveGroup,
  ...onEntities('datasets'),
  ...onEntities('ontologies'),
}
