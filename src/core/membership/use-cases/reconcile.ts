import { z } from 'zod'
import { derivedNeeds, derivedRole, domainRules, stillSaid, withDerived } from '../../domain-rule/index.ts'
import type { Env } from '../../env.ts'
import { type grantRefusals, offboardMembers, offboardNeeds } from '../../grant/index.ts'
import {
  Actor,
  type Because,
  commandFields,
  type Made,
  OrganizationId,
  ok,
  type Result,
  reason,
  refused,
  type Slice,
  type UseCase,
  UserId,
} from '../../kernel/index.ts'
import { users } from '../../user/index.ts'
import { judgeGiving } from '../give-role.ts'
import { type Membership, memberships } from '../model.ts'
import type { membershipRefusals } from '../refusals.ts'
import { sessionsToRotate } from '../rotate-sessions.ts'
import { type Target, type TargetRefusal, targetMember, targetNeeds } from '../target-member.ts'
import { type Member, memberOf } from '../view.ts'

const Reconcile = z.strictObject({ actor: Actor, organizationId: OrganizationId, userId: UserId, ...commandFields })

type R = typeof membershipRefusals

/** A rule that has effect gives a role that there is, and never one that administers. */
type NotYoursToGive = Made<R['role_not_yours_to_give'] | R['own_role_upward']>

/** An admin of the organization is so by an act of a person, which nothing here touches. */
type LeftWithoutAdmin = Made<typeof grantRefusals.entities_left_without_admin>

/** @since 0.2.0 */
export type ReconcileMemberRefusal = TargetRefusal | NotYoursToGive | LeftWithoutAdmin

/**
 * MEM-1, INV-12: gives a member what the rules in effect give them now, and takes what none gives any more. What a person
 * assigned stays as it is; whoever has no role left is out.
 */
export const reconcileMember: UseCase<typeof Reconcile, Member, ReconcileMemberRefusal, Env> = {
  name: 'members.reconcile',
  command: Reconcile,
  reads: (command, found, env) => {
    const { organizationId, userId } = command
    const member = found.get(memberships, organizationId, userId)
    const user = found.get(users, userId)
    return [
      ...targetNeeds(command, found),
      ...offboardNeeds(userId, [organizationId], found),
      ...(member && user ? derivedNeeds(member, user.email, found, env) : []),
    ]
  },
  plan: (command, slice, env) => {
    const { actor, organizationId } = command
    const target = targetMember(slice, command, ['active', 'suspended'], env)
    if (!target.ok) return target
    const { member, user } = target.value
    const derived = derivedNow(target.value, slice, env)
    if (!derived.ok) return derived
    const { after, because } = derived.value
    const change = { before: member, after, user: [user.status, user.status] } as const
    const out = offboardMembers(after === member ? [] : [change], actor, slice, env)
    if (!out.ok) return refused(out.refusal as LeftWithoutAdmin)
    return ok({
      value: memberOf(after, env),
      because: [target.value.because, ...because],
      writes: out.value.writes,
      effects: [...out.value.effects, ...sessionsToRotate([change], env)],
      organizationId,
    })
  },
}

/** DOM-3: a rule without effect lets nobody in, and puts nobody out. */
const derivedNow = (
  { member, user, role: held, giver }: Target,
  slice: Slice,
  env: Env,
): Result<{ readonly after: Membership; readonly because: Because }, NotYoursToGive> => {
  const source = member.byRule && slice.get(domainRules, member.organizationId, member.byRule.domain)
  // Whoever changed the rule said what becomes of those who are in.
  if (source?.sweep?.fromEdition === member.byRule?.edition && source?.sweep)
    return ok({ after: member, because: [reason('rule_change_yet_to_reach', ['DOM-5'], { domain: source.domain })] })
  const { byRule, because } = derivedRole(member, user.email, slice, env)
  if (!byRule && stillSaid(member, user.email, slice))
    return ok({ after: member, because: [reason('rule_without_effect_changes_nobody', ['DOM-3'])] })
  if (byRule && byRule.role !== member.byRule?.role) {
    const mayGive = judgeGiving(byRule.role, giver, { userId: member.userId, role: held }, env.roles)
    if (!mayGive.ok) return refused(mayGive.refusal as NotYoursToGive)
  }
  const after = withDerived(member, byRule, env)
  return ok({ after, because: [...because, reason('derived_role_is_of_the_rules', ['MEM-1', 'INV-12'])] })
}
