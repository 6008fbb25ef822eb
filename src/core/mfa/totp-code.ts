import { hmac } from '@noble/hashes/hmac.js'
import { sha1 } from '@noble/hashes/legacy.js'
import { sha256, sha512 } from '@noble/hashes/sha2.js'

/** The hash of a TOTP's HMAC (RFC 6238 §1.2). @since 0.3.0 */
export type TotpAlgorithm = 'SHA1' | 'SHA256' | 'SHA512'

/** HMAC by the platform, in place of the one in JavaScript: synchronous, of 20, 32 or 64 bytes. @since 0.3.0 */
export type Hmac = (algorithm: TotpAlgorithm, key: Uint8Array, message: Uint8Array) => Uint8Array

const HASHES = { SHA1: sha1, SHA256: sha256, SHA512: sha512 } as const

export const isAlgorithm = (value: unknown): value is TotpAlgorithm =>
  typeof value === 'string' && Object.hasOwn(HASHES, value)

type Keyed = (message: Uint8Array) => Uint8Array

const keyed = (algorithm: TotpAlgorithm, secret: Uint8Array): Keyed => {
  // The key is taken in once, and copied for each step.
  const base = hmac.create(HASHES[algorithm], secret)
  return message => base.clone().update(message).digest()
}

const keyedByHost =
  (host: Hmac, algorithm: TotpAlgorithm, secret: Uint8Array): Keyed =>
  message => {
    const mac = host(algorithm, secret, message)
    // What is no HMAC of this hash makes no code.
    return mac.length === HASHES[algorithm].outputLen ? mac : new Uint8Array()
  }

/** The steps as a message: eight bytes, the highest first. */
const counterOf = (step: number): Uint8Array => {
  const bytes = new Uint8Array(8)
  const view = new DataView(bytes.buffer)
  view.setUint32(0, Math.floor(step / 2 ** 32))
  view.setUint32(4, step % 2 ** 32)
  return bytes
}

/** RFC 4226 §5.3; -1, which no code is, where there is no MAC. */
const truncated = (mac: Uint8Array, modulus: number): number => {
  const offset = (mac[mac.length - 1] ?? 0) & 15
  const [a, b, c, d] = mac.subarray(offset, offset + 4)
  if (a === undefined || b === undefined || c === undefined || d === undefined) return -1
  return (((a & 127) << 24) | (b << 16) | (c << 8) | d) % modulus
}

/** The code of a step, as a number. */
export const codesOf = (
  algorithm: TotpAlgorithm,
  secret: Uint8Array,
  digits: number,
  host: Hmac | undefined,
): ((step: number) => number) => {
  const mac = host ? keyedByHost(host, algorithm, secret) : keyed(algorithm, secret)
  return step => truncated(mac(counterOf(step)), 10 ** digits)
}
