import { type Domain, parentOf } from '../../email/domain.ts'
import { type EmailOptions, readAddressDomain } from '../../email/parse.ts'
import type { EmailRefusal } from '../../email/refusals.ts'
import { type Refused, refused } from '../../kernel/result.ts'
import { type Answer, answerFor, noOrganizationForDomain, type Resolved, type RuleNode } from './answer.ts'
import type { NoOrganizationForDomain } from './refusals.ts'
import type { PlainRule } from './rule.ts'
import { indexRules, type RejectedRule } from './rule-index.ts'

/** What is answered for an address: where it belongs, or why nowhere. @since 0.1.0 */
export type Resolution<R extends string> = Resolved<R> | Refused<EmailRefusal | NoOrganizationForDomain>

/** A set of rules, prepared to answer for any address. @since 0.1.0 */
export type RoleResolver<R extends string> = {
  /** Which organizations an address belongs to, in which role, and why (RES-1). Never throws. */
  readonly resolve: (address: unknown) => Resolution<R>
  /** The rules that were not taken, in the order given, each with the reason. They have no effect. */
  readonly rejected: readonly RejectedRule[]
  /** How many rules were taken. */
  readonly size: number
}

/**
 * Prepares a set of trusted domain rules, of ten or of a million, to say of any address which organizations it
 * belongs to and in which role.
 *
 * @invariant RES-1 to RES-6, RES-8, INV-05, INV-26: the order of the rules never matters; an answer takes one look-up
 * for each label of the domain, and no scan; nothing throws.
 * @param rules Plain rules. A rule that cannot be taken is in `rejected`, as are all of several for one
 * organization and domain. Later changes of the rules given have no effect: they are copied.
 * @param options `idna` and `nonAsciiLocalParts`, as for `parseEmailAddress`.
 * @returns `resolve`, `rejected` and `size`. An answer lists `matches` by organization id, each with its winning rule,
 * `because` and the organization's rules that `lost`; `passedOver`, the rules of organizations without a match; and
 * `home`, the one that the user belongs to in the first place (RES-3).
 * @refuses (`resolve`) the codes of `parseEmailAddress`, and `no_organization_for_domain` when no rule gives the
 * address anything.
 * @example
 * import { createRoleResolver } from 'orgcharter/roles'
 * const resolver = createRoleResolver([
 *   { organizationId: 'acme', domain: 'acme.com', match: 'subdomains', role: 'internal' },
 *   { organizationId: 'acme', domain: 'vendor.example', match: 'exact', role: 'workforce' },
 * ])
 * const answer = resolver.resolve('grace@eu.acme.com')
 * if (answer.ok) answer.matches[0]?.role // 'internal'
 * @since 0.1.0
 */
export const createRoleResolver = <const R extends string>(
  rules: readonly PlainRule<R>[],
  options?: EmailOptions,
): RoleResolver<R> => {
  const { nodes, rejected, size } = indexRules<R>(rules, options)
  // What all addresses at a domain have in common, made when first asked for. A map of its own, so that a known answer
  // costs one look-up and nothing else; only domains with rules are in it, so that it does not grow without end.
  const answers = new Map<Domain, Resolved<R>>()
  const resolve = (address: unknown): Resolution<R> => {
    const domain = readAddressDomain(address, options)
    if (typeof domain !== 'string') return refused(domain)
    const known = answers.get(domain)
    if (known) return known
    const isNode = nodes.has(domain)
    const answer = isNode ? answerFor(domain, nodes) : answerBelow(domain, nodes)
    if (!answer?.ok) return refused(noOrganizationForDomain(domain, answer?.passedOver))
    if (isNode) answers.set(domain, answer)
    return answer
  }
  return Object.freeze({ resolve, rejected: Object.freeze(rejected), size })
}

/** The closest domain above that has rules decides: it knows what stands above itself. */
const answerBelow = <R extends string>(
  domain: Domain,
  nodes: ReadonlyMap<string, RuleNode<R>>,
): Answer<R> | undefined => {
  for (let above = parentOf(domain); above; above = parentOf(above)) {
    const node = nodes.get(above)
    if (!node) continue
    node.below ??= answerFor(domain, nodes)
    return node.below
  }
  return undefined
}

/**
 * Says once which organizations an address belongs to; for more than one address, `createRoleResolver` prepares the
 * rules only once, and tells which were not taken.
 *
 * @invariant RES-1 to RES-6, RES-8, INV-26
 * @param address Anything.
 * @param rules As for `createRoleResolver`.
 * @param options As for `createRoleResolver`.
 * @returns As `resolve` of `createRoleResolver`.
 * @refuses as `resolve` of `createRoleResolver`.
 * @example
 * import { resolveRole } from 'orgcharter/roles'
 * resolveRole('ada@acme.com', [{ organizationId: 'acme', domain: 'acme.com', match: 'exact', role: 'member' }])
 * @since 0.1.0
 */
export const resolveRole = <const R extends string>(
  address: unknown,
  rules: readonly PlainRule<R>[],
  options?: EmailOptions,
): Resolution<R> => createRoleResolver(rules, options).resolve(address)
