import type { AccessFacts, AccessGrant } from '../../src/access.ts'
import { entityTables } from './access-tables.ts'

/** Whether it is allowed, as section 11 reads: no order of rules, no reasons, only what must all be so. */
export const naiveCan = (permission: string, facts: AccessFacts): boolean => {
  const { now, roles, actor, organization, membership, resource, grants, stage } = facts
  if (organization.status !== 'active' || actor.status !== 'active' || membership?.status !== 'active') return false

  const { assigned, derived } = membership
  const isOver = assigned?.until !== undefined && assigned.until <= now
  const name = assigned && !isOver ? assigned.role : derived?.role
  const role = Object.entries(roles.roles).find(([each]) => each === name)?.[1]
  if (!role) return false

  if (resource.kind === 'organization')
    return resource.id === organization.id && role.permissions.some(each => each === permission)

  const { kind, status, progress, organizationId } = resource
  const table = entityTables[kind]
  const isOfKind = Object.hasOwn(table?.['admin'] ?? {}, permission)
  const isView = permission === `${kind}.view`
  if (!isOfKind || organizationId !== organization.id || (status === 'archived' && !isView)) return false
  if (role.administers || (isView && role.permissions.includes('content.read_all'))) return true

  const isWork = ({ role }: AccessGrant) => ['annotator', 'reviewer', 'annotator_reviewer'].includes(role)
  const isClosed = progress === 'paused' || progress === 'completed' || progress === 'cancelled'
  return grants.some(
    grant =>
      table?.[grant.role]?.[permission] === true &&
      (grant.until === undefined || now < grant.until) &&
      (grant.through.kind === 'user' || grant.through.status === 'active') &&
      (isView || kind !== 'project' || !isWork(grant) || !isClosed) &&
      (grant.stages === undefined ||
        !['project.annotate', 'project.review'].includes(permission) ||
        grant.stages.some(each => each === stage)),
  )
}
