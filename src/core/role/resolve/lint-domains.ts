import type { Domain } from '../../email/domain.ts'
import { attempt } from '../../kernel/attempt.ts'
import { judgeRules } from './judge.ts'
import type { LintOptions, Report } from './lint-finding.ts'
import type { AcceptedRule } from './rule.ts'

/** How many organizations a finding names. */
const NAMED = 10

/** Reports what is to be said of one domain: `rules` are its own, and those above that reach it. */
export const lintDomain = (
  domain: Domain,
  rules: readonly AcceptedRule[],
  lists: LintOptions,
  report: Report,
): void => {
  if (isListed(lists.isPublicProvider, domain)) report('domain_is_public_provider', { domain })
  if (isListed(lists.isPublicSuffix, domain)) report('domain_is_public_suffix', { domain })
  const { matches } = judgeRules(domain, rules)
  if (matches.length < 2) return
  const organizationIds = matches.slice(0, NAMED).map(({ organizationId }) => organizationId)
  report('rules_overlap', { domain, organizationIds, organizationCount: matches.length })
}

/** The rules that reach below the domain; so few that adding them up from every domain below stays linear. */
export const reachingBelow = (rules: readonly AcceptedRule[]): readonly AcceptedRule[] =>
  rules.filter(rule => rule.match === 'subdomains').slice(0, NAMED + 1)

const isListed = (list: ((domain: string) => boolean) | undefined, domain: string): boolean =>
  attempt(() => Boolean(list?.(domain)), true) // INV-28: what throws has not said that all is well.
