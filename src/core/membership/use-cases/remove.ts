import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  type ChangeMembersRefusal,
  offboardMembers,
  offboardNeeds,
  type ReplacementRefusal,
  Replacements,
  replaceAdmins,
  replacementNeeds,
} from '../../grant/index.ts'
import {
  Actor,
  commandFields,
  OrganizationId,
  ok,
  ReasonText,
  reason,
  summed,
  type UseCase,
  UserId,
} from '../../kernel/index.ts'
import { type TargetRefusal, targetMember, targetNeeds } from '../target-member.ts'
import { type Member, memberOf } from '../view.ts'
import { endedMember } from '../write.ts'

const Remove = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  userId: UserId,
  replacements: Replacements.default([]),
  reason: ReasonText.optional(),
  ...commandFields,
})

/** @since 0.2.0 */
export type RemoveMemberRefusal = TargetRefusal | ReplacementRefusal | ChangeMembersRefusal

/**
 * MEM-4: puts a member out. This commit ends all they have access to, and gives what they alone administered to the
 * replacements; `members.sweep` clears away what they leave behind.
 */
export const removeMember: UseCase<typeof Remove, Member, RemoveMemberRefusal, Env> = {
  name: 'members.remove',
  command: Remove,
  reads: (command, found) => [
    ...targetNeeds(command, found),
    ...offboardNeeds(command.userId, [command.organizationId], found),
    ...replacementNeeds(command.organizationId, command.replacements, found),
  ],
  plan: (command, slice, env) => {
    const { actor, organizationId, userId, replacements } = command
    const target = targetMember(slice, command, ['active', 'suspended', 'expired', 'resting'], env)
    if (!target.ok) return target
    const { member, user, because } = target.value
    const why = command.reason
    const after = endedMember(member, {
      endedAt: env.now,
      ending: 'removed',
      ...(why !== undefined && { reason: why }),
    })
    const change = { before: member, after, user: [user.status, user.status] } as const
    const replaced = replaceAdmins(replacements, change, { by: actor, slice, env })
    if (!replaced.ok) return replaced
    const out = offboardMembers([change], actor, slice, env, replaced.value.replaced)
    if (!out.ok) return out
    return ok({
      value: memberOf(after, env),
      because: [because, reason('member_removed', ['MEM-3', 'MEM-4'], { replacements: replacements.length })],
      writes: summed([...out.value.writes, ...replaced.value.writes]),
      effects: [...out.value.effects, { kind: 'notify_user', organizationId, payload: { about: 'removed', userId } }],
      organizationId,
    })
  },
}
