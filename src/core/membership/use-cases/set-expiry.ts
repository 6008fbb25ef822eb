import { z } from 'zod'
import type { Env } from '../../env.ts'
import { type ChangeMembersRefusal, changeMember, changeNeeds } from '../../grant/index.ts'
import {
  Actor,
  commandFields,
  hasExpired,
  Instant,
  type Made,
  OrganizationId,
  ok,
  type Result,
  reason,
  refused,
  type UseCase,
  UserId,
} from '../../kernel/index.ts'
import { judgeGiving, judgeLasting, judgeUncovered } from '../give-role.ts'
import type { AssignedRole, Membership } from '../model.ts'
import { membershipRefusals } from '../refusals.ts'
import { type Target, type TargetRefusal, targetMember, targetNeeds } from '../target-member.ts'
import { type Member, memberOf } from '../view.ts'

const SetExpiry = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  userId: UserId,
  /** Null: the role does not expire any more. */
  until: Instant.nullable(),
  ...commandFields,
})
type SetExpiry = z.output<typeof SetExpiry>

type R = typeof membershipRefusals

/** @since 0.2.0 */
export type SetExpiryRefusal =
  | TargetRefusal
  | ChangeMembersRefusal
  | Made<
      | R['role_unknown']
      | R['role_not_yours_to_give']
      | R['own_role_upward']
      | R['role_not_assigned']
      | R['expiry_past']
      | R['role_unchanged']
    >

/** MEM-1, MEM-3, INV-25: says until when a member has the role that a person gave them, while they still have it. */
export const setExpiry: UseCase<typeof SetExpiry, Member, SetExpiryRefusal, Env> = {
  name: 'members.setExpiry',
  command: SetExpiry,
  reads: (command, found) => [
    ...targetNeeds(command, found),
    ...changeNeeds(command.userId, [command.organizationId], found),
  ],
  plan: (command, slice, env) => {
    const { organizationId, userId } = command
    const target = targetMember(slice, command, ['active', 'suspended'], env)
    if (!target.ok) return target
    const { member, because } = target.value
    const assigned = newExpiry(command, target.value, env)
    if (!assigned.ok) return assigned
    const after: Membership = { ...member, assigned: assigned.value }
    const changed = changeMember(target.value, after, slice, env)
    if (!changed.ok) return changed
    return ok({
      value: memberOf(after, env),
      because: [because, reason('expiry_set', ['MEM-1', 'MEM-3', 'ROL-3'], { role: assigned.value.role })],
      writes: changed.value,
      effects: [{ kind: 'notify_user', organizationId, payload: { about: 'role_expiry_changed', userId } }],
      organizationId,
    })
  },
}

const newExpiry = (
  { actor, organizationId, userId, ...command }: SetExpiry,
  { member, role, giver }: Target,
  env: Env,
): Result<AssignedRole, SetExpiryRefusal> => {
  const until = command.until ?? undefined
  const { assigned } = member
  // What has expired stays so, also where a rule keeps the member in (INV-25).
  if (!assigned || (assigned.until !== undefined && hasExpired(assigned.until, env.now)))
    return refused(membershipRefusals.role_not_assigned({ organizationId, userId }))
  const mayGive = judgeGiving(assigned.role, giver, { userId, role }, env.roles)
  if (!mayGive.ok) return refused(mayGive.refusal as Made<R['role_unknown']>)
  const lasting = judgeLasting(until, giver, member, env)
  if (!lasting.ok) return lasting
  const uncovered = judgeUncovered(until, giver, member, env)
  if (!uncovered.ok) return uncovered
  if (until !== undefined && hasExpired(until, env.now)) return refused(membershipRefusals.expiry_past({ until }))
  if (assigned.until === until) return refused(membershipRefusals.role_unchanged({ userId, role: assigned.role }))
  const { until: _, ...kept } = assigned
  return ok({ ...kept, by: actor, at: env.now, ...(until !== undefined && { until }) })
}
