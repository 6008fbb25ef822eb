import { InvariantViolation } from '../kernel/index.ts'
import type { OrganizationPermission, RoleCatalogue, RoleDefinition } from './model.ts'

const ALL: readonly OrganizationPermission[] = [
  'settings.read',
  'settings.write',
  'analytics.read',
  'audit.read',
  'mfa_policy.write',
  'domain_rules.write',
  'members.read',
  'members.write',
  'members.invite',
  'groups.create',
  'content.create',
  'content.read_all',
]

/** The names of the default catalogue's roles. @since 0.1.0 */
export type DefaultRole = 'admin' | 'internal' | 'external' | 'workforce'

/**
 * The platform's roles, as the table of ROL-4 gives them.
 *
 * @since 0.1.0
 */
export const defaultRoles: RoleCatalogue<DefaultRole> = {
  strongestFirst: ['admin', 'internal', 'external', 'workforce'],
  roles: {
    admin: { type: 'internal', administers: true, permissions: ALL },
    internal: { type: 'internal', administers: false, permissions: ['members.read', 'content.create'] },
    external: { type: 'external', administers: false, permissions: [] },
    workforce: { type: 'workforce', administers: false, permissions: [] },
  },
}

/** The definition of a role, or undefined for a name that the catalogue does not have (`toString` is not a role). */
export const roleOf = (catalogue: RoleCatalogue, role: string): RoleDefinition | undefined =>
  Object.hasOwn(catalogue.roles, role) ? catalogue.roles[role] : undefined

/** The strongest role that administers; a catalogue without one is refused when the charter is made (INV-01). */
export const administeringRole = (catalogue: RoleCatalogue): string => {
  const role = catalogue.strongestFirst.find(name => catalogue.roles[name]?.administers)
  if (role === undefined) throw new InvariantViolation('a role catalogue without a role that administers')
  return role
}
