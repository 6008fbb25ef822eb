import type { Env } from '../env.ts'
import {
  type Because,
  type Made,
  type Need,
  ok,
  type Result,
  refOf,
  refused,
  remove,
  type Slice,
  type Write,
} from '../kernel/index.ts'
import {
  activeUser,
  guestNeeds,
  guestWrites,
  type JoinRequest,
  joinRequests,
  type Membership,
  membershipRefusals,
  memberships,
  nextStay,
  putMemberships,
} from '../membership/index.ts'
import { type userRefusals, users } from '../user/index.ts'
import { rulesForNeeds } from './in-effect.ts'
import { joiningOf, mayJoin, ruleMember } from './joining.ts'
import { ownMatch } from './own-match.ts'
import { domainRuleRefusals } from './refusals.ts'

type Who = { readonly organizationId: string; readonly userId: string }

export type AdmitRefusal =
  | Made<typeof userRefusals.user_not_found | typeof userRefusals.user_deactivated>
  | Made<typeof membershipRefusals.join_request_not_found | typeof membershipRefusals.member_exists>
  | Made<typeof domainRuleRefusals.domain_rule_no_longer_applies>

export type Admitted = {
  readonly member: Membership
  readonly role: string
  readonly because: Because
  readonly writes: readonly Write[]
}

export const admitNeeds = ({ organizationId, userId }: Who, found: Slice, env: Env): readonly Need[] => {
  const user = found.get(users, userId)
  return [
    refOf(users, userId),
    refOf(memberships, organizationId, userId),
    refOf(joinRequests, organizationId, userId),
    ...guestNeeds(organizationId, user),
    ...(user ? rulesForNeeds(user.email.domain, found, env) : []),
  ]
}

/**
 * DOM-1: lets somebody in whose joining waits in this state. The rules are asked again, for it began at another time:
 * what was offered and would need an approval by now is no longer the user's to take.
 */
export const admit = (
  { organizationId, userId }: Who,
  waiting: Exclude<JoinRequest['status'], 'declined'>,
  slice: Slice,
  env: Env,
): Result<Admitted, AdmitRefusal> => {
  const user = activeUser(slice, userId)
  if (!user.ok) return user
  if (slice.get(joinRequests, organizationId, userId)?.status !== waiting)
    return refused(membershipRefusals.join_request_not_found({ organizationId, userId }))
  const before = slice.get(memberships, organizationId, userId)
  if (!mayJoin(before)) return refused(membershipRefusals.member_exists({ organizationId, userId }))
  const { id, email } = user.value
  const match = ownMatch(organizationId, email.domain, slice, env)
  if (!match || (waiting === 'offered' && joiningOf(email, match.rule, env).joining === 'approval'))
    return refused(domainRuleRefusals.domain_rule_no_longer_applies({ organizationId, userId }))
  const member = ruleMember(match, id, nextStay(before), env.now)
  return ok({
    member,
    role: match.role,
    because: match.because,
    writes: [
      remove(joinRequests, organizationId, userId),
      ...putMemberships([{ before, after: member }], env.roles),
      ...guestWrites(organizationId, [user.value], slice),
    ],
  })
}
