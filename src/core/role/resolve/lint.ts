import { type Domain, domainAndParents } from '../../email/domain.ts'
import { byOrganizationThenMostSpecific } from './judge.ts'
import { domainFindings, reachingBelow } from './lint-domains.ts'
import { type Finding, finding, type LintOptions } from './lint-finding.ts'
import { lookAlikeFindings } from './lint-look-alikes.ts'
import type { PlainRule } from './rule.ts'
import { indexRules } from './rule-index.ts'

/**
 * Reviews a set of domain rules and lists what is probably a mistake, or an attack.
 *
 * @invariant RES-7
 * @param rules As for `createRoleResolver`.
 * @param options Lists to look domains up in. A predicate that throws counts as `true`: look at it.
 * @returns The findings: `rule_never_wins` (it is rejected; `position` says which one), then, by domain,
 * `domain_is_public_provider`, `domain_is_public_suffix`, `domain_owned_twice` (several organizations have an internal
 * rule for it), `rules_overlap` (an address there belongs to several organizations) and `domain_looks_like_owned`
 * (it, or one above it, differs only by look-alike characters from another organization's domain). A rule without a
 * `type` counts as an owner's. Of long lists of organizations the first ten are given.
 * @example
 * import { lintRules } from 'orgcharter/roles'
 * lintRules([{ organizationId: 'acme', domain: 'gmail.com', match: 'exact', role: 'member' }])[0]?.code
 * // 'domain_is_public_provider'
 * @see UTS #39
 * @since 0.1.0
 */
export const lintRules = (rules: readonly PlainRule[], options?: LintOptions): readonly Finding[] => {
  const lists = readOptions(options)
  const { nodes, rejected } = indexRules(rules, lists)
  const neverWins = rejected.map(({ position, refusal }) =>
    finding('rule_never_wins', { position, refusal: refusal.code }),
  )
  const sorted = [...nodes]
    .sort(byDomain)
    .map(([domain, node]) => [domain, [...node.rules].sort(byOrganizationThenMostSpecific)] as const)
  const reaching = new Map(sorted.map(([domain, own]) => [domain, reachingBelow(own)]))
  const perDomain = sorted.flatMap(([domain, own]) => {
    const [, ...parents] = domainAndParents(domain)
    return domainFindings(
      domain,
      own,
      parents.flatMap(parent => reaching.get(parent) ?? []),
      lists,
    )
  })
  return [
    ...neverWins,
    ...perDomain,
    ...lookAlikeFindings(
      sorted.flatMap(([, own]) => own),
      lists.idna,
    ),
  ]
}

const byDomain = ([a]: readonly [Domain, unknown], [b]: readonly [Domain, unknown]): number => (a < b ? -1 : 1)

const readOptions = (options: LintOptions | undefined): LintOptions => {
  try {
    return { ...options }
  } catch {
    return {} // INV-26
  }
}
