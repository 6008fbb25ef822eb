import type { RoleCatalogue } from '../role/index.ts'
import { type RoleDefinition, roleOf } from '../role/index.ts'
import type { Membership } from './model.ts'

/** MEM-1: the assigned role if there is one, else the strongest derived one (catalogue order). */
export const effectiveRole = (membership: Membership): string | undefined =>
  membership.assigned?.role ?? membership.byRule?.role

/** What an active member's role is; nothing for the suspended, the ended and a role that the catalogue lost. */
export const activeRole = (
  membership: Membership | undefined,
  catalogue: RoleCatalogue,
): (RoleDefinition & { readonly role: string }) | undefined => {
  if (membership?.status !== 'active') return undefined
  const role = effectiveRole(membership)
  const definition = role === undefined ? undefined : roleOf(catalogue, role)
  return role === undefined || definition === undefined ? undefined : { ...definition, role }
}

/** INV-01: does this membership count among those who keep the organization administered? */
export const administers = (membership: Membership | undefined, catalogue: RoleCatalogue): boolean =>
  activeRole(membership, catalogue)?.administers ?? false
