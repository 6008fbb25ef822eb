import type { Env } from '../env.ts'
import { type Comer, invitationRefusals, isOneself, type PendingInvitation } from '../invitation/index.ts'
import { type Made, ok, type Result, refused, type Slice } from '../kernel/index.ts'
import {
  authorize,
  giverOf,
  judgeGiving,
  membershipRefusals,
  memberships,
  roleOfReceiver,
} from '../membership/index.ts'
import { firstRefusedGrant } from './invited-grants.ts'

type R = typeof invitationRefusals
type M = typeof membershipRefusals

export type InviterRefusal =
  | Made<M['role_unknown'] | M['role_ceiling']>
  | Made<R['invitation_inviter_may_not'] | R['invitation_grant_not_possible']>

/** INVI-2, ROL-3: what the inviter could not give at this moment, nobody gets. */
export const judgeInviter = (
  invitation: PendingInvitation,
  { user, membership }: Comer,
  slice: Slice,
  env: Env,
): Result<null, InviterRefusal> => {
  const { id: invitationId, organizationId, invitedBy: actor, role } = invitation
  const mayNot = (why: string) => refused(invitationRefusals.invitation_inviter_may_not({ invitationId, role, why }))
  const allowed = authorize(slice, { actor, organizationId, permission: 'members.invite', operator: 'may' }, env)
  if (!allowed.ok) return mayNot(allowed.refusal.code)
  // INV-25: whoever is back since invites anew.
  const inviter = actor.kind === 'user' ? slice.get(memberships, organizationId, actor.userId) : undefined
  if (inviter?.term !== invitation.inviterTerm) return mayNot(membershipRefusals.not_a_member.row.code)
  const giver = giverOf(slice, actor, organizationId, env)
  if (isOneself(giver, user)) return mayNot(membershipRefusals.own_role_upward.row.code)
  const given = judgeGiving(role, giver, { userId: user.id, role: roleOfReceiver(membership, slice, env) }, env.roles)
  if (!given.ok) {
    const { refusal } = given
    return refusal.code === 'role_unknown' || refusal.code === 'role_ceiling' ? refused(refusal) : mayNot(refusal.code)
  }
  const missing = firstRefusedGrant(invitation, actor, slice, env)
  if (!missing) return ok(null)
  const { kind, id } = missing.grant
  return refused(
    invitationRefusals.invitation_grant_not_possible({ invitationId, kind, id, why: missing.refusal.code }),
  )
}
