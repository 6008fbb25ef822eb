import { AT, characterFacts, DOT } from './characters.ts'
import { addressRefusals, type EmailRefusal } from './refusals.ts'
import { refuseUnicodeLocal, utf8Length } from './unicode-local.ts'

/** How the part before the `@` is read. @since 0.1.0 */
export type LocalPartOptions = {
  /** Accept local parts beyond ASCII (RFC 6531), which most mail systems do not take. Refused unless it is `allow`. */
  readonly nonAsciiLocalParts?: 'allow' | undefined
}

export const MAX_LOCAL = 64

// RFC 5322's atext without `!` and `%`: a mail server may still take them for a route to another domain
// (`evil.com!user@acme.com`), so an address with them proves nothing about its domain.
const ATEXT = "#$&'*+-/=?^_`{|}~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

const isAtext: Uint8Array = Uint8Array.from({ length: 128 }, (_, code) =>
  ATEXT.includes(String.fromCharCode(code)) ? 1 : 0,
)

/** Reads the local part once: where its `@` stands, or the first thing that is wrong. */
export const scanLocal = (text: string, options?: LocalPartOptions): number | EmailRefusal => {
  let previous = DOT // so that a leading dot is a repeated one
  let ascii = true
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code > 0x7f) {
      if (ascii && !allowsNonAscii(options)) return addressRefusals.email_local_not_ascii(characterFacts(text, i))
      ascii = false
    } else if (code === AT) return endLocal(text, i, previous, ascii)
    else if (code === DOT ? previous === DOT : isAtext[code] !== 1) return refuseLocal(text, i)
    // RFC 2047: `=?` opens an encoded-word, which some receivers decode into another address.
    else if (code === QUESTION && previous === EQUALS) return addressRefusals.email_encoded_word({ position: i - 1 })
    previous = code
  }
  return addressRefusals.email_at_missing({})
}

const QUESTION = 0x3f
const EQUALS = 0x3d

const endLocal = (text: string, end: number, last: number, ascii: boolean): number | EmailRefusal => {
  if (end === 0) return addressRefusals.email_local_empty({})
  if (last === DOT) return refuseLocal(text, end - 1)
  const flaw = ascii ? undefined : refuseUnicodeLocal(text.slice(0, end))
  if (flaw) return flaw
  const length = ascii ? end : utf8Length(text.slice(0, end))
  return length > MAX_LOCAL ? addressRefusals.email_local_too_long({ length, max: MAX_LOCAL }) : end
}

const allowsNonAscii = (options: LocalPartOptions | undefined): boolean => {
  try {
    return options?.nonAsciiLocalParts === 'allow'
  } catch {
    return false
  }
}

/** Characters that are wrong wherever in an address they stand; undefined for any other. */
export const refuseAnywhere = (text: string, position: number): EmailRefusal | undefined => {
  const code = text.charCodeAt(position)
  if (code === AT) return addressRefusals.email_at_repeated({ position })
  if (code === 0x20) return addressRefusals.email_white_space(characterFacts(text, position))
  if (code < 0x20 || code === 0x7f) return addressRefusals.email_control_character(characterFacts(text, position))
  if (text[position] === '(' || text[position] === ')') return addressRefusals.email_comment({ position })
  return undefined
}

const refuseLocal = (text: string, position: number): EmailRefusal => {
  const character = text[position]
  if (character === '"') return addressRefusals.email_local_quoted({ position })
  const facts = characterFacts(text, position)
  if (character === '!' || character === '%') return addressRefusals.email_local_routed(facts)
  return refuseAnywhere(text, position) ?? addressRefusals.email_local_not_dot_atom(facts)
}
