import { type Domain, domainAndParents } from '../email/index.ts'
import type { Env } from '../env.ts'
import { type Need, refOf, type Slice } from '../kernel/index.ts'
import { standingNeeds } from './in-effect.ts'
import { type DomainOwner, domainOwners, domainRules } from './model.ts'
import { partiesOf, standingOwner } from './ownership.ts'

/** What `ownerOf` looks at: one record a label where nobody owns anything, and no list. */
export const ownerNeeds = (domain: Domain, found: Slice, env: Env): readonly Need[] =>
  domainAndParents(domain).flatMap(label => {
    const owner = found.get(domainOwners, label)
    return owner
      ? [
          ...standingNeeds(label, env),
          ...partiesOf(owner).map(({ organizationId }) => refOf(domainRules, organizationId, label)),
        ]
      : [refOf(domainOwners, label)]
  })

/**
 * DOM-4, RES-3: who owns the addresses at a domain, by the nearest rule that reaches them. An archived organization
 * keeps what it owns (ORG-5).
 */
export const ownerOf = (domain: Domain, slice: Slice, env: Env): DomainOwner | undefined => {
  for (const label of domainAndParents(domain)) {
    const owner = standingOwner(slice, label, env)
    const rule = owner && slice.get(domainRules, owner.organizationId, label)
    if (owner && (label === domain || rule?.match === 'subdomains')) return owner
  }
  return undefined
}
