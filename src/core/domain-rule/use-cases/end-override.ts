import { z } from 'zod'
import type { DomainRefusal } from '../../email/index.ts'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type Made,
  ok,
  PLATFORM,
  reason,
  refOf,
  refused,
  remove,
  type UseCase,
} from '../../kernel/index.ts'
import { membershipRefusals } from '../../membership/index.ts'
import { domainIn, needsOf } from '../changeable.ts'
import { type DomainOverride, domainOverrides } from '../model.ts'
import { domainRuleRefusals } from '../refusals.ts'

const EndOverride = z.strictObject({ actor: Actor, domain: z.string(), ...commandFields })

/** @since 0.1.0 */
export type EndOverrideRefusal =
  | DomainRefusal
  | Made<typeof membershipRefusals.operator_only>
  | Made<typeof domainRuleRefusals.domain_not_overridden>

/** EML-4: the override ends, and with it the effect of every rule on the domain; nobody who is in is changed. */
export const endOverride: UseCase<typeof EndOverride, DomainOverride, EndOverrideRefusal, Env> = {
  name: 'domainRules.endOverride',
  command: EndOverride,
  reads: ({ domain }, _, env) => needsOf(domain, env, name => [refOf(domainOverrides, name)]),
  plan: ({ actor, ...command }, slice, env) => {
    if (actor.kind !== 'operator')
      return refused(membershipRefusals.operator_only({ action: 'domainRules.endOverride' }))
    const domain = domainIn(command.domain, env)
    if (!domain.ok) return domain
    const override = slice.get(domainOverrides, domain.value)
    if (!override) return refused(domainRuleRefusals.domain_not_overridden({ domain: domain.value }))
    return ok({
      value: override,
      because: [reason('public_domain_override_ended', ['EML-4', 'INV-06'])],
      writes: [remove(domainOverrides, domain.value)],
      effects: [],
      organizationId: PLATFORM,
    })
  },
}
