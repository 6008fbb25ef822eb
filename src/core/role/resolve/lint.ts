import { type Domain, domainAndParents } from '../../email/domain.ts'
import { attempt } from '../../kernel/attempt.ts'
import { lintDomain, reachingBelow } from './lint-domains.ts'
import type { Finding, LintOptions, Report } from './lint-finding.ts'
import { lintLookAlikes } from './lint-look-alikes.ts'
import { type AcceptedRule, byOrganizationThenMostSpecific, type PlainRule } from './rule.ts'
import { indexRules } from './rule-index.ts'

/**
 * Reviews a set of domain rules and lists what is probably a mistake, or an attack.
 *
 * @invariant RES-7
 * @param rules As for `createRoleResolver`.
 * @param options Lists to look domains up in. A predicate that throws counts as `true`: look at it.
 * @returns The findings: `rule_never_wins` (it is rejected; `position` says which one), then, by domain,
 * `domain_is_public_provider` and `domain_is_public_suffix` (as the lists given say), `rules_overlap` (an address there
 * belongs to several organizations) and `domain_looks_like_owned` (it, or one above it, differs only by look-alike
 * characters from another organization's domain). A rule without a `type` counts as an owner's. Of long lists of
 * organizations the first ten are given; `organizationCount` is less than there are where more than ten reach from a domain
 * above.
 * @example
 * import { lintRules } from 'orgcharter/roles'
 * lintRules([{ organizationId: 'acme', domain: 'gmail.com', match: 'exact', role: 'member' }], {
 *   isPublicProvider: domain => domain === 'gmail.com',
 * })[0]?.code // 'domain_is_public_provider'
 * @see UTS #39
 * @since 0.1.0
 */
export const lintRules = (rules: readonly PlainRule[], options?: LintOptions): readonly Finding[] => {
  const findings: Finding[] = []
  const report: Report = (code, facts) => findings.push({ rules: ['RES-7'], code, facts })
  const lists = attempt<LintOptions>(() => ({ ...options }), {})
  const { nodes, rejected } = indexRules(rules, lists)
  for (const { position, refusal } of rejected) report('rule_never_wins', { position, refusal: refusal.code })
  const sorted = [...nodes].sort(byDomain)
  const reaching = new Map<Domain, readonly AcceptedRule[]>()
  for (const [domain, node] of sorted)
    reaching.set(domain, reachingBelow(node.rules.sort(byOrganizationThenMostSpecific)))
  for (const [domain, node] of sorted) {
    const [, ...parents] = domainAndParents(domain)
    lintDomain(domain, [...node.rules, ...parents.flatMap(parent => reaching.get(parent) ?? [])], lists, report)
  }
  lintLookAlikes(
    sorted.flatMap(([, node]) => node.rules),
    lists.idna,
    report,
  )
  return findings
}

const byDomain = ([a]: readonly [Domain, unknown], [b]: readonly [Domain, unknown]): number => (a < b ? -1 : 1)
