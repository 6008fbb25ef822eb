import type { SecretBox } from '../../ports/secret-box.ts'
import type { Effect } from './records.ts'
import type { Facts } from './refusal.ts'

/**
 * An effect as the host gets it: `secret` is what it has to deliver (a token, a code), opened; null where it was sealed
 * under a key that this charter does not have. What is stored is only the sealed text (AUD-7, INV-21).
 *
 * @since 0.2.0
 */
export type OpenEffect = Omit<Effect, 'sealed'> & { readonly secret?: Facts | null }

const contextOf = (id: string): string => `effect/${id}`

export const sealSecret = (secret: Facts, id: string, secrets: SecretBox): string =>
  secrets.seal(JSON.stringify(secret), contextOf(id))

export const openEffect = ({ sealed, ...effect }: Effect, secrets: SecretBox): OpenEffect => {
  if (sealed === undefined) return effect
  const opened = secrets.open(sealed, contextOf(effect.id))
  return { ...effect, secret: opened === null ? null : (JSON.parse(opened) as Facts) }
}
