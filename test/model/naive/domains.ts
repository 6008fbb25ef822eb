import { chainOf, isInternal, type Rule, ruleOf, type World } from './world.ts'

/** What the words of the universe are as domains. */
const NO_DOMAINS = new Map([
  ['acme .com', 'domain_character_invalid'],
  ['com', 'domain_single_label'],
])
export const canonical = (domain: string): { name: string; refused?: string } => {
  const refused = NO_DOMAINS.get(domain)
  return { name: domain.toLowerCase(), ...(refused !== undefined && { refused }) }
}

/** Why a domain may carry no rule, unless an operator said so. */
export const whyPublic = (domain: string): string | undefined =>
  domain === 'co.uk' ? 'domain_is_public_suffix' : domain === 'gmail.com' ? 'domain_is_public_provider' : undefined

export const whyUnclaimable = (world: World, domain: string): string | undefined => {
  if (domain.endsWith('.test')) return 'domain_is_special_use'
  return world.overrides.includes(domain) ? undefined : whyPublic(domain)
}

type Party = { readonly organizationId: string; readonly claim: string }
/** `tenure` tells one ownership from the next. */
export type Ownership = { readonly owner: Party; readonly tenure: number; readonly challenger?: Party }

/** DOM-4: who owns the domain and who disputes it, from everything that ever happened to it. */
export const ownershipOf = (world: World, domain: string): Ownership | undefined => {
  let now: Ownership | undefined
  world.deeds.forEach((deed, tenure) => {
    if (deed.domain !== domain) return
    const party = { organizationId: deed.organizationId, claim: deed.claim }
    if (deed.what === 'taken') now = { owner: party, tenure }
    else if (!now) return
    else if (deed.what === 'disputed') now = { ...now, challenger: party }
    else if (deed.what === 'undisputed' || now.challenger?.organizationId === party.organizationId)
      now = { owner: now.owner, tenure: now.tenure }
    else if (now.owner.organizationId === party.organizationId)
      now = now.challenger && { owner: now.challenger, tenure }
  })
  return now
}

const isParty = (party: Party | undefined, rule: Rule): boolean =>
  party?.organizationId === rule.organizationId && party.claim === rule.claim

/** DOM-3, INV-06: how a rule stands; only `trusted` has effect. */
export const standingOf = (world: World, rule: Rule, now: number): string => {
  if (rule.status !== 'trusted' || !rule.proof) return rule.status
  if (whyPublic(rule.domain) && !world.overrides.includes(rule.domain)) return 'public'
  if (now >= rule.proof.until) return 'lapsed'
  const { owner, tenure, challenger } = ownershipOf(world, rule.domain) ?? {}
  if (isInternal(rule)) {
    if (isParty(owner, rule)) return challenger ? 'disputed' : 'trusted'
    return isParty(challenger, rule) ? 'disputed' : 'superseded'
  }
  if (rule.proof.kind !== 'owner_consent') return 'trusted'
  const own = owner && ruleOf(world, owner.organizationId, rule.domain)
  return own && tenure === rule.proof.tenure ? standingOf(world, own, now) : 'consent_ended'
}

const stands = (world: World, domain: string, party: Party | undefined, now: number): boolean => {
  const rule = party && ruleOf(world, party.organizationId, domain)
  return rule !== undefined && ['trusted', 'disputed'].includes(standingOf(world, rule, now))
}

/** Who has the domain now: whoever has lapsed holds nothing against anybody. A new ownership has no tenure yet. */
export const standingOwner = (
  world: World,
  domain: string,
  now: number,
): (Omit<Ownership, 'tenure'> & { readonly tenure?: number }) | undefined => {
  const ownership = ownershipOf(world, domain)
  if (!ownership) return undefined
  const { owner, challenger, tenure } = ownership
  const challenges = challenger && stands(world, domain, challenger, now)
  if (stands(world, domain, owner, now)) return challenges ? ownership : { owner, tenure }
  return challenges ? { owner: challenger } : undefined
}

type Owned = NonNullable<ReturnType<typeof standingOwner>> & { readonly domain: string }

/** The first of these domains that is owned. */
export const nearestOwned = (world: World, labels: readonly string[], now: number): Owned | undefined => {
  for (const domain of labels) {
    const standing = standingOwner(world, domain, now)
    if (standing) return { ...standing, domain }
  }
  return undefined
}

/** DOM-4: whose addresses at a domain are, by the nearest rule that reaches them. */
export const ownedAt = (world: World, domain: string, now: number): Owned | undefined =>
  chainOf(domain)
    .flatMap(label => nearestOwned(world, [label], now) ?? [])
    .find(
      owned =>
        owned.domain === domain || ruleOf(world, owned.owner.organizationId, owned.domain)?.match === 'subdomains',
    )

/** DOM-4: the nearest owner above, unless it is the organization itself or released the domain to it in this ownership. */
export const ownedAbove = (world: World, { domain, organizationId }: Rule, now: number): boolean => {
  const owned = nearestOwned(world, chainOf(domain).slice(1), now)
  if (!owned || owned.owner.organizationId === organizationId) return false
  return !world.releases.some(
    release =>
      release.organizationId === owned.owner.organizationId &&
      release.to === organizationId &&
      release.tenure === owned.tenure &&
      release.domain.length > owned.domain.length &&
      chainOf(domain).includes(release.domain),
  )
}
