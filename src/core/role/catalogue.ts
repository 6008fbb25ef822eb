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

/** Definitions that name no other role, and so fit into any catalogue. */
type Roles<R extends string> = { readonly roles: Readonly<Record<R, RoleDefinition<never>>> }

const admin: RoleDefinition<never> = { type: 'internal', administers: true, permissions: ALL, manages: 'all' }
const nothing = { administers: false, permissions: [], manages: [] } as const

/**
 * The platform's roles, as the table of ROL-4 gives them.
 *
 * @since 0.1.0
 */
export const defaultRoles: RoleCatalogue<DefaultRole> & Roles<DefaultRole> = {
  strongestFirst: ['admin', 'internal', 'external', 'workforce'],
  roles: {
    admin,
    internal: { type: 'internal', administers: false, permissions: ['members.read', 'content.create'], manages: [] },
    external: { type: 'external', ...nothing },
    workforce: { type: 'workforce', ...nothing },
  },
}

/** The names of the roles of the platform's newer catalogue. @since 0.2.0 */
export type TaskerRole = 'admin' | 'member' | 'workforce_manager' | 'tasker'

/**
 * The platform's newer roles (ROL-1, ROL-4): a workforce manager is a member who also creates groups and adds and
 * removes taskers, and nobody else.
 *
 * @since 0.2.0
 */
export const taskerRoles: RoleCatalogue<TaskerRole> & Roles<Exclude<TaskerRole, 'workforce_manager'>> = {
  strongestFirst: ['admin', 'workforce_manager', 'member', 'tasker'],
  roles: {
    admin,
    workforce_manager: {
      type: 'internal',
      administers: false,
      permissions: ['members.read', 'members.write', 'members.invite', 'groups.create', 'content.create'],
      manages: ['tasker'],
    },
    member: { type: 'internal', administers: false, permissions: ['members.read', 'content.create'], manages: [] },
    tasker: { type: 'workforce', ...nothing },
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

/** Catalogue order: 0 is the strongest; what the catalogue does not have is weaker than all. */
export const rankOf = (catalogue: RoleCatalogue, role: string): number => {
  const rank = catalogue.strongestFirst.indexOf(role)
  return rank < 0 ? catalogue.strongestFirst.length : rank
}

/** MEM-1: of several derived roles the one that counts. */
export const strongestRole = (roles: readonly (string | undefined)[], catalogue: RoleCatalogue): string | undefined => {
  let strongest: string | undefined
  for (const role of roles)
    if (role !== undefined && (strongest === undefined || rankOf(catalogue, role) < rankOf(catalogue, strongest)))
      strongest = role
  return strongest
}

/** WRK-1: the role of a vendor's people, the weakest of workforce type; a catalogue without one lets nobody in so. */
export const workforceRole = (catalogue: RoleCatalogue): string | undefined =>
  [...catalogue.strongestFirst].reverse().find(name => roleOf(catalogue, name)?.type === 'workforce')

/** Whether whoever holds this role may give and take the other. */
export const managesRole = ({ manages }: RoleDefinition, role: string): boolean =>
  manages === 'all' || manages.includes(role)

/** Every permission of an organization. */
export const organizationPermissions: readonly OrganizationPermission[] = ALL
