import { z } from 'zod'

/** ROL-1. What a member is to the organization: its own, a guest, or a vendor's person. @since 0.1.0 */
export const RoleType = z.enum(['internal', 'external', 'workforce'])
export type RoleType = z.output<typeof RoleType>

declare const roleName: unique symbol

/** The name of a role, in types the place where the names of a catalogue of one's own go. @since 0.1.0 */
export type RoleName = string & { readonly [roleName]?: never }
export const RoleName = z.string().regex(/^[a-z][a-z0-9_]{0,39}$/) as unknown as z.ZodType<RoleName, RoleName>

/** What is said to be a role, whatever it is: in a list one that is none stops nobody else. */
export const SaidRole = z.string().max(1_000) as unknown as z.ZodType<RoleName, RoleName>

/** The name of a role of whatever catalogue, where one takes the place of another. */
export const AnyRoleName = RoleName as unknown as z.ZodString

/**
 * The type with the names of a catalogue's roles wherever it has a role name.
 *
 * @since 0.2.0
 */
export type WithRoles<T, R extends string> = string extends R
  ? T
  : T extends string
    ? typeof roleName extends keyof T
      ? R
      : T
    : T extends object
      ? string extends keyof T // facts: nothing that this library names
        ? T
        : { readonly [K in keyof T]: WithRoles<T[K], R> }
      : T

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

/**
 * ROL-1. One role of a catalogue. `administers` counts for INV-01 and is only for the internal type (ROL-2). `manages`:
 * the roles that whoever holds this one may give and take, with `members.write` or `members.invite`.
 *
 * @since 0.1.0
 */
export type RoleDefinition<R extends string = string> = {
  readonly type: RoleType
  readonly administers: boolean
  readonly permissions: readonly OrganizationPermission[]
  readonly manages: 'all' | readonly R[]
}

/** ROL-1. Roles as data, strongest first: the order decides between derived roles (MEM-1). @since 0.1.0 */
export type RoleCatalogue<R extends string = string> = {
  readonly strongestFirst: readonly R[]
  readonly roles: Readonly<Record<R, RoleDefinition>>
}
