import type { Env } from '../env.ts'
import { type Need, refOf, type Slice } from '../kernel/index.ts'
import { isPublicDomain } from './claimable.ts'
import { type DomainRule, domainOverrides, domainOwners, domainRules, partiesOf } from './model.ts'
import { type Standing, type StandingFacts, standingOf } from './standing.ts'

/** What is known of the domain of a rule. */
export const domainNeeds = (domain: string, { lists }: Pick<Env, 'lists'>): readonly Need[] => [
  refOf(domainOwners, domain),
  ...(isPublicDomain(domain, lists) ? [refOf(domainOverrides, domain)] : []),
]

/** What `standingOf` needs to know beside the rule itself: of the domain, and the rule of whoever agreed to this one. */
export const standingNeeds = (rule: DomainRule, env: Pick<Env, 'lists'>): readonly Need[] => {
  const agreed = agreedBy(rule)
  return [...domainNeeds(rule.domain, env), ...(agreed ? [refOf(domainRules, agreed, rule.domain)] : [])]
}

/** The same for whatever rules a domain has, and for `standingOwner`. Where the trusted rules are listed, the parties' are among them. */
export const ownersNeeds = (domain: string, found: Slice, env: Pick<Env, 'lists'>): readonly Need[] => {
  const owner = found.get(domainOwners, domain)
  return [
    ...domainNeeds(domain, env),
    ...(owner ? partiesOf(owner).map(({ organizationId }) => refOf(domainRules, organizationId, domain)) : []),
  ]
}

/** Who agreed to the rule, if that is its proof. */
export const agreedBy = (rule: DomainRule): string | undefined =>
  rule.status === 'trusted' && rule.proof.kind === 'owner_consent' ? rule.proof.owner : undefined

export const standingFacts = (
  slice: Slice,
  rule: DomainRule,
  env: Env,
  isPublic: typeof isPublicDomain = isPublicDomain,
): StandingFacts => {
  const { domain } = rule
  const owner = slice.get(domainOwners, domain)
  const agreed = agreedBy(rule)
  return {
    owner,
    ownersRule: agreed && agreed === owner?.organizationId ? slice.get(domainRules, agreed, domain) : undefined,
    isPublic: isPublic(domain, env.lists) && slice.get(domainOverrides, domain) === undefined,
    roles: env.roles,
    now: env.now,
  }
}

export const standingIn = (slice: Slice, rule: DomainRule, env: Env): Standing =>
  standingOf(rule, standingFacts(slice, rule, env))
