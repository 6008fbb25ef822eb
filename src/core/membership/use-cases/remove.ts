import { z } from 'zod'
import { authorizeOn, judgeOwnGrant, placeNeeds } from '../../access/index.ts'
import { ENTITY_ADMIN, type EntityPermission } from '../../entity/index.ts'
import type { Env } from '../../env.ts'
import {
  type ChangeMembersRefusal,
  type grantRefusals,
  offboardMembers,
  offboardNeeds,
  type ReplacementRefusal,
  Replacements,
  replaceAdmins,
  replacementNeeds,
  toGiveOf,
} from '../../grant/index.ts'
import {
  Actor,
  commandFields,
  type Made,
  type Need,
  OrganizationId,
  ok,
  ReasonText,
  type Result,
  reason,
  refused,
  type Slice,
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
type Remove = z.output<typeof Remove>

type G = typeof grantRefusals

/** What is handed over is in the organization, and the actor is as well. */
type NotTheirsToGive = Made<G['entity_permission_missing'] | G['own_grant_upward']>

/** @since 0.2.0 */
export type RemoveMemberRefusal = TargetRefusal | ReplacementRefusal | NotTheirsToGive | ChangeMembersRefusal

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
    ...handingOverNeeds(command, found),
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
    const theirs = judgeHandingOver(command, slice, env)
    if (!theirs.ok) return theirs
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

const isGoing = ({ actor, userId }: Remove): boolean => actor.kind === 'user' && actor.userId === userId

const handingOverNeeds = (command: Remove, found: Slice): readonly Need[] => {
  const { actor, organizationId, replacements } = command
  if (actor.kind !== 'user' || isGoing(command)) return []
  return replacements.flatMap(({ kind, id }) => placeNeeds(actor.userId, { organizationId, kind, id }, found))
}

/** ROL-3: a removal gives nothing that the actor could not grant; whoever goes themselves hands on what is theirs. */
const judgeHandingOver = (command: Remove, slice: Slice, env: Env): Result<null, NotTheirsToGive> => {
  const { actor, organizationId, replacements } = command
  if (isGoing(command)) return ok(null)
  for (const { kind, id, userId: subjectId } of replacements) {
    const permission = toGiveOf(kind, ENTITY_ADMIN) as EntityPermission
    // What is archived has an admin as well, who could not be put out otherwise.
    const allowed = authorizeOn(slice, { actor, kind, id, permission, archived: 'passes' }, env)
    if (!allowed.ok) return refused(allowed.refusal as NotTheirsToGive)
    const given = { organizationId, kind, entityId: id, role: ENTITY_ADMIN, subject: 'user', subjectId } as const
    const own = judgeOwnGrant(slice, actor, given, env)
    if (!own.ok) return own
  }
  return ok(null)
}
