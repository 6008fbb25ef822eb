import { z } from 'zod'
import { idSchema, UserId } from './ids.ts'

const Label = z.string().regex(/^[^\p{Cc}\p{Cs}]{1,200}$/u)

/**
 * Who acts: a user, or the platform operator, the host's own staff (ORG-6). An operator is never implied: only
 * commands that say so take one.
 *
 * @since 0.1.0
 */
export const Actor = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('user'), userId: UserId }),
  z.strictObject({ kind: z.literal('operator'), name: Label }),
])
export type Actor = z.output<typeof Actor>

/** Who did what an audit entry tells: an actor, or whoever holds the token of an invitation and is no user yet. @since 0.2.0 */
export const ActingParty = z.discriminatedUnion('kind', [
  ...Actor.options,
  z.strictObject({ kind: z.literal('invitee'), invitationId: idSchema }),
])
export type ActingParty = z.output<typeof ActingParty>

/** What every command may carry besides its own fields. */
export const commandFields = {
  /** AUD-4: a repeat within a day returns the first outcome and changes nothing. */
  idempotencyKey: z
    .string()
    .regex(/^[\x21-\x7e]{1,200}$/)
    .optional(),
  /** AUD-1: the host's own id of the request, kept in the audit entry. */
  correlationId: Label.optional(),
}
export type CommandFields = {
  readonly idempotencyKey?: string | undefined
  readonly correlationId?: string | undefined
}

const MAX_PAGE = 1_000

/** What every list takes: where to go on, and how many at most (1 to 1,000; 100 by default). */
export const pageFields = {
  after: z.string().max(4_000).optional(),
  limit: z.int().min(1).max(MAX_PAGE).default(100),
}
