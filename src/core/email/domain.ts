import type { Idna } from '../../ports/idna.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { characterFacts, DOT, HYPHEN, isDigit, isLowerOrDigit, isUpper } from './characters.ts'
import { type DomainRefusal, invalid } from './refusals.ts'

declare const domainBrand: unique symbol

/**
 * A domain of at least two labels in its one canonical form, lower-case A-labels (EML-2). Only `parseDomain` and the
 * stored schema make one.
 *
 * @since 0.1.0
 */
export type Domain = string & { readonly [domainBrand]: 'Domain' }

/** How domains are read. @since 0.1.0 */
export type DomainOptions = {
  /** From `orgcharter/idna`; without it non-ASCII and `xn--` domains are refused. */
  readonly idna?: Idna | undefined
}

const MAX_DOMAIN = 253
const MAX_LABEL = 63

// What a scan found, as bits; 0 is a canonical domain without A-labels.
const UPPER_CASE = 1
const A_LABEL = 2
const NOT_ASCII = 4

/**
 * Reads a domain once, from `from` to the end of the text: bits of what it found, or the first thing that is wrong.
 * A number and not an object, because every address that is resolved comes through here.
 */
const scanDomain = (text: string, from: number): number | DomainRefusal => {
  const end = text.length
  if (from === end) return invalid('domain_empty', {})
  if (end - from > MAX_DOMAIN) return invalid('domain_too_long', { length: end - from, max: MAX_DOMAIN })
  let found = 0
  let last = from
  for (let i = from, label = from; i <= end; i++) {
    const code = text.charCodeAt(i)
    if (isLowerOrDigit(code) || code === HYPHEN) continue
    if (code === DOT || i === end) {
      const flaw = scanLabel(text, label, i)
      if (typeof flaw !== 'number') return flaw
      found |= flaw
      last = label
      label = i + 1
    } else if (isUpper(code)) found |= UPPER_CASE
    // Beyond ASCII nothing here can judge: IDNA looks at the whole, dots included.
    else if (code > 0x7f) return found | NOT_ASCII
    else if (text[from] === '[') return invalid('domain_address_literal', { position: from })
    else return invalid('domain_character_invalid', characterFacts(text, i))
  }
  if (last === from) return invalid('domain_single_label', {})
  // No top-level domain begins with a digit, but `127.0.0.1` and `0x7f` do.
  return isDigit(text.charCodeAt(last)) ? invalid('domain_numeric_tld', { position: last }) : found
}

const scanLabel = (text: string, start: number, end: number): number | DomainRefusal => {
  const length = end - start
  if (start === text.length) return invalid('domain_trailing_dot', { position: start - 1 })
  if (length === 0) return invalid('domain_label_empty', { position: start })
  if (length > MAX_LABEL) return invalid('domain_label_too_long', { position: start, length, max: MAX_LABEL })
  if (text[start] === '-' || text[end - 1] === '-') return invalid('domain_label_hyphen', { position: start })
  if (length < 4 || !text.startsWith('--', start + 2)) return 0
  // `??--` is reserved for encodings like `xn--`; any other would be a spelling that UTS #46 refuses (CheckHyphens).
  if (text.slice(start, start + 2).toLowerCase() === 'xn') return A_LABEL
  return invalid('domain_label_hyphen', { position: start })
}

const throughIdna = (domain: string, options: DomainOptions | undefined): Domain | DomainRefusal => {
  let ascii: unknown
  try {
    const idna = options?.idna
    if (!idna) return invalid('domain_not_ascii_needs_idna', {})
    ascii = idna.toAscii(domain)
  } catch {
    // What is passed in can narrow, never widen; if it throws, the answer is no (INV-28).
  }
  // And what it answers is read like any other input.
  const found = typeof ascii === 'string' ? scanDomain(ascii, 0) : NOT_ASCII
  if (typeof found !== 'number') return found
  return found & (UPPER_CASE | NOT_ASCII) ? invalid('domain_not_canonical', {}) : (ascii as Domain)
}

/** The canonical domain that stands in the text from `from` on. */
export const readDomain = (text: string, from: number, options?: DomainOptions): Domain | DomainRefusal => {
  const found = scanDomain(text, from)
  if (typeof found !== 'number') return found
  const domain = text.slice(from)
  if (found & (A_LABEL | NOT_ASCII)) return throughIdna(domain, options)
  return (found & UPPER_CASE ? domain.toLowerCase() : domain) as Domain
}

/** Whether a text has the canonical form. A-labels are taken at their word: `parseDomain` judged them at the edge. */
export const isCanonicalDomain = (text: string): text is Domain => {
  const found = scanDomain(text, 0)
  return typeof found === 'number' && !(found & (UPPER_CASE | NOT_ASCII))
}

/**
 * Reads a domain and answers its one canonical form (EML-2).
 *
 * @invariant EML-1, EML-2: no two spellings, apart from ASCII case and U-label or A-label, give one domain.
 * @param input Anything; only a string of 1 to 253 characters can be a domain.
 * @param options `idna` for internationalized domains.
 * @returns The domain in lower-case A-labels.
 * @refuses `domain_not_a_string`, `domain_empty`, `domain_too_long`, `domain_address_literal`, `domain_label_empty`,
 * `domain_trailing_dot`, `domain_single_label`, `domain_label_too_long`, `domain_label_hyphen`,
 * `domain_character_invalid` and `domain_numeric_tld` when it is not a host name of two labels or more;
 * `domain_not_ascii_needs_idna` when it is non-ASCII or `xn--` and no `idna` is given; `domain_not_canonical` when
 * strict UTS #46 refuses it or would change more than ASCII case.
 * @example
 * import { parseDomain } from 'orgcharter/roles'
 * parseDomain('EU.Acme.com') // { ok: true, value: 'eu.acme.com' }
 * @see RFC 1035 §2.3.1, RFC 5321 §4.1.2, UTS #46
 * @since 0.1.0
 */
export const parseDomain = (input: unknown, options?: DomainOptions): Result<Domain, DomainRefusal> => {
  if (typeof input !== 'string') return refused(invalid('domain_not_a_string', {}))
  const domain = readDomain(input, 0, options)
  return typeof domain === 'string' ? ok(domain) : refused(domain)
}

/** The domain above, where that still has two labels. */
export const parentOf = (domain: Domain): Domain | undefined => {
  const start = domain.indexOf('.') + 1
  return domain.includes('.', start) ? (domain.slice(start) as Domain) : undefined
}

/**
 * The domain and each domain above it that still has two labels, most specific first: where its rules may stand.
 *
 * @since 0.1.0
 */
export const domainAndParents = (domain: Domain): readonly Domain[] => {
  const chain: Domain[] = []
  for (let next: Domain | undefined = domain; next; next = parentOf(next)) chain.push(next)
  return chain
}
