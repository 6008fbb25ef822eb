import type { Domain } from '../../email/domain.ts'
import type { Because } from '../../kernel/reason.ts'
import { electHome } from './home.ts'
import { ownershipAmong } from './ownership.ts'
import { domainOwnedByAnother, exactDomain, exactOnly, lessSpecific, parentDomain } from './reasons.ts'
import { byOrganizationThenMostSpecific, type JudgedRule } from './rule.ts'

const { freeze } = Object

/** A rule that did not win, and why. @since 0.1.0 */
export type LostRule<T> = { readonly rule: T; readonly because: Because }

/** One organization that the address belongs to, by its winning rule. @since 0.1.0 */
export type Match<T extends JudgedRule> = {
  readonly organizationId: string
  readonly role: T['role']
  readonly rule: T
  readonly because: Because
  /** The other rules of this organization on the domain or above it. */
  readonly lost: readonly LostRule<T>[]
}

/** What the rules say of one domain. @since 0.1.0 */
export type Judgement<T extends JudgedRule> = {
  /** One for each organization with a winning rule, by organization id. */
  readonly matches: readonly Match<T>[]
  /** The rules of organizations without a winning one. */
  readonly passedOver: readonly LostRule<T>[]
  /** The organization that is the user's home (RES-3); null without a match. */
  readonly home: string | null
  /** Why that one is home. */
  readonly because: Because
}

/**
 * Judges the rules that may concern an address: which organizations it belongs to, by which rule, and why the other
 * rules gave nothing. The one place where the rules of resolution are written.
 *
 * @invariant RES-1 the order of the candidates never matters · RES-2 · RES-3 · RES-8 an internal rule gives way to
 * another organization's internal rule on a more specific domain. Every candidate on the domain or above it is
 * in exactly one place of the answer.
 * @param domain The domain of the address.
 * @param candidates The trusted rules on the domain and on every domain above it, at most one for an organization
 * and a domain (INV-05). Others are left out of account.
 * @returns The judgement, frozen.
 * @since 0.1.0
 */
export const judgeRules = <T extends JudgedRule>(domain: Domain, candidates: readonly T[]): Judgement<T> => {
  const rules = candidates.filter(rule => standsAbove(rule, domain)).sort(byOrganizationThenMostSpecific)
  const applying = rules.filter(rule => applies(rule, domain))
  const isReleased = ownershipAmong(applying)
  const matches: Match<T>[] = []
  const passedOver: LostRule<T>[] = []
  for (let next = 0; next < rules.length; ) {
    const { organizationId } = rules[next] as T
    const lost: LostRule<T>[] = []
    let winner: T | undefined
    for (let rule = rules[next]; rule?.organizationId === organizationId; rule = rules[++next]) {
      const because = whyLost(rule, domain, isReleased(rule)) ?? (winner && lessSpecific)
      if (because) lost.push(freeze({ rule, because }))
      else winner = rule
    }
    if (winner) matches.push(matchOf(winner, domain, lost))
    else passedOver.push(...lost)
  }
  return freeze({ matches: freeze(matches), passedOver: freeze(passedOver), ...electHome(matches, applying) })
}

const matchOf = <T extends JudgedRule>(rule: T, domain: Domain, lost: readonly LostRule<T>[]): Match<T> =>
  freeze({
    organizationId: rule.organizationId,
    role: rule.role,
    rule,
    because: rule.domain === domain ? exactDomain : parentDomain,
    lost: freeze(lost),
  })

/** Why a rule gives nothing whatever else its organization has; undefined where it could win. */
const whyLost = (rule: JudgedRule, domain: Domain, released: boolean): Because | undefined =>
  !applies(rule, domain) ? exactOnly : released ? domainOwnedByAnother : undefined

/** On the domain itself or on one above it, at a label's boundary: `corp.com` is not above `exploitcorp.com`. */
const standsAbove = (rule: JudgedRule, domain: Domain): boolean => `.${domain}`.endsWith(`.${rule.domain}`)

const applies = (rule: JudgedRule, domain: Domain): boolean => rule.match === 'subdomains' || rule.domain === domain
