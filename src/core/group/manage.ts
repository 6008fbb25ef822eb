import {
  type Actor,
  type Made,
  type Need,
  ok,
  type Reason,
  type Result,
  reason,
  refOf,
  refused,
  type Slice,
} from '../kernel/index.ts'
import {
  type At,
  type AuthorizeRefusal,
  authorize,
  authorizeNeeds,
  type ChangeRoleRefusal,
  effectiveRole,
  type Giver,
  giverOf,
  judgeChanging,
  type Membership,
  type MembershipChange,
  membershipRefusals,
  memberships,
} from '../membership/index.ts'
import { groupSeats, groups } from './model.ts'
import { groupRefusals } from './refusals.ts'
import { hasSeat } from './rules.ts'

export type Which = { readonly actor: Actor; readonly organizationId: string; readonly groupId: string }

/** By what right somebody manages a group: as an admin or operator, or by a manager's seat in it. */
export type Managing = { readonly by: 'administration' | 'seat'; readonly giver: Giver; readonly because: Reason }

type PermissionMissing = Made<typeof membershipRefusals.permission_missing>

export type ManageRefusal = Exclude<AuthorizeRefusal, PermissionMissing> | Made<typeof groupRefusals.group_not_yours>

export const manageNeeds = ({ actor, organizationId, groupId }: Which, found: Slice): readonly Need[] => [
  ...authorizeNeeds(actor, organizationId, found),
  refOf(groups, organizationId, groupId),
  ...(actor.kind === 'user' ? [refOf(groupSeats, organizationId, groupId, 'manager', actor.userId)] : []),
]

/** GRP-1: whether whoever acts may say who the members of the group are. */
export const manageGroup = (
  slice: Slice,
  { actor, organizationId, groupId }: Which,
  at: At,
): Result<Managing, ManageRefusal> => {
  const giver = giverOf(slice, actor, organizationId, at)
  const admin = authorize(slice, { actor, organizationId, permission: 'settings.write', operator: 'may' }, at)
  if (admin.ok) return ok({ by: 'administration', giver, because: admin.value })
  const { refusal } = admin
  if (refusal.code !== 'permission_missing') return refused(refusal)
  const userId = actor.kind === 'user' ? actor.userId : ''
  return hasSeat(slice, { organizationId, groupId, userId }, 'manager')
    ? ok({ by: 'seat', giver, because: reason('manages_group', ['GRP-1'], { groupId }) })
    : refused(groupRefusals.group_not_yours({ groupId, userId }))
}

/** Who the managers are is said by admins, and by those managers who may create groups themselves. */
export const appointManagers = (
  slice: Slice,
  which: Which,
  at: At,
): Result<Managing, ManageRefusal | PermissionMissing> => {
  const managing = manageGroup(slice, which, at)
  if (!managing.ok || managing.value.by === 'administration') return managing
  const { actor, organizationId } = which
  const creates = authorize(slice, { actor, organizationId, permission: 'groups.create', operator: 'may' }, at)
  return creates.ok ? managing : creates
}

/** ROL-3: whoever manages only some roles appoints nobody: those would seat whom the one who appointed them may not. */
export const judgeAppointing = (
  { by, giver: { held } }: Managing,
  organizationId: string,
): Result<null, PermissionMissing> =>
  by === 'administration' || held?.manages === 'all'
    ? ok(null)
    : refused(
        membershipRefusals.permission_missing({
          organizationId,
          permission: 'settings.write',
          role: held?.role ?? 'none',
        }),
      )

/**
 * ROL-3: whoever manages only some roles changes nobody else's access by a group either. It is judged by the role that
 * each has after the `changes`: of whoever comes in by a seat, the one that it brings.
 */
export const judgeSeats = (
  { by, giver }: Managing,
  organizationId: string,
  userIds: readonly string[],
  slice: Slice,
  at: At,
  changes: readonly MembershipChange[] = [],
): Result<null, ChangeRoleRefusal> => {
  const { held, actor } = giver
  const manages = by === 'seat' && held?.permissions.includes('groups.create') ? held.manages : 'all'
  if (manages === 'all') return ok(null)
  const changed = new Map<string, Membership>(changes.map(({ after }) => [after.userId, after]))
  for (const userId of userIds) {
    const member = changed.get(userId) ?? slice.get(memberships, organizationId, userId)
    if (!member || member.status === 'ended' || (actor.kind === 'user' && actor.userId === userId)) continue
    const mayChange = judgeChanging(giver, { userId, role: effectiveRole(member, at) })
    if (!mayChange.ok) return mayChange
  }
  return ok(null)
}
