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
import { RoleName, roleOf } from '../../role/index.ts'
import { changeableRule, domainIn, type GivenRoleRefusal, givenRole, needsOf, ruleNeed } from '../changeable.ts'
import { countTrusted, reclaimed } from '../claim.ts'
import { standingIn, standingNeeds } from '../in-effect.ts'
import { type DomainRule, domainRules, Existing, Joining, RuleMatch, type RuleSweep } from '../model.ts'
import { leaveOwnership } from '../ownership.ts'
import { domainRuleRefusals } from '../refusals.ts'
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
  | Made<
      | typeof domainRuleRefusals.domain_rule_not_found
      | typeof domainRuleRefusals.domain_rule_removing
      | typeof domainRuleRefusals.domain_rule_sweeping
      | typeof domainRuleRefusals.domain_rule_unchanged
      | typeof domainRuleRefusals.domain_rule_reconcile_untrusted
    >

/**
 * DOM-5: changes what a rule gives, to whom and how, and says what becomes of those who are in. A change that its
 * proof does not cover (to an internal type, or wider than the owner agreed to) makes the rule pending again.
 */
export const updateDomainRule: UseCase<typeof Update, DomainRuleView, UpdateDomainRuleRefusal, Env> = {
  name: 'domainRules.update',
  command: Update,
  reads: ({ actor, organizationId, domain }, found, env) => [
    ...authorizeNeeds(actor, organizationId, found),
    ...needsOf(domain, env, name => [
      ruleNeed(organizationId, name),
      ...standingNeeds(name, env),
      ...sweepNeeds(found, organizationId, name),
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
    return ok({
      value: viewOf(after, after.status === 'trusted' ? standingIn(slice, after, env) : after.status),
      because: [allowed.value, reason('rule_updated', ['DOM-5'], { existing: command.existing })],
      writes: [
        put(domainRules, after),
        ...countTrusted(rule.value, after),
        ...(isInternal(rule.value, env) && (!isInternal(after, env) || after.status === 'pending')
          ? leaveOwnership(rule.value, slice, env)
          : []),
      ],
      effects: after.sweep ? [{ kind: 'sweep_domain_rule', organizationId, payload: { domain: domain.value } }] : [],
      organizationId,
    })
  },
}

const sweepNeeds = (found: Slice, organizationId: string, domain: string): readonly Need[] => {
  const rule = found.get(domainRules, organizationId, domain)
  return rule ? [membersByNeed(rule)] : []
}

const isInternal = (rule: DomainRule, env: Env): boolean => roleOf(env.roles, rule.role)?.type === 'internal'

/** Whether the proof that the rule has is one for the changed rule too. */
const isCovered = (before: DomainRule, after: DomainRule, env: Env): boolean => {
  if (before.status !== 'trusted') return false
  if (isInternal(after, env) && !isInternal(before, env)) return false
  return before.proof.kind !== 'owner_consent' || (before.match === after.match && before.role === after.role)
}

const changedRule = (
  rule: Extract<DomainRule, { status: 'pending' | 'trusted' }>,
  command: Update,
  slice: Slice,
  env: Env,
): Result<DomainRule, UpdateDomainRuleRefusal> => {
  const { organizationId, domain } = rule
  const { match = rule.match, role = rule.role, joining = rule.joining, existing } = command
  const given = givenRole(role, giverOf(slice, command.actor, organizationId, env), env)
  if (!given.ok) return given
  const gives = match !== rule.match || role !== rule.role
  if (!gives && joining === rule.joining)
    return refused(domainRuleRefusals.domain_rule_unchanged({ organizationId, domain }))
  const changed: DomainRule = { ...rule, match, role, joining }
  if (!gives) return ok(changed)
  const next: DomainRule = { ...changed, edition: rule.edition + 1 }
  const after = rule.status === 'pending' || isCovered(rule, next, env) ? next : reclaimed(next, env)
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
