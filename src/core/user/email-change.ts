import { z } from 'zod'
import { EmailAddressRecord } from '../email/index.ts'
import { Actor, collection, DAY, type Duration, Instant, UserId } from '../kernel/index.ts'

/** MEM-5. How long the proof of a new address is waited for. */
export const EMAIL_CHANGE_VALID_FOR: Duration = DAY

/** MEM-5. How long an address is kept from everybody else after its user has left it. */
export const COOLING_PERIOD: Duration = 30 * DAY

/**
 * MEM-5. The address that a user wants to have, until it is proven: one at most for a user. Of the token that ties the
 * proof to the request only a hash is stored (INV-21).
 */
export const EmailChange = z.strictObject({
  userId: UserId,
  email: EmailAddressRecord,
  tokenHash: z.string().regex(/^[0-9a-f]{64}$/),
  requestedBy: Actor,
  /** MFA-13: whether the user proved a factor when asking, which a change of where its codes go needs. */
  byFactor: z.literal(true).exactOptional(),
  requestedAt: Instant,
  expiresAt: Instant,
})
export type EmailChange = z.output<typeof EmailChange>

export const emailChanges = collection('email_change', EmailChange, { key: ['userId'] })
