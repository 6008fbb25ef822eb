import type { Instant } from '../kernel/index.ts'
import type { Invitation, PendingInvitation } from './model.ts'
import { type InvitationState, invitationStateOf } from './rules.ts'

type Answered<S extends Invitation['status']> = Extract<Invitation, { status: S }>

/**
 * An invitation as it is shown: how it stands at that moment, and nothing of its token. What was done with it stands in
 * the fields of its status.
 *
 * @since 0.2.0
 */
export type InvitationView = Omit<
  PendingInvitation,
  'status' | 'tokenHash' | 'address' | 'inviterTerm' | 'inviteeTerm'
> & {
  readonly status: InvitationState
} & Partial<
    Pick<Answered<'accepted'>, 'acceptedAt' | 'userId'> &
      Pick<Answered<'declined'>, 'declinedAt'> &
      Pick<Answered<'revoked'>, 'revokedAt' | 'revokedBy'>
  >

type Stored = Omit<InvitationView, 'status'> & {
  readonly address: string
  readonly tokenHash?: string
  readonly term?: number
  readonly inviterTerm?: number
  readonly inviteeTerm: number
}

export const invitationView = (invitation: Invitation, now: Instant): InvitationView => {
  const { address: _, tokenHash: __, term: ___, inviterTerm: ____, inviteeTerm: _____, ...shown }: Stored = invitation
  return { ...shown, status: invitationStateOf(invitation, now) }
}
