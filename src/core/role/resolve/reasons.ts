import { type Because, reason } from '../../kernel/reason.ts'

const { freeze } = Object

const one = (code: string, ...rules: readonly string[]): Because =>
  freeze([freeze(reason(code, freeze(rules), freeze({})))])

// Shared by all answers, and therefore frozen and without facts: the rule stands beside its reason.
export const WON = {
  exact_domain: one('exact_domain', 'RES-2'),
  parent_domain: one('parent_domain', 'RES-2'),
}

export const HOME = {
  home_owns_domain: one('home_owns_domain', 'RES-3', 'DOM-4'),
  home_most_specific: one('home_most_specific', 'RES-3'),
  home_oldest_rule: one('home_oldest_rule', 'RES-3'),
  home_lowest_id: one('home_lowest_id', 'RES-3'),
  nothing: freeze([]) as Because,
}

export const LOST = {
  exact_only: one('exact_only', 'DOM-1'),
  less_specific: one('less_specific', 'RES-2'),
  domain_owned_by_another: one('domain_owned_by_another', 'RES-8', 'DOM-4'),
}
