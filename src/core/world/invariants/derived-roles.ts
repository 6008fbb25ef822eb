import { type DomainRule, domainRules } from '../../domain-rule/index.ts'
import { memberships, type RuleRole } from '../../membership/index.ts'
import { type Breach, breach } from './breach.ts'
import type { Whole } from './read-world.ts'

/** INV-12: a role by a rule is there only as long as the rule says so, or its change is still on the way to the member. */
export const derivedRoles = (whole: Whole): readonly Breach[] =>
  whole.all(memberships).flatMap(({ organizationId, userId, byRule }) => {
    if (!byRule || isSaid(byRule, whole.get(domainRules, organizationId, byRule.domain))) return []
    const { role, domain, edition } = byRule
    return [breach('INV-12', [organizationId, userId, domain], { problem: 'role_without_source', role, edition })]
  })

const isSaid = ({ role, edition }: RuleRole, rule: DomainRule | undefined): boolean =>
  rule !== undefined &&
  ((rule.edition === edition && rule.role === role) ||
    (rule.sweep?.fromEdition === edition && rule.sweep.fromRole === role))
