import { asciiLowerCase } from './characters.ts'
import type { EmailAddress } from './parse.ts'

/**
 * What two spellings of one address have in common: the local part in ASCII lower case, and the domain. Nothing else
 * is folded, no dots and no `+tag`, because only the domain's owner knows what they mean there.
 *
 * @invariant EML-2, INV-04
 * @param address A parsed address.
 * @returns The key under which the address is unique.
 * @example
 * import { addressKey, parseEmailAddress } from 'orgcharter'
 * const parsed = parseEmailAddress('Grace.H+a@Acme.com')
 * if (parsed.ok) addressKey(parsed.value) // 'grace.h+a@acme.com'
 * @since 0.1.0
 */
export const addressKey = (address: EmailAddress): string => `${asciiLowerCase(address.local)}@${address.domain}`
