import { z } from 'zod'
import type { Env } from '../../env.ts'
import { changeMembers, changeNeeds } from '../../grant/index.ts'
import { Actor, commandFields, type Made, ok, put, reason, refused, type UseCase, UserId } from '../../kernel/index.ts'
import {
  allMembershipsOf,
  type ManageUserRefusal,
  manageUser,
  manageUserNeeds,
  membershipRefusals,
  membershipsNeed,
  membershipsOf,
  ofAllMemberships,
} from '../../membership/index.ts'
import { type User, users } from '../model.ts'
import { userRefusals } from '../refusals.ts'

const Reactivate = z.strictObject({ actor: Actor, userId: UserId, ...commandFields })

type RoleUnknown = Made<typeof membershipRefusals.role_unknown>

/** @since 0.2.0 */
export type ReactivateUserRefusal =
  | ManageUserRefusal
  | RoleUnknown
  | Made<typeof userRefusals.user_not_deactivated>
  | Made<typeof membershipRefusals.operator_only | typeof membershipRefusals.memberships_too_many>

/**
 * MEM-7: brings a user back with what their memberships still give. Nobody is given anything: what was there comes back,
 * and what has ended or expired since does not (INV-25).
 */
export const reactivateUser: UseCase<typeof Reactivate, User, ReactivateUserRefusal, Env> = {
  name: 'users.reactivate',
  command: Reactivate,
  reads: (command, found) => [
    ...manageUserNeeds(command, found),
    membershipsNeed(command.userId),
    ...changeNeeds(
      command.userId,
      membershipsOf(found, command.userId).map(({ organizationId }) => organizationId),
      found,
    ),
  ],
  plan: (command, slice, env) => {
    const { actor, userId } = command
    const managed = manageUser(slice, command, env)
    if (!managed.ok) return managed
    const { user, because } = managed.value
    if (user.status !== 'deactivated') return refused(userRefusals.user_not_deactivated({ userId }))
    if (user.deactivatedBy?.kind === 'operator' && actor.kind !== 'operator')
      return refused(membershipRefusals.operator_only({ action: 'users.reactivate' }))
    const memberships = allMembershipsOf(slice, userId)
    if (!memberships.ok) return memberships
    const status = ['deactivated', 'active'] as const
    const changes = memberships.value.map(member => ({ before: member, after: member, user: status }))
    const members = changeMembers(changes, slice, env)
    // Who comes back takes no admin away.
    if (!members.ok) return refused(members.refusal as RoleUnknown)
    const { deactivatedAt: _at, deactivatedBy: _by, reason: _why, ...rest } = user
    const reactivated: User = { ...rest, status: 'active' }
    return ok({
      value: reactivated,
      because: [because, reason('user_reactivated', ['MEM-7', 'INV-25'])],
      writes: [put(users, reactivated), ...ofAllMemberships(members.value, userId, memberships.value.length)],
      effects: [{ kind: 'notify_user', payload: { about: 'user_reactivated', userId } }],
      organizationId: user.homeOrganizationId,
    })
  },
}
