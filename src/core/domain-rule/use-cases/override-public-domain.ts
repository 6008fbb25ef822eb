import { z } from 'zod'
import type { DomainRefusal } from '../../email/index.ts'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type Made,
  ok,
  PLATFORM,
  put,
  ReasonText,
  reason,
  refOf,
  refused,
  type UseCase,
} from '../../kernel/index.ts'
import { membershipRefusals } from '../../membership/index.ts'
import { domainIn, needsOf } from '../changeable.ts'
import { type DomainOverride, domainOverrides } from '../model.ts'

const Override = z.strictObject({
  actor: Actor,
  domain: z.string(),
  reason: ReasonText,
  ...commandFields,
})

/** @since 0.1.0 */
export type OverridePublicDomainRefusal = DomainRefusal | Made<typeof membershipRefusals.operator_only>

/** EML-4: the operator lets one public domain carry rules, explicitly and audited. */
export const overridePublicDomain: UseCase<typeof Override, DomainOverride, OverridePublicDomainRefusal, Env> = {
  name: 'domainRules.overridePublicDomain',
  command: Override,
  reads: ({ domain }, _, env) => needsOf(domain, env, name => [refOf(domainOverrides, name)]),
  plan: ({ actor, ...command }, _, env) => {
    if (actor.kind !== 'operator')
      return refused(membershipRefusals.operator_only({ action: 'domainRules.overridePublicDomain' }))
    const domain = domainIn(command.domain, env)
    if (!domain.ok) return domain
    const override = { domain: domain.value, by: actor, reason: command.reason, at: env.now }
    return ok({
      value: override,
      because: [reason('public_domain_overridden', ['EML-4', 'INV-06', 'ORG-6'], { reason: command.reason })],
      writes: [put(domainOverrides, override)],
      effects: [],
      organizationId: PLATFORM,
    })
  },
}
