import { z } from 'zod'
import type { DomainRefusal } from '../../email/index.ts'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type Made,
  OrganizationId,
  ok,
  reason,
  refused,
  type UseCase,
} from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds, putMemberships } from '../../membership/index.ts'
import { domainIn, needsOf, ruleNeed } from '../changeable.ts'
import { domainRules } from '../model.ts'
import { domainRuleRefusals } from '../refusals.ts'
import { finishedSweep, isLastPage, isSweeping, sessionsToEnd, sweepNeeds, sweptMember, unswept } from '../sweep.ts'

const Sweep = z.strictObject({ actor: Actor, organizationId: OrganizationId, domain: z.string(), ...commandFields })

/** `swept` is the number of members that this commit reached. @since 0.1.0 */
export type DomainRuleSwept = { readonly swept: number; readonly finished: boolean }

/** @since 0.1.0 */
export type SweepDomainRuleRefusal =
  | AuthorizeRefusal
  | DomainRefusal
  | Made<typeof domainRuleRefusals.domain_rule_not_found>

/**
 * DOM-5: one bounded commit of a change of a rule: up to a hundred members. Call it until `finished`; it can be stopped
 * between any two commits, and a repeat at the end changes nothing.
 */
export const sweepDomainRule: UseCase<typeof Sweep, DomainRuleSwept, SweepDomainRuleRefusal, Env> = {
  name: 'domainRules.sweep',
  command: Sweep,
  reads: ({ actor, organizationId, domain }, found, env) => [
    ...authorizeNeeds(actor, organizationId),
    ...needsOf(domain, env, name => {
      const rule = found.get(domainRules, organizationId, name)
      return [ruleNeed(organizationId, name), ...(rule && isSweeping(rule) ? sweepNeeds(rule, found, env) : [])]
    }),
  ],
  plan: ({ actor, organizationId, ...command }, slice, env) => {
    const allowed = authorize(slice, { actor, organizationId, permission: 'domain_rules.write', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const domain = domainIn(command.domain, env)
    if (!domain.ok) return domain
    const rule = slice.get(domainRules, organizationId, domain.value)
    if (!rule) return refused(domainRuleRefusals.domain_rule_not_found({ organizationId, domain: domain.value }))
    if (!isSweeping(rule))
      return ok({
        value: { swept: 0, finished: true },
        because: [allowed.value],
        writes: [],
        effects: [],
        organizationId,
      })
    const changes = unswept(rule, slice).map(member => sweptMember(member, rule, slice, env))
    const finished = isLastPage(rule, slice)
    return ok({
      value: { swept: changes.length, finished },
      because: [
        allowed.value,
        reason('rule_change_reaches_members', ['DOM-5', 'INV-12'], { existing: rule.sweep.existing }),
      ],
      writes: [...putMemberships(changes, env.roles), ...(finished ? [finishedSweep(rule)] : [])],
      effects: sessionsToEnd(changes),
      organizationId,
    })
  },
}
