/// <reference path="./tr46.d.ts" />
import { toASCII, toUnicode } from 'tr46'
import type { Idna } from '../../ports/idna.ts'

// The strictest reading of UTS #46, written out: tr46's defaults are the lenient ones of the URL standard.
const strict = {
  checkHyphens: true,
  checkBidi: true,
  checkJoiners: true,
  useSTD3ASCIIRules: true,
  verifyDNSLength: true,
  transitionalProcessing: false,
  ignoreInvalidPunycode: false,
} as const

/** A domain name has at most 253 octets as sent, and one that is typed longer helps nobody. */
const MAX_LENGTH = 253

// tr46's tables are pinned, the runtime's normalization is not: it leaves alone what it does not know yet, and would
// take for normalized what a newer one changes. So what the runtime does not know is refused, and no two runtimes
// ever give one spelling two answers.
const UNKNOWN_TO_RUNTIME = /\p{Cn}/u

const asciiLowerCase = (text: string): string => text.replace(/[A-Z]+/g, letters => letters.toLowerCase())

const read = (input: string): { readonly ascii: string; readonly unicode: string } | null => {
  if (typeof input !== 'string' || input.length > MAX_LENGTH) return null
  const typed = asciiLowerCase(input)
  const ascii = toASCII(typed, strict)
  if (ascii === null) return null
  const unicode = toUnicode(ascii, strict).domain
  return isSpelling(typed, ascii, unicode) && !UNKNOWN_TO_RUNTIME.test(unicode) ? { ascii, unicode } : null
}

/**
 * Whether each label is written as the A-label or as the U-label, and only U+002E stands between them: whatever the
 * mapping changed or dropped makes it another text, and that is another domain to everybody who does not map. It is
 * the round trip as well: the A-label was made anew from what was decoded, the U-label decoded from what was made.
 */
const isSpelling = (typed: string, ascii: string, unicode: string): boolean => {
  const asciiLabels = ascii.split('.')
  const unicodeLabels = unicode.split('.')
  const labels = typed.split('.')
  return (
    labels.length === asciiLabels.length &&
    labels.every((label, i) => label === asciiLabels[i] || label === unicodeLabels[i])
  )
}

/**
 * Internationalized domains by strict, non-transitional UTS #46 of Unicode 17.0.0, whatever the runtime.
 *
 * @invariant EML-2: what the mapping would change or drop, apart from ASCII case, is refused, so that no two
 * spellings but the A-label and the U-label share an owner.
 * @example
 * import { idna } from 'orgcharter/idna'
 * import { parseDomain } from 'orgcharter/roles'
 * parseDomain('bücher.example', { idna }) // { ok: true, value: 'xn--bcher-kva.example' }
 * @see UTS #46, RFC 5891
 * @since 0.1.0
 */
export const idna: Idna = {
  toAscii: domain => read(domain)?.ascii ?? null,
  toUnicode: domain => read(domain)?.unicode ?? null,
}
