import { z } from 'zod'
import {
  giveInvitedGrants,
  givenGrantNeeds,
  type InviterRefusal,
  invitedGrantNeeds,
  judgeInviter,
} from '../../access/index.ts'
import { addressKey, VerifiedEmailInput } from '../../email/index.ts'
import type { Env } from '../../env.ts'
import { changeNeeds, leaveBehind, makesWorkforce, offboardings, restoreWithGrants } from '../../grant/index.ts'
import { heldGroups, heldGroupsNeeds } from '../../group/index.ts'
import {
  commandFields,
  type Decision,
  type Made,
  type Need,
  ok,
  put,
  type Result,
  reason,
  refOf,
  refused,
  remove,
  type Slice,
  type UseCase,
  type Write,
} from '../../kernel/index.ts'
import {
  authorizeNeeds,
  besidesAssigned,
  guestWrites,
  isLasting,
  joinRequests,
  type Member,
  type Membership,
  type MembershipChange,
  memberOf,
  memberships,
  putMemberships,
  sessionsToRotate,
  vendorNeeds,
} from '../../membership/index.ts'
import { DisplayName, type organizationRefusals } from '../../organization/index.ts'
import { holderOf, type User, userEmails } from '../../user/index.ts'
import {
  freeAddress,
  type InvitationNotFound,
  invitationOf,
  invitingOrganization,
  organizationOf,
  tokenNeeds,
} from '../by-token.ts'
import { type Comer, type ComerRefusal, comerOf, invitedMember } from '../coming-in.ts'
import { inviteeNeeds } from '../judge.ts'
import { type Invitation, invitations, invitedAddresses, type PendingInvitation, Token } from '../model.ts'
import { invitationRefusals } from '../refusals.ts'
import { answerable, answered, type ClosedRefusal } from '../rules.ts'
import { type InvitationView, invitationView } from '../view.ts'

const Accept = z.strictObject({
  token: Token,
  email: VerifiedEmailInput,
  name: DisplayName.optional(),
  ...commandFields,
})
type Accept = z.output<typeof Accept>

/** @since 0.2.0 */
export type InvitationAccepted = {
  readonly user: User
  readonly member: Member
  readonly invitation: InvitationView
}

type OpenRefusal =
  | InvitationNotFound
  | Made<typeof invitationRefusals.invitation_not_yours>
  | ClosedRefusal
  | Made<typeof organizationRefusals.organization_archived>

/** @since 0.2.0 */
export type AcceptInvitationRefusal = OpenRefusal | ComerRefusal | InviterRefusal

/**
 * INVI-2, INV-15: whoever holds the token and has proven exactly the invited address becomes a member, with the grants of
 * the invitation, in one commit. All is judged at this moment: what the inviter may, and what the invited is by now.
 */
export const acceptInvitation: UseCase<typeof Accept, InvitationAccepted, AcceptInvitationRefusal, Env> = {
  name: 'invitations.accept',
  command: Accept,
  reads: ({ token, email }, found) => {
    const invitation = invitationOf(token, found)
    return [
      ...tokenNeeds(token, found),
      ...comerNeeds(token, addressKey(email), found),
      ...(invitation.ok ? inviterNeeds(invitation.value, found) : []),
    ]
  },
  plan: (command, slice, env) => {
    const invitation = openTo(command, slice, env)
    if (!invitation.ok) return invitation
    const comer = comerOf(invitation.value, command, slice, env)
    if (!comer.ok) return comer
    const given = judgeInviter(invitation.value, comer.value, slice, env)
    return given.ok ? accept(invitation.value, comer.value, slice, env) : given
  },
  actor: (_, { value }) => ({ kind: 'user', userId: value.user.id }),
}

/**
 * In the same read as the invitation itself: otherwise of several who accept at once some would find it pending, and
 * themselves members already.
 */
const comerNeeds = (token: string, address: string, found: Slice): readonly Need[] => {
  const organizationId = organizationOf(token, found)
  const holder = holderOf(found.get(userEmails, address))
  return [
    refOf(userEmails, address),
    ...(organizationId === undefined ? [] : [refOf(invitedAddresses, organizationId, address)]),
    ...(organizationId === undefined || holder === undefined
      ? []
      : [
          ...inviteeNeeds({ organizationId, address }, found),
          refOf(joinRequests, organizationId, holder),
          refOf(offboardings, organizationId, holder),
          ...vendorNeeds({ organizationId, userId: holder }, found),
          ...heldGroupsNeeds({ organizationId, userId: holder }, found),
          ...(isForATime(found.get(memberships, organizationId, holder))
            ? changeNeeds(holder, [organizationId], found)
            : []),
        ]),
  ]
}

