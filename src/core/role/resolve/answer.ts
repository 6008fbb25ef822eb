import { type Domain, domainAndParents } from '../../email/domain.ts'
import { type Judgement, judgeRules, type LostRule } from './judge.ts'
import { type ConsideredRule, type NoOrganizationForDomain, notFound } from './refusals.ts'
import type { AcceptedRule, JudgedRule } from './rule.ts'

/** The organizations that an address belongs to, and why. @since 0.1.0 */
export type Resolved<R extends string> = { readonly ok: true } & Judgement<AcceptedRule<R>> & { readonly home: string }

/** What all unmatched addresses at a domain, or below it, are told; the domain itself is each one's own. */
type Unmatched = { readonly ok: false; readonly passedOver: readonly LostRule<JudgedRule>[] }

export type Answer<R extends string> = Resolved<R> | Unmatched

/** A domain with rules. */
export type RuleNode<R extends string> = {
  readonly rules: AcceptedRule<R>[]
  /** What all addresses below it have in common that are below no closer one; made when first asked for. */
  below: Answer<R> | undefined
}

/** Judges once what all addresses at `domain` have in common. */
export const answerFor = <R extends string>(domain: Domain, nodes: ReadonlyMap<string, RuleNode<R>>): Answer<R> => {
  const candidates = domainAndParents(domain).flatMap(above => nodes.get(above)?.rules ?? [])
  const judgement = judgeRules(domain, candidates)
  const { home, passedOver } = judgement
  return Object.freeze(home === null ? { ok: false, passedOver } : { ok: true, ...judgement, home })
}

const MAX_CONSIDERED = 100

/**
 * The refusal where no organization's rule gives an address anything (RES-4).
 *
 * @param domain The domain of the address.
 * @param passedOver What `judgeRules` passed over.
 */
export const noOrganizationForDomain = (
  domain: Domain,
  passedOver: readonly LostRule<JudgedRule>[] = [],
): NoOrganizationForDomain =>
  notFound('no_organization_for_domain', {
    domain,
    considered: passedOver.slice(0, MAX_CONSIDERED).map(consideredRule),
    consideredCount: passedOver.length,
  })

const consideredRule = ({ rule, because }: LostRule<JudgedRule>): ConsideredRule => ({
  organizationId: rule.organizationId,
  domain: rule.domain,
  because: because[0]?.code ?? '',
})
