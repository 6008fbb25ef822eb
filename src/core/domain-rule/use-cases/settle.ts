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
  ReasonText,
  reason,
  refOf,
  refused,
  type UseCase,
} from '../../kernel/index.ts'
import { membershipRefusals } from '../../membership/index.ts'
import { domainIn, needsOf } from '../changeable.ts'
import { type DomainOwner, domainOwners } from '../model.ts'
import { beginOwnership } from '../ownership.ts'
import { domainRuleRefusals } from '../refusals.ts'

const Settle = z.strictObject({
  actor: Actor,
  domain: z.string(),
  owner: OrganizationId,
  reason: ReasonText,
  ...commandFields,
})

/** @since 0.1.0 */
export type SettleDisputeRefusal =
  | DomainRefusal
  | Made<typeof membershipRefusals.operator_only>
  | Made<typeof domainRuleRefusals.domain_not_disputed | typeof domainRuleRefusals.domain_dispute_not_a_party>

/** DOM-3: the operator decides a dispute; nobody who is in anywhere is changed. */
export const settleDispute: UseCase<typeof Settle, DomainOwner, SettleDisputeRefusal, Env> = {
  name: 'domainRules.settle',
  command: Settle,
  reads: ({ domain }, _, env) => needsOf(domain, env, name => [refOf(domainOwners, name)]),
  plan: ({ actor, owner: organizationId, ...command }, slice, env) => {
    if (actor.kind !== 'operator') return refused(membershipRefusals.operator_only({ action: 'domainRules.settle' }))
    const name = domainIn(command.domain, env)
    if (!name.ok) return name
    const domain = name.value
    const owner = slice.get(domainOwners, domain)
    if (!owner?.dispute) return refused(domainRuleRefusals.domain_not_disputed({ domain }))
    const { dispute, ...held } = owner
    if (organizationId !== owner.organizationId && organizationId !== dispute.organizationId)
      return refused(domainRuleRefusals.domain_dispute_not_a_party({ domain, organizationId }))
    const settled: DomainOwner = organizationId === owner.organizationId ? held : beginOwnership(domain, dispute, env)
    return ok({
      value: settled,
      because: [reason('dispute_settled', ['DOM-3', 'DOM-4', 'ORG-6'], { reason: command.reason })],
      writes: [put(domainOwners, settled)],
      effects: [owner.organizationId, dispute.organizationId].map(party => ({
        kind: 'notify_admins',
        organizationId: party,
        payload: { about: 'dispute_settled', domain, isOwner: party === organizationId },
      })),
      organizationId,
    })
  },
}
