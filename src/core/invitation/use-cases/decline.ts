import { z } from 'zod'
import type { Env } from '../../env.ts'
import { commandFields, type Made, ok, put, reason, refOf, type UseCase } from '../../kernel/index.ts'
import { type organizationRefusals, organizations } from '../../organization/index.ts'
import { freeAddress, type InvitationNotFound, invitationOf, invitingOrganization, tokenNeeds } from '../by-token.ts'
import { type Invitation, invitations, invitedAddresses, Token } from '../model.ts'
import { answerable, answered, type ClosedRefusal } from '../rules.ts'
import { type InvitationView, invitationView } from '../view.ts'

const Decline = z.strictObject({ token: Token, ...commandFields })

/** @since 0.2.0 */
export type DeclineInvitationRefusal =
  | InvitationNotFound
  | ClosedRefusal
  | Made<typeof organizationRefusals.organization_archived>

/** INVI-1: whoever holds the token says no for good. It takes no proof of the address: a no gives nobody anything. */
export const declineInvitation: UseCase<typeof Decline, InvitationView, DeclineInvitationRefusal, Env> = {
  name: 'invitations.decline',
  command: Decline,
  reads: ({ token }, found) => {
    const invitation = invitationOf(token, found)
    return [
      ...tokenNeeds(token, found),
      ...(invitation.ok
        ? [
            refOf(organizations, invitation.value.organizationId),
            refOf(invitedAddresses, invitation.value.organizationId, invitation.value.address),
          ]
        : []),
    ]
  },
  plan: ({ token }, slice, env) => {
    const invitation = invitationOf(token, slice)
    if (!invitation.ok) return invitation
    const open = answerable(invitation.value, env.now)
    if (!open.ok) return open
    const organization = invitingOrganization(open.value, slice)
    if (!organization.ok) return organization
    const { organizationId } = open.value
    const declined: Invitation = { ...answered(open.value), status: 'declined', declinedAt: env.now }
    return ok({
      value: invitationView(declined, env.now),
      because: [reason('invitee_declined', ['INVI-1', 'INVI-2'])],
      writes: [put(invitations, declined), ...freeAddress(declined, slice)],
      effects: [],
      organizationId,
    })
  },
  actor: (_, { value }) => ({ kind: 'invitee', invitationId: value.id }),
}
