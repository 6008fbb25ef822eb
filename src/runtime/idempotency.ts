import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import {
  type Actor,
  type Because,
  type CommandFields,
  type Effect,
  hasExpired,
  IDEMPOTENCY_WINDOW,
  type IdempotencyRecord,
  type Instant,
  idempotencyRecords,
  type Json,
  type KernelRefusal,
  kernelRefusals,
  ok,
  put,
  type Ref,
  type Result,
  refOf,
  refused,
  type Slice,
  type Write,
} from '../core/kernel/index.ts'

/** Where a key counts: with its actor, so that nobody reads another's outcome by guessing a key. */
export const scopeOf = (actor: Actor | undefined): string =>
  actor === undefined ? 'host' : actor.kind === 'user' ? `user:${actor.userId}` : actor.kind

export const idempotencyRef = (scope: string, key: string): Ref => refOf(idempotencyRecords, scope, key)

const sorted = (_: string, value: unknown): unknown =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    : value

/** The command without what may differ between a call and its repeat. */
export const fingerprintOf = (action: string, command: CommandFields): string => {
  const { idempotencyKey: _key, correlationId: _correlation, ...rest } = command
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify([action, rest], sorted))))
}

export type Outcome = { readonly value: Json; readonly because: Because; readonly effects: readonly Effect[] }

/** AUD-4: the first outcome, if this key has one that still counts; a refusal if it was another command's. */
export const repeated = (
  slice: Slice,
  scope: string,
  key: string,
  fingerprint: string,
  now: Instant,
): Result<Outcome | undefined, KernelRefusal> => {
  const kept = slice.get(idempotencyRecords, scope, key)
  if (!kept || hasExpired(kept.expiresAt, now)) return ok(undefined)
  if (kept.fingerprint !== fingerprint) return refused(kernelRefusals.idempotency_key_reused({ action: kept.action }))
  return ok(kept.outcome)
}

export const rememberOutcome = (record: Omit<IdempotencyRecord, 'expiresAt'>, now: Instant): Write =>
  put(idempotencyRecords, { ...record, expiresAt: now + IDEMPOTENCY_WINDOW })
