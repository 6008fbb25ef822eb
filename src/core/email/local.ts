import type { LocalParts } from '../../ports/local-parts.ts'
import { AT, characterFacts } from './characters.ts'
import { type EmailRefusal, invalid } from './refusals.ts'

/** How the part before the `@` is read. @since 0.1.0 */
export type LocalPartOptions = {
  /** `unicodeLocalParts` from `orgcharter/idna`; without it local parts beyond ASCII are refused. */
  readonly nonAsciiLocalParts?: LocalParts | undefined
}

export const MAX_LOCAL = 64

// Where a local part ends, or the first thing that is wrong with it: a dot without a character on both sides, `=?`, which
// opens an encoded-word that some receivers decode into another address (RFC 2047), and whatever else is not RFC 5322's
// atext without `!` and `%`: a mail server may still take those for a route to another domain (`evil.com!user@acme.com`),
// so an address with them proves nothing about its domain.
const STOP = /^\.|\.[.@]|=\?|[^\w.#$&'*+/=?^`{|}~-]/

/** Reads the local part once: where its `@` stands, or the first thing that is wrong. */
export const scanLocal = (text: string, options?: LocalPartOptions): number | EmailRefusal => {
  const end = text.search(STOP)
  if (end < 0) return invalid('email_at_missing', {})
  if (text.charCodeAt(end) > 0x7f) return scanBeyondAscii(text, end, options)
  if (end === 0 || text[end] !== '@') return refuseLocal(text, end)
  return refuseLength(end) ?? end
}

const refuseLength = (length: number): EmailRefusal | undefined =>
  length > MAX_LOCAL ? invalid('email_local_too_long', { length, max: MAX_LOCAL }) : undefined

/** From its first character beyond ASCII on; what is wrong in ASCII is wrong there too. */
const scanBeyondAscii = (
  text: string,
  position: number,
  options: LocalPartOptions | undefined,
): number | EmailRefusal => {
  const end = scanLocal(text.replace(/[^\0-\x7f]/g, 'x'))
  if (typeof end !== 'number') return end
  const local = text.slice(0, end)
  try {
    const flaw = options?.nonAsciiLocalParts?.flawOf(local)
    if (flaw === null) return refuseLength(utf8Length(local)) ?? end
    if (flaw === 'not_normalized') return invalid('email_local_not_normalized', {})
    if (typeof flaw === 'number') return invalid('email_local_not_dot_atom', characterFacts(local, flaw))
  } catch {
    // What is passed in can narrow, never widen; if it throws, the answer is no (INV-28).
  }
  return invalid('email_local_not_ascii', characterFacts(local, position))
}

/** RFC 5321 counts octets, and a mail server counts those of UTF-8. Throws where the text has a lone surrogate. */
export const utf8Length = (text: string): number => encodeURIComponent(text).replace(/%../g, '_').length

/** Characters that are wrong wherever in an address they stand; undefined for any other. */
export const refuseAnywhere = (text: string, position: number): EmailRefusal | undefined => {
  const code = text.charCodeAt(position)
  if (code === AT) return invalid('email_at_repeated', { position })
  if (code === 0x20) return invalid('email_white_space', characterFacts(text, position))
  if (code < 0x20 || code === 0x7f) return invalid('email_control_character', characterFacts(text, position))
  if (text[position] === '(' || text[position] === ')') return invalid('email_comment', { position })
  return undefined
}

const refuseLocal = (text: string, position: number): EmailRefusal => {
  const character = text[position]
  if (character === '@') return invalid('email_local_empty', {})
  if (character === '=') return invalid('email_encoded_word', { position })
  if (character === '"') return invalid('email_local_quoted', { position })
  const facts = characterFacts(text, position)
  if (character === '!' || character === '%') return invalid('email_local_routed', facts)
  return refuseAnywhere(text, position) ?? invalid('email_local_not_dot_atom', facts)
}
