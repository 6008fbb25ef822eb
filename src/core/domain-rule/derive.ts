import type { EmailAddressRecord } from '../email/index.ts'
import type { Env } from '../env.ts'
import { type Because, type Instant, type Need, reason, refOf, type Slice } from '../kernel/index.ts'
import { type At, effectiveRole, type Membership, type RuleRole } from '../membership/index.ts'
import type { Match } from '../role/resolve/index.ts'
import { type LiveRule, rulesForNeeds } from './in-effect.ts'
import { joiningOf } from './joining.ts'
import { type DomainRule, domainRules } from './model.ts'
import { ownMatch } from './own-match.ts'

/** A derived role, if the rules give one, and why. */
export type Derived = { readonly byRule: RuleRole | undefined; readonly because: Because }

/** The rule by which a member came. */
export const sourceNeeds = ({ organizationId, byRule }: Membership): readonly Need[] =>
  byRule ? [refOf(domainRules, organizationId, byRule.domain)] : []

/** What `derivedRole` and `stillSaid` look at. */
export const derivedNeeds = (
  member: Membership,
  { domain }: EmailAddressRecord,
  found: Slice,
  env: Env,
): readonly Need[] => [...rulesForNeeds(domain, found, env), ...sourceNeeds(member)]

/** MEM-1, INV-12: what the rules in effect give a member at this address. */
export const derivedRole = (member: Membership, address: EmailAddressRecord, slice: Slice, env: Env): Derived =>
  derivedBy(ownMatch(member.organizationId, address.domain, slice, env), member, address, env)

/**
 * What the winning rule of the organization gives a member. The rule by which they came holds whatever its joining is by
 * now; another one counts only if it would let them in by itself. What a change of the rule has yet to reach is left to
 * its sweep.
 */
export const derivedBy = (
  match: Match<LiveRule> | undefined,
  { byRule }: Membership,
  address: EmailAddressRecord,
  env: Env,
): Derived => {
  if (!match) return { byRule: undefined, because: [reason('no_rule_matches', ['RES-1'])] }
  const { role, rule } = match
  const isOwn = rule.domain === byRule?.domain
  if (!isOwn && joiningOf(address, rule, env).joining !== 'automatic')
    return { byRule: undefined, because: [reason('rule_does_not_join_by_itself', ['DOM-1', 'DOM-6'])] }
  const isSaid = isOwn && (rule.edition === byRule.edition || rule.sweep?.fromEdition === byRule.edition)
  const given = { role, domain: rule.domain, edition: rule.edition, at: env.now }
  return { byRule: isSaid ? byRule : given, because: match.because }
}

/** DOM-3: whether the rule by which a member came is for this address as well, be it in effect now or not. */
export const stillSaid = (
  { organizationId, byRule }: Membership,
  { domain }: EmailAddressRecord,
  slice: Slice,
): boolean => {
  const rule = byRule && slice.get(domainRules, organizationId, byRule.domain)
  return rule !== undefined && isFor(rule, domain)
}

/** DOM-1: whether the rule is for addresses at this domain. */
export const isFor = (rule: DomainRule, domain: string): boolean =>
  rule.domain === domain || (rule.match === 'subdomains' && domain.endsWith(`.${rule.domain}`))

/** The membership with this derived role instead; it ends where no role is left. */
export const withDerived = (member: Membership, byRule: RuleRole | undefined, at: At): Membership => {
  if (byRule === member.byRule) return member
  const { byRule: _, ...without } = member
  const after: Membership = byRule ? { ...without, byRule } : without
  return orEnded(after, at)
}

/** The membership, or its end where no role is left: what came with a vendor stays beside the rules (MEM-1). */
export const orEnded = (member: Membership, at: At): Membership =>
  effectiveRole(member, at) === undefined ? endedByRule(member, at.now) : member

/** Whom a person has suspended, a rule does not let in again by ending first what was suspended. */
const endedByRule = (member: Membership, now: Instant): Membership => {
  const { suspendedAt: _at, byWorkforce: _by, ...rest } = member as Membership & { suspendedAt?: unknown }
  const ending = member.status === 'suspended' ? 'removed' : 'rule_changed'
  return { ...rest, status: 'ended', endedAt: now, ending }
}
