import type { Domain, DomainOptions } from '../../email/domain.ts'
import type { DomainRefusal } from '../../email/refusals.ts'
import { attempt } from '../../kernel/attempt.ts'
import { refused } from '../../kernel/result.ts'
import { acceptRule } from './accept-rule.ts'
import type { RuleNode } from './answer.ts'
import { conflict, invalid, type RuleRefusal } from './refusals.ts'
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
  const list = listOf(rules)
  const given = list ?? [rules]
  const outcomes = given.map(rule => (list ? acceptRule<R>(rule, options) : refused(invalid('rules_not_a_list', {}))))
  const isRepeated = new Map<string, boolean>()
  for (const outcome of outcomes)
    if (outcome.ok) isRepeated.set(keyOf(outcome.value), isRepeated.has(keyOf(outcome.value)))
  const rejected: RejectedRule[] = []
  outcomes.forEach((outcome, position) => {
    const reject = (refusal: RejectedRule['refusal']) => rejected.push({ position, rule: given[position], refusal })
    if (!outcome.ok) reject(outcome.refusal)
    else if (isRepeated.get(keyOf(outcome.value))) reject(conflict('rule_duplicate', {}))
    else addTo(nodes, outcome.value)
  })
  return { nodes, rejected, size: given.length - rejected.length }
}

const listOf = (rules: unknown): readonly unknown[] | undefined =>
  attempt(() => (Array.isArray(rules) ? Array.from(rules) : undefined), undefined)

/** A domain holds no space, so that no two pairs have one key. */
const keyOf = ({ domain, organizationId }: AcceptedRule): string => `${domain} ${organizationId}`

const addTo = <R extends string>(nodes: Map<Domain, RuleNode<R>>, rule: AcceptedRule<R>): void => {
  const node = nodes.get(rule.domain)
  if (node) node.rules.push(rule)
  else nodes.set(rule.domain, { rules: [rule], below: undefined })
}
