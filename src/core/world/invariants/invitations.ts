import { offboardings } from '../../grant/index.ts'
import {
  type Invitation,
  invitations,
  invitationTokens,
  invitedAddresses,
  type PendingInvitation,
} from '../../invitation/index.ts'
import { type Ref, refOf } from '../../kernel/index.ts'
import { memberships } from '../../membership/index.ts'
import { type Breach, breach } from './breach.ts'
import type { Whole } from './read-world.ts'

type Wrong = { readonly invariant: string; readonly problem: string }

const wrong = (invariant: string, problem: string): Wrong => ({ invariant, problem })

/**
 * INV-15, INV-03, INV-25: whoever accepted is a member; an address is reserved by the invitation to it as long as that
 * waits, which is what keeps a second one away (INVI-3); a token finds its invitation, the earlier one of a waiting
 * invitation nothing; and terms are of those that there were.
 */
export const invited = (whole: Whole): readonly Breach[] => [
  ...whole.all(invitations).flatMap(invitation => {
    const ref = refOf(invitations, invitation.organizationId, invitation.id)
    return wrongState(invitation, whole).map(each => told(ref, [], each))
  }),
  ...whole.all(invitedAddresses).flatMap(({ organizationId, address, invitationId }) => {
    const ref = refOf(invitedAddresses, organizationId, address)
    const found = wrongAddress(whole.get(invitations, organizationId, invitationId), address)
    return found ? [told(ref, [invitationId], found)] : []
  }),
  ...whole.all(invitationTokens).flatMap(({ hash, organizationId, invitationId }) => {
    const found = whole.has(invitations, organizationId, invitationId)
      ? wrongToken(whole.get(invitations, organizationId, invitationId), hash)
      : wrong('INV-03', 'invitation_missing')
    return found ? [told(refOf(invitationTokens, hash), [invitationId], found)] : []
  }),
  ...whole
    .all(memberships)
    .filter(({ term, removedTerm = 0 }) => removedTerm >= term)
    .map(({ organizationId, userId }) =>
      told(refOf(memberships, organizationId, userId), [], wrong('INV-25', 'removed_in_a_term_to_come')),
    ),
]

const told = (ref: Ref, ids: readonly string[], { invariant, problem }: Wrong): Breach =>
  breach(invariant, [ref, ...ids], { problem })

const wrongState = (invitation: Invitation, whole: Whole): readonly Wrong[] => {
  switch (invitation.status) {
    case 'pending':
      return wrongWaiting(invitation, whole)
    case 'accepted':
      return wrongMember(invitation, whole)
    case 'declined':
    case 'revoked':
      return []
  }
}

const wrongWaiting = (invitation: PendingInvitation, whole: Whole): readonly Wrong[] => {
  const { organizationId, id, address, tokenHash } = invitation
  return [
    ...(whole.get(invitedAddresses, organizationId, address)?.invitationId === id
      ? []
      : [wrong('INV-15', 'address_not_reserved')]),
    ...(whole.get(invitationTokens, tokenHash)?.invitationId === id ? [] : [wrong('INV-15', 'token_not_kept')]),
    ...wrongInviter(invitation, whole),
  ]
}

/** What whoever is out has sent waits only as long as it has yet to be cleared away. */
const wrongInviter = (
  { organizationId, invitedBy, inviterTerm = 0 }: PendingInvitation,
  whole: Whole,
): readonly Wrong[] => {
  if (invitedBy.kind === 'operator') return []
  const member = whole.get(memberships, organizationId, invitedBy.userId)
  if (!member) return [wrong('INV-15', 'invited_by_no_member')]
  if (inviterTerm > member.term) return [wrong('INV-25', 'invited_in_a_term_to_come')]
  if (member.status !== 'ended' && inviterTerm === member.term) return []
  const leaving = whole.get(offboardings, organizationId, invitedBy.userId)
  return leaving && leaving.term >= inviterTerm ? [] : [wrong('INV-25', 'invitation_of_who_is_out_left')]
}

/** INV-25: in the term of the acceptance, or a later one: terms only count up. */
const wrongMember = (
  { organizationId, userId, term }: Extract<Invitation, { status: 'accepted' }>,
  whole: Whole,
): readonly Wrong[] => {
  const member = whole.get(memberships, organizationId, userId)
  if (!member) return [wrong('INV-15', 'accepted_by_no_member')]
  return term > member.term ? [wrong('INV-25', 'accepted_in_a_term_to_come')] : []
}

const wrongAddress = (invitation: Invitation | undefined, address: string): Wrong | undefined =>
  invitation?.status === 'pending' && invitation.address === address
    ? undefined
    : wrong('INV-15', 'address_of_no_invitation')

/** Of an answered invitation the token is kept, to say so to whoever comes with it; which it was is not. */
const wrongToken = (invitation: Invitation | undefined, hash: string): Wrong | undefined =>
  invitation?.status === 'pending' && invitation.tokenHash !== hash ? wrong('INV-25', 'earlier_token_kept') : undefined
