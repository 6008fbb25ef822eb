import { type Domain, domainAndParents } from '../email/index.ts'
import type { Env } from '../env.ts'
import {
  type EffectDraft,
  type Made,
  type Need,
  newToken,
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

type Party = Pick<DomainOwner, 'organizationId' | 'claim'>

export const partiesOf = (owner: DomainOwner): readonly Party[] => (owner.dispute ? [owner, owner.dispute] : [owner])

/** The domain, those above it, who owns or disputes each, whether their rules stand, and what was released. */
export const ownershipNeeds = (organizationId: string, domain: Domain, found: Slice, env: Env): readonly Need[] =>
  domainAndParents(domain).flatMap(label => {
    const owner = found.get(domainOwners, label)
    const parties = owner ? partiesOf(owner) : []
    return [
      ...standingNeeds(label, env),
      ...parties.map(party => refOf(domainRules, party.organizationId, label)),
      ...parties.flatMap(party =>
        domainAndParents(domain).map(below => refOf(domainReleases, party.organizationId, below, organizationId)),
      ),
    ]
  })

/** An ownership that begins now. */
export const beginOwnership = (
  domain: DomainOwner['domain'],
  { organizationId, claim }: Party,
  env: Env,
): DomainOwner => ({
  domain,
  organizationId,
  claim,
  tenure: newToken(env.random),
  since: env.now,
})

/**
 * The ownership as it stands: whoever has lapsed holds nothing against anybody, and where the owner has, the other
 * party of a dispute has the domain.
 */
export const standingOwner = (slice: Slice, domain: DomainOwner['domain'], env: Env): DomainOwner | undefined => {
  const stored = slice.get(domainOwners, domain)
  if (!stored) return undefined
  const [first, second] = partiesOf(stored).filter(({ organizationId }) => {
    const rule = slice.get(domainRules, organizationId, domain)
    const standing = rule && standingIn(slice, rule, env)
    return standing === 'trusted' || standing === 'disputed'
  })
  if (!first) return undefined
  if (first.organizationId !== stored.organizationId) return beginOwnership(domain, first, env)
  return second ? stored : withoutDispute(stored)
}

const withoutDispute = (owner: DomainOwner): DomainOwner => {
  const { dispute, ...alone } = owner
  return dispute ? alone : owner
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
  domain: Domain,
  proof: RuleProof['kind'],
  slice: Slice,
  env: Env,
): Result<Taken, OwnershipRefusal> => {
  const { organizationId } = rule
  const claim = { organizationId, claim: rule.claim.token }
  const stored = slice.get(domainOwners, domain)
  const owner = standingOwner(slice, domain, env)
  if (!owner) {
    const above = ownerAbove(organizationId, domain, slice, env)
    if (above) return refused(domainRuleRefusals.domain_owned_above({ domain, above }))
    // Nobody took it meanwhile: then it is the same ownership that goes on.
    const kept = stored?.organizationId === organizationId ? withoutDispute(stored) : beginOwnership(domain, claim, env)
    return ok({ writes: kept === stored ? [] : [put(domainOwners, kept)], effects: [], disputed: false })
  }
  if (owner.organizationId === organizationId || owner.dispute?.organizationId === organizationId)
    return ok({
      writes: owner === stored ? [] : [put(domainOwners, owner)],
      effects: [],
      disputed: owner.dispute !== undefined,
    })
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
const ownerAbove = (organizationId: string, domain: Domain, slice: Slice, env: Env): string | undefined => {
  const chain = domainAndParents(domain)
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
export const leaveOwnership = (rule: DomainRule, slice: Slice, env: Env): readonly Write[] => {
  const owner = slice.get(domainOwners, rule.domain)
  if (!owner) return []
  const { dispute, ...rest } = owner
  if (dispute?.organizationId === rule.organizationId) return [put(domainOwners, rest)]
  if (owner.organizationId !== rule.organizationId) return []
  return [dispute ? put(domainOwners, beginOwnership(rule.domain, dispute, env)) : remove(domainOwners, rule.domain)]
}
