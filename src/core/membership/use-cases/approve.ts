import { z } from 'zod'
import { type AdmitRefusal, admit, admitNeeds } from '../../domain-rule/index.ts'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type Made,
  OrganizationId,
  ok,
  reason,
  refused,
  type UseCase,
  UserId,
} from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds } from '../authorize.ts'
import { giverOf, judgeOffering } from '../give-role.ts'
import type { membershipRefusals } from '../refusals.ts'
import { type Member, memberOf } from '../view.ts'

const Approve = z.strictObject({ actor: Actor, organizationId: OrganizationId, userId: UserId, ...commandFields })

/** @since 0.1.0 */
export type ApproveRefusal = AuthorizeRefusal | AdmitRefusal | RoleNotYours

/** A rule that has effect gives a role that there is. */
type RoleNotYours = Made<typeof membershipRefusals.role_not_yours_to_give>

/** DOM-1: an admin lets somebody in whom a rule asks them about. */
export const approveJoining: UseCase<typeof Approve, Member, ApproveRefusal, Env> = {
  name: 'members.approve',
  command: Approve,
  reads: (command, found, env) => [
    ...authorizeNeeds(command.actor, command.organizationId, found),
    ...admitNeeds(command, found, env),
  ],
  plan: (command, slice, env) => {
    const { actor, organizationId, userId } = command
    const allowed = authorize(slice, { actor, organizationId, permission: 'members.write', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const admitted = admit(command, 'awaiting_approval', slice, env)
    if (!admitted.ok) return admitted
    const { member, role, because, writes } = admitted.value
    const mayGive = judgeOffering(role, giverOf(slice, actor, organizationId, env), env.roles)
    if (!mayGive.ok) return refused(mayGive.refusal as RoleNotYours)
    return ok({
      value: memberOf(member, env),
      because: [allowed.value, reason('joining_approved', ['DOM-1', 'RES-2']), ...because],
      writes,
      effects: [{ kind: 'notify_user', organizationId, payload: { about: 'joining_approved', userId } }],
      organizationId,
    })
  },
}
