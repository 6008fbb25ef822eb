import { z } from 'zod'
import type { Domain } from '../../email/index.ts'
import type { Env } from '../../env.ts'
import { adminGrantCounts, changeNeeds, keepingAdmins } from '../../grant/index.ts'
import {
  Actor,
  type KernelRefusal,
  kernelRefusals,
  type Made,
  type Need,
  OrganizationId,
  ok,
  pageFields,
  type Result,
  reason,
  refOf,
  refused,
  type Slice,
  type View,
} from '../../kernel/index.ts'
import {
  type AuthorizeRefusal,
  authorize,
  authorizeNeeds,
  type Giver,
  giverOf,
  type Membership,
  type MembershipChange,
  memberships,
} from '../../membership/index.ts'
import { RoleName } from '../../role/index.ts'
import { type User, users } from '../../user/index.ts'
import {
  changeableRule,
  domainIn,
  type GivenRoleRefusal,
  givenRole,
  judgeRoles,
  needsOf,
  type OwnRoleRefusal,
  ruleNeed,
  takenRole,
  vacantRule,
} from '../changeable.ts'
import type { ClaimRefusal } from '../claimable.ts'
import { withDerived } from '../derive.ts'
import { claimableIn, type LiveRule } from '../in-effect.ts'
import { domainOverrides, Joining, RuleMatch } from '../model.ts'
import { nextPreviewPage, type PreviewQuestion, previewPageAt, previewPageNeeds, seesSite } from '../preview-page.ts'
import { gaining, type Hypothesis, losingAndChanging, type PreviewedMember } from '../previewed.ts'
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

/**
 * One page: of those who came by the rule, who lose and change, or of the people at its registered domain, who gain. Those
 * whom the actor may know were `examined`, each on one page.
 *
 * @since 0.1.0
 */
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
  | OwnRoleRefusal
  | Made<
      | typeof domainRuleRefusals.domain_rule_not_found
      | typeof domainRuleRefusals.domain_rule_exists
      | typeof domainRuleRefusals.domain_rule_removing
      | typeof domainRuleRefusals.domain_rule_sweeping
    >
  | Extract<KernelRefusal, { code: 'cursor_invalid' }>

type Changed = {
  readonly domain: string
  readonly match?: RuleMatch | undefined
  readonly role?: string | undefined
  readonly joining?: Joining | undefined
}

const changed = (change: Change): Changed =>
  'remove' in change ? { domain: change.remove } : 'update' in change ? change.update : change.add

const questionOf = ({ actor, organizationId, change, after, limit }: Preview, domain: Domain): PreviewQuestion => ({
  actor,
  organizationId,
  domain,
  isNew: 'add' in change,
  after,
  limit,
})

/**
 * DOM-5: who would gain, lose or change a role, if the rule were added (and proven), changed or removed, and those who
 * are in reconciled. With `existing: 'keep'` nobody who is in loses or changes anything, nor does ever whoever alone
 * administers something (INV-08). Of strangers nobody but the operator is told (ROL-4, AUD-8).
 */
export const previewDomainRule: View<typeof Preview, DomainRulePreview, PreviewDomainRuleRefusal, Env> = {
  name: 'domainRules.preview',
  command: Preview,
  reads: (command, found, env) => [
    ...authorizeNeeds(command.actor, command.organizationId, found),
    ...needsOf(changed(command.change).domain, env, domain => [
      ruleNeed(command.organizationId, domain),
      refOf(domainOverrides, domain),
      ...previewPageNeeds(questionOf(command, domain), member => memberNeeds(member, found), found, env),
    ]),
  ],
  answer: (command, slice, env) => {
    const { actor, organizationId } = command
    const allowed = authorize(slice, { actor, organizationId, permission: 'domain_rules.write', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const instead = hypothesis(command, slice, env)
    if (!instead.ok) return instead
    const { domain } = instead.value
    const question = questionOf(command, domain)
    const page = previewPageAt(question, slice, env)
    if (!page) return refused(kernelRefusals.cursor_invalid({}))
    const { examined, members } =
      page.in === 'site'
        ? gaining(page, question, instead.value, slice, env)
        : losingAndChanging(
            page,
            question,
            { instead: instead.value, keptOf: losing => keptBySweep(losing, organizationId, slice, env) },
            slice,
            env,
          )
    const count = (kind: PreviewedMember['change']) => members.filter(({ change }) => change === kind).length
    const next = nextPreviewPage(page, question, slice, env)
    return ok({
      value: {
        examined,
        gains: count('gains'),
        loses: count('loses'),
        changes: count('changes'),
        members,
        ...(next !== undefined && { next }),
      },
      because: [
        allowed.value,
        reason('rule_change_previewed', ['DOM-5'], { domain }),
        ...(seesSite(question, slice, env)
          ? []
          : [reason('people_of_domain_not_shown', ['ROL-4', 'AUD-8'], { domain })]),
      ],
    })
  },
}

/** With what those administer who are in: of nobody else the sweep is in question. */
const memberNeeds = ({ organizationId, userId }: Membership, found: Slice): readonly Need[] => [
  refOf(users, userId),
  refOf(adminGrantCounts, userId),
  ...(administersAny(userId, found) ? changeNeeds(userId, [organizationId], found) : []),
]

const administersAny = (userId: string, slice: Slice): boolean => slice.count(adminGrantCounts, userId) > 0

/**
 * INV-08, INV-22: whom of them the sweep keeps, since nobody else would administer what they do. In its order, so that of
 * two who do it together the second is the one who stays; whoever is on another page counts as staying.
 */
const keptBySweep = (losing: readonly User[], organizationId: string, slice: Slice, env: Env): ReadonlySet<string> => {
  const changes = losing
    .filter(user => administersAny(user.id, slice))
    .flatMap(({ id, status }) => {
      const before = slice.get(memberships, organizationId, id)
      return before ? [{ before, after: withDerived(before, undefined, env), user: [status, status] as const }] : []
    })
  const kept = new Set<string>()
  keepingAdmins(changes, slice, (change): MembershipChange => {
    kept.add(change.after.userId)
    return change
  })
  return kept
}

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
    return supposed(
      domain.value,
      { organizationId, createdAt: env.now, edition: 1, ...change.add, domain: domain.value },
      giver,
      env,
    )
  }
  const there = changeableRule(slice, organizationId, domain.value)
  if (!there.ok) return there
  if ('remove' in change) {
    const taken = takenRole(there.value.role, giver, env)
    return taken.ok ? ok({ domain: domain.value, rule: undefined }) : taken
  }
  const { match = there.value.match, role = there.value.role, joining = there.value.joining } = rest
  const mayChange = judgeRoles(there.value, { role, takes: true }, giver, slice, env)
  if (!mayChange.ok) return mayChange
  return supposed(domain.value, { ...there.value, match, role, joining }, giver, env)
}

type Supposed = Pick<LiveRule, 'organizationId' | 'domain' | 'match' | 'role' | 'joining' | 'createdAt' | 'edition'>

const supposed = (
  domain: Domain,
  rule: Supposed,
  giver: Giver,
  env: Env,
): Result<Hypothesis, PreviewDomainRuleRefusal> => {
  const given = givenRole(rule.role, giver, env)
  return given.ok ? ok({ domain, rule: { ...rule, type: given.value.type } as LiveRule }) : given
}
