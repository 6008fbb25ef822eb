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
import { isKnownPublic } from './claimable.ts'
import {
  type DomainOwner,
  type DomainRule,
  domainOwners,
  domainReleases,
  domainRules,
  partiesOf,
  type RuleProof,
} from './model.ts'
import { reaching } from './reach.ts'
import { domainRuleRefusals } from './refusals.ts'
import { isInternal, standingOf } from './standing.ts'
import { ownersNeeds, standingFacts } from './standing-in.ts'

type Party = Pick<DomainOwner, 'organizationId' | 'claim'>

/** The domain, those above it, who owns or disputes each, whether their rules stand, and what was released. */
export const ownershipNeeds = (organizationId: string, domain: Domain, found: Slice, env: Env): readonly Need[] =>
  domainAndParents(domain).flatMap(label => {
    const owner = found.get(domainOwners, label)
    const parties = owner ? partiesOf(owner) : []
    return [
      ...ownersNeeds(label, found, env),
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
 * party of a dispute has the domain. Lists that do not answer take it from nobody (INV-28).
 */
export const standingOwner = (slice: Slice, domain: DomainOwner['domain'], env: Env): DomainOwner | undefined => {
  const stored = slice.get(domainOwners, domain)
  if (!stored) return undefined
  const [first, second] = partiesOf(stored).filter(({ organizationId }) => {
    const rule = slice.get(domainRules, organizationId, domain)
    const standing = rule && standingOf(rule, standingFacts(slice, rule, env, isKnownPublic))
    return standing === 'trusted' || standing === 'disputed'
  })
  if (!first) return undefined
  if (first.organizationId !== stored.organizationId) return beginOwnership(domain, first, env)
  return second ? stored : withoutDispute(stored)
}

/** The first of these domains that is owned. */
export const nearestOwner = (labels: readonly Domain[], slice: Slice, env: Env): DomainOwner | undefined => {
  for (const label of labels) {
    const owner = standingOwner(slice, label, env)
    if (owner) return owner
  }
  return undefined
}

/** DOM-4: who owns what is above a domain, and so says who else may own it; nobody above what is public (EML-4). */
export const ownerOver = (domain: Domain, slice: Slice, env: Env): DomainOwner | undefined =>
  nearestOwner(reaching(domain, slice, env, isKnownPublic).slice(1), slice, env)

const withoutDispute = (owner: DomainOwner): DomainOwner => {
  const { dispute, ...alone } = owner
  return dispute ? alone : owner
}

type Left = { readonly writes: readonly Write[]; readonly effects: readonly EffectDraft[] }
type Taken = Left & { readonly owner: DomainOwner }

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
  const isParty = owner !== undefined && isPartyTo(owner, organizationId)
  // Whoever owns what is above is asked before a dispute too: it would hand the domain on to whom they released nothing.
  const above = isParty ? undefined : ownerAbove(organizationId, domain, slice, env)
  if (above) return refused(domainRuleRefusals.domain_owned_above({ domain, above }))
  if (!owner) {
    // Nobody took it meanwhile: then it is the same ownership that goes on.
    const isKept = stored?.organizationId === organizationId && stored.claim === claim.claim
    return ok(kept(isKept ? withoutDispute(stored) : beginOwnership(domain, claim, env), stored))
  }
  if (isParty) return ok(kept(owner, stored))
  if (owner.dispute) return refused(domainRuleRefusals.domain_disputed({ domain }))
  if (proof !== 'dns_txt') return refused(domainRuleRefusals.domain_owned({ domain }))
  const disputed: DomainOwner = { ...owner, dispute: { ...claim, at: env.now } }
  return ok({
    owner: disputed,
    writes: [put(domainOwners, disputed)],
    effects: [
      { kind: 'notify_admins', organizationId: owner.organizationId, payload: { about: 'domain_disputed', domain } },
      { kind: 'notify_operator', payload: { about: 'domain_disputed', domain } },
    ],
  })
}

const kept = (owner: DomainOwner, stored: DomainOwner | undefined): Taken => ({
  owner,
  writes: owner === stored ? [] : [put(domainOwners, owner)],
  effects: [],
})

export const isPartyTo = (owner: DomainOwner, organizationId: string): boolean =>
  partiesOf(owner).some(party => party.organizationId === organizationId)

/** DOM-4: the nearest owned domain above, unless it is one's own or was released to one while it has been that owner's. */
const ownerAbove = (organizationId: string, domain: Domain, slice: Slice, env: Env): string | undefined => {
  const owner = ownerOver(domain, slice, env)
  if (!owner || owner.organizationId === organizationId) return undefined
  const isReleased = domainAndParents(domain)
    .filter(below => below.length > owner.domain.length)
    .map(below => slice.get(domainReleases, owner.organizationId, below, organizationId))
    .some(release => release?.tenure === owner.tenure)
  return isReleased ? undefined : owner.domain
}

const NOTHING: Left = { writes: [], effects: [] }

/**
 * What a change leaves of what the rule has of its domain: all of it for an internal rule with a proof, and nothing for any
 * other. An ownership that is given up goes to the other party of a dispute; who is alone by now is told, as if it were
 * settled.
 */
export const leaveOwnership = (rule: DomainRule, after: DomainRule | undefined, slice: Slice, env: Env): Left => {
  if (after?.status === 'trusted' && isInternal(after, env)) return NOTHING
  const { domain, organizationId } = rule
  const owner = slice.get(domainOwners, domain)
  if (!owner || !isPartyTo(owner, organizationId)) return NOTHING
  const { dispute, ...rest } = owner
  if (!dispute) return { writes: [remove(domainOwners, domain)], effects: [] }
  const remaining = dispute.organizationId === organizationId ? rest : beginOwnership(domain, dispute, env)
  const payload = { about: 'dispute_settled', domain, isOwner: true }
  return {
    writes: [put(domainOwners, remaining)],
    effects: [{ kind: 'notify_admins', organizationId: remaining.organizationId, payload }],
  }
}
