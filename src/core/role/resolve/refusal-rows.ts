import { type RowsOf, row } from '../../kernel/refusal.ts'
import type { NoOrganizationForDomain, RuleRefusal } from './refusals.ts'

/** What the docs say of each refusal of a rule, and of an address that no rule gives anything. */
export const resolveRefusalRows: RowsOf<RuleRefusal | NoOrganizationForDomain> = {
  rules_not_a_list: row('invalid', 'INV-26'),
  rule_unreadable: row('invalid', 'INV-26'),
  rule_field_unknown: row('invalid', 'INV-26'),
  rule_field_invalid: row('invalid', 'RES-6'),
  rule_duplicate: row('conflict', 'INV-05'),
  no_organization_for_domain: row('not_found', 'RES-1', 'RES-4'),
}
