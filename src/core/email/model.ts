import { z } from 'zod'
import { type Domain, isCanonicalDomain } from './domain.ts'
import { type EmailAddress, formatEmailAddress, parseEmailAddress } from './parse.ts'
import { unicodeLocalParts } from './unicode-local.ts'

/**
 * A stored domain: canonical already (EML-2). It reads what `parseDomain` made, not what somebody typed.
 *
 * @since 0.1.0
 */
// Asserted, so that the brand is the one of `/roles`, whose types know no zod.
export const DomainName = z
  .string()
  .max(253)
  .refine(isCanonicalDomain, 'not a canonical domain') as unknown as z.ZodType<Domain, string>
export type DomainName = z.output<typeof DomainName>

// The stored domain was judged when it was parsed, whose Unicode version may have been another.
const asStored = { toAscii: (domain: string) => domain, toUnicode: () => null }

const isAddress = (address: EmailAddress): boolean => {
  const parsed = parseEmailAddress(formatEmailAddress(address), {
    idna: asStored,
    nonAsciiLocalParts: unicodeLocalParts,
  })
  return parsed.ok && parsed.value.local === address.local && parsed.value.domain === address.domain
}

/** A stored address, as `parseEmailAddress` made it (EML-1, EML-5). @since 0.1.0 */
export const EmailAddressRecord = z
  .strictObject({ local: z.string().min(1).max(64), domain: DomainName })
  .readonly()
  .refine(isAddress, 'not an address')
export type EmailAddressRecord = z.output<typeof EmailAddressRecord>
