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
  ReasonText,
  type Result,
  reason,
  refused,
  type UseCase,
  UserId,
} from '../../kernel/index.ts'
import { RoleName } from '../../role/index.ts'
import { type GiveRoleRefusal, judgeGiving, judgeLasting, judgeUncovered } from '../give-role.ts'
import type { AssignedRole, Membership } from '../model.ts'
import { membershipRefusals } from '../refusals.ts'
import { type Target, type TargetRefusal, targetMember, targetNeeds } from '../target-member.ts'
import { type Member, memberOf } from '../view.ts'

const ChangeRole = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  userId: UserId,
  role: RoleName,
  until: Instant.optional(),
  reason: ReasonText.optional(),
  ...commandFields,
})
type ChangeRole = z.output<typeof ChangeRole>

/** @since 0.2.0 */
export type ChangeRoleOfMemberRefusal =
  | TargetRefusal
  | GiveRoleRefusal
  | ChangeMembersRefusal
  | Made<typeof membershipRefusals.expiry_past | typeof membershipRefusals.role_unchanged>

/** MEM-1, ROL-2, ROL-3: assigns a member another role, for good or for a time. What a rule gives them is kept beside it. */
export const changeRole: UseCase<typeof ChangeRole, Member, ChangeRoleOfMemberRefusal, Env> = {
  name: 'members.changeRole',
  command: ChangeRole,
  reads: (command, found) => [
    ...targetNeeds(command, found),
    ...changeNeeds(command.userId, [command.organizationId], found),
  ],
  plan: (command, slice, env) => {
    const { organizationId, userId } = command
    const target = targetMember(slice, command, ['active', 'suspended'], env)
    if (!target.ok) return target
    const { member, because } = target.value
    const assigned = newRole(command, target.value, env)
    if (!assigned.ok) return assigned
    const after: Membership = { ...member, assigned: assigned.value }
    const changed = changeMember(target.value, after, slice, env)
    if (!changed.ok) return changed
    return ok({
      value: memberOf(after, env),
      because: [because, reason('role_assigned', ['MEM-1', 'ROL-2', 'ROL-3'], { role: command.role })],
      writes: changed.value,
      effects: [
        { kind: 'rotate_sessions', organizationId, payload: { userId } },
        { kind: 'notify_user', organizationId, payload: { about: 'role_changed', userId } },
      ],
      organizationId,
    })
  },
}

const newRole = (
  { actor, userId, role, until, ...command }: ChangeRole,
  { member, role: held, giver }: Target,
  env: Env,
): Result<AssignedRole, ChangeRoleOfMemberRefusal> => {
  const mayGive = judgeGiving(role, giver, { userId, role: held }, env.roles)
  if (!mayGive.ok) return mayGive
  const lasting = judgeLasting(until, giver, member, env)
  if (!lasting.ok) return lasting
  const uncovered = judgeUncovered(until, giver, member, env)
  if (!uncovered.ok) return uncovered
  if (until !== undefined && hasExpired(until, env.now)) return refused(membershipRefusals.expiry_past({ until }))
  const { assigned } = member
  if (assigned?.role === role && assigned.until === until)
    return refused(membershipRefusals.role_unchanged({ userId, role }))
  return ok({
    role,
    by: actor,
    at: env.now,
    ...(until !== undefined && { until }),
    ...(command.reason !== undefined && { reason: command.reason }),
  })
}
