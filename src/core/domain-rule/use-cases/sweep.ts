import { z } from 'zod'
import type { DomainRefusal } from '../../email/index.ts'
import type { Env } from '../../env.ts'
import {
  ADMIN_GRANTS_PER_USER,
  adminGrantCounts,
  keepingAdmins,
  offboardMembers,
  offboardNeeds,
} from '../../grant/index.ts'
import {
  Actor,
  commandFields,
  InvariantViolation,
  type Made,
  type Need,
  OrganizationId,
  ok,
  reason,
  refOf,
  refused,
  type Slice,
  type UseCase,
} from '../../kernel/index.ts'
import {
  type AuthorizeRefusal,
  authorize,
  authorizeNeeds,
  type Membership,
  type MembershipChange,
  sessionsToRotate,
} from '../../membership/index.ts'
import { users } from '../../user/index.ts'
import { domainIn, needsOf, ruleNeed } from '../changeable.ts'
import { type DomainRule, domainRules, type RuleSweep } from '../model.ts'
import { domainRuleRefusals } from '../refusals.ts'
import { finishedSweep, isLastPage, isSweeping, keptAsAdmin, sweepNeeds, sweptMember, unswept } from '../sweep.ts'

const Sweep = z.strictObject({ actor: Actor, organizationId: OrganizationId, domain: z.string(), ...commandFields })

/**
 * `swept` is the number of members that this commit reached. `kept` are those of them who would be out, but alone
 * administer something (INV-08): they have what the rule gave as an assigned role now.
 *
 * @since 0.1.0
 */
export type DomainRuleSwept = {
  readonly swept: number
  readonly kept: readonly { readonly userId: string; readonly solelyAdministers: number }[]
  readonly finished: boolean
}

/** @since 0.1.0 */
export type SweepDomainRuleRefusal =
  | AuthorizeRefusal
  | DomainRefusal
  | Made<typeof domainRuleRefusals.domain_rule_not_found>

/**
 * DOM-5: one bounded commit of a change of a rule: up to a hundred members. Call it until `finished`; it can be stopped
 * between any two commits, and a repeat at the end changes nothing.
 */
export const sweepDomainRule: UseCase<typeof Sweep, DomainRuleSwept, SweepDomainRuleRefusal, Env> = {
  name: 'domainRules.sweep',
  command: Sweep,
  reads: ({ actor, organizationId, domain }, found, env) => [
    ...authorizeNeeds(actor, organizationId, found),
    ...needsOf(domain, env, name => {
      const rule = found.get(domainRules, organizationId, name)
      return [
        ruleNeed(organizationId, name),
        ...(rule && isSweeping(rule) ? [...sweepNeeds(rule, found, env), ...memberNeeds(rule, found)] : []),
      ]
    }),
  ],
  plan: ({ actor, organizationId, ...command }, slice, env) => {
    const allowed = authorize(slice, { actor, organizationId, permission: 'domain_rules.write', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const domain = domainIn(command.domain, env)
    if (!domain.ok) return domain
    const rule = slice.get(domainRules, organizationId, domain.value)
    if (!rule) return refused(domainRuleRefusals.domain_rule_not_found({ organizationId, domain: domain.value }))
    if (!isSweeping(rule))
      return ok({
        value: { swept: 0, kept: [], finished: true },
        because: [allowed.value],
        writes: [],
        effects: [],
        organizationId,
      })
    const members = reached(rule, slice)
    const { changes, kept } = decided(members, rule, slice, env)
    const out = offboardMembers(changes, rule.sweep.by, slice, env)
    if (!out.ok) throw new InvariantViolation(`a sweep would leave something without an admin: ${out.refusal.code}`)
    const finished = members.length === unswept(rule, slice).length && isLastPage(rule, slice)
    return ok({
      value: { swept: changes.length, kept, finished },
      because: [
        allowed.value,
        reason('rule_change_reaches_members', ['DOM-5', 'INV-12'], { existing: rule.sweep.existing }),
      ],
      writes: [...out.value.writes, ...(finished ? [finishedSweep(rule)] : [])],
      effects: [...out.value.effects, ...sessionsToRotate(changes, env)],
      organizationId,
    })
  },
}

type Sweeping = DomainRule & { readonly sweep: RuleSweep }

/** As many members as administer no more together than one may, so that the commit stays bounded; one at least. */
const reached = (rule: Sweeping, slice: Slice): readonly Membership[] => {
  let administered = 0
  return unswept(rule, slice).filter(({ userId }, index) => {
    administered += slice.count(adminGrantCounts, userId)
    return index === 0 || administered <= ADMIN_GRANTS_PER_USER
  })
}

const memberNeeds = (rule: Sweeping, found: Slice): readonly Need[] => [
  ...unswept(rule, found).flatMap(({ userId }) => [refOf(adminGrantCounts, userId), refOf(users, userId)]),
  // A user is found together with their count, which says whether they are reached.
  ...reached(rule, found)
    .filter(({ userId }) => found.get(users, userId))
    .flatMap(({ organizationId, userId }) => offboardNeeds(userId, [organizationId], found)),
]

const decided = (
  members: readonly Membership[],
  rule: Sweeping,
  slice: Slice,
  env: Env,
): { readonly changes: readonly MembershipChange[]; readonly kept: DomainRuleSwept['kept'] } => {
  const kept: { userId: string; solelyAdministers: number }[] = []
  const swept = members.map(member => {
    const status = slice.get(users, member.userId)?.status ?? 'active'
    return { ...sweptMember(member, rule, slice, env), user: [status, status] } as const
  })
  const changes = keepingAdmins(swept, slice, ({ before, ...change }, { length }) => {
    kept.push({ userId: change.after.userId, solelyAdministers: length })
    return { ...change, before, after: keptAsAdmin(before as Membership, rule, env) }
  })
  return { changes, kept }
}
