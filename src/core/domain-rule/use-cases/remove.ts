import { z } from 'zod'
import type { DomainRefusal } from '../../email/index.ts'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type Made,
  OrganizationId,
  ok,
  put,
  reason,
  refOf,
  remove,
  type UseCase,
} from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds, giverOf } from '../../membership/index.ts'
import { changeableRule, domainIn, needsOf, ruleNeed, type TakenRoleRefusal, takenRole } from '../changeable.ts'
import { countTrusted } from '../claim.ts'
import { type DomainRule, domainOwners, domainRules, Existing } from '../model.ts'
import { leaveOwnership } from '../ownership.ts'
import type { domainRuleRefusals } from '../refusals.ts'
import { membersByNeed, needsSweep } from '../sweep.ts'
import { type DomainRuleView, viewOf } from '../view.ts'

const Remove = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  domain: z.string(),
  existing: Existing,
  ...commandFields,
})

/** @since 0.1.0 */
export type RemoveDomainRuleRefusal =
  | AuthorizeRefusal
  | DomainRefusal
  | TakenRoleRefusal
  | Made<
      | typeof domainRuleRefusals.domain_rule_not_found
      | typeof domainRuleRefusals.domain_rule_removing
      | typeof domainRuleRefusals.domain_rule_sweeping
    >

/** DOM-5: joining by the rule ends with this commit; whoever came by it is reached by a sweep, and then the rule is gone. */
export const removeDomainRule: UseCase<typeof Remove, DomainRuleView, RemoveDomainRuleRefusal, Env> = {
  name: 'domainRules.remove',
  command: Remove,
  reads: ({ actor, organizationId, domain }, found, env) => [
    ...authorizeNeeds(actor, organizationId, found),
    ...needsOf(domain, env, name => {
      const rule = found.get(domainRules, organizationId, name)
      return [ruleNeed(organizationId, name), refOf(domainOwners, name), ...(rule ? [membersByNeed(rule)] : [])]
    }),
  ],
  plan: ({ actor, organizationId, existing, ...command }, slice, env) => {
    const allowed = authorize(slice, { actor, organizationId, permission: 'domain_rules.write', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const domain = domainIn(command.domain, env)
    if (!domain.ok) return domain
    const rule = changeableRule(slice, organizationId, domain.value)
    if (!rule.ok) return rule
    const giver = giverOf(slice, actor, organizationId, env)
    const taken = existing === 'reconcile' ? takenRole(rule.value.role, giver, env) : ok(null)
    if (!taken.ok) return taken
    const { proof: _, ...rest } = rule.value as DomainRule & { proof?: unknown }
    const { edition: fromEdition, role: fromRole } = rule.value
    const removing: DomainRule = {
      ...(rest as Extract<DomainRule, { status: 'removing' }>),
      status: 'removing',
      removedAt: env.now,
      sweep: { existing, fromEdition, fromRole, by: actor, at: env.now },
    }
    const isGone = !needsSweep(rule.value, slice)
    const left = leaveOwnership(rule.value, undefined, slice, env)
    return ok({
      value: viewOf(removing, 'removing'),
      because: [allowed.value, reason('rule_removed', ['DOM-5'], { existing })],
      writes: [
        isGone ? remove(domainRules, organizationId, domain.value) : put(domainRules, removing),
        ...countTrusted(rule.value, undefined),
        ...left.writes,
      ],
      effects: [
        ...(isGone ? [] : [{ kind: 'sweep_domain_rule', organizationId, payload: { domain: domain.value } } as const]),
        ...left.effects,
      ],
      organizationId,
    })
  },
}
