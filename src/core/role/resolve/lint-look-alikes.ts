import type { Idna } from '../../../ports/idna.ts'
import { type Domain, domainAndParents } from '../../email/domain.ts'
import { type Finding, finding } from './lint-finding.ts'
import type { AcceptedRule } from './rule.ts'
import { skeletonOf } from './skeleton.ts'

type Owned = { readonly domain: Domain; readonly organizationId: string }

/** Of this many domains that all look alike the first is compared with: enough to find one, and linear for all. */
const COMPARED = 50

/** The rules on a domain that looks like another organization's, or below such a one. */
export const lookAlikeFindings = (rules: readonly AcceptedRule[], idna: Idna | undefined): readonly Finding[] => {
  const owned = new Map<string, Owned[]>()
  for (const { domain, organizationId, type } of rules) {
    if (type === 'external' || type === 'workforce') continue
    const skeleton = skeletonOf(domain, idna)
    const alike = owned.get(skeleton)
    if (!alike) owned.set(skeleton, [{ domain, organizationId }])
    else if (alike.length < COMPARED) alike.push({ domain, organizationId })
  }
  return rules.flatMap(rule =>
    domainAndParents(rule.domain).flatMap(domain => {
      const original = owned
        .get(skeletonOf(domain, idna))
        ?.find(other => other.domain !== domain && other.organizationId !== rule.organizationId)
      return original ? [finding('domain_looks_like_owned', factsOf(rule, original))] : []
    }),
  )
}

const factsOf = (rule: Owned, original: Owned) => ({
  domain: rule.domain,
  organizationId: rule.organizationId,
  looksLike: original.domain,
  ownedBy: original.organizationId,
})
