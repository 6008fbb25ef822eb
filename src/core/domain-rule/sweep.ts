import type { Env } from '../env.ts'
import { listKey, type Need, put, refOf, remove, type Slice, type Write } from '../kernel/index.ts'
import { assignedRole, type Membership, type MembershipChange, memberships } from '../membership/index.ts'
import { roleOf } from '../role/index.ts'
import type { Match } from '../role/resolve/index.ts'
import { users } from '../user/index.ts'
import { orEnded } from './derive.ts'
import { type LiveRule, rulesForNeeds } from './in-effect.ts'
import { joiningOf } from './joining.ts'
import { type DomainRule, domainRules, type RuleSweep } from './model.ts'
import { ownMatch } from './own-match.ts'

/** How many members one commit of a sweep reaches. */
export const SWEEP_PAGE = 100

/** Those who came by an edition of the rule, in the order in which a sweep reaches them. */
export const membersList = ({ organizationId, domain }: DomainRule, edition: number) =>
  ['membership_by_rule', organizationId, domain, edition] as const

/** Whether anybody came by the rule as it is. */
export const membersByNeed = (rule: DomainRule): Need => ({
  list: listKey(...membersList(rule, rule.edition)),
  limit: 1,
})

/**
 * Whether a change of the rule has anybody to reach. By a rule that joins, somebody may come at this very moment, whom
 * no list shows yet: only once the change is written does everybody who plans to come find it.
 */
export const needsSweep = (rule: DomainRule, slice: Slice): boolean =>
  rule.status === 'trusted' || hasMembersBy(rule, slice)

export const hasMembersBy = (rule: DomainRule, slice: Slice): boolean =>
  slice.list(memberships, ...membersList(rule, rule.edition)).length > 0

/** The next members whom the change has not reached, and what the rules say of each. */
export const sweepNeeds = (
  rule: DomainRule & { readonly sweep: RuleSweep },
  found: Slice,
  env: Env,
): readonly Need[] => [
  { list: listKey(...membersList(rule, rule.sweep.fromEdition)), limit: SWEEP_PAGE },
  ...(rule.sweep.existing === 'migrate' ? [] : unswept(rule, found)).flatMap(({ userId }) => {
    const user = found.get(users, userId)
    return [refOf(users, userId), ...(user ? rulesForNeeds(user.email.domain, found, env) : [])]
  }),
]

export const isSweeping = (rule: DomainRule): rule is DomainRule & { sweep: RuleSweep } => rule.sweep !== undefined

export const unswept = (rule: DomainRule & { readonly sweep: RuleSweep }, slice: Slice): readonly Membership[] =>
  slice.list(memberships, ...membersList(rule, rule.sweep.fromEdition))

export const isLastPage = (rule: DomainRule & { readonly sweep: RuleSweep }, slice: Slice): boolean =>
  slice.next(...membersList(rule, rule.sweep.fromEdition)) === undefined

/** DOM-5: what the change makes of one member. */
export const sweptMember = (
  member: Membership,
  rule: DomainRule & { readonly sweep: RuleSweep },
  slice: Slice,
  env: Env,
): MembershipChange => {
  const { byRule, ...without } = member
  if (rule.sweep.existing === 'migrate' && byRule)
    return { before: member, after: { ...member, byRule: { ...byRule, role: rule.role, edition: rule.edition } } }
  const match = derivedNow(member, rule, slice, env)
  const after: Membership = match
    ? { ...without, byRule: { role: match.role, domain: match.rule.domain, edition: match.rule.edition, at: env.now } }
    : without
  if (assignedRole(member, env) !== undefined || after.status === 'ended' || match?.role === byRule?.role)
    return { before: member, after }
  if (rule.sweep.existing === 'keep' && byRule)
    return {
      before: member,
      after: kept(after, byRule.role, rule, `kept when the rule for ${rule.domain} changed`, env),
    }
  return { before: member, after: orEnded(after, env) }
}

/** INV-08: the same member, where they cannot go: what the rule gave them for good they now have by an act of a person. */
export const keptAsAdmin = (
  { byRule, ...member }: Membership,
  rule: DomainRule & { readonly sweep: RuleSweep },
  env: Env,
): Membership => kept(member, byRule?.role ?? rule.sweep.fromRole, rule, 'administers something alone', env)

const kept = (
  member: Membership,
  role: string,
  { sweep: { by } }: DomainRule & { readonly sweep: RuleSweep },
  reason: string,
  { now }: Env,
): Membership => ({ ...member, assigned: { role, by, at: now, reason } })

/** What the rules give the member now. Another rule than theirs counts only if it would join them by itself. */
const derivedNow = ({ userId }: Membership, rule: DomainRule, slice: Slice, env: Env): Match<LiveRule> | undefined => {
  const user = slice.get(users, userId)
  if (!user) return undefined
  const match = ownMatch(rule.organizationId, user.email.domain, slice, env, asDecided(rule, env))
  if (!match || match.rule.domain === rule.domain) return match
  return joiningOf(user.email, match.rule, env).joining === 'automatic' ? match : undefined
}

/** The rule as it was when its change was decided: should its proof lapse meanwhile, nobody who is in is changed (DOM-3). */
const asDecided = (rule: DomainRule, env: Env): { domain: string; rule: LiveRule } | undefined => {
  const type = roleOf(env.roles, rule.role)?.type
  return rule.status === 'trusted' && type ? { domain: rule.domain, rule: { ...rule, type } } : undefined
}

/** Once everybody is reached, the rule takes its next change, or is gone. */
export const finishedSweep = (rule: DomainRule & { readonly sweep: RuleSweep }): Write => {
  if (rule.status === 'removing') return remove(domainRules, rule.organizationId, rule.domain)
  const { sweep: _, ...rest } = rule
  return put(domainRules, rest)
}
