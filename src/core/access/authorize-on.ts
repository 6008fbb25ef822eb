import { type Entity, type EntityKind, type EntityPermission, entities, entityRefusals } from '../entity/index.ts'
import { grantRefusals } from '../grant/index.ts'
import {
  type Actor,
  type Made,
  type Need,
  ok,
  type Reason,
  type Result,
  reason,
  refOf,
  refused,
  type Slice,
} from '../kernel/index.ts'
import { type At, activeUser, membershipRefusals, memberships, standingRole, stateOf } from '../membership/index.ts'
import { activeOrganization, type organizationRefusals, organizations } from '../organization/index.ts'
import type { userRefusals } from '../user/index.ts'
import { can } from './can.ts'
import { accessFacts, accessNeeds } from './facts.ts'
import type { AccessFacts } from './model.ts'

export type AskedOn = {
  readonly actor: Actor
  readonly kind: EntityKind
  readonly id: string
  readonly permission: EntityPermission
  /** Only for looking at it, and for bringing it back (ENT-4). */
  readonly archived?: 'passes'
}

/** What a command about one thing may be refused with, whatever it is. */
export type AuthorizeOnRefusal =
  | Made<typeof userRefusals.user_not_found | typeof userRefusals.user_deactivated>
  | Made<typeof entityRefusals.entity_not_found | typeof entityRefusals.entity_archived>
  | Made<typeof organizationRefusals.organization_archived>
  | Made<typeof membershipRefusals.member_suspended>
  | Made<typeof grantRefusals.entity_permission_missing>

export type AuthorizedOn = { readonly entity: Entity; readonly because: Reason }

export const authorizeOnNeeds = (
  { actor, kind, id }: Pick<AskedOn, 'actor' | 'kind' | 'id'>,
  found: Slice,
): readonly Need[] => {
  if (actor.kind === 'user') return accessNeeds({ userId: actor.userId, resource: { kind, id } }, found)
  const organizationId = found.get(entities, kind, id)?.organizationId
  return [refOf(entities, kind, id), ...(organizationId === undefined ? [] : [refOf(organizations, organizationId)])]
}

/**
 * ACC-1: may this actor do this with this thing? The one function that says so to every command; `can` decides. To whoever
 * is not in its organization a thing is as if it were not there (AUD-8).
 */
export const authorizeOn = (slice: Slice, asked: AskedOn, at: At): Result<AuthorizedOn, AuthorizeOnRefusal> => {
  const { actor, kind, id, permission } = asked
  const user = actor.kind === 'user' ? activeUser(slice, actor.userId) : undefined
  if (user && !user.ok) return user
  const entity = slice.get(entities, kind, id)
  if (!entity) return refused(entityRefusals.entity_not_found({ kind, id }))
  const inside = user ? whyOutside(slice, entity, user.value.id, at) : undefined
  if (inside) return refused(inside)
  const organization = activeOrganization(slice, entity.organizationId)
  if (!organization.ok)
    return organization.refusal.code === 'organization_archived'
      ? refused(organization.refusal)
      : refused(entityRefusals.entity_not_found({ kind, id }))
  if (entity.status === 'archived' && asked.archived !== 'passes')
    return refused(entityRefusals.entity_archived({ kind, id, archivedAt: entity.archivedAt }))
  if (actor.kind === 'operator')
    return ok({ entity, because: reason('actor_is_operator', ['ORG-6'], { name: actor.name }) })
  const facts = accessFacts({ userId: actor.userId, resource: { kind, id } }, slice, at)
  const decision = facts && can(permission, asked.archived === 'passes' ? asIfActive(facts) : facts)
  const because = decision?.because.at(-1)
  return decision?.allowed && because
    ? ok({ entity, because })
    : refused(grantRefusals.entity_permission_missing({ kind, id, permission }))
}

/** Whoever may archive it may bring it back. */
const asIfActive = (facts: AccessFacts): AccessFacts =>
  facts.resource.kind === 'organization' ? facts : { ...facts, resource: { ...facts.resource, status: 'active' } }

/** Of whoever is not in, or suspended. */
export const whyOutside = (slice: Slice, { organizationId, kind, id }: Entity, userId: string, at: At) => {
  const membership = slice.get(memberships, organizationId, userId)
  if (standingRole(membership, slice, at)) return undefined
  return membership && stateOf(membership, at) === 'suspended'
    ? membershipRefusals.member_suspended({ organizationId, userId })
    : entityRefusals.entity_not_found({ kind, id })
}
