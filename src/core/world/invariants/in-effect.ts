import { type DomainRule, domainOverrides, domainOwners, domainRules, standingOf } from '../../domain-rule/index.ts'
import type { Given } from './breach.ts'
import type { Whole } from './read-world.ts'

/** Whether the library would let the rule join anybody; without `isPublic` no domain is taken for public. */
export const isInEffect = (rule: DomainRule, whole: Whole, { roles, now, isPublic }: Given): boolean => {
  const owner = whole.get(domainOwners, rule.domain)
  const standing = standingOf(rule, {
    owner,
    ownersRule: owner && whole.get(domainRules, owner.organizationId, rule.domain),
    isPublic: (isPublic?.(rule.domain) ?? false) && !whole.has(domainOverrides, rule.domain),
    roles,
    now,
  })
  return standing === 'trusted'
}
