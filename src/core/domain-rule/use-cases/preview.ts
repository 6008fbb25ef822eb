import { z } from 'zod'
import type { Env } from '../../env.ts'
import { adminGrantCounts, changeNeeds, keepingAdmins } from '../../grant/index.ts'
import {
  Actor,
  type Because,
  type Made,
  type Need,
  OrganizationId,
  ok,
  pageFields,
  pageNeed,
  type Result,
  reason,
  refOf,
  type Slice,
  type View,
} from '../../kernel/index.ts'
import {
  type AuthorizeRefusal,
  assignedRole,
  authorize,
  authorizeNeeds,
  effectiveRole,
  type Giver,
  giverOf,
  joinRequests,
  type Membership,
  type MembershipChange,
  memberships,
} from '../../membership/index.ts'
import { RoleName, strongestRole, workforceRole } from '../../role/index.ts'
import { siteOf, type User, users } from '../../user/index.ts'
import {
  changeableRule,
  domainIn,
  type GivenRoleRefusal,
  givenRole,
  needsOf,
  ruleNeed,
  vacantRule,
} from '../changeable.ts'
import type { ClaimRefusal } from '../claimable.ts'
import { withDerived } from '../derive.ts'
import { claimableIn, type LiveRule, rulesForNeeds } from '../in-effect.ts'
import { joiningOf, mayJoin } from '../joining.ts'
import { domainOverrides, Joining, RuleMatch } from '../model.ts'
import { ownMatch } from '../own-match.ts'
import type { domainRuleRefusals } from '../refusals.ts'

const Change = z.union([
  z.strictObject({ remove: z.string() }),
  z.strictObject({
    update: z.strictObject({
      domain: z.string(),
      match: RuleMatch.optional(),
      role: RoleName.optional(),
      joining: Joining.optional(),
    }),
  }),
  z.strictObject({
    add: z.strictObject({ domain: z.string(), match: RuleMatch, role: RoleName, joining: Joining }),
  }),
])
type Change = z.output<typeof Change>

const Preview = z.strictObject({ actor: Actor, organizationId: OrganizationId, change: Change, ...pageFields })
type Preview = z.output<typeof Preview>

/** One person whom the change would concern. `gains` is at their next sign-in; the others by `existing: 'reconcile'`. @since 0.1.0 */
export type PreviewedMember = {
  readonly userId: string
  readonly change: 'gains' | 'loses' | 'changes'
  readonly from: string | null
  readonly to: string | null
  readonly because: Because
}

/** One page of the people at the rule's domain; `examined` of them were looked at. @since 0.1.0 */
export type DomainRulePreview = {
  readonly examined: number
  readonly gains: number
  readonly loses: number
  readonly changes: number
  readonly members: readonly PreviewedMember[]
  readonly next?: string
}

/** @since 0.1.0 */
export type PreviewDomainRuleRefusal =
  | AuthorizeRefusal
  | ClaimRefusal
  | GivenRoleRefusal
  | Made<
      | typeof domainRuleRefusals.domain_rule_not_found
      | typeof domainRuleRefusals.domain_rule_exists
      | typeof domainRuleRefusals.domain_rule_removing
      | typeof domainRuleRefusals.domain_rule_sweeping
    >

type Changed = {
  readonly domain: string
  readonly match?: RuleMatch | undefined
  readonly role?: string | undefined
  readonly joining?: Joining | undefined
}

const changed = (change: Change): Changed =>
  'remove' in change ? { domain: change.remove } : 'update' in change ? change.update : change.add

/**
 * DOM-5: who would gain, lose or change a role, if the rule were added (and proven), changed or removed, and those who
 * are in reconciled. With `existing: 'keep'` nobody who is in loses or changes anything, nor does ever whoever alone
 * administers something (INV-08).
 */
