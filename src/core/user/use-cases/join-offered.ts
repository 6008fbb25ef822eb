import { z } from 'zod'
import { domainRuleRefusals, joiningOf, mayJoin, ownMatch, ruleMember, rulesForNeeds } from '../../domain-rule/index.ts'
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
} from '../../kernel/index.ts'
import {
  activeUser,
  joinRequests,
  type Member,
  memberOf,
  membershipRefusals,
  memberships,
  putMemberships,
} from '../../membership/index.ts'
import { activeOrganization, type organizationRefusals, organizations } from '../../organization/index.ts'
import { users } from '../model.ts'
import type { userRefusals } from '../refusals.ts'

const JoinOffered = z.strictObject({ actor: Actor, organizationId: OrganizationId, ...commandFields })

/** @since 0.1.0 */
export type JoinOfferedRefusal =
  | Made<typeof organizationRefusals.organization_not_found | typeof organizationRefusals.organization_archived>
  | Made<typeof userRefusals.user_not_found | typeof userRefusals.user_deactivated>
  | Made<
      | typeof membershipRefusals.operator_not_allowed
      | typeof membershipRefusals.member_exists
      | typeof membershipRefusals.join_request_not_found
    >
  | Made<typeof domainRuleRefusals.domain_rule_no_longer_applies>

/** DOM-1: the user accepts what was offered; the rules are asked again, since the offer was made at another time. */
export const joinOffered: UseCase<typeof JoinOffered, Member, JoinOfferedRefusal, Env> = {
  name: 'users.joinOffered',
  command: JoinOffered,
  reads: ({ actor, organizationId }, found, env) => {
    if (actor.kind !== 'user') return []
    const user = found.get(users, actor.userId)
    return [
      refOf(users, actor.userId),
      refOf(organizations, organizationId),
      refOf(memberships, organizationId, actor.userId),
      refOf(joinRequests, organizationId, actor.userId),
      ...(user ? rulesForNeeds(user.email.domain, found, env) : []),
    ]
  },
  plan: ({ actor, organizationId }, slice, env) => {
    if (actor.kind !== 'user') return refused(membershipRefusals.operator_not_allowed({ permission: 'join' }))
    const { userId } = actor
    const user = activeUser(slice, userId)
    if (!user.ok) return user
    const organization = activeOrganization(slice, organizationId)
    if (!organization.ok) return organization
    if (slice.get(joinRequests, organizationId, userId)?.status !== 'offered')
      return refused(membershipRefusals.join_request_not_found({ organizationId, userId }))
    const before = slice.get(memberships, organizationId, userId)
    if (!mayJoin(before)) return refused(membershipRefusals.member_exists({ organizationId, userId }))
    const match = ownMatch(organizationId, user.value.email.domain, slice, env)
    if (!match || joiningOf(user.value.email, match.rule, env).joining === 'approval')
      return refused(domainRuleRefusals.domain_rule_no_longer_applies({ organizationId, userId }))
    const member = ruleMember(match, userId, env.now)
    return ok({
      value: memberOf(member),
      because: [reason('offer_accepted', ['DOM-1', 'RES-2']), ...match.because],
      writes: [remove(joinRequests, organizationId, userId), ...putMemberships([{ before, after: member }], env.roles)],
      effects: [],
      organizationId,
    })
  },
}
