import type { LocalParts } from '../../ports/local-parts.ts'

// Beyond ASCII: controls, what is invisible or changes direction, lone surrogates, unassigned and private characters,
// white space, and the forms of ASCII that NFKC turns into it, `@` and `.` among them, so that a refusal says where.
const NO_LETTER = /\p{C}|\p{Z}|\p{Default_Ignorable_Code_Point}|[\u2024\ufe50-\ufe6f\uff01-\uff5e]/u

/**
 * Local parts beyond ASCII, but for spellings that cannot be seen, or that a later normalization turns into others: NFKC
 * leaves them as they are. Which characters there are is known to the runtime, by the Unicode version that it has.
 *
 * @invariant EML-1
 * @example
 * import { unicodeLocalParts } from 'orgcharter/idna'
 * import { parseEmailAddress } from 'orgcharter/roles'
 * parseEmailAddress('żółć@acme.com', { nonAsciiLocalParts: unicodeLocalParts }).ok // true
 * @see RFC 6531 §3.3
 * @since 0.1.0
 */
export const unicodeLocalParts: LocalParts = {
  flawOf: local => {
    if (typeof local !== 'string') return 0 // INV-26
    const position = local.search(NO_LETTER)
    if (position >= 0) return position
    return local.normalize('NFKC') === local ? null : 'not_normalized'
  },
}
