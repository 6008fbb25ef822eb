import { type Actor, type Made, type Need, ok, type Result, refOf, refused, type Slice } from '../kernel/index.ts'
import { type User, type userRefusals, users } from '../user/index.ts'
import { type Asked, type AuthorizeRefusal, authorize, authorizeNeeds } from './authorize.ts'
import { type ChangeRoleRefusal, type Giver, giverOf, judgeChanging } from './give-role.ts'
import { type Membership, memberships } from './model.ts'
import { membershipRefusals } from './refusals.ts'
import { type At, effectiveRole } from './rules.ts'
import { type StateNow, stateNow } from './view.ts'
import { memberNeeds } from './workforce.ts'

type Who = { readonly actor: Actor; readonly organizationId: string; readonly userId: string }

/** The member that a command is about, and by what right it is the actor's to change. */
export type Target = {
  readonly member: Membership
  readonly user: User
  /** The role that they hold, or that is kept for them while they are suspended. */
  readonly role: string | undefined
  readonly giver: Giver
  readonly because: Extract<ReturnType<typeof authorize>, { ok: true }>['value']
}

export type TargetRefusal =
  | AuthorizeRefusal
  | ChangeRoleRefusal
  | Made<typeof membershipRefusals.member_not_found | typeof membershipRefusals.member_state>
  | Made<typeof userRefusals.user_not_found>

export const targetNeeds = ({ actor, organizationId, userId }: Who, found: Slice): readonly Need[] => [
  ...authorizeNeeds(actor, organizationId, found),
  ...memberNeeds(organizationId, userId, found),
  refOf(users, userId),
]

/**
 * What every command about one member begins with: the actor may change members, the member is in one of these states,
 * and what the member holds is the actor's to change (ROL-3).
 */
export const targetMember = (
  slice: Slice,
  { actor, organizationId, userId }: Who,
  states: readonly StateNow[],
  at: At,
): Result<Target, TargetRefusal> => {
  const asked = { actor, organizationId, permission: 'members.write', operator: 'may' } as const satisfies Asked
  const allowed = authorize(slice, asked, at)
  if (!allowed.ok) return allowed
  const member = memberIn(slice, { organizationId, userId }, states, at)
  if (!member.ok) return member
  const giver = giverOf(slice, actor, organizationId, at)
  const role = effectiveRole(member.value, at)
  const mayChange = judgeChanging(giver, { userId, role })
  if (!mayChange.ok) return mayChange
  const user = slice.get(users, userId)
  if (!user) return refused(membershipRefusals.member_not_found({ organizationId, userId }))
  return ok({ member: member.value, user, role, giver, because: allowed.value })
}

/** The membership of a user where it is in one of these states (MEM-2); what it rests on was read. */
export const memberIn = (
  slice: Slice,
  { organizationId, userId }: Omit<Who, 'actor'>,
  states: readonly StateNow[],
  at: At,
): Result<Membership, Made<typeof membershipRefusals.member_not_found | typeof membershipRefusals.member_state>> => {
  const member = slice.get(memberships, organizationId, userId)
  if (!member) return refused(membershipRefusals.member_not_found({ organizationId, userId }))
  const state = stateNow(member, slice, at)
  return states.includes(state)
    ? ok(member)
    : refused(membershipRefusals.member_state({ organizationId, userId, state }))
}