export const previewDomainRule: View<typeof Preview, DomainRulePreview, PreviewDomainRuleRefusal, Env> = {
  name: 'domainRules.preview',
  command: Preview,
  reads: (command, found, env) => [
    ...authorizeNeeds(command.actor, command.organizationId, found),
    ...needsOf(changed(command.change).domain, env, domain => [
      ruleNeed(command.organizationId, domain),
      refOf(domainOverrides, domain),
      pageNeed(command, 'user_by_site', siteOf(domain, env.lists)),
      ...found
        .list(users, 'user_by_site', siteOf(domain, env.lists))
        .flatMap(user => [
          ...personNeeds(user, command.organizationId, found, env),
          ...administeredNeeds(user, command.organizationId, domain, found),
        ]),
    ]),
  ],
  answer: (command, slice, env) => {
    const { actor, organizationId } = command
    const allowed = authorize(slice, { actor, organizationId, permission: 'domain_rules.write', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const instead = hypothesis(command, slice, env)
    if (!instead.ok) return instead
    const site = siteOf(instead.value.domain, env.lists)
    const people = slice.list(users, 'user_by_site', site)
    const rows = people.flatMap(user => {
      const row = previewed(user, organizationId, instead.value, slice, env)
      return row ? [{ user, row }] : []
    })
    const losing = rows.filter(({ row }) => row.change === 'loses').map(({ user }) => user)
    const kept = keptBySweep(losing, organizationId, slice, env)
    const members = rows.map(({ row }) => row).filter(({ userId }) => !kept.has(userId))
    const count = (kind: PreviewedMember['change']) => members.filter(({ change }) => change === kind).length
    const next = slice.next('user_by_site', site)
    return ok({
      value: {
        examined: people.length,
        gains: count('gains'),
        loses: count('loses'),
        changes: count('changes'),
        members,
        ...(next !== undefined && { next }),
      },
      because: [allowed.value, reason('rule_change_previewed', ['DOM-5'], { domain: instead.value.domain })],
    })
  },
}

const personNeeds = (user: User, organizationId: string, found: Slice, env: Env): readonly Need[] => [
  refOf(memberships, organizationId, user.id),
  refOf(joinRequests, organizationId, user.id),
  ...rulesForNeeds(user.email.domain, found, env),
]

/** What those administer whom the rule has let in: of nobody else the sweep is in question. */
const administeredNeeds = (user: User, organizationId: string, domain: string, found: Slice): readonly Need[] => [
  refOf(adminGrantCounts, user.id),
  ...(found.get(memberships, organizationId, user.id)?.byRule?.domain === domain && administersAny(user, found)
    ? changeNeeds(user.id, [organizationId], found)
    : []),
]

const administersAny = ({ id }: User, slice: Slice): boolean => slice.count(adminGrantCounts, id) > 0

/**
 * INV-08, INV-22: whom of them the sweep keeps, since nobody else would administer what they do. In its order, so that of
 * two who do it together the second is the one who stays; whoever is on another page counts as staying.
 */
const keptBySweep = (losing: readonly User[], organizationId: string, slice: Slice, env: Env): ReadonlySet<string> => {
  const changes = losing
    .filter(user => administersAny(user, slice))
    .flatMap(({ id, status }) => {
      const before = slice.get(memberships, organizationId, id)
      return before ? [{ before, after: withDerived(before, undefined, env), user: [status, status] as const }] : []
    })
    .sort((a, b) => inSweepOrder(a.before, b.before))
  const kept = new Set<string>()
  keepingAdmins(changes, slice, (change): MembershipChange => {
    kept.add(change.after.userId)
    return change
  })
  return kept
}

const inSweepOrder = (a: Membership, b: Membership): number => a.joinedAt - b.joinedAt || (a.userId < b.userId ? -1 : 1)

type Hypothesis = { readonly domain: string; readonly rule: LiveRule | undefined }

/** The rule as it would be, and trusted; or its absence. */
const hypothesis = (
  { actor, organizationId, change }: Preview,
  slice: Slice,
  env: Env,
): Result<Hypothesis, PreviewDomainRuleRefusal> => {
  const giver = giverOf(slice, actor, organizationId, env)
  const { domain: input, ...rest } = changed(change)
  const domain = 'add' in change ? claimableIn(slice, input, env) : domainIn(input, env)
  if (!domain.ok) return domain
  if ('add' in change) {
    const vacant = vacantRule(slice, organizationId, domain.value)
    if (!vacant.ok) return vacant
    return supposed({ organizationId, createdAt: env.now, edition: 1, ...change.add, domain: domain.value }, giver, env)
  }
  const there = changeableRule(slice, organizationId, domain.value)
  if (!there.ok) return there
  if ('remove' in change) return ok({ domain: domain.value, rule: undefined })
  const { match = there.value.match, role = there.value.role, joining = there.value.joining } = rest
  return supposed({ ...there.value, match, role, joining }, giver, env)
}

type Supposed = Pick<LiveRule, 'organizationId' | 'domain' | 'match' | 'role' | 'joining' | 'createdAt' | 'edition'>

const supposed = (rule: Supposed, giver: Giver, env: Env): Result<Hypothesis, PreviewDomainRuleRefusal> => {
  const given = givenRole(rule.role, giver, env)
  return given.ok ? ok({ domain: rule.domain, rule: { ...rule, type: given.value.type } as LiveRule }) : given
}

const previewed = (
  user: User,
  organizationId: string,
  instead: Hypothesis,
  slice: Slice,
  env: Env,
): PreviewedMember | undefined => {
  const member = slice.get(memberships, organizationId, user.id)
  const match = ownMatch(organizationId, user.email.domain, slice, env, instead)
  const joins = match && joiningOf(user.email, match.rule, env).joining === 'automatic' ? match : undefined
  const row = { userId: user.id, because: match?.because ?? [reason('no_rule_matches', ['RES-1'])] }
  if (mayJoin(member))
    return joins && signsInToJoin(user, organizationId, slice)
      ? { ...row, change: 'gains', from: null, to: joins.role }
      : undefined
  if (!member || member.status === 'ended' || assignedRole(member, env) !== undefined) return undefined
  if (member.byRule?.domain !== instead.domain) return undefined
  const from = effectiveRole(member, env) ?? null
  const byRule = (match?.rule.domain === instead.domain ? match : joins)?.role
  // WRK-2: a vendor's person stays in by their grants.
  const to = strongestRole([byRule, member.byWorkforce && workforceRole(env.roles)], env.roles) ?? null
  if (from === to) return undefined
  return { ...row, change: to === null ? 'loses' : 'changes', from, to }
}

/** Whoever is deactivated does not sign in, and whoever was declined is not joined by it. */
const signsInToJoin = (user: User, organizationId: string, slice: Slice): boolean =>
  user.status === 'active' && slice.get(joinRequests, organizationId, user.id)?.status !== 'declined'
