import { type DomainRule, domainOverrides, domainOwners, standingOf } from '../../domain-rule/index.ts'
import type { Given } from './breach.ts'
import type { Whole } from './read-world.ts'

/** Whether the library would let the rule join anybody; without `isPublic` no domain is taken for public. */
export const isInEffect = (rule: DomainRule, whole: Whole, { roles, now, isPublic }: Given): boolean =>
  standingOf(rule, {
    owner: whole.get(domainOwners, rule.domain),
    isPublic: (isPublic?.(rule.domain) ?? false) && !whole.has(domainOverrides, rule.domain),
    roles,
    now,
  }) === 'trusted'
