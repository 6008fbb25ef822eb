import { z } from 'zod'
import { EmailAddressRecord } from '../email/index.ts'
import { Actor, collection, Instant, idSchema, OrganizationId, UserId } from '../kernel/index.ts'
import { RoleName } from '../role/index.ts'

/** The id of an invitation. @since 0.2.0 */
export const InvitationId = idSchema.brand<'InvitationId'>()
export type InvitationId = z.output<typeof InvitationId>

/** INVI-1. What an invitation gives beside the role: a role on one project or dataset. @since 0.2.0 */
export const InvitedGrant = z.strictObject({
  kind: z.enum(['project', 'dataset']),
  id: idSchema,
  role: z.string().max(40),
})
export type InvitedGrant = z.output<typeof InvitedGrant>

const GRANTS_PER_INVITATION = 100

const areDifferent = (grants: readonly InvitedGrant[]): boolean =>
  new Set(grants.map(({ kind, id }) => `${kind}/${id}`)).size === grants.length

/** At most one on each project or dataset. */
export const InvitedGrants = z.array(InvitedGrant).max(GRANTS_PER_INVITATION).refine(areDifferent).readonly()

/** What somebody says is a token: it is looked for by its hash, and never kept. */
export const Token = z.string().max(200)

/** SHA-256 of a token of 160 random bits, in hex: what is stored of it (INVI-2, INV-21). */
const TokenHash = z.string().regex(/^[0-9a-f]{64}$/)

const common = {
  organizationId: OrganizationId,
  id: InvitationId,
  email: EmailAddressRecord,
  /** The address as it is compared (EML-2): at most one pending invitation to it (INVI-3). */
  address: z.string(),
  role: RoleName,
  grants: InvitedGrants,
  invitedBy: Actor,
  /** INV-25: the term in which the user was who invites; it gives nothing once that is over. */
  inviterTerm: z.int().min(1).exactOptional(),
  /** The term in which the invited one was when the token was made, or the next: a removal from it on came later. */
  inviteeTerm: z.int().min(1),
  createdAt: Instant,
  /** When the token that counts was made. */
  sentAt: Instant,
  expiresAt: Instant,
  /** How often a token was made for it. */
  sent: z.int().min(1),
}

/** INVI-1, INVI-2. It has expired where it is pending and its time is over; what is stored does not change by itself. @since 0.2.0 */
export const Invitation = z.discriminatedUnion('status', [
  z.strictObject({ ...common, status: z.literal('pending'), tokenHash: TokenHash }),
  z.strictObject({
    ...common,
    status: z.literal('accepted'),
    acceptedAt: Instant,
    userId: UserId,
    term: z.int().min(1),
  }),
  z.strictObject({ ...common, status: z.literal('declined'), declinedAt: Instant }),
  z.strictObject({ ...common, status: z.literal('revoked'), revokedAt: Instant, revokedBy: Actor }),
])
export type Invitation = z.output<typeof Invitation>
export type PendingInvitation = Extract<Invitation, { status: 'pending' }>

export const invitations = collection('invitation', Invitation, {
  key: ['organizationId', 'id'],
  organization: 'organizationId',
  secondary: {
    invitation_by_organization: { fields: ['organizationId'], order: ['createdAt'] },
    invitation_by_status: { fields: ['organizationId', 'status'], order: ['createdAt'] },
    invitation_by_role: { fields: ['organizationId', 'status', 'role'], order: ['createdAt'] },
    /** Those of earlier terms of the inviter first. */
    invitation_by_inviter: {
      fields: ['organizationId', 'status', 'invitedBy.userId'],
      order: ['inviterTerm', 'sentAt'],
    },
  },
})

/** INVI-3. The pending invitation to an address: one at most, for it is the key. */
export const InvitedAddress = z.strictObject({
  organizationId: OrganizationId,
  address: z.string(),
  invitationId: InvitationId,
})

export const invitedAddresses = collection('invited_address', InvitedAddress, {
  key: ['organizationId', 'address'],
  organization: 'organizationId',
})

/** INVI-2. By the hash of its token an invitation is found, by nothing else of it. */
export const InvitationToken = z.strictObject({
  hash: TokenHash,
  organizationId: OrganizationId,
  invitationId: InvitationId,
})

export const invitationTokens = collection('invitation_token', InvitationToken, {
  key: ['hash'],
  organization: 'organizationId',
})
