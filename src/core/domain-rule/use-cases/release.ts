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
import { type AuthorizeRefusal, authorize, authorizeNeeds } from '../../membership/index.ts'
import { organizationRefusals, organizations } from '../../organization/index.ts'
import { domainIn, needsOf } from '../changeable.ts'
import { type DomainRelease, domainOwners, domainReleases, domainRules } from '../model.ts'
import { isPartyTo, ownerOver, ownershipNeeds } from '../ownership.ts'
import { domainRuleRefusals } from '../refusals.ts'

const Release = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  domain: z.string(),
  to: OrganizationId,
  ...commandFields,
})

/** @since 0.1.0 */
export type ReleaseDomainRefusal =
  | AuthorizeRefusal
  | DomainRefusal
  | Made<typeof domainRuleRefusals.domain_not_yours | typeof domainRuleRefusals.domain_disputed>

/** DOM-4: the owner of a domain lets one other organization own a domain below it. */
export const releaseDomain: UseCase<typeof Release, DomainRelease, ReleaseDomainRefusal, Env> = {
  name: 'domainRules.release',
  command: Release,
  reads: ({ actor, organizationId, domain, to }, found, env) => [
    ...authorizeNeeds(actor, organizationId, found),
    ...needsOf(domain, env, name => [
      ...ownershipNeeds(organizationId, name, found, env),
      refOf(domainReleases, organizationId, name, to),
      refOf(domainRules, organizationId, name),
      refOf(organizations, to),
    ]),
  ],
  plan: ({ actor, organizationId, to, ...command }, slice, env) => {
    const allowed = authorize(slice, { actor, organizationId, permission: 'domain_rules.write', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const domain = domainIn(command.domain, env)
    if (!domain.ok) return domain
    const nearest = ownerOver(domain.value, slice, env)
    if (!nearest || !isPartyTo(nearest, organizationId))
      return refused(domainRuleRefusals.domain_not_yours({ domain: domain.value, organizationId }))
    // Whoever has it alone since the other party lapsed proves it first, and the ownership that is released from begins.
    if (nearest.dispute || slice.get(domainOwners, nearest.domain)?.tenure !== nearest.tenure)
      return refused(domainRuleRefusals.domain_disputed({ domain: nearest.domain }))
    if (!slice.get(organizations, to))
      return refused(organizationRefusals.organization_not_found({ organizationId: to }))
    const { tenure } = nearest
    const release = { organizationId, domain: domain.value, to, tenure, by: actor, at: env.now }
    return ok({
      value: release,
      because: [allowed.value, reason('domain_released', ['DOM-4'], { above: nearest.domain })],
      writes: [put(domainReleases, release)],
      effects: [
        { kind: 'notify_admins', organizationId: to, payload: { about: 'domain_released', domain: domain.value } },
      ],
      organizationId,
    })
  },
}
