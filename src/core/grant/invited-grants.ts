import {
  ENTITY_ADMIN,
  EntityId,
  type EntityKind,
  type EntityPermission,
  type EntityRole,
  entities,
  entityRefusals,
  entityRoles,
  permissionsOf,
} from '../entity/index.ts'
import { type InvitedGrant, invitationRefusals, type PendingInvitation } from '../invitation/index.ts'
import {
  type Actor,
  add,
  type Instant,
  type Made,
  type Need,
  ok,
  put,
  type Result,
  refOf,
  refused,
  type Slice,
  type Write,
} from '../kernel/index.ts'
import { type Giver, type Membership, memberships } from '../membership/index.ts'
import {
  ADMIN_GRANTS_PER_USER,
  adminGrantCounts,
  EntityRoleName,
  entityAdminCounts,
  type Grant,
  grants,
  type UserGrant,
} from './model.ts'
import { grantRefusals } from './refusals.ts'
import { countsAsAdmin, isLive } from './rules.ts'

type Which = { readonly organizationId: string; readonly kind: EntityKind; readonly id: string }
type Given = { readonly organizationId: string; readonly grants: readonly InvitedGrant[] }
type G = typeof grantRefusals
type E = typeof entityRefusals

export type InvitedGrantRefusal = Made<
  E['entity_not_found'] | E['entity_archived'] | G['entity_role_unknown'] | G['entity_permission_missing']
>

/** What `firstRefusedGrant` looks at for each, beside the membership of whoever gives. */
export const invitedGrantNeeds = ({ organizationId, grants: invited }: Given, giver: Actor): readonly Need[] =>
  invited.flatMap(({ kind, id }) => [
    refOf(entities, kind, id),
    ...(giver.kind === 'user' ? [refOf(grants, organizationId, kind, id, 'user', giver.userId)] : []),
  ])

/**
 * ROL-3: the first grant that whoever invites may not give, if there is one: asked when the invitation is sent, and again
 * when it is accepted.
 */
export const firstRefusedGrant = (
  { organizationId, grants: invited }: Given,
  giver: Giver,
  slice: Slice,
  now: Instant,
): { readonly grant: InvitedGrant; readonly refusal: InvitedGrantRefusal } | undefined => {
  for (const grant of invited) {
    const judged = judgeInvitedGrant(organizationId, grant, giver, slice, now)
    if (!judged.ok) return { grant, refusal: judged.refusal }
  }
  return undefined
}

const judgeInvitedGrant = (
  organizationId: string,
  { kind, id, role }: InvitedGrant,
  giver: Giver,
  slice: Slice,
  now: Instant,
): Result<null, InvitedGrantRefusal> => {
  const entity = slice.get(entities, kind, id)
  if (entity?.organizationId !== organizationId) return refused(entityRefusals.entity_not_found({ kind, id }))
  if (entity.status === 'archived')
    return refused(entityRefusals.entity_archived({ kind, id, archivedAt: entity.archivedAt }))
  const { strongestFirst, toGive } = entityRoles[kind]
  const known = strongestFirst.find(name => name === role)
  const permission = known && toGive[known]
  if (!permission) return refused(grantRefusals.entity_role_unknown({ kind, role, known: strongestFirst }))
  return mayGive({ organizationId, kind, id }, permission, giver, slice, now)
    ? ok(null)
    : refused(grantRefusals.entity_permission_missing({ kind, id, permission }))
}

const mayGive = (
  { organizationId, kind, id }: Which,
  permission: EntityPermission,
  { actor, held }: Giver,
  slice: Slice,
  now: Instant,
): boolean => {
  if (actor.kind === 'operator') return true
  if (!held) return false
  const grant = slice.get(grants, organizationId, kind, id, 'user', actor.userId)
  const isTheirs = grant && isLive(grant, slice.get(memberships, organizationId, actor.userId), now)
  return held.administers || Boolean(isTheirs && permissionsOf(kind, grant.role)?.includes(permission))
}

/** What `giveInvitedGrants` looks at for somebody who is a user already. */
export const givenGrantNeeds = ({ organizationId, grants: invited }: Given, userId: string): readonly Need[] => [
  refOf(adminGrantCounts, userId),
  ...invited.map(({ kind, id }) => refOf(grants, organizationId, kind, id, 'user', userId)),
]

/**
 * The grants of an invitation, for the member that it makes; `known`: what a user had before, none for a new one. A grant
 * of the present term is never made weaker, and one of an earlier term, which gives nothing, is replaced (INV-25).
 */
export const giveInvitedGrants = (
  invitation: Pick<PendingInvitation, 'id' | 'grants' | 'invitedBy'>,
  member: Membership,
  known: Slice | undefined,
  now: Instant,
): Result<readonly Write[], Made<typeof invitationRefusals.invitation_grant_not_possible>> => {
  const { userId } = member
  const given = invitation.grants.flatMap(invited => changeOf(invited, invitation.invitedBy, member, known, now))
  const admins = given.filter(({ after }) => countsAsAdmin(after, member, 'active'))
  const [first] = admins
  const more = admins.length - given.filter(({ before }) => before?.role === ENTITY_ADMIN).length
  if (first && (known?.count(adminGrantCounts, userId) ?? 0) + more > ADMIN_GRANTS_PER_USER) {
    const { kind, entityId: id } = first.after
    const facts = { invitationId: invitation.id, kind, id, why: grantRefusals.grants_too_many.row.code }
    return refused(invitationRefusals.invitation_grant_not_possible(facts))
  }
  return ok([
    ...given.map(({ after }) => put<Grant>(grants, after)),
    ...admins.map(({ after }) => add(entityAdminCounts, [after.organizationId, after.kind, after.entityId], 1)),
    ...(more === 0 ? [] : [add(adminGrantCounts, [userId], more, { min: 0, max: ADMIN_GRANTS_PER_USER })]),
  ])
}

type GrantChange = { readonly before: Grant | undefined; readonly after: UserGrant }

const changeOf = (
  { kind, id, role }: InvitedGrant,
  by: Actor,
  member: Membership,
  known: Slice | undefined,
  now: Instant,
): readonly GrantChange[] => {
  const { organizationId, userId: subjectId, term } = member
  const before = known?.get(grants, organizationId, kind, id, 'user', subjectId)
  const given = { kind, entityId: EntityId.parse(id), role: EntityRoleName.parse(role), by, at: now }
  if (before && isLive(before, member, now) && isAsStrong(kind, before.role, given.role)) return []
  return [{ before, after: { organizationId, subject: 'user', subjectId, term, ...given } }]
}

const isAsStrong = (kind: EntityKind, held: EntityRole, role: EntityRole): boolean => {
  const { strongestFirst } = entityRoles[kind]
  return strongestFirst.indexOf(held) <= strongestFirst.indexOf(role)
}
