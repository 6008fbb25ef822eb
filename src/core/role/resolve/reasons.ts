import type { Because } from '../../kernel/reason.ts'

const { freeze } = Object

// Shared by all answers, and therefore frozen and without facts: the rule stands beside its reason.
const shared = (code: string, ...rules: readonly string[]): Because =>
  freeze([freeze({ rules: freeze(rules), code, facts: freeze({}) })])

export const exactDomain = shared('exact_domain', 'RES-2')
export const parentDomain = shared('parent_domain', 'RES-2')

export const homeOwnsDomain = shared('home_owns_domain', 'RES-3', 'DOM-4')
export const homeMostSpecific = shared('home_most_specific', 'RES-3')
export const homeOldestRule = shared('home_oldest_rule', 'RES-3')
export const homeLowestId = shared('home_lowest_id', 'RES-3')

export const exactOnly = shared('exact_only', 'DOM-1')
export const lessSpecific = shared('less_specific', 'RES-2')
export const domainOwnedByAnother = shared('domain_owned_by_another', 'RES-8', 'DOM-4')
