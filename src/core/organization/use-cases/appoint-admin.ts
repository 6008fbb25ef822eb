import { z } from 'zod'
import { addressKey, VerifiedEmailInput } from '../../email/index.ts'
import type { Env } from '../../env.ts'
import { changeNeeds, leaveBehind, offboardings, restoreMembers } from '../../grant/index.ts'
import {
  Actor,
  commandFields,
  type Made,
  OrganizationId,
  ok,
  ReasonText,
  type Result,
  reason,
  refOf,
  refused,
  remove,
  type Slice,
  type UseCase,
} from '../../kernel/index.ts'
import {
  assignedMember,
  guestNeeds,
  guestWrites,
  joinRequests,
  judgeGiving,
  type Member,
  type Membership,
  memberNeeds,
  memberOf,
  membershipRefusals,
  memberships,
  nextStay,
  putMemberships,
  roleOfReceiver,
  sessionsToRotate,
  stateNow,
  stayOf,
} from '../../membership/index.ts'
import { administeringRole } from '../../role/index.ts'
import { createUser, holderOf, unreserved, userEmails, userRefusals, users } from '../../user/index.ts'
import { DisplayName } from '../model.ts'
import type { organizationRefusals } from '../refusals.ts'
import { activeOrganization } from '../rules.ts'

const AppointAdmin = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  email: VerifiedEmailInput,
  name: DisplayName.optional(),
  reason: ReasonText,
  ...commandFields,
})

/** @since 0.1.0 */
export type AppointAdminRefusal =
  | Made<typeof organizationRefusals.organization_not_found | typeof organizationRefusals.organization_archived>
  | Made<typeof membershipRefusals.operator_only | typeof membershipRefusals.role_ceiling>
  | Made<typeof userRefusals.user_deactivated>
  | Made<typeof userRefusals.email_reserved>

const NAME = 'organizations.appointAdmin'

/** ORG-6: the operator repairs an organization whose last admin has died. */
export const appointAdmin: UseCase<typeof AppointAdmin, Member, AppointAdminRefusal, Env> = {
  name: NAME,
  command: AppointAdmin,
  reads: ({ organizationId, email }, found) => {
    const holder = holderOf(found.get(userEmails, addressKey(email)))
    return [
      `organization/${organizationId}`,
      refOf(userEmails, addressKey(email)),
      ...(holder
        ? [
            refOf(users, holder),
            ...memberNeeds(organizationId, holder, found),
            refOf(joinRequests, organizationId, holder),
            ...guestNeeds(organizationId, found.get(users, holder)),
            refOf(offboardings, organizationId, holder),
            ...changeNeeds(holder, [organizationId], found),
          ]
        : []),
    ]
  },
  plan: (command, slice, env) => {
    const { actor, organizationId, email } = command
    if (actor.kind !== 'operator') return refused(membershipRefusals.operator_only({ action: NAME }))
    const organization = activeOrganization(slice, organizationId)
    if (!organization.ok) return organization
    const taken = slice.get(userEmails, addressKey(email))
    const holder = holderOf(taken)
    const available = unreserved(addressKey(email), taken, env)
    if (!available.ok) return available
    const known = holder && slice.get(users, holder)
    if (known && known.status !== 'active') return refused(userRefusals.user_deactivated({ userId: known.id }))
    const { user, writes } = known
      ? { user: known, writes: [] }
      : createUser({ ...command, homeOrganizationId: organizationId }, env)
    const before = known && slice.get(memberships, organizationId, known.id)
    const after = appointed(
      before,
      assignedMember(
        organizationId,
        user.id,
        { role: administeringRole(env.roles), by: actor, at: env.now, reason: command.reason },
        { term: 1 },
      ),
      slice,
      env,
    )
    if (!after.ok) return after
    const change = { before, after: after.value }
    const left = leaveBehind(change, actor, env.now)
    // Somebody suspended, or in for a while, who is in for good again administers what they administered (INV-08).
    const put = known ? restoreMembers([change], slice, env) : putMemberships([change], env.roles)
    const answered =
      known && slice.get(joinRequests, organizationId, known.id) ? [remove(joinRequests, organizationId, known.id)] : []
    return ok({
      value: memberOf(after.value, env),
      because: [reason('operator_appointed_admin', ['ORG-6', 'INV-01'], { reason: command.reason })],
      writes: [...writes, ...answered, ...put, ...left.writes, ...guestWrites(organizationId, [user], slice)],
      effects: [...sessionsToRotate([change], env), ...left.effects],
      organizationId,
    })
  },
}

/** All that an operator is held to. */
type Ceiling = Made<typeof membershipRefusals.role_ceiling>

/** ROL-2 holds for the operator too: a guest or a vendor's person is not made admin in one step. */
const appointed = (
  before: Membership | undefined,
  appointment: Membership,
  slice: Slice,
  env: Env,
): Result<Membership, Ceiling> => {
  const { userId, assigned } = appointment
  if (!before || !assigned) return ok(appointment)
  const state = stateNow(before, slice, env)
  const isOut = state !== 'active' && state !== 'suspended'
  const role = roleOfReceiver(before, slice, env)
  const mayGive = judgeGiving(assigned.role, { actor: assigned.by, held: undefined }, { userId, role }, env.roles)
  if (!mayGive.ok) return refused(mayGive.refusal as Ceiling)
  if (isOut) return ok({ ...appointment, ...nextStay(before) })
  const { byRule, byWorkforce, joinedAt } = before
  return ok({
    ...appointment,
    ...stayOf(before),
    joinedAt,
    ...(byRule && { byRule }),
    ...(byWorkforce && { byWorkforce }),
  })
}
