import { attempt } from '../kernel/attempt.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { type Domain, type DomainOptions, readDomain } from './domain.ts'
import { type LocalPartOptions, MAX_LOCAL, refuseAnywhere, scanLocal, utf8Length } from './local.ts'
import { type DomainRefusal, type EmailRefusal, invalid } from './refusals.ts'

/**
 * An address as it was parsed: the local part as it was spelled, the domain in its canonical form. That somebody
 * reads its mail is another type, `VerifiedEmail` (EML-3).
 *
 * @since 0.1.0
 */
export type EmailAddress = { readonly local: string; readonly domain: Domain }

/** How addresses are read. @since 0.1.0 */
export type EmailOptions = DomainOptions & LocalPartOptions

const MAX_ADDRESS = 254

/** The canonical domain of an address, or why it is none. What is resolved a million times needs no more. */
export const readAddressDomain = (input: unknown, options?: EmailOptions): Domain | EmailRefusal => {
  if (typeof input !== 'string') return invalid('email_not_a_string', {})
  if (input === '') return invalid('email_empty', {})
  const at = refuseLength(input.length) ?? scanLocal(input, options)
  if (typeof at !== 'number') return at
  const domain = readDomain(input, at + 1, options)
  if (typeof domain !== 'string') return refuseInAddress(input, domain)
  return domain.length < MAX_ADDRESS - MAX_LOCAL ? domain : (refuseLength(sentLength(input, at, domain)) ?? domain)
}

const refuseInAddress = (input: string, refusal: DomainRefusal): EmailRefusal =>
  (refusal.code === 'domain_character_invalid' ? refuseAnywhere(input, refusal.facts.position) : undefined) ?? refusal

const refuseLength = (length: number): EmailRefusal | undefined =>
  length > MAX_ADDRESS ? invalid('email_too_long', { length, max: MAX_ADDRESS }) : undefined

/** A U-label and a non-ASCII local part are longer when they are sent than as they were typed. */
const sentLength = (input: string, at: number, domain: Domain): number =>
  utf8Length(input.slice(0, at)) + 1 + domain.length

/**
 * Reads an e-mail address once, strictly, into its local part and its canonical domain (EML-1).
 *
 * @invariant EML-1, EML-2: what is accepted has exactly one `@` and one owner domain, and
 * `parseEmailAddress(formatEmailAddress(x))` is `x`. Linear in the length; at once for anything over 254.
 * @param input Anything; only a string of 3 to 254 characters can be an address. It is not trimmed.
 * @param options `idna` for internationalized domains; `nonAsciiLocalParts` for RFC 6531 local parts.
 * @returns The local part as spelled, and the domain in lower-case A-labels.
 * @refuses the `email_…` code of the first thing that is wrong in the local part, or the `domain_…` code of
 * `parseDomain`.
 * @example
 * import { parseEmailAddress } from 'orgcharter/roles'
 * parseEmailAddress('Grace@EU.Acme.com') // { ok: true, value: { local: 'Grace', domain: 'eu.acme.com' } }
 * @see RFC 5321 §4.1.2 and §4.5.3.1, RFC 5322 §3.2.3, RFC 2047 §5
 * @since 0.1.0
 */
export const parseEmailAddress = (input: unknown, options?: EmailOptions): Result<EmailAddress, EmailRefusal> => {
  const domain = readAddressDomain(input, options)
  if (typeof domain !== 'string') return refused(domain)
  const text = input as string
  return ok({ local: text.slice(0, text.indexOf('@')), domain })
}

/**
 * Writes an address as mail is sent to it.
 *
 * @invariant EML-1: `parseEmailAddress` reads it back as the same address.
 * @param address A parsed address.
 * @returns `local@domain`; the empty text for what has no such parts, which no untyped caller should pass.
 * @example
 * import { formatEmailAddress, parseEmailAddress } from 'orgcharter/roles'
 * const parsed = parseEmailAddress('Grace@Acme.com')
 * if (parsed.ok) formatEmailAddress(parsed.value) // 'Grace@acme.com'
 * @since 0.1.0
 */
export const formatEmailAddress = (address: EmailAddress): string =>
  attempt(() => `${address.local}@${address.domain}`, '')
