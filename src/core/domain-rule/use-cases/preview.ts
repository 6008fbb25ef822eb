import { z } from 'zod'
import type { DomainRefusal } from '../../email/index.ts'
import type { Env } from '../../env.ts'
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
  refused,
  type Slice,
  type View,
} from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds, effectiveRole, memberships } from '../../membership/index.ts'
import { RoleName } from '../../role/index.ts'
import { siteOf, type User, users } from '../../user/index.ts'
import { domainIn, givenRole, needsOf, ruleNeed } from '../changeable.ts'
import { type LiveRule, rulesForNeeds } from '../in-effect.ts'
import { joiningOf, mayJoin } from '../joining.ts'
import { domainRules, Joining, RuleMatch } from '../model.ts'
import { ownMatch } from '../own-match.ts'
import { domainRuleRefusals } from '../refusals.ts'

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
  | DomainRefusal
  | Made<
      | typeof domainRuleRefusals.role_unknown
      | typeof domainRuleRefusals.domain_rule_role_administers
      | typeof domainRuleRefusals.domain_rule_not_found
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
 * are in reconciled. With `existing: 'keep'` nobody who is in loses or changes anything.
 */
export const previewDomainRule: View<typeof Preview, DomainRulePreview, PreviewDomainRuleRefusal, Env> = {
  name: 'domainRules.preview',
  command: Preview,
  reads: (command, found, env) => [
    ...authorizeNeeds(command.actor, command.organizationId),
    ...needsOf(changed(command.change).domain, env, domain => [
      ruleNeed(command.organizationId, domain),
      pageNeed(command, 'user_by_site', siteOf(domain, env.lists)),
      ...found
        .list(users, 'user_by_site', siteOf(domain, env.lists))
        .flatMap(user => personNeeds(user, command.organizationId, found, env)),
    ]),
  ],
  answer: (command, slice, env) => {
    const { actor, organizationId } = command
    const allowed = authorize(
      slice,
      { actor, organizationId, permission: 'domain_rules.write', operator: 'may' },
      env.roles,
    )
    if (!allowed.ok) return allowed
    const instead = hypothesis(command, slice, env)
    if (!instead.ok) return instead
    const site = siteOf(instead.value.domain, env.lists)
    const people = slice.list(users, 'user_by_site', site)
    const members = people.flatMap(user => {
      const row = previewed(user, organizationId, instead.value, slice, env)
      return row ? [row] : []
    })
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
  ...rulesForNeeds(user.email.domain, found, env),
]

type Hypothesis = { readonly domain: string; readonly rule: LiveRule | undefined }

/** The rule as it would be, and trusted; or its absence. */
const hypothesis = (
  { organizationId, change }: Preview,
  slice: Slice,
  env: Env,
): Result<Hypothesis, PreviewDomainRuleRefusal> => {
  const { domain: input, ...rest } = changed(change)
  const domain = domainIn(input, env)
  if (!domain.ok) return domain
  const there = slice.get(domainRules, organizationId, domain.value)
  if (!there && !('add' in change))
    return refused(domainRuleRefusals.domain_rule_not_found({ organizationId, domain: domain.value }))
  if ('remove' in change) return ok({ domain: domain.value, rule: undefined })
  const role = rest.role ?? there?.role ?? ''
  const given = givenRole(role, env)
  if (!given.ok) return given
  const rule = {
    createdAt: env.now,
    edition: 1,
    ...there,
    organizationId,
    domain: domain.value,
    match: rest.match ?? there?.match,
    joining: rest.joining ?? there?.joining,
    role,
    type: given.value.type,
  }
  return ok({ domain: domain.value, rule: rule as LiveRule })
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
  if (mayJoin(member)) return joins ? { ...row, change: 'gains', from: null, to: joins.role } : undefined
  if (!member || member.status === 'ended' || member.assigned || member.byRule?.domain !== instead.domain)
    return undefined
  const from = effectiveRole(member) ?? null
  const to = (match?.rule.domain === instead.domain ? match : joins)?.role ?? null
  if (from === to) return undefined
  return { ...row, change: to === null ? 'loses' : 'changes', from, to }
}
