import { hasExpired, type Instant, type Made, ok, type Result, refused } from '../kernel/index.ts'
import type { Invitation, PendingInvitation } from './model.ts'
import { invitationRefusals } from './refusals.ts'

type R = typeof invitationRefusals

/** INVI-1. How an invitation stands at a moment. @since 0.2.0 */
export type InvitationState = Invitation['status'] | 'expired'

export const invitationStateOf = (invitation: Invitation, now: Instant): InvitationState =>
  invitation.status === 'pending' && hasExpired(invitation.expiresAt, now) ? 'expired' : invitation.status

export type AnsweredRefusal = Made<R['invitation_accepted'] | R['invitation_declined'] | R['invitation_revoked']>

/** What nobody has answered or taken back yet; its time may be over. */
export const unanswered = (invitation: Invitation): Result<PendingInvitation, AnsweredRefusal> => {
  const { id: invitationId } = invitation
  switch (invitation.status) {
    case 'pending':
      return ok(invitation)
    case 'accepted':
      return refused(invitationRefusals.invitation_accepted({ invitationId }))
    case 'declined':
      return refused(invitationRefusals.invitation_declined({ invitationId }))
    case 'revoked':
      return refused(invitationRefusals.invitation_revoked({ invitationId }))
  }
}

export type ClosedRefusal = AnsweredRefusal | Made<R['invitation_expired']>

/** What can still be answered (INV-25). */
export const answerable = (invitation: Invitation, now: Instant): Result<PendingInvitation, ClosedRefusal> => {
  const open = unanswered(invitation)
  if (!open.ok) return open
  const { id: invitationId, expiresAt } = open.value
  return hasExpired(expiresAt, now)
    ? refused(invitationRefusals.invitation_expired({ invitationId, until: expiresAt }))
    : open
}

/** The invitation that is answered, without what counts only while it waits. */
export const answered = ({ status: _, tokenHash: __, ...rest }: PendingInvitation) => rest
