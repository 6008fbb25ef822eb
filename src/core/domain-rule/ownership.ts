import { type Domain, domainAndParents } from '../email/index.ts'
import type { Env } from '../env.ts'
import {
  type EffectDraft,
  type Instant,
  type Made,
  type Need,
  ok,
  put,
  type Result,
  refOf,
  refused,
  remove,
  type Slice,
  type Write,
} from '../kernel/index.ts'
import { standingIn, standingNeeds } from './in-effect.ts'
import {
  type DomainOwner,
  type DomainRule,
  domainOwners,
  domainReleases,
  domainRules,
  type RuleProof,
} from './model.ts'
import { domainRuleRefusals } from './refusals.ts'

/** The domain, those above it, who owns each, whether the owner's rule stands, and what was released. */
export const ownershipNeeds = (organizationId: string, domain: Domain, found: Slice, env: Env): readonly Need[] =>
  domainAndParents(domain).flatMap(label => {
    const owner = found.get(domainOwners, label)
    return [
      ...standingNeeds(label, env),
      ...(owner ? [refOf(domainRules, owner.organizationId, label)] : []),
      ...(owner
        ? domainAndParents(domain).map(below => refOf(domainReleases, owner.organizationId, below, organizationId))
        : []),
    ]
  })

/** An owner whose own rule still stands: a lapsed one holds nothing against anybody. */
export const standingOwner = (slice: Slice, domain: string, env: Env): DomainOwner | undefined => {
  const owner = slice.get(domainOwners, domain)
  const rule = owner && slice.get(domainRules, owner.organizationId, domain)
  const standing = rule && standingIn(slice, rule, env)
  return standing === 'trusted' || standing === 'disputed' ? owner : undefined
}

type Taken = { readonly writes: readonly Write[]; readonly effects: readonly EffectDraft[]; readonly disputed: boolean }

type OwnershipRefusal = Made<
  | typeof domainRuleRefusals.domain_owned
  | typeof domainRuleRefusals.domain_owned_above
  | typeof domainRuleRefusals.domain_disputed
>

/**
 * DOM-4, INV-05: makes the rule's organization the owner of its domain. Where another owns it, only DNS speaks against
 * them, and then neither has it until the operator decides (DOM-3).
 */
export const takeOwnership = (
  rule: DomainRule,
  proof: RuleProof['kind'],
  slice: Slice,
  env: Env,
): Result<Taken, OwnershipRefusal> => {
  const { domain, organizationId } = rule
  const claim = { organizationId, claim: rule.claim.token }
  const owner = standingOwner(slice, domain, env)
  if (!owner) {
    const above = ownerAbove(rule, slice, env)
    return above
      ? refused(domainRuleRefusals.domain_owned_above({ domain, above }))
      : ok({ writes: [put(domainOwners, { domain, ...claim, since: env.now })], effects: [], disputed: false })
  }
  if (owner.organizationId === organizationId || owner.dispute?.organizationId === organizationId)
    return ok({ writes: [], effects: [], disputed: owner.dispute !== undefined })
  if (owner.dispute) return refused(domainRuleRefusals.domain_disputed({ domain }))
  if (proof !== 'dns_txt') return refused(domainRuleRefusals.domain_owned({ domain }))
  return ok({
    writes: [put(domainOwners, { ...owner, dispute: { ...claim, at: env.now } })],
    effects: [
      disputeBegan(owner.organizationId, domain),
      { kind: 'notify_operator', payload: { about: 'domain_disputed', domain } },
    ],
    disputed: true,
  })
}

const disputeBegan = (organizationId: string, domain: string): EffectDraft => ({
  kind: 'notify_admins',
  organizationId,
  payload: { about: 'domain_disputed', domain },
})

/** DOM-4: the nearest owned domain above, unless it is one's own or was released to one. */
const ownerAbove = ({ domain, organizationId }: DomainRule, slice: Slice, env: Env): string | undefined => {
  const chain = domainAndParents(domain as Domain)
  for (const above of chain.slice(1)) {
    const owner = standingOwner(slice, above, env)
    if (!owner) continue
    if (owner.organizationId === organizationId) return undefined
    const released = chain
      .filter(below => below.length > above.length)
      .some(below => slice.get(domainReleases, owner.organizationId, below, organizationId))
    return released ? undefined : above
  }
  return undefined
}

/** Gives up whatever the rule has of its domain: its ownership, which a dispute's other party then has, or its part in one. */
export const leaveOwnership = (rule: DomainRule, slice: Slice, now: Instant): readonly Write[] => {
  const owner = slice.get(domainOwners, rule.domain)
  if (!owner) return []
  const { dispute, ...rest } = owner
  if (dispute?.organizationId === rule.organizationId) return [put(domainOwners, rest)]
  if (owner.organizationId !== rule.organizationId) return []
  return dispute
    ? [
        put(domainOwners, {
          domain: rule.domain,
          organizationId: dispute.organizationId,
          claim: dispute.claim,
          since: now,
        }),
      ]
    : [remove(domainOwners, rule.domain)]
}
