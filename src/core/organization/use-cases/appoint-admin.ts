import { z } from 'zod'
import { addressKey, VerifiedEmailInput } from '../../email/index.ts'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type Made,
  OrganizationId,
  ok,
  type Result,
  reason,
  refOf,
  refused,
  remove,
  type UseCase,
} from '../../kernel/index.ts'
import {
  assignedMember,
  effectiveRole,
  joinRequests,
  type Member,
  type Membership,
  memberOf,
  membershipRefusals,
  memberships,
  putMemberships,
} from '../../membership/index.ts'
import { administeringRole, roleOf } from '../../role/index.ts'
import { createUser, userEmails, userRefusals, users } from '../../user/index.ts'
import { DisplayName } from '../model.ts'
import type { organizationRefusals } from '../refusals.ts'
import { activeOrganization } from '../rules.ts'

const AppointAdmin = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  email: VerifiedEmailInput,
  name: DisplayName.optional(),
  reason: z.string().min(1).max(500),
  ...commandFields,
})

/** @since 0.1.0 */
export type AppointAdminRefusal =
  | Made<typeof organizationRefusals.organization_not_found | typeof organizationRefusals.organization_archived>
  | Made<typeof membershipRefusals.operator_only | typeof membershipRefusals.role_ceiling>
  | Made<typeof userRefusals.user_deactivated>

/** ORG-6: the operator repairs an organization whose last admin has died. */
export const appointAdmin: UseCase<typeof AppointAdmin, Member, AppointAdminRefusal, Env> = {
  name: 'organizations.appointAdmin',
  command: AppointAdmin,
  reads: ({ organizationId, email }, found) => {
    const taken = found.get(userEmails, addressKey(email))
    return [
      `organization/${organizationId}`,
      refOf(userEmails, addressKey(email)),
      ...(taken
        ? [
            refOf(users, taken.userId),
            refOf(memberships, organizationId, taken.userId),
            refOf(joinRequests, organizationId, taken.userId),
          ]
        : []),
    ]
  },
  plan: (command, slice, env) => {
    const { actor, organizationId, email } = command
    if (actor.kind !== 'operator')
      return refused(membershipRefusals.operator_only({ action: 'organizations.appointAdmin' }))
    const organization = activeOrganization(slice, organizationId)
    if (!organization.ok) return organization
    const taken = slice.get(userEmails, addressKey(email))
    const known = taken && slice.get(users, taken.userId)
    if (known && known.status !== 'active') return refused(userRefusals.user_deactivated({ userId: known.id }))
    const { user, writes } = known
      ? { user: known, writes: [] }
      : createUser({ ...command, homeOrganizationId: organizationId }, env)
    const before = known && slice.get(memberships, organizationId, known.id)
    const after = appointed(
      before,
      assignedMember(organizationId, user.id, {
        role: administeringRole(env.roles),
        by: actor,
        at: env.now,
        reason: command.reason,
      }),
      env,
    )
    if (!after.ok) return after
    const answered =
      known && slice.get(joinRequests, organizationId, known.id) ? [remove(joinRequests, organizationId, known.id)] : []
    return ok({
      value: memberOf(after.value),
      because: [reason('operator_appointed_admin', ['ORG-6', 'INV-01'], { reason: command.reason })],
      writes: [...writes, ...answered, ...putMemberships([{ before, after: after.value }], env.roles)],
      effects: [],
      organizationId,
    })
  },
}

/** ROL-2 holds for the operator too: a guest or a vendor's person is not made admin in one step. */
const appointed = (
  before: Membership | undefined,
  appointment: Membership,
  env: Env,
): Result<Membership, Made<typeof membershipRefusals.role_ceiling>> => {
  if (!before) return ok(appointment)
  const held = before.status === 'ended' ? undefined : effectiveRole(before)
  const type = held === undefined ? 'internal' : roleOf(env.roles, held)?.type
  if (type !== 'internal')
    return refused(
      membershipRefusals.role_ceiling({
        userId: before.userId,
        type: type ?? 'unknown',
        role: administeringRole(env.roles),
      }),
    )
  const { byRule } = before
  return ok({ ...appointment, joinedAt: before.joinedAt, ...(byRule && before.status !== 'ended' && { byRule }) })
}
