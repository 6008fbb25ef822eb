import { z } from 'zod'
import type { Env } from '../../env.ts'
import { type ChangeMembersRefusal, changeMembers, changeNeeds } from '../../grant/index.ts'
import {
  Actor,
  commandFields,
  type Made,
  ok,
  put,
  ReasonText,
  reason,
  refOf,
  refused,
  remove,
  type UseCase,
  UserId,
} from '../../kernel/index.ts'
import {
  allMembershipsOf,
  type ManageUserRefusal,
  manageUser,
  manageUserNeeds,
  type membershipRefusals,
  membershipsNeed,
  membershipsOf,
  ofAllMemberships,
} from '../../membership/index.ts'
import { emailChanges } from '../email-change.ts'
import { type User, users } from '../model.ts'
import { userRefusals } from '../refusals.ts'

const Deactivate = z.strictObject({
  actor: Actor,
  userId: UserId,
  reason: ReasonText.optional(),
  ...commandFields,
})

/** @since 0.2.0 */
export type DeactivateUserRefusal =
  | ManageUserRefusal
  | ChangeMembersRefusal
  | Made<typeof membershipRefusals.memberships_too_many>

/** MEM-7: ends every access of a user at once, everywhere. No membership changes, so that all can come back. */
export const deactivateUser: UseCase<typeof Deactivate, User, DeactivateUserRefusal, Env> = {
  name: 'users.deactivate',
  command: Deactivate,
  reads: (command, found) => [
    ...manageUserNeeds(command, found),
    refOf(emailChanges, command.userId),
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
    if (user.status !== 'active') return refused(userRefusals.user_deactivated({ userId }))
    const memberships = allMembershipsOf(slice, userId)
    if (!memberships.ok) return memberships
    const status = ['active', 'deactivated'] as const
    const changes = memberships.value.map(member => ({ before: member, after: member, user: status }))
    const members = changeMembers(changes, slice, env)
    if (!members.ok) return members
    const deactivated: User = {
      ...user,
      status: 'deactivated',
      deactivatedAt: env.now,
      deactivatedBy: actor,
      ...(command.reason !== undefined && { reason: command.reason }),
    }
    return ok({
      value: deactivated,
      because: [because, reason('user_deactivated', ['MEM-7', 'INV-01', 'INV-08'])],
      writes: [
        put(users, deactivated),
        ...ofAllMemberships(members.value, userId, memberships.value.length),
        ...(slice.get(emailChanges, userId) ? [remove(emailChanges, userId)] : []),
      ],
      effects: [
        { kind: 'end_sessions', payload: { userId } },
        { kind: 'notify_user', payload: { about: 'user_deactivated', userId } },
      ],
      organizationId: user.homeOrganizationId,
    })
  },
}
