import { type EntityPermission, kindOf } from '../entity/index.ts'
import type { RoleCatalogue } from '../role/index.ts'
import { can } from './can.ts'
import type { Standing } from './facts.ts'

/** Whether somebody may do this on whatever the organization has, without a grant: what `can` says of any such thing. */
export const implicitly = (permission: EntityPermission, standing: Standing): boolean => {
  const kind = kindOf(permission)
  const organizationId = standing.organization.id
  const { derived } = standing.membership
  // A scope is about single things: each is asked about by itself.
  const membership = { ...standing.membership, derived: derived && { ...derived, scope: undefined } }
  return (
    kind !== undefined &&
    can(permission, {
      ...standing,
      membership,
      resource: { kind, id: 'any', organizationId, status: 'active' },
      grants: [],
    }).allowed
  )
}

/** The roles whose holders may do this without a grant. */
export const implicitRoles = (permission: EntityPermission, roles: RoleCatalogue): readonly string[] =>
  roles.strongestFirst.filter(role =>
    implicitly(permission, {
      now: 0,
      roles,
      actor: { kind: 'user', userId: 'anybody', status: 'active' },
      organization: { id: 'any', status: 'active' },
      membership: { status: 'active', assigned: { role } },
    }),
  )
