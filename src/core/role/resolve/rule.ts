import type { Domain } from '../../email/domain.ts'

/** `exact`: addresses at the domain; `subdomains`: also those at any domain below it (DOM-1). @since 0.1.0 */
export type RuleMatch = 'exact' | 'subdomains'

/** What a rule needs so that it can be judged; the stored rules have it, and so have plain ones. @since 0.1.0 */
export type JudgedRule<R extends string = string> = {
  readonly organizationId: string
  /** Canonical: lower-case A-labels. */
  readonly domain: string
  readonly match: RuleMatch
  readonly role: R
  /** The type of the role; only `internal` makes an organization the owner of the domain (DOM-4). */
  readonly type?: 'internal' | 'external' | 'workforce' | undefined
  /** In milliseconds since 1970. A rule without it counts as newer than any that has it. */
  readonly createdAt?: number | undefined
}

/**
 * A domain rule as plain data, for use without a store (RES-6): who has an address at `domain` is in
 * `organizationId` with `role`. The roles are the host's own strings.
 *
 * @since 0.1.0
 */
export type PlainRule<R extends string = string> = JudgedRule<R> & {
  /** How users join by it (DOM-1); the resolver only passes it on. */
  readonly joining?: 'automatic' | 'offered' | 'approval' | undefined
}

/** A rule that was accepted: a frozen copy with the canonical domain. @since 0.1.0 */
export type AcceptedRule<R extends string = string> = PlainRule<R> & { readonly domain: Domain }

export const byOrganization = (a: JudgedRule, b: JudgedRule): number =>
  a.organizationId < b.organizationId ? -1 : a.organizationId > b.organizationId ? 1 : 0

/** Of rules that all stand above one domain: the longer is the more specific. */
export const byMostSpecific = (a: JudgedRule, b: JudgedRule): number => b.domain.length - a.domain.length

export const byOrganizationThenMostSpecific = (a: JudgedRule, b: JudgedRule): number =>
  byOrganization(a, b) || byMostSpecific(a, b)
