import { characterFacts } from './characters.ts'
import { addressRefusals, type EmailRefusal } from './refusals.ts'

/** The length in octets of the first `end` code units: RFC 5321 counts octets, and a mail server counts UTF-8. */
export const utf8Length = (text: string, end: number): number => {
  let length = 0
  for (let i = 0; i < end; i++) {
    const code = text.charCodeAt(i)
    // A surrogate pair is four octets, two for each half.
    length += code < 0x80 ? 1 : code < 0x800 || (code >= 0xd800 && code <= 0xdfff) ? 2 : 3
  }
  return length
}

// Beyond ASCII: controls, what is invisible or changes direction, lone surrogates, unassigned and private characters,
// white space, and the forms that NFKC turns into ASCII, `@` and `.` among them.
const NO_LETTER = /\p{C}|\p{Z}|\p{Default_Ignorable_Code_Point}|[\u2024\ufe50-\ufe6f\uff01-\uff5e]/u

/** What no host may opt in to: spellings that cannot be seen, or that a later normalization turns into others. */
export const refuseUnicodeLocal = (local: string): EmailRefusal | undefined => {
  const position = local.search(NO_LETTER)
  if (position >= 0) return addressRefusals.email_local_not_dot_atom(characterFacts(local, position))
  return local.normalize() === local ? undefined : addressRefusals.email_local_not_normalized({})
}
