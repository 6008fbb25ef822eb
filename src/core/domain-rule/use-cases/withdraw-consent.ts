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
  refused,
  type UseCase,
} from '../../kernel/index.ts'
import { authorizeNeeds } from '../../membership/index.ts'
import { changeableRule, domainIn, needsOf, ruleNeed } from '../changeable.ts'
import { countTrusted, reclaimed } from '../claim.ts'
import { authorizeConsent, type ConsentRefusal } from '../consent.ts'
import { domainOwners, domainRules } from '../model.ts'
import { domainRuleRefusals } from '../refusals.ts'
import { type DomainRuleView, viewOf } from '../view.ts'

const Withdraw = z.strictObject({ actor: Actor, organizationId: OrganizationId, domain: z.string(), ...commandFields })

/** @since 0.1.0 */
export type WithdrawConsentRefusal =
  | ConsentRefusal
  | DomainRefusal
  | Made<
      | typeof domainRuleRefusals.domain_consent_not_given
      | typeof domainRuleRefusals.domain_rule_not_found
      | typeof domainRuleRefusals.domain_rule_removing
      | typeof domainRuleRefusals.domain_rule_sweeping
    >

/** DOM-3: the owner takes its consent back: joining by the rule ends at once, and nobody who is in is changed. */
export const withdrawConsent: UseCase<typeof Withdraw, DomainRuleView, WithdrawConsentRefusal, Env> = {
  name: 'domainRules.withdrawConsent',
  command: Withdraw,
  reads: ({ actor, organizationId, domain }, found, env) =>
    needsOf(domain, env, name => {
      const owner = found.get(domainOwners, name)
      return [
        ruleNeed(organizationId, name),
        refOf(domainOwners, name),
        ...(owner ? authorizeNeeds(actor, owner.organizationId, found) : []),
      ]
    }),
  plan: ({ actor, organizationId, ...command }, slice, env) => {
    const domain = domainIn(command.domain, env)
    if (!domain.ok) return domain
    const owner = slice.get(domainOwners, domain.value)
    if (!owner) return refused(domainRuleRefusals.domain_not_owned({ domain: domain.value }))
    const allowed = authorizeConsent(slice, { actor, owner }, env)
    if (!allowed.ok) return allowed
    const rule = changeableRule(slice, organizationId, domain.value)
    if (!rule.ok) return rule
    if (rule.value.status !== 'trusted' || rule.value.proof.kind !== 'owner_consent')
      return refused(domainRuleRefusals.domain_consent_not_given({ domain: domain.value, organizationId }))
    const pending = reclaimed(rule.value, env)
    return ok({
      value: viewOf(pending, 'pending'),
      because: [allowed.value, reason('consent_withdrawn', ['DOM-3', 'INV-06'])],
      writes: [put(domainRules, pending), ...countTrusted(rule.value, pending)],
      effects: [
        { kind: 'notify_admins', organizationId, payload: { about: 'consent_withdrawn', domain: domain.value } },
      ],
      organizationId,
      actingOrganizationId: owner.organizationId,
    })
  },
}
