import { type Made, type Need, ok, type Result, refOf, refused, type Slice } from '../kernel/index.ts'
import {
  type At,
  type GiveRoleRefusal,
  type Giver,
  judgeGiving,
  type Membership,
  memberNeeds,
  membershipRefusals,
  memberships,
  roleOfReceiver,
  standingRole,
  stateNow,
} from '../membership/index.ts'
import { managesRole, roleOf } from '../role/index.ts'
import { holderOf, type User, userEmails, users } from '../user/index.ts'
import { type Invitation, invitations, invitationTokens, invitedAddresses, type PendingInvitation } from './model.ts'
import { invitationStateOf } from './rules.ts'

type R = typeof membershipRefusals
type Where = { readonly organizationId: string; readonly address: string }

/** Who has the invited address now, and what they are in the organization. */
export type Invitee = { readonly user?: User | undefined; readonly membership?: Membership | undefined }

export const inviteeNeeds = ({ organizationId, address }: Where, found: Slice): readonly Need[] => {
  const holder = holderOf(found.get(userEmails, address))
  return [
    refOf(userEmails, address),
    ...(holder ? [refOf(users, holder), ...memberNeeds(organizationId, holder, found)] : []),
  ]
}

export const inviteeIn = ({ organizationId, address }: Where, slice: Slice): Invitee => {
  const holder = holderOf(slice.get(userEmails, address))
  return holder ? { user: slice.get(users, holder), membership: slice.get(memberships, organizationId, holder) } : {}
}

export const pendingNeeds = ({ organizationId, address }: Where, found: Slice): readonly Need[] => {
  const key = found.get(invitedAddresses, organizationId, address)
  const invitation = key && found.get(invitations, organizationId, key.invitationId)
  return [
    refOf(invitedAddresses, organizationId, address),
    ...(key ? [refOf(invitations, organizationId, key.invitationId)] : []),
    ...(invitation?.status === 'pending' ? [refOf(invitationTokens, invitation.tokenHash)] : []),
  ]
}

/** INVI-3: what waits for the address already. */
export const pendingTo = ({ organizationId, address }: Where, slice: Slice): PendingInvitation | undefined => {
  const key = slice.get(invitedAddresses, organizationId, address)
  const invitation = key && slice.get(invitations, organizationId, key.invitationId)
  return invitation?.status === 'pending' ? invitation : undefined
}

/**
 * INVI-4: whether an invitation is for somebody who is here already: `derived` alone leaves room for an assigned role,
 * and whoever is out comes in anew.
 */
export const standingOf = (
  membership: Membership | undefined,
  records: Pick<Slice, 'get'>,
  at: At,
): 'out' | 'derived' | 'in' | 'suspended' => {
  // Also where it rests or has expired since: who suspended them has not said that they may come in anew.
  if (membership?.status === 'suspended') return 'suspended'
  const state = membership && stateNow(membership, records, at)
  const role = state === 'active' ? standingRole(membership, records, at) : undefined
  if (!role) return 'out'
  return role.by === 'assignment' ? 'in' : 'derived'
}

export type InviteRefusal = GiveRoleRefusal | Made<R['member_exists'] | R['member_state']>

/**
 * ROL-3: nobody invites themselves: what a rule gives for as long as it is there, or a grant for a time, would be theirs
 * for good.
 */
export const isOneself = ({ actor }: Giver, user: Pick<User, 'id'> | undefined): boolean =>
  actor.kind === 'user' && actor.userId === user?.id

/** Whether whoever invites may invite this one, who may be nobody yet, to this role. */
export const judgeInviting = (
  role: string,
  giver: Giver,
  { user, membership }: Invitee,
  records: Pick<Slice, 'get'>,
  at: At,
): Result<null, InviteRefusal> => {
  const { organizationId = '', userId = '' } = membership ?? {}
  const standing = standingOf(membership, records, at)
  if (standing === 'in') return refused(membershipRefusals.member_exists({ organizationId, userId }))
  if (standing === 'suspended')
    return refused(membershipRefusals.member_state({ organizationId, userId, state: standing }))
  if (isOneself(giver, user))
    return refused(membershipRefusals.own_role_upward({ userId, role, held: giver.held?.role ?? 'none' }))
  const given = judgeGiving(role, giver, { userId: user?.id, role: roleOfReceiver(membership, records, at) }, at.roles)
  return given.ok ? ok(null) : given
}

/**
 * ROL-3: an invitation is changed or taken back by whoever may give what it gives. One that gives nothing any more, for
 * its time is over or the catalogue has lost the role, is anybody's who may invite.
 */
export const judgeTouching = (
  invitation: Invitation,
  { actor, held }: Giver,
  { roles, now }: At,
): Result<null, Made<R['role_not_yours_to_give']>> =>
  actor.kind === 'operator' ||
  invitationStateOf(invitation, now) === 'expired' ||
  !roleOf(roles, invitation.role) ||
  (held && managesRole(held, invitation.role))
    ? ok(null)
    : refused(membershipRefusals.role_not_yours_to_give({ role: invitation.role, held: held?.role ?? 'none' }))
