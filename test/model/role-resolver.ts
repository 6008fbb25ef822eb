/**
 * The rules of resolution as one would read them aloud: every rule is looked at for every address, and nothing is
 * prepared, sorted by cleverness or shared. Slow, and meant to be believed.
 */
export type ModelRule = {
  readonly organizationId: string
  readonly domain: string
  readonly match: 'exact' | 'subdomains'
  readonly role: string
  readonly type?: 'internal' | 'external' | 'workforce' | undefined
  readonly createdAt?: number | undefined
}

type Verdict = 'wins' | 'exact_only' | 'domain_owned_by_another' | 'less_specific'

/** The domains that contain `domain`: itself, then each with one more label taken off the front. */
const containing = (domain: string): string[] => {
  const labels = domain.split('.')
  return labels.slice(0, -1).map((_, i) => labels.slice(i).join('.'))
}

const labels = (rule: ModelRule): number => rule.domain.split('.').length

const concerns = (rule: ModelRule, domain: string): boolean => containing(domain).includes(rule.domain)

const applies = (rule: ModelRule, domain: string): boolean =>
  concerns(rule, domain) && (rule.domain === domain || rule.match === 'subdomains')

/** RES-8 */
const isOwnedByAnother = (rule: ModelRule, domain: string, rules: readonly ModelRule[]): boolean =>
  rule.type === 'internal' &&
  rules.some(
    other =>
      other.type === 'internal' &&
      other.organizationId !== rule.organizationId &&
      applies(other, domain) &&
      labels(other) > labels(rule),
  )

const stands = (rule: ModelRule, domain: string, rules: readonly ModelRule[]): boolean =>
  applies(rule, domain) && !isOwnedByAnother(rule, domain, rules)

/** RES-2 */
const verdictOn = (rule: ModelRule, domain: string, rules: readonly ModelRule[]): Verdict => {
  if (!applies(rule, domain)) return 'exact_only'
  if (isOwnedByAnother(rule, domain, rules)) return 'domain_owned_by_another'
  const isBeaten = rules.some(
    other =>
      other.organizationId === rule.organizationId && stands(other, domain, rules) && labels(other) > labels(rule),
  )
  return isBeaten ? 'less_specific' : 'wins'
}

/** RES-3 */
const homeOf = (domain: string, rules: readonly ModelRule[], winners: readonly ModelRule[]): string | undefined => {
  const owners = rules.filter(rule => rule.type === 'internal' && applies(rule, domain))
  const candidates = owners.length > 0 ? owners : winners
  const mostSpecific = candidates.filter(rule => candidates.every(other => labels(other) <= labels(rule)))
  const age = (rule: ModelRule) => rule.createdAt ?? Number.POSITIVE_INFINITY
  const oldest = mostSpecific.filter(rule => mostSpecific.every(other => age(other) >= age(rule)))
  return oldest.map(rule => rule.organizationId).sort()[0]
}

/** What each rule that concerns the domain comes to, and the home. */
export const modelResolve = (domain: string, rules: readonly ModelRule[]) => {
  const isTaken = (rule: ModelRule) =>
    rules.filter(other => other.organizationId === rule.organizationId && other.domain === rule.domain).length === 1
  const taken = rules.filter(isTaken) // INV-05
  const verdicts = taken
    .filter(rule => concerns(rule, domain))
    .map(rule => ({ rule, verdict: verdictOn(rule, domain, taken) }))
  const winners = verdicts.filter(({ verdict }) => verdict === 'wins').map(({ rule }) => rule)
  return { size: taken.length, verdicts, home: homeOf(domain, taken, winners) }
}
