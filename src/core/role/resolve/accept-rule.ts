import { type DomainOptions, parseDomain } from '../../email/domain.ts'
import type { DomainRefusal } from '../../email/refusals.ts'
import { ok, type Result, refused } from '../../kernel/result.ts'
import { invalid, type RuleRefusal } from './refusals.ts'
import type { AcceptedRule } from './rule.ts'

type Check = (value: unknown) => boolean

const isName: Check = value => typeof value === 'string' && value.length > 0 && value.length < 256

const isOneOf =
  (...known: readonly unknown[]): Check =>
  value =>
    known.includes(value)

const checks: { readonly [field: string]: Check } = {
  organizationId: isName,
  domain: () => true, // parseDomain says better what is wrong with it
  match: isOneOf('exact', 'subdomains'),
  role: isName,
  joining: isOneOf(undefined, 'automatic', 'offered', 'approval'),
  type: isOneOf(undefined, 'internal', 'external', 'workforce'),
  createdAt: value => value === undefined || Number.isFinite(value),
}

const fields = Object.entries(checks)

/**
 * Reads one rule of unknown origin into a frozen copy with the canonical domain. Each field is read once, so that a
 * getter cannot show one value to the check and another to the answer, and only where it is the rule's own, so that
 * none comes from a polluted prototype.
 */
export const acceptRule = <R extends string>(
  raw: unknown,
  options?: DomainOptions,
): Result<AcceptedRule<R>, RuleRefusal | DomainRefusal> => {
  const rule: { domain?: unknown; [field: string]: unknown } = {}
  try {
    for (const field of Object.keys(raw as object))
      if (!Object.hasOwn(checks, field)) return refused(invalid('rule_field_unknown', {}))
    // All of them, absent ones too: nothing is then read from the prototype later, and a million rules share one shape.
    for (const [field, check] of fields) {
      const value = Object.hasOwn(raw as object, field) ? (raw as typeof rule)[field] : undefined
      if (!check(value)) return refused(invalid('rule_field_invalid', { field }))
      rule[field] = value
    }
  } catch {
    return refused(invalid('rule_unreadable', {})) // nothing that has fields, a revoked proxy, a getter that throws
  }
  const domain = parseDomain(rule.domain, options)
  if (!domain.ok) return domain
  rule.domain = domain.value
  return ok(Object.freeze(rule) as AcceptedRule<R>)
}
