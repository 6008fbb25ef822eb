import { addressKey, type EmailAddress, formatEmailAddress } from '../email/index.ts'
import {
  DAY,
  type Duration,
  type EffectDraft,
  hashOfToken,
  type KernelEnv,
  MINUTE,
  newToken,
  put,
  remove,
  type Slice,
  type Write,
} from '../kernel/index.ts'
import { type Membership, memberships } from '../membership/index.ts'
import type { User } from '../user/index.ts'
import { InvitationId, invitations, invitationTokens, invitedAddresses, type PendingInvitation } from './model.ts'

/** INVI-1: how long an invitation may last, and does unless it says otherwise. */
export const LIFETIME: { readonly least: Duration; readonly usual: Duration; readonly most: Duration } = {
  least: MINUTE,
  usual: 7 * DAY,
  most: 30 * DAY,
}

type Draft = Pick<PendingInvitation, 'organizationId' | 'role' | 'grants' | 'invitedBy'> & {
  readonly email: EmailAddress
  readonly lasts: Duration
}

export type Issued = {
  readonly invitation: PendingInvitation
  readonly writes: readonly Write[]
  readonly effect: EffectDraft
}

/**
 * INVI-3: a new token for an invitation; with `before` it stays the same invitation, and its earlier token finds nothing
 * any more. The mail goes to the one stored address, the user's where there is one (EML-5), and the token to the host
 * alone (INV-21).
 */
export const issueInvitation = (
  { lasts, ...draft }: Draft,
  before: PendingInvitation | undefined,
  user: User | undefined,
  slice: Slice,
  env: KernelEnv,
): Issued => {
  const token = newToken(env.random)
  const { organizationId, invitedBy } = draft
  const inviter = invitedBy.kind === 'user' ? slice.get(memberships, organizationId, invitedBy.userId) : undefined
  const invitation: PendingInvitation = {
    ...draft,
    ...(inviter && { inviterTerm: inviter.term }),
    inviteeTerm: openTerm(user && slice.get(memberships, organizationId, user.id)),
    id: before?.id ?? InvitationId.parse(env.newId()),
    email: before?.email ?? draft.email,
    address: addressKey(draft.email),
    createdAt: before?.createdAt ?? env.now,
    sentAt: env.now,
    expiresAt: env.now + lasts,
    sent: (before?.sent ?? 0) + 1,
    status: 'pending',
    tokenHash: hashOfToken(token),
  }
  return { invitation, writes: writesOf(invitation, before, slice), effect: delivery(invitation, user, token) }
}

/** The term that a later removal can end: the one in which they are, or that in which they would come in. */
const openTerm = (membership: Membership | undefined): number => {
  if (!membership) return 1
  return membership.status === 'ended' ? membership.term + 1 : membership.term
}

const writesOf = (
  invitation: PendingInvitation,
  before: PendingInvitation | undefined,
  slice: Slice,
): readonly Write[] => {
  const { organizationId, id: invitationId, address, tokenHash: hash } = invitation
  return [
    put(invitations, invitation),
    ...(before ? [] : [put(invitedAddresses, { organizationId, address, invitationId })]),
    // Where it is gone, it was replaced between two reads, and the commit finds that the invitation is another by now.
    ...(before && slice.get(invitationTokens, before.tokenHash) ? [remove(invitationTokens, before.tokenHash)] : []),
    put(invitationTokens, { hash, organizationId, invitationId }),
  ]
}

const delivery = (
  { organizationId, id: invitationId, email, role, expiresAt }: PendingInvitation,
  user: User | undefined,
  token: string,
): EffectDraft => ({
  kind: 'deliver_invitation',
  organizationId,
  payload: { invitationId, organizationId, email: formatEmailAddress(user?.email ?? email), role, expiresAt },
  secret: { token },
})
