import type { Idna } from '../../../ports/idna.ts'
import type { Reason } from '../../kernel/reason.ts'
import type { Facts } from '../../kernel/refusal.ts'

/** What can be found in a set of rules; `lintRules` says what each means. @since 0.1.0 */
export type LintCode =
  | 'rule_never_wins'
  | 'rules_overlap'
  | 'domain_is_public_provider'
  | 'domain_is_public_suffix'
  | 'domain_looks_like_owned'

/** Something in a set of rules that somebody should look at. @since 0.1.0 */
export type Finding = Reason & { readonly code: LintCode }

/** What domains are looked up in. @since 0.1.0 */
export type LintOptions = {
  /** From `orgcharter/idna`: to read internationalized domains, and to see what they look like. */
  readonly idna?: Idna | undefined
  /** Whether anybody gets an address at this domain: `isPublicProvider` of `createDomainLists()`, for one. */
  readonly isPublicProvider?: ((domain: string) => boolean) | undefined
  /** Whether this domain is one below which anybody registers names (`co.uk`). */
  readonly isPublicSuffix?: ((domain: string) => boolean) | undefined
}

/** Notes a finding. */
export type Report = (code: LintCode, facts: Facts) => void
