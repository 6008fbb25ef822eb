import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type Made,
  newToken,
  OrganizationId,
  ok,
  put,
  reason,
  refOf,
  type UseCase,
} from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds, giverOf } from '../../membership/index.ts'
import { RoleName } from '../../role/index.ts'
import { type GivenRoleRefusal, givenRole, needsOf, ruleNeed, vacantRule } from '../changeable.ts'
import type { ClaimRefusal } from '../claimable.ts'
import { claimableIn } from '../in-effect.ts'
import { type DomainRule, domainOverrides, domainRules, Joining, RuleMatch } from '../model.ts'
import type { domainRuleRefusals } from '../refusals.ts'
import { type DomainRuleView, viewOf } from '../view.ts'

const Add = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  domain: z.string(),
  match: RuleMatch,
  role: RoleName,
  joining: Joining,
  ...commandFields,
})

/** @since 0.1.0 */
export type AddDomainRuleRefusal =
  | AuthorizeRefusal
  | ClaimRefusal
  | GivenRoleRefusal
  | Made<typeof domainRuleRefusals.domain_rule_exists | typeof domainRuleRefusals.domain_rule_removing>

/** DOM-1, DOM-3: a rule starts pending and has no effect until its claim is proven. */
export const addDomainRule: UseCase<typeof Add, DomainRuleView, AddDomainRuleRefusal, Env> = {
  name: 'domainRules.add',
  command: Add,
  reads: ({ actor, organizationId, domain }, found, env) => [
    ...authorizeNeeds(actor, organizationId, found),
    ...needsOf(domain, env, name => [ruleNeed(organizationId, name), refOf(domainOverrides, name)]),
  ],
  plan: (command, slice, env) => {
    const { actor, organizationId, match, role, joining } = command
    const allowed = authorize(slice, { actor, organizationId, permission: 'domain_rules.write', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const domain = claimableIn(slice, command.domain, env)
    if (!domain.ok) return domain
    const given = givenRole(role, giverOf(slice, actor, organizationId, env), env)
    if (!given.ok) return given
    const vacant = vacantRule(slice, organizationId, domain.value)
    if (!vacant.ok) return vacant
    const rule: DomainRule = {
      organizationId,
      domain: domain.value,
      match,
      role,
      joining,
      status: 'pending',
      createdAt: env.now,
      edition: 1,
      claim: { version: 1, token: newToken(env.random) },
    }
    return ok({
      value: viewOf(rule, 'pending'),
      because: [allowed.value, reason('rule_awaits_proof', ['DOM-3', 'INV-06'])],
      writes: [put(domainRules, rule)],
      effects: [],
      organizationId,
    })
  },
}
