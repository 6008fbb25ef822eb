import { z } from 'zod'
import type { Env } from '../../env.ts'
import { changeNeeds, restoreMembers } from '../../grant/index.ts'
import {
  Actor,
  commandFields,
  type Made,
  OrganizationId,
  ok,
  reason,
  refused,
  type UseCase,
  UserId,
} from '../../kernel/index.ts'
import { judgeGiving } from '../give-role.ts'
import type { Membership } from '../model.ts'
import type { membershipRefusals } from '../refusals.ts'
import { type TargetRefusal, targetMember, targetNeeds } from '../target-member.ts'
import { type Member, memberOf } from '../view.ts'

const Reactivate = z.strictObject({ actor: Actor, organizationId: OrganizationId, userId: UserId, ...commandFields })

/** Whom they may change, whoever acts may give that role; but the catalogue may have lost it. */
type RoleUnknown = Made<typeof membershipRefusals.role_unknown>

/** @since 0.2.0 */
export type ReactivateMemberRefusal = TargetRefusal | RoleUnknown

/** MEM-2, ROL-3: the member is back with all they had, which is theirs to give who give it back. */
export const reactivateMember: UseCase<typeof Reactivate, Member, ReactivateMemberRefusal, Env> = {
  name: 'members.reactivate',
  command: Reactivate,
  reads: (command, found) => [
    ...targetNeeds(command, found),
    ...changeNeeds(command.userId, [command.organizationId], found),
  ],
  plan: (command, slice, env) => {
    const { organizationId, userId } = command
    const target = targetMember(slice, command, ['suspended'], env)
    if (!target.ok) return target
    const { member, user, role = '', giver, because } = target.value
    const mayGive = judgeGiving(role, giver, { userId, role }, env.roles)
    if (!mayGive.ok) return refused(mayGive.refusal as RoleUnknown)
    const { suspendedAt: _, ...kept } = member as Extract<Membership, { status: 'suspended' }>
    const after: Membership = { ...kept, status: 'active' }
    return ok({
      value: memberOf(after, env),
      because: [because, reason('member_reactivated', ['MEM-2', 'ROL-3'], { role })],
      writes: restoreMembers([{ before: member, after, user: [user.status, user.status] }], slice, env),
      effects: [{ kind: 'notify_user', organizationId, payload: { about: 'reactivated', userId } }],
      organizationId,
    })
  },
}
