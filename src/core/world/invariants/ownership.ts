import { type DomainRule, domainOwners, domainRules } from '../../domain-rule/index.ts'
import { roleOf } from '../../role/index.ts'
import { type Breach, breach, type Given } from './breach.ts'
import { isInEffect } from './in-effect.ts'
import type { Whole } from './read-world.ts'

/** INV-05: whoever owns a domain or disputes it has an internal rule, proven in that claim; and only the owner's has effect. */
export const ownership = (whole: Whole, given: Given): readonly Breach[] => {
  const isInternal = ({ role }: DomainRule) => roleOf(given.roles, role)?.type === 'internal'
  const isProven = (domain: string, { organizationId, claim }: { organizationId: string; claim: string }) => {
    const rule = whole.get(domainRules, organizationId, domain)
    return rule?.status === 'trusted' && rule.claim.token === claim && isInternal(rule)
  }
  const unproven = whole.all(domainOwners).flatMap(owner =>
    [owner, ...(owner.dispute ? [owner.dispute] : [])]
      .filter(party => !isProven(owner.domain, party))
      .map(({ organizationId }) =>
        breach('INV-05', [owner.domain, organizationId], {
          problem: organizationId === owner.organizationId ? 'owner_without_claim' : 'dispute_without_claim',
        }),
      ),
  )
  const unowned = whole.all(domainRules).flatMap(rule => {
    const { organizationId, domain } = rule
    if (!isInternal(rule) || !isInEffect(rule, whole, given)) return []
    const owner = whole.get(domainOwners, domain)
    return owner?.organizationId === organizationId && !owner.dispute
      ? []
      : [breach('INV-05', [domain, organizationId], { problem: 'effect_without_ownership' })]
  })
  return [...unproven, ...unowned]
}
