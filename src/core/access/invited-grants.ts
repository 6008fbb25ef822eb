import { EntityId, type EntityRole, entities, entityRefusals, entityRoles } from '../entity/index.ts'
import {
  adminGrantCounts,
  changeGrants,
  EntityRoleName,
  type Grant,
  type GrantChange,
  grantRefusals,
  grants,
  holdingNeeds,
  isLive,
  toGiveOf,
} from '../grant/index.ts'
import { type InvitedGrant, invitationRefusals, type PendingInvitation } from '../invitation/index.ts'
import {
  type Actor,
  type Instant,
  type Made,
  type Need,
  type Result,
  refOf,
  refused,
  type Slice,
  type Write,
} from '../kernel/index.ts'
import type { At, Membership } from '../membership/index.ts'
import { authorizeOn } from './authorize-on.ts'
import { placeNeeds } from './facts.ts'

type Given = { readonly organizationId: string; readonly grants: readonly InvitedGrant[] }
type G = typeof grantRefusals
type E = typeof entityRefusals

/** Why whoever invites may not give a grant; that they may do nothing at all was asked before. */
export type InvitedGrantRefusal = Made<
  E['entity_not_found'] | E['entity_archived'] | G['entity_role_unknown'] | G['entity_permission_missing']
>

/** What `firstRefusedGrant` looks at. */
export const invitedGrantNeeds = (given: Given, giver: Actor, found: Slice): readonly Need[] =>
  given.grants.flatMap(({ kind, id }) =>
    giver.kind === 'user'
      ? placeNeeds(giver.userId, { organizationId: given.organizationId, kind, id }, found)
      : [refOf(entities, kind, id)],
  )

/**
 * ROL-3: the first grant that whoever invites may not give, if there is one: asked when the invitation is sent, and again
 * when it is accepted.
 */
export const firstRefusedGrant = (
  { organizationId, grants: invited }: Given,
  giver: Actor,
  slice: Slice,
  at: At,
): { readonly grant: InvitedGrant; readonly refusal: InvitedGrantRefusal } | undefined => {
  for (const grant of invited) {
    const judged = judgeOne(organizationId, grant, giver, slice, at)
    if (!judged.ok) return { grant, refusal: judged.refusal }
  }
  return undefined
}

const judgeOne = (
  organizationId: string,
  { kind, id, role }: InvitedGrant,
  actor: Actor,
  slice: Slice,
  at: At,
): Result<unknown, InvitedGrantRefusal> => {
  // Of what belongs to another organization nothing has been read: here it is as if it were not there.
  if (slice.get(entities, kind, id)?.organizationId !== organizationId)
    return refused(entityRefusals.entity_not_found({ kind, id }))
  const { strongestFirst } = entityRoles[kind]
  const known = strongestFirst.find(name => name === role)
  const permission = known && toGiveOf(kind, known)
  if (!permission) return refused(grantRefusals.entity_role_unknown({ kind, role, known: strongestFirst }))
  return authorizeOn(slice, { actor, kind, id, permission }, at) as Result<unknown, InvitedGrantRefusal>
}

/** What `giveInvitedGrants` looks at for somebody who is a user already. */
export const givenGrantNeeds = ({ organizationId, grants: invited }: Given, userId: string): readonly Need[] => [
  refOf(adminGrantCounts, userId),
  ...invited.flatMap(({ kind, id }) => [
    refOf(grants, organizationId, kind, id, 'user', userId),
    ...holdingNeeds({ organizationId, kind, subject: 'user', subjectId: userId }),
  ]),
]

type Giving = Pick<PendingInvitation, 'id' | 'grants' | 'invitedBy'>

/**
 * The grants of an invitation, for the member that it makes; `known`: what a user had before, none for a new one. A grant
 * of the present term is never made weaker, and one of an earlier term, which gives nothing, is replaced (INV-25).
 */
export const giveInvitedGrants = (
  { id: invitationId, grants: invited, invitedBy }: Giving,
  member: Membership,
  known: Slice | undefined,
  now: Instant,
): Result<readonly Write[], Made<typeof invitationRefusals.invitation_grant_not_possible>> => {
  const changes = invited.flatMap(grant => changeOf(grant, invitedBy, member, known, now) ?? [])
  const changed = changeGrants(changes, known ?? NOBODY)
  if (changed.ok) return changed
  const { kind, entityId: id } = changed.change.after as Grant
  const facts = { invitationId, kind, id, why: changed.refusal.code }
  return refused(invitationRefusals.invitation_grant_not_possible(facts))
}

/** Of somebody new nothing is counted yet. */
const NOBODY = { count: () => 0, get: () => undefined }

const changeOf = (
  { kind, id, role }: InvitedGrant,
  by: Actor,
  member: Membership,
  known: Slice | undefined,
  now: Instant,
): GrantChange | undefined => {
  const { organizationId, userId: subjectId, term } = member
  const before = known?.get(grants, organizationId, kind, id, 'user', subjectId)
  const given = { kind, entityId: EntityId.parse(id), role: EntityRoleName.parse(role), by, at: now }
  if (before && isLive(before, member, now) && isAsGood(before, given.role)) return undefined
  const after: Grant = { organizationId, subject: 'user', subjectId, term, ...given }
  return { before, after, holder: { membership: member, status: 'active' } }
}

const isAsGood = ({ kind, role: held, until, stages }: Grant, role: EntityRole): boolean => {
  const { strongestFirst } = entityRoles[kind]
  const stronger = strongestFirst.indexOf(role) - strongestFirst.indexOf(held)
  return stronger > 0 || (stronger === 0 && until === undefined && stages === undefined)
}
