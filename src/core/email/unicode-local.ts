import { characterFacts } from './characters.ts'
import { addressRefusals, type EmailRefusal } from './refusals.ts'

// Beyond ASCII: controls, what is invisible or changes direction, lone surrogates, unassigned and private characters,
// white space, and the forms that NFKC turns into ASCII, `@` and `.` among them.
const NO_LETTER = /\p{C}|\p{Z}|\p{Default_Ignorable_Code_Point}|[\u2024\ufe50-\ufe6f\uff01-\uff5e]/u

/** What no host may opt in to: spellings that cannot be seen, or that a later normalization turns into others. */
export const refuseUnicodeLocal = (local: string): EmailRefusal | undefined => {
  const position = local.search(NO_LETTER)
  if (position >= 0) return addressRefusals.email_local_not_dot_atom(characterFacts(local, position))
  return local.normalize() === local ? undefined : addressRefusals.email_local_not_normalized({})
}

/** RFC 5321 counts octets, and a mail server counts those of UTF-8. The text has no lone surrogate. */
export const utf8Length = (text: string): number => encodeURIComponent(text).replace(/%../g, '_').length
