import type { Domain } from '../../email/domain.ts'
import { attempt } from '../../kernel/attempt.ts'
import { judgeRules } from './judge.ts'
import type { LintOptions, Report } from './lint-finding.ts'
import { isInternal } from './ownership.ts'
import type { AcceptedRule } from './rule.ts'

/** How many organizations a finding names. */
const NAMED = 10

/** The rules above a domain that reach it, or enough of them; `orMore` where there are others. */
export type Reaching = { readonly rules: readonly AcceptedRule[]; readonly orMore: boolean }

/** Reports what is to be said of one domain: `own` are its rules, `above` those that reach it from each domain above. */
export const lintDomain = (
  domain: Domain,
  own: readonly AcceptedRule[],
  above: readonly Reaching[],
  { lists, report }: { readonly lists: LintOptions; readonly report: Report },
): void => {
  if (isListed(lists.isPublicProvider, domain)) report('domain_is_public_provider', { domain })
  if (isListed(lists.isPublicSuffix, domain)) report('domain_is_public_suffix', { domain })
  const { matches } = judgeRules(domain, [...own, ...above.flatMap(({ rules }) => rules)])
  if (matches.length < 2) return
  const organizationIds = matches.slice(0, NAMED).map(({ organizationId }) => organizationId)
  const orMore = above.some(reaching => reaching.orMore)
  report('rules_overlap', { domain, organizationIds, organizationCount: matches.length, ...(orMore && { orMore }) })
}

/**
 * The rules that reach below the domain; so few that adding them up from every domain below stays linear. Of each kind, for
 * a single internal one lets those above give way (RES-8).
 */
export const reachingBelow = (rules: readonly AcceptedRule[]): Reaching => {
  const reaching = rules.filter(rule => rule.match === 'subdomains')
  const few = [true, false].flatMap(internal =>
    reaching.filter(rule => isInternal(rule) === internal).slice(0, NAMED + 1),
  )
  return { rules: few, orMore: few.length < reaching.length }
}

const isListed = (list: ((domain: string) => boolean) | undefined, domain: string): boolean =>
  attempt(() => Boolean(list?.(domain)), true) // INV-28: what throws has not said that all is well.
