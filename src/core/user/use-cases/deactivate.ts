import { z } from 'zod'
import type { Env } from '../../env.ts'
import { type ChangeMembersRefusal, changeMembers, changeNeeds } from '../../grant/index.ts'
import {
  Actor,
  commandFields,
  type Decision,
  type Made,
  ok,
  put,
  type Reason,
  ReasonText,
  type Result,
  reason,
  refOf,
  refused,
  remove,
  type Slice,
  type UseCase,
  UserId,
} from '../../kernel/index.ts'
import {
  allMembershipsOf,
  type ManageUserRefusal,
  type MembershipChange,
  manageUser,
  manageUserNeeds,
  membershipRefusals,
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
type Deactivate = z.output<typeof Deactivate>

/** @since 0.2.0 */
export type DeactivateUserRefusal =
  | ManageUserRefusal
  | ChangeMembersRefusal
  | Made<typeof membershipRefusals.memberships_too_many | typeof membershipRefusals.user_needed_elsewhere>

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
    const { userId } = command
    const managed = manageUser(slice, command, env)
    if (!managed.ok) return managed
    const { user, because } = managed.value
    if (user.status !== 'active') return closed(command, user, because, env)
    const memberships = allMembershipsOf(slice, userId)
    if (!memberships.ok) return memberships
    const status = ['active', 'deactivated'] as const
    const changes = memberships.value.map(member => ({ before: member, after: member, user: status }))
    const members = changeMembers(changes, slice, env)
    if (!members.ok) return refused(whatIsTold(command, user, changes, members.refusal, slice, env))
    const deactivated = deactivatedUser(command, user, env)
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

const deactivatedUser = ({ actor, reason: why }: Deactivate, user: User, { now }: Env): User => {
  const { reason: _, ...rest } = user as Extract<User, { status: 'deactivated' }>
  return {
    ...rest,
    status: 'deactivated',
    deactivatedAt: now,
    deactivatedBy: actor,
    ...(why !== undefined && { reason: why }),
  }
}

/** MEM-7: what somebody else has ended an operator can still close, so that only an operator begins it again. */
const closed = (
  command: Deactivate,
  user: User,
  because: Reason,
  env: Env,
): Result<Decision<User>, Made<typeof userRefusals.user_deactivated>> => {
  const isClosed = user.status === 'deactivated' && user.deactivatedBy?.kind === 'operator'
  if (isClosed || command.actor.kind !== 'operator')
    return refused(userRefusals.user_deactivated({ userId: command.userId }))
  const deactivated = deactivatedUser(command, user, env)
  return ok({
    value: deactivated,
    because: [because, reason('user_deactivated', ['MEM-7'])],
    writes: [put(users, deactivated)],
    effects: [],
    organizationId: user.homeOrganizationId,
  })
}

/** INV-24: whoever manages somebody at home learns nothing of where else they are, and of what is there. */
const whatIsTold = (
  { actor, userId }: Deactivate,
  { homeOrganizationId }: User,
  changes: readonly MembershipChange[],
  refusal: ChangeMembersRefusal,
  slice: Slice,
  env: Env,
): DeactivateUserRefusal => {
  if (actor.kind === 'operator' || actor.userId === userId) return refusal
  const isHome = ({ after }: MembershipChange) => after.organizationId === homeOrganizationId
  const home = changeMembers(changes.filter(isHome), slice, env)
  if (!home.ok) return home.refusal
  const elsewhere = changes.filter(change => !isHome(change) && !changeMembers([change], slice, env).ok)
  return membershipRefusals.user_needed_elsewhere({ userId, count: elsewhere.length })
}
