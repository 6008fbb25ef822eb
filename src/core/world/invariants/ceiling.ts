import { domainRules } from '../../domain-rule/index.ts'
import { refOf } from '../../kernel/index.ts'
import { memberships } from '../../membership/index.ts'
import { roleOf } from '../../role/index.ts'
import { type Breach, breach, type Given } from './breach.ts'
import type { Whole } from './read-world.ts'

/** INV-11, DOM-2: only the internal type administers, and no rule gives a role that does. */
export const ceiling = (whole: Whole, { roles }: Given): readonly Breach[] => {
  const isAbove = (role: string | undefined): boolean => {
    const definition = role === undefined ? undefined : roleOf(roles, role)
    return definition?.type !== 'internal' && (definition?.administers ?? false)
  }
  const administers = (role: string | undefined) => role !== undefined && (roleOf(roles, role)?.administers ?? false)
  return [
    ...whole
      .all(memberships)
      .filter(({ assigned, byRule }) => isAbove(assigned?.role) || administers(byRule?.role))
      .map(({ organizationId, userId }) =>
        breach('INV-11', [organizationId, userId], { problem: 'member_above_ceiling' }),
      ),
    ...whole
      .all(domainRules)
      .filter(({ role }) => administers(role))
      .map(({ organizationId, domain }) =>
        breach('INV-11', [refOf(domainRules, organizationId, domain)], { problem: 'rule_gives_administration' }),
      ),
  ]
}
