import { gcm } from '@noble/ciphers/aes.js'
import { bytesToUtf8 } from '@noble/ciphers/utils.js'
import { bytesToHex, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'
import type { SecretBox } from '../../ports/secret-box.ts'
import type { Random } from '../../ports/system.ts'

/**
 * `keys` are 32 bytes each, by a name of 1 to 40 ASCII letters, digits, `-` and `_`; what is sealed from now on is
 * sealed under `current`, and the others still open what they sealed: that is how keys are rotated.
 *
 * @since 0.2.0
 */
export type SecretBoxOptions = {
  readonly keys: { readonly [id: string]: Uint8Array }
  readonly current: string
  readonly random: Random
}

const KEY_BYTES = 32
const NONCE_BYTES = 12
const KEY_ID = /^[A-Za-z0-9_-]{1,40}$/
const SEALED = /^v1\.([A-Za-z0-9_-]{1,40})\.([0-9a-f]{24})\.((?:[0-9a-f]{2})+)$/

const aadOf = (keyId: string, context: string): Uint8Array => utf8ToBytes(JSON.stringify([keyId, context]))

/**
 * AES-256-GCM (NIST SP 800-38D), with a fresh 96-bit nonce each time and the context as additional data: sealed for one
 * record, a text does not open for another.
 *
 * @param options The keys, which of them seals, and the randomness of the nonces.
 * @returns The box.
 * @throws TypeError where a key is not 32 bytes, or `current` is none of them.
 * @example
 * import { createSecretBox } from 'orgcharter'
 * const random = (bytes: number) => crypto.getRandomValues(new Uint8Array(bytes))
 * const box = createSecretBox({ keys: { k1: random(32) }, current: 'k1', random })
 * box.open(box.seal('token', 'effect/e1'), 'effect/e1') // 'token'
 * @see https://doi.org/10.6028/NIST.SP.800-38D
 * @since 0.2.0
 */
export const createSecretBox = ({ keys, current, random }: SecretBoxOptions): SecretBox => {
  const known = new Map(Object.entries(keys).map(([id, key]) => [id, checkedKey(id, key)]))
  const sealing = known.get(current)
  if (!sealing) throw new TypeError(`createSecretBox: there is no key ${current}`)
  return {
    seal: (secret, context) => {
      const nonce = checkedNonce(random(NONCE_BYTES))
      const sealed = gcm(sealing, nonce, aadOf(current, context)).encrypt(utf8ToBytes(secret))
      return `v1.${current}.${bytesToHex(nonce)}.${bytesToHex(sealed)}`
    },
    open: (sealed, context) => {
      const [, id, nonce, text] = (typeof sealed === 'string' && SEALED.exec(sealed)) || []
      const key = id === undefined ? undefined : known.get(id)
      if (!key || id === undefined || nonce === undefined || text === undefined) return null
      try {
        return bytesToUtf8(gcm(key, hexToBytes(nonce), aadOf(id, context)).decrypt(hexToBytes(text)))
      } catch {
        return null
      }
    },
  }
}

const isBytes = (value: unknown, length: number): boolean =>
  Object.prototype.toString.call(value) === '[object Uint8Array]' && (value as Uint8Array).length === length

/** What would be sealed with another could not be opened any more. */
const checkedNonce = (nonce: Uint8Array): Uint8Array => {
  if (!isBytes(nonce, NONCE_BYTES)) throw new TypeError(`createSecretBox: random gave no ${NONCE_BYTES} bytes`)
  return nonce
}

const checkedKey = (id: string, key: Uint8Array): Uint8Array => {
  if (!KEY_ID.test(id)) throw new TypeError('createSecretBox: the name of a key is 1 to 40 letters, digits, - and _')
  if (!isBytes(key, KEY_BYTES)) throw new TypeError(`createSecretBox: the key ${id} is not ${KEY_BYTES} bytes`)
  return Uint8Array.from(key)
}

/** A box under a key that nobody else has, made when it is first needed, and gone with the process. */
export const ephemeralSecretBox = (random: Random): SecretBox => {
  const made: { box?: SecretBox } = {}
  const box = (): SecretBox => {
    made.box ??= createSecretBox({ keys: { ephemeral: random(KEY_BYTES) }, current: 'ephemeral', random })
    return made.box
  }
  return {
    seal: (secret, context) => box().seal(secret, context),
    open: (sealed, context) => box().open(sealed, context),
  }
}
