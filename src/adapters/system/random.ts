import type { Random } from '../../ports/system.ts'

/** The most that one call of `getRandomValues` may be asked for (Web Cryptography API, §10.1.1). */
const QUOTA = 65_536

type WebCrypto = { readonly crypto: { getRandomValues(into: Uint8Array): unknown } }

/** The platform's cryptographically strong randomness: Web Crypto, the same on every runtime. @since 0.1.0 */
export const systemRandom: Random = bytes => {
  const { crypto } = globalThis as unknown as WebCrypto
  const random = new Uint8Array(bytes)
  for (let from = 0; from < bytes; from += QUOTA) crypto.getRandomValues(random.subarray(from, from + QUOTA))
  return random
}
