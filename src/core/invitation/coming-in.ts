import type { VerifiedEmail } from '../email/index.ts'
import type { Env } from '../env.ts'
import { type Made, ok, type Result, refused, type Slice, type Write } from '../kernel/index.ts'
import { assignedMember, lastRemovedTerm, type Membership, membershipRefusals, nextStay } from '../membership/index.ts'
import { createUser, type User, unreserved, userEmails, userRefusals } from '../user/index.ts'
import { inviteeIn, standingOf } from './judge.ts'
import type { PendingInvitation } from './model.ts'
import { invitationRefusals } from './refusals.ts'

/** Whoever accepts: a user already, or one who is made by it. */
export type Comer = {
  readonly user: User
  readonly known: 'known' | 'new'
  readonly membership: Membership | undefined
  readonly writes: readonly Write[]
}

export type ComerRefusal =
  | Made<typeof userRefusals.email_reserved | typeof userRefusals.user_deactivated>
  | Made<typeof membershipRefusals.member_exists | typeof membershipRefusals.member_suspended>
  | Made<typeof invitationRefusals.invitation_overtaken>

type Proven = { readonly email: VerifiedEmail; readonly name?: string | undefined }

/** ORG-3, EML-3: who comes in by the invitation, if they still can; a new user is at home in its organization. */
export const comerOf = (
  invitation: PendingInvitation,
  { email, name }: Proven,
  slice: Slice,
  env: Env,
): Result<Comer, ComerRefusal> => {
  const { organizationId, address, id: invitationId } = invitation
  const available = unreserved(address, slice.get(userEmails, address), env)
  if (!available.ok) return available
  const { user, membership } = inviteeIn(invitation, slice)
  if (!user)
    return ok({ ...createUser({ email, name, homeOrganizationId: organizationId }, env), known: 'new', membership })
  const { id: userId } = user
  if (user.status !== 'active') return refused(userRefusals.user_deactivated({ userId }))
  const standing = standingOf(membership, slice, env)
  if (standing === 'in') return refused(membershipRefusals.member_exists({ organizationId, userId }))
  if (standing === 'suspended') return refused(membershipRefusals.member_suspended({ organizationId, userId }))
  return wasPutOutSince(membership, invitation)
    ? refused(invitationRefusals.invitation_overtaken({ invitationId, userId }))
    : ok({ user, known: 'known', membership, writes: [] })
}

/** What a person decided after it was sent counts, also where somebody has let them in again since. */
const wasPutOutSince = (membership: Membership | undefined, { inviteeTerm }: PendingInvitation): boolean =>
  (lastRemovedTerm(membership) ?? 0) >= inviteeTerm

/** INVI-4: whoever is in by a derived role stays in, with the invitation's role as the assigned one; everybody else comes in anew. */
export const invitedMember = (
  { organizationId, role, invitedBy }: PendingInvitation,
  { user, membership }: Comer,
  slice: Slice,
  env: Env,
): Membership => {
  const assigned = { role, by: invitedBy, at: env.now }
  return membership && standingOf(membership, slice, env) === 'derived'
    ? { ...membership, assigned }
    : assignedMember(organizationId, user.id, assigned, nextStay(membership))
}
