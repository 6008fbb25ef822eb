import type { Domain, DomainOptions } from '../../email/domain.ts'
import type { DomainRefusal } from '../../email/refusals.ts'
import { acceptRule } from './accept-rule.ts'
import type { RuleNode } from './answer.ts'
import { type RuleRefusal, ruleRefusals } from './refusals.ts'
import type { AcceptedRule } from './rule.ts'

/** A rule that was not taken: it has no effect. `rule` is what was given, at `position` of the list. @since 0.1.0 */
export type RejectedRule = {
  readonly position: number
  readonly rule: unknown
  readonly refusal: RuleRefusal | DomainRefusal
}

export type RuleIndex<R extends string> = {
  readonly nodes: ReadonlyMap<Domain, RuleNode<R>>
  readonly rejected: readonly RejectedRule[]
  readonly size: number
}

/** Reads rules of unknown origin. Of several for one organization and domain none is taken: order never decides. */
export const indexRules = <R extends string>(rules: unknown, options?: DomainOptions): RuleIndex<R> => {
  const nodes = new Map<Domain, RuleNode<R>>()
  const given = listOf(rules)
  if (!given)
    return { nodes, rejected: [{ position: 0, rule: rules, refusal: ruleRefusals.rules_not_a_list({}) }], size: 0 }
  const outcomes = given.map(rule => acceptRule<R>(rule, options))
  const times = new Map<string, number>()
  for (const outcome of outcomes)
    if (outcome.ok) times.set(keyOf(outcome.value), (times.get(keyOf(outcome.value)) ?? 0) + 1)
  const rejected: RejectedRule[] = []
  outcomes.forEach((outcome, position) => {
    const reject = (refusal: RejectedRule['refusal']) => rejected.push({ position, rule: given[position], refusal })
    if (!outcome.ok) reject(outcome.refusal)
    else if (times.get(keyOf(outcome.value)) !== 1) reject(ruleRefusals.rule_duplicate({}))
    else addTo(nodes, outcome.value)
  })
  return { nodes, rejected, size: given.length - rejected.length }
}

const listOf = (rules: unknown): readonly unknown[] | undefined => {
  try {
    return Array.isArray(rules) ? Array.from(rules) : undefined
  } catch {
    return undefined // a proxy that throws
  }
}

/** A domain holds no space, so that no two pairs have one key. */
const keyOf = ({ domain, organizationId }: AcceptedRule): string => `${domain} ${organizationId}`

const addTo = <R extends string>(nodes: Map<Domain, RuleNode<R>>, rule: AcceptedRule<R>): void => {
  const node = nodes.get(rule.domain)
  if (node) node.rules.push(rule)
  else nodes.set(rule.domain, { rules: [rule], below: undefined })
}
