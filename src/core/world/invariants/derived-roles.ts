import { type DomainRule, domainRules, isFor } from '../../domain-rule/index.ts'
import { type Membership, memberships, type RuleRole } from '../../membership/index.ts'
import { roleOf } from '../../role/index.ts'
import { users } from '../../user/index.ts'
import { type Breach, breach, type Given } from './breach.ts'
import type { Whole } from './read-world.ts'

/**
 * INV-12: a role by a rule is there only as long as the rule says so, or its change is still on the way to the member. A
 * rule without trust takes it from nobody (DOM-3).
 */
export const derivedRoles = (whole: Whole, { roles }: Given): readonly Breach[] =>
  whole.all(memberships).flatMap(member => {
    const { organizationId, userId, byRule } = member
    const problem = byRule && problemOf(member, byRule, whole)
    // Whose role the catalogue has lost is out, and another address has changed nothing for them.
    if (!problem || (problem === BY_ANOTHER && !roleOf(roles, byRule.role))) return []
    const { role, domain, edition } = byRule
    return [breach('INV-12', [organizationId, userId, domain], { problem, role, edition })]
  })

const BY_ANOTHER = 'role_by_another_address'

const problemOf = ({ organizationId, userId }: Membership, byRule: RuleRole, whole: Whole): string | undefined => {
  const rule = whole.get(domainRules, organizationId, byRule.domain)
  if (!rule || !isSaid(byRule, rule)) return 'role_without_source'
  const domain = whole.get(users, userId)?.email.domain
  // What a change that is on the way was before may have been for what is below the domain as well.
  const then: DomainRule = rule.edition === byRule.edition ? rule : { ...rule, match: 'subdomains' }
  return domain === undefined || isFor(then, domain) ? undefined : BY_ANOTHER
}

const isSaid = ({ role, edition }: RuleRole, rule: DomainRule): boolean =>
  (rule.edition === edition && rule.role === role) ||
  (rule.sweep?.fromEdition === edition && rule.sweep.fromRole === role)
