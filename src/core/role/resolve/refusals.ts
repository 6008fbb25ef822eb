import { type NoFacts, type RefusalsOf, refusing } from '../../kernel/refusal.ts'

type InvalidRuleFacts = {
  rules_not_a_list: NoFacts
  rule_unreadable: NoFacts
  rule_field_unknown: NoFacts
  rule_field_invalid: { field: string }
}
type ConflictingRuleFacts = { rule_duplicate: NoFacts }

/** A rule that was looked at and gave nothing, with the reason. */
export type ConsideredRule = { readonly organizationId: string; readonly domain: string; readonly because: string }

type UnmatchedFacts = {
  /** `considered` holds the first hundred of `consideredCount` rules, in the order of their organizations. */
  no_organization_for_domain: {
    domain: string
    considered: readonly ConsideredRule[]
    consideredCount: number
    /** There where the domain is a public provider's or a public suffix, which no organization can have. */
    isPublic?: true
  }
}

/** Why a rule is not taken. @since 0.1.0 */
export type RuleRefusal = RefusalsOf<'invalid', InvalidRuleFacts> | RefusalsOf<'conflict', ConflictingRuleFacts>

/** No rule gives the address anything (RES-4). @since 0.1.0 */
export type NoOrganizationForDomain = RefusalsOf<'not_found', UnmatchedFacts>

export const invalid = refusing('invalid')<InvalidRuleFacts>()
export const conflict = refusing('conflict')<ConflictingRuleFacts>()
export const notFound = refusing('not_found')<UnmatchedFacts>()
