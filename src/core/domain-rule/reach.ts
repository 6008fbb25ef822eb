import { type Domain, domainAndParents } from '../email/index.ts'
import type { Env } from '../env.ts'
import { type Need, refOf, type Slice } from '../kernel/index.ts'
import { isPublicDomain } from './claimable.ts'
import { domainOverrides } from './model.ts'

/** What `reaching` looks at: nothing where nothing is public. */
export const reachNeeds = (domain: Domain, { lists }: Pick<Env, 'lists'>): readonly Need[] =>
  domainAndParents(domain)
    .filter(label => isPublicDomain(label, lists))
    .map(label => refOf(domainOverrides, label))

/**
 * EML-4, INV-06: the domain and those above it that may speak for its addresses: up to the first that is public, unless
 * an operator lifted that one or a public one above it. What is below a public domain is the public's, whoever owns
 * what is above.
 *
 * @param isCut Lists that do not answer end what a rule takes; where owning protects they must not (`isKnownPublic`).
 */
export const reaching = (
  domain: Domain,
  slice: Slice,
  { lists }: Pick<Env, 'lists'>,
  isCut: typeof isPublicDomain = isPublicDomain,
): readonly Domain[] => {
  const chain = domainAndParents(domain)
  let end = chain.length
  let isLifted = false
  for (const [at, label] of [...chain.entries()].reverse()) {
    if (!isPublicDomain(label, lists)) continue
    isLifted ||= slice.get(domainOverrides, label) !== undefined
    if (!isLifted && isCut(label, lists)) end = at + 1
  }
  return chain.slice(0, end)
}
