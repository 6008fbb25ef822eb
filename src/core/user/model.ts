import { z } from 'zod'
import { EmailAddressRecord } from '../email/index.ts'
import { Actor, collection, Instant, OrganizationId, UserId } from '../kernel/index.ts'
import { DisplayName } from '../organization/index.ts'

const common = {
  id: UserId,
  homeOrganizationId: OrganizationId,
  email: EmailAddressRecord,
  /** The registrable domain of the address (all of it where there is none): by it a domain rule finds its people. */
  site: z.string(),
  /** EML-3: by what proof the address is the user's, in the host's words. */
  verifiedBy: z.string(),
  name: DisplayName.exactOptional(),
  createdAt: Instant,
}

/** ORG-3. A person, known across organizations. @since 0.1.0 */
export const User = z.discriminatedUnion('status', [
  z.strictObject({ ...common, status: z.literal('active') }),
  z.strictObject({
    ...common,
    status: z.literal('deactivated'),
    deactivatedAt: Instant,
    /** What an operator has ended, only an operator begins again. */
    deactivatedBy: Actor.exactOptional(),
    reason: z.string().max(500).exactOptional(),
  }),
])
export type User = z.output<typeof User>

export const users = collection('user', User, {
  key: ['id'],
  organization: 'homeOrganizationId',
  secondary: { user_by_site: { fields: ['site'], order: ['createdAt'] } },
})

/**
 * INV-04: uniqueness is a key. `address` is the address as it is compared (EML-2). With `reservedUntil` it is nobody's:
 * kept until then for the user who left it (MEM-5).
 */
export const UserEmail = z.strictObject({ address: z.string(), userId: UserId, reservedUntil: Instant.exactOptional() })
export type UserEmail = z.output<typeof UserEmail>

export const userEmails = collection('user_email', UserEmail, { key: ['address'], holders: ['userId'] })
