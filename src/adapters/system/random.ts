import type { Random } from '../../ports/system.ts'

/** The most that one call of `getRandomValues` may be asked for (Web Cryptography API, §10.1.1). */
const QUOTA = 65_536

type WebCrypto = { readonly crypto: { getRandomValues(into: Uint8Array): unknown } }

/** Asking the platform costs more than copying: small requests are served from one large answer, each byte once. */
const pool: { bytes: Uint8Array; used: number } = { bytes: new Uint8Array(0), used: 0 }
const POOL = 8_192

const fill = (into: Uint8Array): Uint8Array => {
  const { crypto } = globalThis as unknown as WebCrypto
  for (let from = 0; from < into.length; from += QUOTA) crypto.getRandomValues(into.subarray(from, from + QUOTA))
  return into
}

/** The platform's cryptographically strong randomness: Web Crypto, the same on every runtime. @since 0.1.0 */
export const systemRandom: Random = length => {
  if (length > POOL / 8) return fill(new Uint8Array(length))
  if (pool.used + length > pool.bytes.length) {
    pool.bytes = fill(new Uint8Array(POOL))
    pool.used = 0
  }
  const random = pool.bytes.slice(pool.used, pool.used + length)
  // What was handed out is forgotten here, so that no later dump of the process shows it.
  pool.bytes.fill(0, pool.used, pool.used + length)
  pool.used += length
  return random
}
