import { z } from 'zod'

/** ROL-1. What a member is to the organization: its own, a guest, or a vendor's person. @since 0.1.0 */
export const RoleType = z.enum(['internal', 'external', 'workforce'])
export type RoleType = z.output<typeof RoleType>

/** @since 0.1.0 */
export const RoleName = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/)
export type RoleName = z.output<typeof RoleName>

/** ROL-4. What a role may do in the organization as a whole. @since 0.1.0 */
export type OrganizationPermission =
  | 'settings.read'
  | 'settings.write'
  | 'analytics.read'
  | 'audit.read'
  | 'mfa_policy.write'
  | 'domain_rules.write'
  | 'members.read'
  | 'members.write'
  | 'members.invite'
  | 'groups.create'
  | 'content.create'
  | 'content.read_all'

/** ROL-1. One role of a catalogue. `administers` counts for INV-01 and is only for the internal type (ROL-2). @since 0.1.0 */
export type RoleDefinition = {
  readonly type: RoleType
  readonly administers: boolean
  readonly permissions: readonly OrganizationPermission[]
}

/** ROL-1. Roles as data, strongest first: the order decides between derived roles (MEM-1). @since 0.1.0 */
export type RoleCatalogue<R extends string = string> = {
  readonly strongestFirst: readonly R[]
  readonly roles: Readonly<Record<R, RoleDefinition>>
}
