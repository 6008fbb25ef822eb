import { entityTables, organizationTable } from '../access-tables.ts'
import { sits, termOf } from './groups.ts'
import { actingRole, isByVendor, isInScope } from './workforce.ts'
import { type Entity, type Grant, isLive, memberOf, organizationOf, userOf, type World } from './world.ts'

const WORKERS = ['annotator', 'reviewer', 'annotator_reviewer']
const CLOSED = ['paused', 'completed', 'cancelled']

/** What somebody was granted on it that counts now: their own, and what their groups have. */
export const grantsHeld = (world: World, { id, organizationId }: Entity, userId: string): Grant[] =>
  world.grants.filter(({ entityId, subject, subjectId, until, term }) => {
    if (entityId !== id || !isLive(world, until)) return false
    if (subject === 'user') return subjectId === userId && term === termOf(world, organizationId, userId)
    const group = world.groups.find(each => each.id === subjectId)
    return group !== undefined && !group.archived && sits(world, group, userId, 'member')
  })

export const permits = (kind: string, role: string, permission: string): boolean =>
  entityTables[kind]?.[role]?.[permission] === true

/** Section 11 for whoever is in and acts, on a thing as if it were not archived. */
export const mayOn = (world: World, userId: string, permission: string, entity: Entity, stage?: string): boolean => {
  const { kind, id, organizationId } = entity
  const member = memberOf(world, organizationId, userId)
  const role = actingRole(world, member)
  if (!member || role === undefined || !permits(kind, 'admin', permission)) return false
  if (isByVendor(world, member) && !isInScope(world, member, kind, id)) return false
  if (role === 'admin') return true
  return grantsHeld(world, entity, userId).some(grant => {
    const isKeptOut =
      kind === 'project' &&
      permission !== 'project.view' &&
      WORKERS.includes(grant.role) &&
      CLOSED.includes(entity.progress ?? '')
    const isElsewhere =
      grant.stages !== undefined &&
      ['project.annotate', 'project.review'].includes(permission) &&
      !grant.stages.includes(stage ?? '')
    return permits(kind, grant.role, permission) && !isKeptOut && !isElsewhere
  })
}

export type Question = {
  readonly userId: string
  readonly permission: string
  readonly resource: { readonly kind: string; readonly id: string }
  readonly stage?: string
}

/** ACC-1, ACC-2: what `can` must say. */
export const naiveAnswer = (world: World, { userId, permission, resource, stage }: Question): boolean => {
  const { kind, id } = resource
  const entity = world.entities.find(each => each.kind === kind && each.id === id)
  const organizationId = kind === 'organization' ? id : entity?.organizationId
  const organization = organizationId === undefined ? undefined : organizationOf(world, organizationId)
  if (!organization || organization.archived || userOf(world, userId)?.deactivated !== false) return false
  if (entity)
    return (!entity.archived || permission === `${kind}.view`) && mayOn(world, userId, permission, entity, stage)
  const role = actingRole(world, memberOf(world, organization.id, userId))
  return role !== undefined && organizationTable[role]?.[permission] === true
}

/** A few questions that a number stands for, over all people, things and permissions. */
export const questionsOf = (world: World, from: number, count: number): Question[] => {
  const things = [
    ...world.entities.filter(({ kind }) => kind !== 'workflow').map(({ kind, id }) => ({ kind, id })),
    ...world.organizations.map(({ id }) => ({ kind: 'organization', id })),
  ]
  const pick = <T>(all: readonly T[], by: number): T | undefined => all[by % all.length]
  return Array.from({ length: count }, (_, index) => from * count + index).flatMap(n => {
    const resource = pick(things, n)
    // Those who came last more often: of them most is in doubt.
    const user = pick([...world.users].reverse(), Math.floor(n / 2))
    if (!resource || !user) return []
    const table = resource.kind === 'organization' ? organizationTable : (entityTables[resource.kind] ?? {})
    const permissions = Object.keys(table['admin'] ?? {})
    const permission = n % 3 === 0 ? permissions[0] : pick(permissions, n * 7)
    return permission === undefined ? [] : [{ userId: user.id, permission, resource }]
  })
}
