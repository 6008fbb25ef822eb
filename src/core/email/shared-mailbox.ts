import { asciiLowerCase } from './characters.ts'
import type { EmailAddress } from './parse.ts'
import { sharedMailboxNames } from './shared-mailbox-names.ts'

/**
 * Whether the mail of an address is likely to be read by many or by a ticket system, so that receiving a code there
 * proves nothing about one person.
 *
 * @invariant DOM-6: such an address never joins automatically.
 * @param address A parsed address, verified or not.
 * @param more Further local parts of the host's, in any case.
 * @returns `true` when the local part, up to its first `+`, is on the list.
 * @example
 * import { isSharedMailbox, parseEmailAddress } from 'orgcharter'
 * const parsed = parseEmailAddress('Support+tag@acme.com')
 * if (parsed.ok) isSharedMailbox(parsed.value) // true
 * @see RFC 2142
 * @since 0.1.0
 */
export const isSharedMailbox = (address: Pick<EmailAddress, 'local'>, more: readonly string[] = []): boolean => {
  try {
    const plus = address.local.indexOf('+')
    const name = asciiLowerCase(plus < 0 ? address.local : address.local.slice(0, plus))
    return sharedMailboxNames.has(name) || more.some(other => asciiLowerCase(other) === name)
  } catch {
    return true // INV-26, and the careful answer: an admin looks at it.
  }
}
