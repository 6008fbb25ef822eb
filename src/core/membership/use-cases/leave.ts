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
  type Made,
  OrganizationId,
  ok,
  reason,
  refOf,
  refused,
  summed,
  type UseCase,
} from '../../kernel/index.ts'
import { activeOrganization, type organizationRefusals, organizations } from '../../organization/index.ts'
import { type userRefusals, users } from '../../user/index.ts'
import { activeUser } from '../authorize.ts'
import { membershipRefusals } from '../refusals.ts'
import { memberIn } from '../target-member.ts'
import { type Member, memberOf } from '../view.ts'
import { memberNeeds } from '../workforce.ts'
import { endedMember } from '../write.ts'

const Leave = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  replacements: Replacements.default([]),
  ...commandFields,
})

/** @since 0.2.0 */
export type LeaveRefusal =
  | Made<typeof userRefusals.user_not_found | typeof userRefusals.user_deactivated>
  | Made<typeof organizationRefusals.organization_not_found | typeof organizationRefusals.organization_archived>
  | Made<
      | typeof membershipRefusals.operator_not_allowed
      | typeof membershipRefusals.member_not_found
      | typeof membershipRefusals.member_state
    >
  | ReplacementRefusal
  | ChangeMembersRefusal

/** MEM-3, MEM-4: a member goes of their own accord, and hands over what they alone administer. */
export const leaveOrganization: UseCase<typeof Leave, Member, LeaveRefusal, Env> = {
  name: 'members.leave',
  command: Leave,
  reads: ({ actor, organizationId, replacements }, found) =>
    actor.kind === 'user'
      ? [
          refOf(organizations, organizationId),
          refOf(users, actor.userId),
          ...memberNeeds(organizationId, actor.userId, found),
          ...offboardNeeds(actor.userId, [organizationId], found),
          ...replacementNeeds(organizationId, replacements, found),
        ]
      : [],
  plan: ({ actor, organizationId, replacements }, slice, env) => {
    if (actor.kind !== 'user') return refused(membershipRefusals.operator_not_allowed({ permission: 'leave' }))
    const { userId } = actor
    const user = activeUser(slice, userId)
    if (!user.ok) return user
    const organization = activeOrganization(slice, organizationId)
    if (!organization.ok) return organization
    const member = memberIn(slice, { organizationId, userId }, ['active', 'resting'], env)
    if (!member.ok) return member
    const after = endedMember(member.value, { endedAt: env.now, ending: 'left' })
    const change = { before: member.value, after }
    const replaced = replaceAdmins(replacements, change, { by: actor, slice, env })
    if (!replaced.ok) return replaced
    const out = offboardMembers([change], actor, slice, env, replaced.value.replaced)
    if (!out.ok) return out
    return ok({
      value: memberOf(after, env),
      because: [reason('own_membership', ['ROL-4']), reason('member_left', ['MEM-3', 'MEM-4'])],
      writes: summed([...out.value.writes, ...replaced.value.writes]),
      effects: [
        ...out.value.effects,
        { kind: 'notify_admins', organizationId, payload: { about: 'member_left', userId } },
      ],
      organizationId,
    })
  },
}
