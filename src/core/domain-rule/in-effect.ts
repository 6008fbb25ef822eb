import { type Domain, domainAndParents, parseDomain } from '../email/index.ts'
import type { Env } from '../env.ts'
import { listKey, type Need, type Result, refOf, type Slice } from '../kernel/index.ts'
import { activeOrganization, organizations } from '../organization/index.ts'
import { roleOf } from '../role/index.ts'
import { type ClaimRefusal, judgeClaim } from './claimable.ts'
import {
  type DomainOwner,
  type DomainRule,
  domainOverrides,
  domainRules,
  partiesOf,
  TRUSTED_RULES_PER_DOMAIN,
} from './model.ts'
import { ownerAmong } from './owner-of.ts'
import { nearestOwner } from './ownership.ts'
import { reaching, reachNeeds } from './reach.ts'
import type { Standing } from './standing.ts'
import { agreedBy, ownersNeeds, standingIn } from './standing-in.ts'

/** A stored rule as the resolver takes it. */
export type LiveRule = DomainRule & { readonly type: 'internal' | 'external' | 'workforce' }

export type RulesFor = {
  readonly inEffect: readonly LiveRule[]
  /** Those that concern the domain but have no effect now, and why not. */
  readonly without: readonly WithoutEffect[]
}

type WithoutEffect = {
  readonly rule: DomainRule
  readonly standing: Standing | 'organization_archived' | 'domain_owned_by_another'
}

/** What one rule of an organization would be, if it is not as it is stored. */
export type Instead = { readonly organizationId: string; readonly domain: string; readonly rule: LiveRule | undefined }

const trustedOn = (domain: string) => ['trusted', domain] as const

/**
 * RES-5: one list a label of the domain, whatever the number of rules elsewhere. Then the organizations of what was
 * found, since an archived one gives nothing (ORG-5).
 */
export const rulesForNeeds = (domain: Domain, found: Slice, env: Env): readonly Need[] => [
  ...reachNeeds(domain, env),
  ...domainAndParents(domain).flatMap(label => {
    const rules = rulesOn(label, found)
    return [
      { list: listKey('domain_rule_by_domain', ...trustedOn(label)), limit: TRUSTED_RULES_PER_DOMAIN },
      ...(rules.length === 0 ? [] : ownersNeeds(label, found, env)),
      ...rules.map(rule => refOf(organizations, rule.organizationId)),
    ]
  }),
]

const rulesOn = (label: Domain, slice: Slice): readonly DomainRule[] =>
  slice.list(domainRules, 'domain_rule_by_domain', ...trustedOn(label))

/** The rules on the domain and above it: those that have effect for its addresses, and why the others have none. */
export const rulesFor = (domain: Domain, slice: Slice, env: Env, instead?: Instead): RulesFor => {
  const inEffect: LiveRule[] = []
  const without: WithoutEffect[] = []
  const place = placeOf(domain, slice, env)
  const take = (rule: LiveRule) => {
    const standing = whyNotHere(rule, place)
    if (standing) without.push({ rule, standing })
    else inEffect.push(rule)
  }
  for (const rule of domainAndParents(domain).flatMap(label => rulesOn(label, slice))) {
    if (rule.organizationId === instead?.organizationId && rule.domain === instead.domain) continue
    const standing = standingIn(slice, rule, env)
    const type = roleOf(env.roles, rule.role)?.type
    if (standing !== 'trusted' || type === undefined) without.push({ rule, standing })
    else if (!activeOrganization(slice, rule.organizationId).ok)
      without.push({ rule, standing: 'organization_archived' })
    else take({ ...rule, type })
  }
  if (instead?.rule) take(instead.rule)
  return { inEffect, without }
}

/** How the addresses at a domain are owned; where no rule is trusted nobody owns anything. */
type Place = {
  readonly domain: Domain
  readonly reached: readonly string[]
  /** By the nearest rule that reaches them. */
  readonly owner: DomainOwner | undefined
  /** By whatever rule, be it for addresses elsewhere: whose the names are (DOM-4). */
  readonly nearest: DomainOwner | undefined
}

const placeOf = (domain: Domain, slice: Slice, env: Env): Place => {
  const reached = reaching(domain, slice, env)
  const ruled = reached.filter(label => rulesOn(label, slice).length > 0)
  return {
    domain,
    reached,
    owner: ownerAmong(ruled, domain, slice, env),
    nearest: nearestOwner(ruled, slice, env),
  }
}

/**
 * Why a rule that stands has no effect so far below its domain: what is public there is no owner's to give (EML-4), and
 * what another organization owns there is that one's, also while it is archived or in dispute (RES-8, DOM-3).
 */
const whyNotHere = (
  rule: LiveRule,
  { domain, reached, owner, nearest }: Place,
): 'public' | 'domain_owned_by_another' | undefined => {
  if (rule.domain === domain || rule.match === 'exact') return undefined
  if (!reached.includes(rule.domain)) return 'public'
  const agreed = agreedBy(rule)
  const holder = rule.type === 'internal' ? owner : agreed && nearest
  const isAnothers =
    holder &&
    holder.domain.length > rule.domain.length &&
    partiesOf(holder).some(({ organizationId }) => organizationId !== (agreed ?? rule.organizationId))
  return isAnothers ? 'domain_owned_by_another' : undefined
}

/** EML-4: may this domain carry a rule, with an operator's override taken into account? */
export const claimableIn = (slice: Slice, input: string, env: Env): Result<Domain, ClaimRefusal> => {
  const domain = parseDomain(input, { idna: env.idna })
  return judgeClaim(input, {
    lists: env.lists,
    idna: env.idna,
    specialUse: env.specialUseDomains,
    override: domain.ok && slice.get(domainOverrides, domain.value) !== undefined,
  })
}
