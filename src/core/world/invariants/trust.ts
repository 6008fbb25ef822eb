import { type DomainRule, domainOverrides, domainRules } from '../../domain-rule/index.ts'
import { type Breach, breach, type Given } from './breach.ts'
import { isInEffect } from './in-effect.ts'
import type { Whole } from './read-world.ts'

/** INV-06: a rule with effect has a proof that holds; on a public domain only where an operator said so. */
export const trust = (whole: Whole, given: Given): readonly Breach[] =>
  whole.all(domainRules).flatMap(rule => {
    const problem = isInEffect(rule, whole, given) ? untrusted(rule, whole, given) : undefined
    return problem === undefined ? [] : [breach('INV-06', [rule.organizationId, rule.domain], { problem })]
  })

const untrusted = (rule: DomainRule, whole: Whole, { now, isPublic }: Given): string | undefined => {
  if (rule.status !== 'trusted') return 'effect_without_proof'
  if (now >= rule.proof.until) return 'effect_after_lapse'
  return isPublic?.(rule.domain) && !whole.has(domainOverrides, rule.domain) ? 'effect_on_public_domain' : undefined
}
