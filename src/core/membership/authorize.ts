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
import { activeOrganization, type organizationRefusals, organizations } from '../organization/index.ts'
import type { OrganizationPermission } from '../role/index.ts'
import { type User, userRefusals, users } from '../user/index.ts'
import { memberships } from './model.ts'
import { membershipRefusals } from './refusals.ts'
import type { At, HeldRole } from './rules.ts'
import { activeRole, memberNeeds } from './workforce.ts'

export type Asked = {
  readonly actor: Actor
  readonly organizationId: string
  readonly permission: OrganizationPermission
  /** ORG-6: an operator is never implied; each command says whether it takes one. */
  readonly operator: 'may' | 'may_not'
  /** Only for the commands of archiving and restoring themselves (ORG-5). */
  readonly archived?: 'passes'
}

type Archived = Made<typeof organizationRefusals.organization_archived>

/** Where archiving makes no difference. */
export type AuthorizeArchivedRefusal =
  | Made<typeof organizationRefusals.organization_not_found>
  | Made<typeof userRefusals.user_not_found | typeof userRefusals.user_deactivated>
  | Made<
      | typeof membershipRefusals.not_a_member
      | typeof membershipRefusals.member_suspended
      | typeof membershipRefusals.permission_missing
    >

export type AuthorizeRefusal = AuthorizeArchivedRefusal | Archived

/** Where no operator is taken. */
export type AuthorizeMemberRefusal = AuthorizeRefusal | Made<typeof membershipRefusals.operator_not_allowed>

/** What an authorization can be refused with, by what was asked. */
type RefusalOfAsked<A extends Asked> =
  | AuthorizeArchivedRefusal
  | (A['archived'] extends 'passes' ? never : Archived)
  | (A['operator'] extends 'may' ? never : Made<typeof membershipRefusals.operator_not_allowed>)

/** The records that `authorize` looks at. */
export const authorizeNeeds = (actor: Actor, organizationId: string, found: Pick<Slice, 'get'>): readonly Need[] =>
  actor.kind === 'operator'
    ? [refOf(organizations, organizationId)]
    : [
        refOf(organizations, organizationId),
        refOf(users, actor.userId),
        ...memberNeeds(organizationId, actor.userId, found),
      ]

/** ACC-1, ROL-4: may this actor do this in this organization? The one function that says so. */
export const authorize = <const A extends Asked>(slice: Slice, asked: A, at: At): Result<Reason, RefusalOfAsked<A>> =>
  judged(slice, asked, at) as Result<Reason, RefusalOfAsked<A>>

const judged = (slice: Slice, asked: Asked, at: At): Result<Reason, AuthorizeMemberRefusal> => {
  const { actor, organizationId, permission } = asked
  if (actor.kind === 'operator' && asked.operator === 'may_not')
    return refused(membershipRefusals.operator_not_allowed({ permission }))
  const user = actor.kind === 'user' ? activeUser(slice, actor.userId) : undefined
  if (user && !user.ok) return user
  const organization = activeOrganization(slice, organizationId)
  const passes =
    !organization.ok && organization.refusal.code === 'organization_archived' && asked.archived === 'passes'
  if (!organization.ok && !passes) return organization
  if (actor.kind === 'operator') return ok(reason('actor_is_operator', ['ORG-6'], { name: actor.name }))
  return permitted(slice, asked, actor.userId, at)
}

/** MEM-7: whoever is deactivated does nothing anywhere. */
export const activeUser = (
  slice: Slice,
  userId: string,
): Result<User, Made<typeof userRefusals.user_not_found | typeof userRefusals.user_deactivated>> => {
  const user = slice.get(users, userId)
  if (!user) return refused(userRefusals.user_not_found({ userId }))
  return user.status === 'active' ? ok(user) : refused(userRefusals.user_deactivated({ userId }))
}

const permitted = (slice: Slice, asked: Asked, userId: string, at: At) => {
  const { organizationId, permission } = asked
  const held = activeMember(slice, organizationId, userId, at)
  if (!held.ok) return held
  const { role, permissions } = held.value
  if (!permissions.includes(permission))
    return refused(membershipRefusals.permission_missing({ organizationId, permission, role }))
  return ok(reason('role_permits', ['ROL-4'], { organizationId, permission, role }))
}

/** MEM-2: the role of whoever is in, and acts by it. */
export const activeMember = (
  slice: Slice,
  organizationId: string,
  userId: string,
  at: At,
): Result<HeldRole, Made<typeof membershipRefusals.member_suspended | typeof membershipRefusals.not_a_member>> => {
  const membership = slice.get(memberships, organizationId, userId)
  if (membership?.status === 'suspended')
    return refused(membershipRefusals.member_suspended({ organizationId, userId }))
  const held = activeRole(membership, slice, at)
  return held ? ok(held) : refused(membershipRefusals.not_a_member({ organizationId, userId }))
}
