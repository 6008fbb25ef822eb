import { type Made, refusal } from '../../kernel/refusal.ts'

/** Each makes the refusal of a rule. */
export const ruleRefusals = {
  rules_not_a_list: refusal('invalid', 'rules_not_a_list', ['INV-26'])(),
  rule_unreadable: refusal('invalid', 'rule_unreadable', ['INV-26'])(),
  rule_field_unknown: refusal('invalid', 'rule_field_unknown', ['INV-26'])(),
  rule_field_invalid: refusal('invalid', 'rule_field_invalid', ['RES-6'])<{ field: string }>(),
  rule_duplicate: refusal('conflict', 'rule_duplicate', ['INV-05'])(),
}

/** Why a rule is not taken. @since 0.1.0 */
export type RuleRefusal = Made<(typeof ruleRefusals)[keyof typeof ruleRefusals]>

/** A rule that was looked at and gave nothing, with the reason. */
export type ConsideredRule = { readonly organizationId: string; readonly domain: string; readonly because: string }

/** Each makes the refusal of an address that was read. */
export const resolveRefusals = {
  /** `considered` holds the first hundred of `consideredCount` rules, in the order of their organizations. */
  no_organization_for_domain: refusal('not_found', 'no_organization_for_domain', ['RES-1', 'RES-4'])<{
    domain: string
    considered: readonly ConsideredRule[]
    consideredCount: number
    /** There where the domain is a public provider's or a public suffix, which no organization can have. */
    isPublic?: true
  }>(),
}

/** No rule gives the address anything (RES-4). @since 0.1.0 */
export type NoOrganizationForDomain = Made<typeof resolveRefusals.no_organization_for_domain>
