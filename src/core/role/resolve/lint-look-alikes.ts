import type { Idna } from '../../../ports/idna.ts'
import { domainAndParents } from '../../email/domain.ts'
import type { Report } from './lint-finding.ts'
import type { AcceptedRule } from './rule.ts'
import { skeletonOf } from './skeleton.ts'

/** Of this many domains that all look alike the first is compared with: enough to find one, and linear for all. */
const COMPARED = 50

/** Reports the rules on a domain that looks like another organization's, or below such a one. */
export const lintLookAlikes = (rules: readonly AcceptedRule[], idna: Idna | undefined, report: Report): void => {
  const owned = new Map<string, AcceptedRule[]>()
  for (const rule of rules) {
    if (rule.type && rule.type !== 'internal') continue
    const skeleton = skeletonOf(rule.domain, idna)
    const alike = owned.get(skeleton)
    if (!alike) owned.set(skeleton, [rule])
    else if (alike.length < COMPARED) alike.push(rule)
  }
  for (const { domain, organizationId } of rules)
    for (const seen of domainAndParents(domain)) {
      const original = owned
        .get(skeletonOf(seen, idna))
        ?.find(other => other.domain !== seen && other.organizationId !== organizationId)
      if (original)
        report('domain_looks_like_owned', {
          domain,
          organizationId,
          looksLike: original.domain,
          ownedBy: original.organizationId,
        })
    }
}
