import { type RoleDefinition, roleOf } from '../role/index.ts'
import type { AccessChange } from './change.ts'
import type { AccessFacts, Permission } from './model.ts'
import { heldRole, isDerived, roleNow } from './standing-rules.ts'

/** What must be undone before anybody gets anything. */
export const restorations = ({ organization, actor, resource }: AccessFacts, permission: Permission) => {
  const changes: AccessChange[] = []
  if (organization.status !== 'active') changes.push({ kind: 'restore_organization' })
  if (actor.status !== 'active') changes.push({ kind: 'reactivate_user' })
  if (resource.kind !== 'organization' && resource.status !== 'active' && permission !== `${resource.kind}.view`)
    changes.push({ kind: 'restore_entity' })
  return changes
}

/** By which changes somebody becomes a member who acts; by none where they are one. */
export const waysIn = (facts: AccessFacts, permission: Permission): readonly (readonly AccessChange[])[] => {
  const { membership, now } = facts
  const options = [...new Set([plainRole(facts), roleThatGives(facts, permission)])].filter(role => role !== undefined)
  if (!membership || membership.status === 'ended' || roleNow(membership, now) === undefined)
    return options.map(role => [{ kind: 'add_member', role }])
  const again: readonly AccessChange[] = membership.status === 'active' ? [] : [{ kind: 'reactivate_member' }]
  const assigned = (role: string): readonly AccessChange[] => [...again, { kind: 'assign_role', role }]
  if (!heldRole({ ...facts, membership: { ...membership, status: 'active' } })) return options.map(assigned)
  // WRK-9: an engagement keeps nobody out who is in by a role of their own.
  const role = isDerived(membership, now) && membership.derived?.scope ? plainRole(facts) : undefined
  return role === undefined ? [again] : [again, assigned(role)]
}

/** What somebody comes in as who gets the rest by grants: what they were, unless that administers; else the weakest. */
const plainRole = (facts: AccessFacts): string | undefined => {
  const last = lastRole(facts)
  const before = last === undefined ? undefined : roleOf(facts.roles, last)
  return before && !before.administers ? last : facts.roles.strongestFirst.at(-1)
}

const lastRole = ({ membership, now }: AccessFacts): string | undefined =>
  membership && (roleNow(membership, now) ?? membership.assigned?.role)

/**
 * The weakest role that permits without any grant, and takes nothing away from what is held. ROL-2: one that administers
 * is none for whoever is not known to be of internal type.
 */
export const roleThatGives = (facts: AccessFacts, permission: Permission): string | undefined => {
  const { roles } = facts
  const last = lastRole(facts)
  const before = last === undefined ? undefined : roleOf(roles, last)
  const isInternal = before?.type === 'internal'
  const gives = ({ permissions, administers }: RoleDefinition) =>
    permissions.some(each => each === permission) ||
    (facts.resource.kind !== 'organization' &&
      (administers || (permission.endsWith('.view') && permissions.includes('content.read_all'))))
  const weakestFirst = [...roles.strongestFirst].reverse().filter(name => {
    const role = roleOf(roles, name)
    return role !== undefined && gives(role) && (isInternal || !role.administers)
  })
  const keeps = (name: string) => before?.permissions.every(each => roleOf(roles, name)?.permissions.includes(each))
  return weakestFirst.find(keeps) ?? weakestFirst[0]
}
