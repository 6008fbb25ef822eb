import { z } from 'zod'
import { collection, Instant, OrganizationId } from '../kernel/index.ts'
import { MfaHistory, MfaPolicy } from './mfa-policy.ts'

/** ORG-2. Fixed at creation. @since 0.1.0 */
export const OrganizationKind = z.enum(['standard', 'workforce'])
export type OrganizationKind = z.output<typeof OrganizationKind>

/**
 * A name that people read: 1 to 200 characters, no control characters, none that turn the direction of writing (they
 * make one name look like another), no white space at its ends.
 *
 * @since 0.1.0
 */
export const DisplayName = z
  .string()
  .max(200)
  .regex(/^(?!\s)[^\p{Cc}\p{Cs}\u202A-\u202E\u2066-\u2069]+(?<!\s)$/u)

const common = {
  id: OrganizationId,
  name: DisplayName,
  kind: OrganizationKind,
  mfa: MfaPolicy,
  mfaHistory: MfaHistory.exactOptional(),
  createdAt: Instant,
}

/** ORG-1, ORG-5. The tenant: everything else is made within one. @since 0.1.0 */
export const Organization = z.discriminatedUnion('status', [
  z.strictObject({ ...common, status: z.literal('active') }),
  z.strictObject({ ...common, status: z.literal('archived'), archivedAt: Instant }),
])
export type Organization = z.output<typeof Organization>

export const organizations = collection('organization', Organization, { key: ['id'], organization: 'id' })
