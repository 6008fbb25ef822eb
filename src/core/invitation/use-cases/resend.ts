import { z } from 'zod'
import { firstRefusedGrant, type InvitedGrantRefusal, invitedGrantNeeds } from '../../access/index.ts'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  Duration,
  type Made,
  OrganizationId,
  ok,
  type Result,
  reason,
  refOf,
  refused,
  type Slice,
  type UseCase,
} from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds, giverOf } from '../../membership/index.ts'
import { issueInvitation, LIFETIME } from '../issue.ts'
import { type InviteRefusal, inviteeIn, inviteeNeeds, judgeInviting, pendingNeeds } from '../judge.ts'
import { InvitationId, invitations, type PendingInvitation } from '../model.ts'
import { invitationRefusals } from '../refusals.ts'
import { type AnsweredRefusal, unanswered } from '../rules.ts'
import { type InvitationView, invitationView } from '../view.ts'

const Resend = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  invitationId: InvitationId,
  expiresIn: Duration.min(LIFETIME.least).max(LIFETIME.most).default(LIFETIME.usual),
  ...commandFields,
})
type Resend = z.output<typeof Resend>

/** @since 0.2.0 */
export type ResendInvitationRefusal =
  | AuthorizeRefusal
  | Made<typeof invitationRefusals.invitation_not_found>
  | AnsweredRefusal
  | InviteRefusal
  | InvitedGrantRefusal

/**
 * INVI-3: a new token for an invitation that waits or has expired, and the end of the old one. Whoever resends is the one
 * who invites from now on, so it is their right that counts.
 */
export const resendInvitation: UseCase<typeof Resend, InvitationView, ResendInvitationRefusal, Env> = {
  name: 'invitations.resend',
  command: Resend,
  reads: ({ actor, organizationId, invitationId }, found) => {
    const invitation = found.get(invitations, organizationId, invitationId)
    return [
      ...authorizeNeeds(actor, organizationId, found),
      refOf(invitations, organizationId, invitationId),
      ...(invitation
        ? [
            ...inviteeNeeds(invitation, found),
            ...pendingNeeds(invitation, found),
            ...invitedGrantNeeds(invitation, actor, found),
          ]
        : []),
    ]
  },
  plan: (command, slice, env) => {
    const { actor, organizationId, invitationId, expiresIn } = command
    const allowed = authorize(slice, { actor, organizationId, permission: 'members.invite', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const invitation = slice.get(invitations, organizationId, invitationId)
    if (!invitation) return refused(invitationRefusals.invitation_not_found({}))
    const open = unanswered(invitation)
    if (!open.ok) return open
    const judged = judgeAgain(open.value, command, slice, env)
    if (!judged.ok) return judged
    const { user } = inviteeIn(open.value, slice)
    const { email, role, grants } = open.value
    const draft = { organizationId, email, role, grants, invitedBy: actor, lasts: expiresIn }
    const issued = issueInvitation(draft, open.value, user, slice, env)
    return ok({
      value: invitationView(issued.invitation, env.now),
      because: [allowed.value, reason('invitation_resent', ['INVI-3', 'EML-5', 'ROL-3'])],
      writes: issued.writes,
      effects: [issued.effect],
      organizationId,
    })
  },
}

const judgeAgain = (
  invitation: PendingInvitation,
  { actor, organizationId }: Resend,
  slice: Slice,
  env: Env,
): Result<null, InviteRefusal | InvitedGrantRefusal> => {
  const giver = giverOf(slice, actor, organizationId, env)
  const invitable = judgeInviting(invitation.role, giver, inviteeIn(invitation, slice), slice, env)
  if (!invitable.ok) return invitable
  const missing = firstRefusedGrant(invitation, actor, slice, env)
  return missing ? refused(missing.refusal) : ok(null)
}
