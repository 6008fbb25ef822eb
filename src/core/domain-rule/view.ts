import { type Challenge, challengeOf } from './challenge.ts'
import type { DomainRule } from './model.ts'
import type { Standing } from './standing.ts'

/** A rule as it is shown: the record, how it stands, and the TXT record that would prove it. @since 0.1.0 */
export type DomainRuleView = DomainRule & { readonly standing: Standing; readonly challenge: Challenge }

export const viewOf = (rule: DomainRule, standing: Standing): DomainRuleView => ({
  ...rule,
  standing,
  challenge: challengeOf(rule),
})
