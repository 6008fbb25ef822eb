import { entityRefusals } from '../entity/index.ts'
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
import {
  type Asked,
  type At,
  type AuthorizeArchivedRefusal,
  type AuthorizeRefusal,
  activeMember,
  activeUser,
  authorize,
  authorizeNeeds,
  type membershipRefusals,
  memberships,
} from '../membership/index.ts'
import { activeOrganization, type organizationRefusals } from '../organization/index.ts'
import { type userRefusals, users } from '../user/index.ts'
import type { ResourceRef } from './asked.ts'
import { organizationOf, resourceNeeds } from './facts.ts'

type EntityNotFound = Made<typeof entityRefusals.entity_not_found>

/** Why somebody is not told about others on this thing. */
export type AskRefusal = AuthorizeRefusal | EntityNotFound

/** The same where archiving makes no difference. */
export type AskArchivedRefusal = AuthorizeArchivedRefusal | EntityNotFound

/** Why somebody is not told what they have themselves. */
export type AskOwnRefusal =
  | Made<typeof userRefusals.user_not_found | typeof userRefusals.user_deactivated>
  | Made<typeof organizationRefusals.organization_not_found | typeof organizationRefusals.organization_archived>
  | Made<typeof membershipRefusals.member_suspended | typeof membershipRefusals.not_a_member>

/** What somebody has is theirs to know, whatever their role. */
export const mayAskOwn = (
  slice: Slice,
  userId: string,
  organizationId: string,
  at: At,
): Result<Reason, AskOwnRefusal> => {
  const user = activeUser(slice, userId)
  if (!user.ok) return user
  const organization = activeOrganization(slice, organizationId)
  if (!organization.ok) return organization
  const member = activeMember(slice, organizationId, userId, at)
  return member.ok ? ok(reason('own_access', ['ROL-4'], { role: member.value.role })) : member
}

/** ORG-4: what others may is for those to know who see the settings. */
export const ABOUT_OTHERS = { permission: 'settings.read', operator: 'may' } as const satisfies Partial<Asked>

/** The records that `mayAskAbout` looks at. */
export const askNeeds = ({ actor, resource }: About, found: Slice): readonly Need[] => {
  const organizationId = organizationOf(resource, found)
  return [
    ...(actor.kind === 'user' ? [refOf(users, actor.userId)] : []),
    ...resourceNeeds(resource, found),
    ...(organizationId === undefined ? [] : authorizeNeeds(actor, organizationId, found)),
  ]
}

type About = { readonly actor: Actor; readonly resource: ResourceRef }

/**
 * Whether the actor may be told about others on this thing. To somebody who was never in its organization it is as if
 * it were not there, even where that is archived (AUD-8).
 */
export const mayAskAbout = <const A extends Pick<Asked, 'archived'>>(
  slice: Slice,
  { actor, resource }: About,
  archived: A,
  at: At,
): Result<Reason, A['archived'] extends 'passes' ? AskArchivedRefusal : AskRefusal> => {
  const user = actor.kind === 'user' ? activeUser(slice, actor.userId) : undefined
  if (user && !user.ok) return user
  const organizationId = organizationOf(resource, slice)
  const { kind, id } = resource
  const isForeign = (organization: string): boolean =>
    kind !== 'organization' && actor.kind === 'user' && !slice.get(memberships, organization, actor.userId)
  if (organizationId === undefined || isForeign(organizationId))
    return refused(entityRefusals.entity_not_found({ kind, id }))
  return authorize(slice, { actor, organizationId, ...ABOUT_OTHERS, ...archived }, at) as never
}
