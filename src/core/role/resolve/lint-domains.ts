import type { Domain } from '../../email/domain.ts'
import { judgeRules } from './judge.ts'
import { type Finding, finding, type LintOptions } from './lint-finding.ts'
import { isInternal } from './ownership.ts'
import { largestProviders } from './public-providers.ts'
import type { AcceptedRule } from './rule.ts'

/** How many organizations a finding names. */
const NAMED = 10

/** What is to be said of one domain that has rules. */
export const domainFindings = (
  domain: Domain,
  own: readonly AcceptedRule[],
  above: readonly AcceptedRule[],
  lists: LintOptions,
): readonly Finding[] => {
  const findings: Finding[] = []
  if (largestProviders.has(domain) || isListed(lists.isPublicProvider, domain))
    findings.push(finding('domain_is_public_provider', { domain }))
  if (isListed(lists.isPublicSuffix, domain)) findings.push(finding('domain_is_public_suffix', { domain }))
  const owners = own.filter(isInternal)
  if (owners.length > 1) findings.push(finding('domain_owned_twice', { domain, ...named(owners) }))
  const { matches } = judgeRules(domain, [...own, ...above])
  if (matches.length > 1) findings.push(finding('rules_overlap', { domain, ...named(matches) }))
  return findings
}

/** The rules that reach below the domain; so few that adding them up from every domain below stays linear. */
export const reachingBelow = (rules: readonly AcceptedRule[]): readonly AcceptedRule[] =>
  rules.filter(rule => rule.match === 'subdomains').slice(0, NAMED + 1)

const isListed = (list: ((domain: string) => boolean) | undefined, domain: string): boolean => {
  try {
    return list !== undefined && Boolean(list(domain))
  } catch {
    return true // INV-28: what throws has not said that all is well.
  }
}

const named = (list: readonly { readonly organizationId: string }[]) => ({
  organizationIds: list.slice(0, NAMED).map(({ organizationId }) => organizationId),
  organizationCount: list.length,
})
