import type { Domain } from '../email/index.ts'
import type { Env } from '../env.ts'
import type { Judgement, NoOrganizationForDomain } from '../role/resolve/index.ts'
import { notFound } from '../role/resolve/index.ts'
import { isPublicDomain } from './claimable.ts'
import type { LiveRule, RulesFor } from './in-effect.ts'

const MAX_CONSIDERED = 100

/** RES-1, RES-4: nobody matched, with every rule that was looked at and why it gave nothing. */
export const whyNobody = (
  domain: Domain,
  { without }: RulesFor,
  { passedOver }: Judgement<LiveRule>,
  env: Env,
): NoOrganizationForDomain => {
  const considered = [
    ...passedOver.map(({ rule, because }) => considerationOf(rule, because[0]?.code ?? 'exact_only')),
    ...without.map(({ rule, standing }) => considerationOf(rule, standing)),
  ].sort((a, b) => (a.organizationId < b.organizationId ? -1 : a.organizationId > b.organizationId ? 1 : 0))
  return notFound('no_organization_for_domain', {
    domain,
    considered: considered.slice(0, MAX_CONSIDERED),
    consideredCount: considered.length,
    ...(isPublicDomain(domain, env.lists) && { isPublic: true }),
  })
}

const considerationOf = (rule: { organizationId: string; domain: string }, because: string) => ({
  organizationId: rule.organizationId,
  domain: rule.domain,
  because,
})
