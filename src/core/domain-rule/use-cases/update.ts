import { z } from 'zod'
import type { DomainRefusal } from '../../email/index.ts'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type Made,
  type Need,
  OrganizationId,
  ok,
  put,
  type Result,
  reason,
  refused,
  type Slice,
  type UseCase,
} from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds, giverOf } from '../../membership/index.ts'
import { RoleName } from '../../role/index.ts'
import {
  changeableRule,
  domainIn,
  type GivenRoleRefusal,
  judgeRoles,
  needsOf,
  type OwnRoleRefusal,
  ruleNeed,
} from '../changeable.ts'
import { countTrusted, reclaimed } from '../claim.ts'
import { type DomainRule, domainRules, Existing, Joining, RuleMatch, type RuleSweep } from '../model.ts'
import { leaveOwnership } from '../ownership.ts'
import { domainRuleRefusals } from '../refusals.ts'
import { isInternal } from '../standing.ts'
import { domainNeeds, standingIn, standingNeeds } from '../standing-in.ts'
import { hasMembersBy, membersByNeed, needsSweep } from '../sweep.ts'
import { type DomainRuleView, viewOf } from '../view.ts'

const Update = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  domain: z.string(),
  match: RuleMatch.optional(),
  role: RoleName.optional(),
  joining: Joining.optional(),
  existing: Existing,
  ...commandFields,
})
type Update = z.output<typeof Update>

/** @since 0.1.0 */
export type UpdateDomainRuleRefusal =
  | AuthorizeRefusal
  | DomainRefusal
  | GivenRoleRefusal
  | OwnRoleRefusal
  | Made<
      | typeof domainRuleRefusals.domain_rule_not_found
      | typeof domainRuleRefusals.domain_rule_removing
      | typeof domainRuleRefusals.domain_rule_sweeping
      | typeof domainRuleRefusals.domain_rule_unchanged
      | typeof domainRuleRefusals.domain_rule_reconcile_untrusted
    >

/**
 * DOM-5: changes what a rule gives, to whom and how, and says what becomes of those who are in. A change that its
 * proof does not cover (to an internal type, or more than the owner agreed to) makes the rule pending again.
 */
export const updateDomainRule: UseCase<typeof Update, DomainRuleView, UpdateDomainRuleRefusal, Env> = {
  name: 'domainRules.update',
  command: Update,
  reads: ({ actor, organizationId, domain }, found, env) => [
    ...authorizeNeeds(actor, organizationId, found),
    ...needsOf(domain, env, name => [
      ruleNeed(organizationId, name),
      ...domainNeeds(name, env),
      ...ruleNeeds(found, organizationId, name, env),
    ]),
  ],
  plan: (command, slice, env) => {
    const { actor, organizationId } = command
    const allowed = authorize(slice, { actor, organizationId, permission: 'domain_rules.write', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const domain = domainIn(command.domain, env)
    if (!domain.ok) return domain
    const rule = changeableRule(slice, organizationId, domain.value)
    if (!rule.ok) return rule
    const changed = changedRule(rule.value, command, slice, env)
    if (!changed.ok) return changed
    const after = changed.value
    const left = leaveOwnership(rule.value, after, slice, env)
    return ok({
      value: viewOf(after, after.status === 'trusted' ? standingIn(slice, after, env) : after.status),
      because: [allowed.value, reason('rule_updated', ['DOM-5'], { existing: command.existing })],
      writes: [put(domainRules, after), ...countTrusted(rule.value, after), ...left.writes],
      effects: [
        ...(after.sweep
          ? [{ kind: 'sweep_domain_rule', organizationId, payload: { domain: domain.value } } as const]
          : []),
        ...left.effects,
      ],
      organizationId,
    })
  },
}

const ruleNeeds = (found: Slice, organizationId: string, domain: string, env: Env): readonly Need[] => {
  const rule = found.get(domainRules, organizationId, domain)
  return rule ? [membersByNeed(rule), ...standingNeeds(rule, env)] : []
}

/**
 * DOM-3: whether the claim, and the proof that the rule has, are for the changed rule too. Who published the record of a
 * claim for guests has not said that the organization owns the domain; an owner agreed to this role, reach and joining,
 * and would to one that asks more.
 */
const isCovered = (before: DomainRule, after: DomainRule, env: Env): boolean => {
  if (isInternal(after, env) && !isInternal(before, env)) return false
  if (before.status !== 'trusted' || before.proof.kind !== 'owner_consent') return true
  const asksLess = Joining.options.indexOf(after.joining) < Joining.options.indexOf(before.joining)
  return before.match === after.match && before.role === after.role && !asksLess
}

const changedRule = (
  rule: Extract<DomainRule, { status: 'pending' | 'trusted' }>,
  command: Update,
  slice: Slice,
  env: Env,
): Result<DomainRule, UpdateDomainRuleRefusal> => {
  const { organizationId, domain } = rule
  const { match = rule.match, role = rule.role, joining = rule.joining, existing } = command
  const gives = match !== rule.match || role !== rule.role
  const takes = role !== rule.role || (gives && existing === 'reconcile')
  const mayChange = judgeRoles(rule, { role, takes }, giverOf(slice, command.actor, organizationId, env), slice, env)
  if (!mayChange.ok) return mayChange
  if (!gives && joining === rule.joining)
    return refused(domainRuleRefusals.domain_rule_unchanged({ organizationId, domain }))
  const changed: DomainRule = { ...rule, match, role, joining, edition: rule.edition + Number(gives) }
  const after = isCovered(rule, changed, env) ? changed : reclaimed(changed, env)
  if (!gives) return ok(after)
  if (!needsSweep(rule, slice)) return ok(after)
  const reconciles = existing === 'reconcile' && standingIn(slice, after, env) === 'trusted'
  // Reconciling by a rule without effect would put everybody out who came by it.
  if (existing === 'reconcile' && !reconciles && hasMembersBy(rule, slice))
    return refused(domainRuleRefusals.domain_rule_reconcile_untrusted({ organizationId, domain }))
  const { edition: fromEdition, role: fromRole } = rule
  const sweep: RuleSweep = {
    existing: reconciles ? 'reconcile' : 'keep',
    fromEdition,
    fromRole,
    by: command.actor,
    at: env.now,
  }
  return ok({ ...after, sweep })
}