const inviterNeeds = (invitation: Invitation, found: Slice): readonly Need[] => {
  const { organizationId, address, invitedBy } = invitation
  const holder = holderOf(found.get(userEmails, address))
  return [
    ...authorizeNeeds(invitedBy, organizationId, found),
    ...invitedGrantNeeds(invitation, invitedBy, found),
    ...(holder ? givenGrantNeeds(invitation, holder) : []),
  ]
}

/** The invitation, if it can be answered by whoever has proven this address. */
const openTo = ({ token, email }: Accept, slice: Slice, env: Env): Result<PendingInvitation, OpenRefusal> => {
  const invitation = invitationOf(token, slice)
  if (!invitation.ok) return invitation
  const { id: invitationId, address } = invitation.value
  if (addressKey(email) !== address) return refused(invitationRefusals.invitation_not_yours({ invitationId }))
  const open = answerable(invitation.value, env.now)
  if (!open.ok) return open
  const organization = invitingOrganization(open.value, slice)
  return organization.ok ? open : organization
}

const accept = (
  invitation: PendingInvitation,
  comer: Comer,
  slice: Slice,
  env: Env,
): Result<Decision<InvitationAccepted>, InviterRefusal> => {
  const { organizationId, role } = invitation
  const { user } = comer
  const known = comer.known === 'known' ? slice : undefined
  const change = comingIn(invitation, comer, slice, env)
  const { after: member } = change
  const granted = giveInvitedGrants(invitation, member, known, env.now)
  if (!granted.ok) return granted
  const left = leaveBehind(change, { kind: 'user', userId: user.id }, env.now)
  const accepted: Invitation = {
    ...answered(invitation),
    status: 'accepted',
    acceptedAt: env.now,
    userId: user.id,
    term: member.term,
  }
  return ok({
    value: { user, member: memberOf(member, env), invitation: invitationView(accepted, env.now) },
    because: [reason('invitee_accepted', ['EML-3', 'INVI-2', 'INVI-4', 'ORG-3'], { organizationId, role })],
    writes: [
      ...comer.writes,
      put(invitations, accepted),
      ...freeAddress(accepted, slice),
      ...requestAnswered(member, known),
      ...memberWrites(change, granted.value, slice, env),
      ...(known ? guestWrites(organizationId, [user], known) : []),
      ...left.writes,
    ],
    effects: [...sessionsToRotate([change], env), ...left.effects],
    organizationId,
  })
}

/** WRK-1: one of a vendor's people who is invited with a grant on a project or a dataset is that as well. */
const comingIn = (invitation: PendingInvitation, comer: Comer, slice: Slice, env: Env): MembershipChange => {
  const { membership: before } = comer
  const after = invitedMember(invitation, comer, slice, env)
  const makes = invitation.grants.some(({ kind }) => makesWorkforce(kind))
  if (comer.known === 'new' || !makes) return { before, after }
  const groups = before?.term === after.term ? heldGroups(after, slice) : []
  return besidesAssigned({ before, after }, { groups, makesWorkforce: true }, slice, env)
}

/** INV-08: whoever is in by a vendor alone administers nothing for good. */
const isForATime = (before: Membership | undefined): boolean => before?.byWorkforce !== undefined && !isLasting(before)

/** What they were granted as that counts from now on, where they are in for good. */
const memberWrites = (change: MembershipChange, granted: readonly Write[], slice: Slice, env: Env): readonly Write[] =>
  isForATime(change.before) && change.after.term === change.before?.term
    ? restoreWithGrants(change, granted, slice, env)
    : [...putMemberships([change], env.roles), ...granted]

/** What a rule offered or asked an admin about has come about another way. */
const requestAnswered = ({ organizationId, userId }: Membership, known: Slice | undefined): readonly Write[] =>
  known?.get(joinRequests, organizationId, userId) ? [remove(joinRequests, organizationId, userId)] : []
