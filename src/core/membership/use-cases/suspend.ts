import { z } from 'zod'
import type { Env } from '../../env.ts'
import { type ChangeMembersRefusal, changeMember, changeNeeds } from '../../grant/index.ts'
import { Actor, commandFields, OrganizationId, ok, reason, type UseCase, UserId } from '../../kernel/index.ts'
import type { Membership } from '../model.ts'
import { type TargetRefusal, targetMember, targetNeeds } from '../target-member.ts'
import { type Member, memberOf } from '../view.ts'

const Suspend = z.strictObject({ actor: Actor, organizationId: OrganizationId, userId: UserId, ...commandFields })

/** @since 0.2.0 */
export type SuspendMemberRefusal = TargetRefusal | ChangeMembersRefusal

/** MEM-2, MEM-3: the member has no access from now on, and keeps all they have for when they are back. */
export const suspendMember: UseCase<typeof Suspend, Member, SuspendMemberRefusal, Env> = {
  name: 'members.suspend',
  command: Suspend,
  reads: (command, found) => [
    ...targetNeeds(command, found),
    ...changeNeeds(command.userId, [command.organizationId], found),
  ],
  plan: (command, slice, env) => {
    const { organizationId, userId } = command
    const target = targetMember(slice, command, ['active', 'resting'], env)
    if (!target.ok) return target
    const { member, because } = target.value
    const after: Membership = { ...member, status: 'suspended', suspendedAt: env.now }
    const changed = changeMember(target.value, after, slice, env)
    if (!changed.ok) return changed
    return ok({
      value: memberOf(after, env),
      because: [because, reason('member_suspended', ['MEM-2', 'MEM-3'])],
      writes: changed.value,
      effects: [
        { kind: 'end_sessions', organizationId, payload: { userId } },
        { kind: 'notify_user', organizationId, payload: { about: 'suspended', userId } },
      ],
      organizationId,
    })
  },
}
