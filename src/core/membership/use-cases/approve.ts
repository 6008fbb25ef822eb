import { z } from 'zod'
import { domainRuleRefusals, mayJoin, ownMatch, ruleMember, rulesForNeeds } from '../../domain-rule/index.ts'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type Made,
  OrganizationId,
  ok,
  reason,
  refOf,
  refused,
  remove,
  type UseCase,
  UserId,
} from '../../kernel/index.ts'
import { users } from '../../user/index.ts'
import { type AuthorizeRefusal, activeUser, authorize, authorizeNeeds } from '../authorize.ts'
import { joinRequests, memberships } from '../model.ts'
import { membershipRefusals } from '../refusals.ts'
import { type Member, memberOf } from '../view.ts'
import { putMemberships } from '../write.ts'

const Approve = z.strictObject({ actor: Actor, organizationId: OrganizationId, userId: UserId, ...commandFields })

/** @since 0.1.0 */
export type ApproveRefusal =
  | AuthorizeRefusal
  | Made<typeof membershipRefusals.join_request_not_found | typeof membershipRefusals.member_exists>
  | Made<typeof domainRuleRefusals.domain_rule_no_longer_applies>

/** DOM-1: an admin lets somebody in whom a rule asks them about; the rules are asked again at this moment. */
export const approveJoining: UseCase<typeof Approve, Member, ApproveRefusal, Env> = {
  name: 'members.approve',
  command: Approve,
  reads: ({ actor, organizationId, userId }, found, env) => {
    const user = found.get(users, userId)
    return [
      ...authorizeNeeds(actor, organizationId),
      refOf(users, userId),
      refOf(memberships, organizationId, userId),
      refOf(joinRequests, organizationId, userId),
      ...(user ? rulesForNeeds(user.email.domain, found, env) : []),
    ]
  },
  plan: ({ actor, organizationId, userId }, slice, env) => {
    const allowed = authorize(slice, { actor, organizationId, permission: 'members.write', operator: 'may' }, env.roles)
    if (!allowed.ok) return allowed
    const user = activeUser(slice, userId)
    if (!user.ok) return user
    if (slice.get(joinRequests, organizationId, userId)?.status !== 'awaiting_approval')
      return refused(membershipRefusals.join_request_not_found({ organizationId, userId }))
    const before = slice.get(memberships, organizationId, userId)
    if (!mayJoin(before)) return refused(membershipRefusals.member_exists({ organizationId, userId }))
    const match = ownMatch(organizationId, user.value.email.domain, slice, env)
    if (!match) return refused(domainRuleRefusals.domain_rule_no_longer_applies({ organizationId, userId }))
    const member = ruleMember(match, userId, env.now)
    return ok({
      value: memberOf(member),
      because: [allowed.value, reason('joining_approved', ['DOM-1', 'RES-2']), ...match.because],
      writes: [remove(joinRequests, organizationId, userId), ...putMemberships([{ before, after: member }], env.roles)],
      effects: [{ kind: 'notify_user', organizationId, payload: { about: 'joining_approved', userId } }],
      organizationId,
    })
  },
}
