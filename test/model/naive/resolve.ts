import { nearestOwned, ownedAt, standingOf } from './domains.ts'
import {
  chainOf,
  isInternal,
  type Member,
  memberOf,
  organizationOf,
  type Rule,
  requestOf,
  type User,
  type World,
} from './world.ts'

const matches = (rule: Rule, domain: string): boolean =>
  domain === rule.domain || (rule.match === 'subdomains' && domain.endsWith(`.${rule.domain}`))

export const trustedNow = (world: World, now: number): Rule[] =>
  world.rules.filter(
    rule =>
      standingOf(world, rule, now) === 'trusted' && organizationOf(world, rule.organizationId)?.archived === false,
  )

/** RES-8, DOM-3: of these rules those that are not another’s people’s, who is archived or in dispute though they be. */
export const hereOf = (world: World, rules: readonly Rule[], domain: string, now: number): Rule[] =>
  rules.filter(rule => {
    if (rule.domain === domain || rule.match === 'exact') return true
    const agreed = rule.proof?.owner
    const holder = isInternal(rule) ? ownedAt(world, domain, now) : agreed && nearestOwned(world, chainOf(domain), now)
    if (!holder || holder.domain.length <= rule.domain.length) return true
    const own = agreed ?? rule.organizationId
    return holder.owner.organizationId === own && (holder.challenger?.organizationId ?? own) === own
  })

/** The rules that have effect for the addresses at a domain. */
export const inEffect = (world: World, domain: string, now: number): Rule[] =>
  hereOf(world, trustedNow(world, now), domain, now)

/** RES-2, RES-3: the winning rule of each organization, and whose home it is. */
export const resolve = (rules: readonly Rule[], domain: string): { winners: Rule[]; home: string | undefined } => {
  const applying = rules.filter(rule => matches(rule, domain))
  const winners: Rule[] = []
  for (const organizationId of new Set(applying.map(rule => rule.organizationId))) {
    let best: Rule | undefined
    for (const rule of applying) {
      if (rule.organizationId !== organizationId) continue
      const isReleased = applying.some(
        other =>
          isInternal(rule) &&
          isInternal(other) &&
          other.organizationId !== organizationId &&
          other.domain.length > rule.domain.length,
      )
      if (!isReleased && (!best || rule.domain.length > best.domain.length)) best = rule
    }
    if (best) winners.push(best)
  }
  const owners = applying.filter(isInternal)
  const [first] = [...(owners.length > 0 ? owners : winners)].sort(
    (a, b) =>
      b.domain.length - a.domain.length || a.createdAt - b.createdAt || (a.organizationId < b.organizationId ? -1 : 1),
  )
  return { winners, home: first?.organizationId }
}

const SHARED = ['support', 'noreply']

/** DOM-6: what many people read never joins without an admin. */
export const joiningOf = (user: Pick<User, 'local'>, rule: Rule): string => {
  const [name = ''] = user.local.toLowerCase().split('+')
  return SHARED.includes(name) ? 'approval' : rule.joining
}

export const winnerIn = (rules: readonly Rule[], organizationId: string, domain: string): Rule | undefined =>
  resolve(rules, domain).winners.find(rule => rule.organizationId === organizationId)

export const joinByRule = (world: World, rule: Rule, userId: string): void => {
  const { organizationId, role, domain, edition } = rule
  const before = memberOf(world, organizationId, userId)
  world.members = world.members.filter(each => each !== before)
  world.members.push({
    organizationId,
    userId,
    status: 'active',
    term: (before?.term ?? 0) + 1,
    assigned: undefined,
    byRule: { role, domain, edition },
    came: undefined,
  })
}

/** Whom a person put out, no rule lets in. */
export const mayJoin = (member: Member | undefined): boolean =>
  member === undefined ||
  (member.status === 'ended' && ['rule_changed', 'workforce_over'].includes(member.ending ?? ''))

/** DOM-1: what a sign-up or sign-in makes of each winning rule. */
export const joinAll = (world: World, user: User, now: number): void => {
  for (const rule of resolve(inEffect(world, user.domain, now), user.domain).winners) {
    const { organizationId } = rule
    const member = memberOf(world, organizationId, user.id)
    const request = requestOf(world, organizationId, user.id)
    if (!mayJoin(member) || request?.status === 'declined') continue
    const joining = joiningOf(user, rule)
    world.requests = world.requests.filter(each => each !== request)
    if (joining === 'automatic') joinByRule(world, rule, user.id)
    else {
      const status = joining === 'offered' ? 'offered' : 'awaiting_approval'
      world.requests.push({ organizationId, userId: user.id, status })
    }
  }
}
