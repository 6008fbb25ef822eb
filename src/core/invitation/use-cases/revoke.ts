import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type Made,
  OrganizationId,
  ok,
  put,
  reason,
  refOf,
  refused,
  type UseCase,
} from '../../kernel/index.ts'
import {
  type AuthorizeRefusal,
  authorize,
  authorizeNeeds,
  giverOf,
  type membershipRefusals,
} from '../../membership/index.ts'
import { freeAddress } from '../by-token.ts'
import { judgeTouching } from '../judge.ts'
import { type Invitation, InvitationId, invitations, invitedAddresses } from '../model.ts'
import { invitationRefusals } from '../refusals.ts'
import { type AnsweredRefusal, answered, unanswered } from '../rules.ts'
import { type InvitationView, invitationView } from '../view.ts'

const Revoke = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  invitationId: InvitationId,
  ...commandFields,
})

/** @since 0.2.0 */
export type RevokeInvitationRefusal =
  | AuthorizeRefusal
  | Made<typeof invitationRefusals.invitation_not_found>
  | AnsweredRefusal
  | Made<typeof membershipRefusals.role_not_yours_to_give>

/** INVI-1: takes an invitation back. Its token is kept to say so to whoever comes with it. */
export const revokeInvitation: UseCase<typeof Revoke, InvitationView, RevokeInvitationRefusal, Env> = {
  name: 'invitations.revoke',
  command: Revoke,
  reads: ({ actor, organizationId, invitationId }, found) => {
    const invitation = found.get(invitations, organizationId, invitationId)
    return [
      ...authorizeNeeds(actor, organizationId, found),
      refOf(invitations, organizationId, invitationId),
      ...(invitation ? [refOf(invitedAddresses, organizationId, invitation.address)] : []),
    ]
  },
  plan: ({ actor, organizationId, invitationId }, slice, env) => {
    const allowed = authorize(slice, { actor, organizationId, permission: 'members.invite', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const invitation = slice.get(invitations, organizationId, invitationId)
    if (!invitation) return refused(invitationRefusals.invitation_not_found({}))
    const open = unanswered(invitation)
    if (!open.ok) return open
    const touchable = judgeTouching(open.value, giverOf(slice, actor, organizationId, env), env)
    if (!touchable.ok) return touchable
    const revoked: Invitation = { ...answered(open.value), status: 'revoked', revokedAt: env.now, revokedBy: actor }
    return ok({
      value: invitationView(revoked, env.now),
      because: [allowed.value, reason('invitation_taken_back', ['INVI-1', 'ROL-3'])],
      writes: [put(invitations, revoked), ...freeAddress(revoked, slice)],
      effects: [],
      organizationId,
    })
  },
}
