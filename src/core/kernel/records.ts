import { z } from 'zod'
import { ActingParty } from './actor.ts'
import { collection } from './collection.ts'
import { idSchema } from './ids.ts'
import { DAY, Instant } from './instant.ts'
import type { Facts, Json } from './refusal.ts'

/** Where an entry stands whose change belongs to no organization. */
export const PLATFORM = 'platform'

/** AUD-4: how long a repeat returns the first outcome. */
export const IDEMPOTENCY_WINDOW = DAY

const JsonValue: z.ZodType<Json> = z.json() as z.ZodType<Json>
const JsonObject: z.ZodType<Facts> = z.record(z.string(), JsonValue) as z.ZodType<Facts>

const Reason = z.strictObject({ rules: z.array(z.string()).readonly(), code: z.string(), facts: JsonObject })

/**
 * What one commit changed in one record: each field with its value before and after (a missing one was absent), or
 * what was added to a counter.
 *
 * @since 0.1.0
 */
export const Change = z.union([
  z.strictObject({
    target: z.string(),
    fields: z.record(
      z.string(),
      z.strictObject({ before: JsonValue.optional(), after: JsonValue.optional() }).readonly(),
    ),
  }),
  z.strictObject({ target: z.string(), added: z.number() }),
])
export type Change = z.output<typeof Change>

/** AUD-1. One commit makes one entry for each organization whose records it changed, all with the commit's id. @since 0.1.0 */
export const AuditEntry = z.strictObject({
  organizationId: idSchema,
  id: idSchema,
  at: Instant,
  actor: ActingParty,
  actingOrganizationId: idSchema.exactOptional(),
  action: z.string(),
  changes: z.array(Change).readonly(),
  rules: z.array(z.string()).readonly(),
  correlationId: z.string().exactOptional(),
})
export type AuditEntry = z.output<typeof AuditEntry>

export const auditEntries = collection('audit_entry', AuditEntry, {
  key: ['organizationId', 'id'],
  secondary: { audit_entry_by_organization: { fields: ['organizationId'], order: ['at'] } },
  audit: 'none',
})

/** AUD-7. An instruction to the host, until it is acknowledged; `availableAt` moves on while a worker has it. @since 0.1.0 */
export const Effect = z.strictObject({
  id: idSchema,
  queue: z.literal('outbox'),
  kind: z.string(),
  organizationId: idSchema.exactOptional(),
  payload: JsonObject,
  /** What only the host may read: sealed, and bound to this effect. */
  sealed: z.string().exactOptional(),
  createdAt: Instant,
  availableAt: Instant,
  attempts: z.int().min(0),
})
export type Effect = z.output<typeof Effect>

export const effects = collection('effect', Effect, {
  key: ['id'],
  secondary: { effect_by_queue: { fields: ['queue'], order: ['availableAt'] } },
  audit: 'none',
})

/** AUD-4. The first outcome of a command, for repeats. */
export const IdempotencyRecord = z.strictObject({
  scope: z.string(),
  key: z.string(),
  action: z.string(),
  fingerprint: z.string(),
  /** The fingerprint of a command whose answer is a secret, sealed; `fingerprint` then only tells this text from others. */
  sealedFingerprint: z.string().exactOptional(),
  outcome: z.union([
    z.strictObject({
      value: JsonValue,
      /** The value, where it is a secret: sealed, and bound to this record. */
      sealed: z.string().exactOptional(),
      because: z.array(Reason).readonly(),
      effects: z.array(Effect).readonly(),
    }),
    z.strictObject({ refusal: z.strictObject({ kind: z.string(), code: z.string(), facts: JsonObject }) }),
  ]),
  expiresAt: Instant,
})
export type IdempotencyRecord = z.output<typeof IdempotencyRecord>

export const idempotencyRecords = collection('idempotency', IdempotencyRecord, { key: ['scope', 'key'], audit: 'none' })
