import type { SecretBox } from '../../ports/secret-box.ts'
import { systemRandom } from './random.ts'
import { ephemeralSecretBox } from './secret-box.ts'

/** `otherwise` seals what is no secret of a factor, such as a token in the outbox: that is never stored open (INV-21). @since 0.4.0 */
export type SecretsInTheClearOptions = {
  readonly iUnderstand: 'every_factor_can_be_read'
  readonly otherwise?: SecretBox
}

/** Known by what they are: nothing else that shows a secret is taken for a box. */
const boxes = new WeakSet<SecretBox>()

const OF_FACTORS = 'factor/'
const OPEN = 'clear.'

export const areInTheClear = (box: SecretBox, context: string): boolean =>
  boxes.has(box) && context.startsWith(OF_FACTORS)

/**
 * MFA-16. TOTP secrets and phone numbers stored as they are: whoever reads the database can answer for every user. For trials,
 * and for a store that is encrypted as a whole. To begin sealing, take a box that seals, and opens by this one what it does
 * not open itself; then call `mfa.reseal`.
 *
 * @param options `iUnderstand: 'every_factor_can_be_read'`, and perhaps `otherwise`, the box for tokens; without it one
 *   whose key is gone with the process.
 * @returns The box, for `secrets` of `createCharter`.
 * @throws TypeError without `iUnderstand`.
 * @example
 * import { createCharter, secretsInTheClear } from 'orgcharter'
 * import { createMemoryStore } from 'orgcharter/memory'
 * const secrets = secretsInTheClear({ iUnderstand: 'every_factor_can_be_read' })
 * const charter = createCharter({ store: createMemoryStore(), secrets })
 * @since 0.4.0
 */
export const secretsInTheClear = (options: SecretsInTheClearOptions): SecretBox => {
  if (options?.iUnderstand !== 'every_factor_can_be_read')
    throw new TypeError("secretsInTheClear: say { iUnderstand: 'every_factor_can_be_read' }")
  const { otherwise = ephemeralSecretBox(systemRandom) } = options
  const box: SecretBox = Object.freeze({
    seal: (secret: string, context: string) =>
      context.startsWith(OF_FACTORS) ? OPEN + JSON.stringify([context, secret]) : otherwise.seal(secret, context),
    open: (sealed: string, context: string) =>
      context.startsWith(OF_FACTORS) ? readFor(context, sealed) : otherwise.open(sealed, context),
  })
  boxes.add(box)
  return box
}

/** Bound to its factor as what is sealed, so that what is in the wrong place is found out either way. */
const readFor = (context: string, sealed: string): string | null => {
  try {
    const [of, secret]: unknown[] = sealed.startsWith(OPEN) ? JSON.parse(sealed.slice(OPEN.length)) : []
    return of === context && typeof secret === 'string' ? secret : null
  } catch {
    return null
  }
}
