/**
 * What is known about domains that no organization may own: EML-4. Every question takes a domain in canonical form
 * (lower-case A-labels, as `parseDomain` makes it), answers without I/O, and is about the domain and everything above
 * it: `us.yahoo.com` is as public as `yahoo.com`.
 *
 * @since 0.1.0
 */
export interface DomainLists {
  /**
   * Whether anybody can get an address there: a public mail provider, an internet provider's customer domain, an alias
   * or a disposable service, or a domain below one.
   */
  isPublicProvider(domain: string): boolean
  /** Whether it is, or is below, a provider of throw-away addresses. Whatever is disposable is also a public provider. */
  isDisposable(domain: string): boolean
  /**
   * Whether others register names directly below it (ICANN's and the private section of the Public Suffix List), or it
   * has no registrable part at all.
   */
  isPublicSuffix(domain: string): boolean
  /** Whether it is, or is below, a name set aside for another use than the public DNS (RFC 2606, RFC 6761 and kin). */
  isSpecialUse(domain: string): boolean
  /** The part that somebody registered, one label below its public suffix; null where `isPublicSuffix`. */
  registrable(domain: string): string | null
}
