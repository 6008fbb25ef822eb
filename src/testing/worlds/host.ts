import { hmac } from '@noble/hashes/hmac.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { base32nopad } from '@scure/base'
import type { Answer } from '../../runtime/execute.ts'

/** What a host and its users would know of factors: apps, messages, lists of codes, and what was proven in a session. */
export type Host = {
  readonly now: () => number
  /** By user. */
  readonly apps: Map<string, string>
  readonly messages: Map<string, string>
  readonly lists: Map<string, readonly string[]>
  readonly proofs: Map<string, readonly object[]>
}

export const hostAt = (now: () => number): Host => ({
  now,
  apps: new Map(),
  messages: new Map(),
  lists: new Map(),
  proofs: new Map(),
})

const REMEMBERED = 8

/** What the answer of a command told whoever asked, or was to be delivered. */
export const heard = ({ apps, messages, lists, proofs }: Host, command: unknown, answer: Answer<unknown>): void => {
  const { actor } = command as { readonly actor?: { readonly userId?: unknown } }
  if (!answer.ok || typeof answer.value !== 'object' || answer.value === null) return
  for (const { payload, secret } of answer.effects)
    if (typeof secret?.['code'] === 'string') messages.set(String(payload['userId']), secret['code'])
  if (typeof actor?.userId !== 'string') return
  const { userId } = actor
  const { secret, codes, proof } = answer.value as Readonly<Record<string, unknown>>
  if (typeof secret === 'string') apps.set(userId, secret)
  if (Array.isArray(codes)) lists.set(userId, codes)
  if (typeof proof === 'object' && proof !== null)
    proofs.set(userId, [...(proofs.get(userId) ?? []), proof].slice(-REMEMBERED))
}

const STEP = 30_000

/** What an app shows (RFC 6238): written without what judges it. */
export const shownBy = (secret: string, now: number): string => {
  const message = new Uint8Array(8)
  new DataView(message.buffer).setBigUint64(0, BigInt(Math.floor(now / STEP)))
  const mac = hmac(sha1, base32nopad.decode(secret), message)
  const at = (mac[19] ?? 0) & 15
  const number = new DataView(mac.buffer, mac.byteOffset + at, 4).getUint32(0) & 0x7fffffff
  return String(number % 1_000_000).padStart(6, '0')
}
