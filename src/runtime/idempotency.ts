import { sha256 } from '@noble/hashes/sha2.js'
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js'
import { addressKey, isVerifiedEmail } from '../core/email/index.ts'
import {
  type Actor,
  type CommandFields,
  hasExpired,
  IDEMPOTENCY_WINDOW,
  type IdempotencyRecord,
  type Instant,
  idempotencyRecords,
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
import { canonicalJson } from './canonical.ts'

const digest = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)))

/** What a command says of who asks. */
export type Asking = { readonly actor?: Actor; readonly email?: unknown; readonly token?: unknown }

/**
 * Where a key counts: with whoever asks, so that nobody meets another's key, or reads their outcome, by guessing it. A
 * command without an actor is that of the address it proves, or of the token that it comes with.
 */
export const scopeOf = ({ actor, email, token }: Asking): string => {
  if (actor) return actor.kind === 'user' ? `user:${actor.userId}` : `operator:${digest(actor.name)}`
  if (isVerifiedEmail(email)) return `email:${digest(addressKey(email))}`
  return typeof token === 'string' ? `token:${digest(token)}` : 'host'
}

export const idempotencyRef = (scope: string, key: string): Ref => refOf(idempotencyRecords, scope, key)

/** The command without what may differ between a call and its repeat. */
export const fingerprintOf = (action: string, command: CommandFields): string => {
  const { idempotencyKey: _key, correlationId: _correlation, ...rest } = command
  return digest(canonicalJson([action, rest]))
}

/** `isSame`: whether what is kept of a command is of the one that is asked. */
type Asked = { readonly scope: string; readonly key: string; isSame(fingerprint: string): boolean }

/** AUD-4: the first outcome, if this key has one that still counts; a refusal if it was another command's. */
export const repeated = (
  slice: Slice,
  { scope, key, isSame }: Asked,
  now: Instant,
): Result<IdempotencyRecord['outcome'] | undefined, KernelRefusal> => {
  const kept = slice.get(idempotencyRecords, scope, key)
  if (!kept || hasExpired(kept.expiresAt, now)) return ok(undefined)
  if (!isSame(kept.fingerprint)) return refused(kernelRefusals.idempotency_key_reused({ action: kept.action }))
  return ok(kept.outcome)
}

export const rememberOutcome = (record: Omit<IdempotencyRecord, 'expiresAt'>, now: Instant): Write =>
  put(idempotencyRecords, { ...record, expiresAt: now + IDEMPOTENCY_WINDOW })
