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
import { type User, userRefusals, users } from '../user/index.ts'
import { activeUser, authorize, authorizeNeeds } from './authorize.ts'
import { giverOf, judgeChanging } from './give-role.ts'
import { memberships } from './model.ts'
import { membershipRefusals } from './refusals.ts'
import { type At, effectiveRole } from './rules.ts'
import { type StateNow, stateNow } from './view.ts'
import { memberNeeds } from './workforce.ts'

type Who = { readonly actor: Actor; readonly userId: string }

export type ManageUserRefusal =
  | Made<typeof userRefusals.user_not_found | typeof userRefusals.user_deactivated>
  | HomeRefusal
  | Made<typeof membershipRefusals.user_not_yours | typeof membershipRefusals.member_not_yours_to_change>

type HomeRefusal = Made<typeof membershipRefusals.member_suspended | typeof membershipRefusals.permission_missing>

export type ManagedUser = { readonly user: User; readonly because: Reason }

export const manageUserNeeds = ({ actor, userId }: Who, found: Slice): readonly Need[] => {
  const home = found.get(users, userId)?.homeOrganizationId
  return [
    refOf(users, userId),
    ...(actor.kind === 'user' ? [refOf(users, actor.userId)] : []),
    ...(home === undefined ? [] : [...authorizeNeeds(actor, home, found), ...memberNeeds(home, userId, found)]),
  ]
}

/** MEM-2, INV-25: whose time is over is out, as whoever was removed, and so is whoever was left by a vendor that rests. */
const HELD: readonly StateNow[] = ['active', 'suspended']

/**
 * MEM-7: whether somebody may decide about a user as a whole: the user, the operator, and whoever may change what the
 * user holds at home, where they were made and never leave (ORG-3). That the home is archived is no hindrance: the user
 * may be a member elsewhere.
 */
export const manageUser = (slice: Slice, { actor, userId }: Who, at: At): Result<ManagedUser, ManageUserRefusal> => {
  const user = slice.get(users, userId)
  if (actor.kind === 'operator')
    return user
      ? ok({ user, because: reason('actor_is_operator', ['ORG-6'], { name: actor.name }) })
      : refused(userRefusals.user_not_found({ userId }))
  const own = activeUser(slice, actor.userId)
  if (!own.ok) return own
  if (actor.userId === userId) return ok({ user: own.value, because: reason('own_record', ['MEM-7']) })
  return user ? managedAtHome(slice, actor, user, at) : refused(membershipRefusals.user_not_yours({ userId }))
}

const managedAtHome = (slice: Slice, actor: Actor, user: User, at: At): Result<ManagedUser, ManageUserRefusal> => {
  const { id: userId, homeOrganizationId: organizationId } = user
  const asked = { actor, organizationId, permission: 'members.write', operator: 'may', archived: 'passes' } as const
  const allowed = authorize(slice, asked, at)
  // Where somebody else is at home is nothing that strangers are told.
  if (!allowed.ok && allowed.refusal.code === 'not_a_member')
    return refused(membershipRefusals.user_not_yours({ userId }))
  if (!allowed.ok) return refused(allowed.refusal as HomeRefusal)
  const member = slice.get(memberships, organizationId, userId)
  if (!member || !HELD.includes(stateNow(member, slice, at)))
    return refused(membershipRefusals.user_not_yours({ userId }))
  const role = effectiveRole(member, at)
  const mayChange = judgeChanging(giverOf(slice, actor, organizationId, at), { userId, role })
  return mayChange.ok ? ok({ user, because: allowed.value }) : mayChange
}
