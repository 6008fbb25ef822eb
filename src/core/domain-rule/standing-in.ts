import type { Env } from '../env.ts'
import { type Need, refOf, type Slice } from '../kernel/index.ts'
import { isPublicDomain } from './claimable.ts'
import { type DomainRule, domainOverrides, domainOwners, domainRules, partiesOf } from './model.ts'
import { type Standing, type StandingFacts, standingOf } from './standing.ts'

/** What `standingOf` needs to know beside the rule itself; where the rules of the domain are listed, those of its parties are there. */
export const standingNeeds = (domain: string, found: Slice, env: Pick<Env, 'lists'>): readonly Need[] => {
  const owner = found.get(domainOwners, domain)
  return [
    refOf(domainOwners, domain),
    ...(isPublicDomain(domain, env.lists) ? [refOf(domainOverrides, domain)] : []),
    ...(owner ? partiesOf(owner).map(({ organizationId }) => refOf(domainRules, organizationId, domain)) : []),
  ]
}

export const standingFacts = (
  slice: Slice,
  rule: DomainRule,
  env: Env,
  isPublic: typeof isPublicDomain = isPublicDomain,
): StandingFacts => {
  const { domain } = rule
  const owner = slice.get(domainOwners, domain)
  const isAgreed = rule.status === 'trusted' && rule.proof.kind === 'owner_consent'
  return {
    owner,
    ownersRule: isAgreed && owner ? slice.get(domainRules, owner.organizationId, domain) : undefined,
    isPublic: isPublic(domain, env.lists) && slice.get(domainOverrides, domain) === undefined,
    roles: env.roles,
    now: env.now,
  }
}

export const standingIn = (slice: Slice, rule: DomainRule, env: Env): Standing =>
  standingOf(rule, standingFacts(slice, rule, env))
