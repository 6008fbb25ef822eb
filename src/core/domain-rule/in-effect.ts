import { type Domain, domainAndParents, parseDomain } from '../email/index.ts'
import type { Env } from '../env.ts'
import { listKey, type Need, type Result, refOf, type Slice } from '../kernel/index.ts'
import { activeOrganization, organizations } from '../organization/index.ts'
import { roleOf } from '../role/index.ts'
import { type ClaimRefusal, isPublicDomain, judgeClaim } from './claimable.ts'
import { type DomainRule, domainOverrides, domainOwners, domainRules, TRUSTED_RULES_PER_DOMAIN } from './model.ts'
import { type Standing, standingOf } from './standing.ts'

/** A stored rule as the resolver takes it. */
export type LiveRule = DomainRule & { readonly type: 'internal' | 'external' | 'workforce' }

export type RulesFor = {
  readonly inEffect: readonly LiveRule[]
  /** Those that concern the domain but have no effect now, and why not. */
  readonly without: readonly { readonly rule: DomainRule; readonly standing: Standing | 'organization_archived' }[]
}

const trustedOn = (domain: string) => ['trusted', domain] as const

/** What `standingOf` needs to know beside the rule itself. */
export const standingNeeds = (domain: string, env: Pick<Env, 'lists'>): readonly Need[] => [
  refOf(domainOwners, domain),
  ...(isPublicDomain(domain, env.lists) ? [refOf(domainOverrides, domain)] : []),
]

export const standingIn = (slice: Slice, rule: DomainRule, env: Env): Standing =>
  standingOf(rule, {
    owner: slice.get(domainOwners, rule.domain),
    isPublic: isPublicDomain(rule.domain, env.lists) && slice.get(domainOverrides, rule.domain) === undefined,
    roles: env.roles,
    now: env.now,
  })

/**
 * RES-5: one list a label of the domain, whatever the number of rules elsewhere. Then the organizations of what was
 * found, since an archived one gives nothing (ORG-5).
 */
export const rulesForNeeds = (domain: Domain, found: Slice, env: Env): readonly Need[] =>
  domainAndParents(domain).flatMap(label => {
    const rules = found.list(domainRules, 'domain_rule_by_domain', ...trustedOn(label))
    return [
      { list: listKey('domain_rule_by_domain', ...trustedOn(label)), limit: TRUSTED_RULES_PER_DOMAIN },
      ...(rules.length === 0 ? [] : standingNeeds(label, env)),
      ...rules.map(rule => refOf(organizations, rule.organizationId)),
    ]
  })

export const rulesFor = (domain: Domain, slice: Slice, env: Env): RulesFor => {
  const inEffect: LiveRule[] = []
  const without: { rule: DomainRule; standing: Standing | 'organization_archived' }[] = []
  for (const label of domainAndParents(domain)) {
    for (const rule of slice.list(domainRules, 'domain_rule_by_domain', ...trustedOn(label))) {
      const standing = standingIn(slice, rule, env)
      const type = roleOf(env.roles, rule.role)?.type
      if (standing !== 'trusted' || type === undefined) without.push({ rule, standing })
      else if (!activeOrganization(slice, rule.organizationId).ok)
        without.push({ rule, standing: 'organization_archived' })
      else inEffect.push({ ...rule, type })
    }
  }
  return { inEffect, without }
}

/** EML-4: may this domain carry a rule, with an operator's override taken into account? */
export const claimableIn = (slice: Slice, input: string, env: Env): Result<Domain, ClaimRefusal> => {
  const domain = parseDomain(input, { idna: env.idna })
  return judgeClaim(input, {
    lists: env.lists,
    idna: env.idna,
    specialUse: env.specialUseDomains,
    override: domain.ok && slice.get(domainOverrides, domain.value) !== undefined,
  })
}
