import { type Domain, domainAndParents } from '../email/index.ts'
import type { Env } from '../env.ts'
import type { Need, Slice } from '../kernel/index.ts'
import { isKnownPublic } from './claimable.ts'
import { type DomainOwner, domainRules } from './model.ts'
import { standingOwner } from './ownership.ts'
import { reaching } from './reach.ts'
import { ownersNeeds } from './standing-in.ts'

/** What `ownerOf` looks at: one record a label where nobody owns anything, and no list. */
export const ownerNeeds = (domain: Domain, found: Slice, env: Env): readonly Need[] =>
  domainAndParents(domain).flatMap(label => ownersNeeds(label, found, env))

/** DOM-4, RES-3: who owns the addresses at a domain. An archived organization keeps what it owns (ORG-5). */
export const ownerOf = (domain: Domain, slice: Slice, env: Env): DomainOwner | undefined =>
  ownerAmong(reaching(domain, slice, env, isKnownPublic), domain, slice, env)

/** The owner by the nearest rule that reaches the addresses at a domain, of those who own one of these. */
export const ownerAmong = (
  labels: readonly Domain[],
  domain: Domain,
  slice: Slice,
  env: Env,
): DomainOwner | undefined => {
  for (const label of labels) {
    const owner = standingOwner(slice, label, env)
    const rule = owner && slice.get(domainRules, owner.organizationId, label)
    if (owner && (label === domain || rule?.match === 'subdomains')) return owner
  }
  return undefined
}
