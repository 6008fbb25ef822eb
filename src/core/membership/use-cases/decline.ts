import { z } from 'zod'
import { domainRules } from '../../domain-rule/index.ts'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  edit,
  type Made,
  OrganizationId,
  ok,
  put,
  type Result,
  reason,
  refOf,
  refused,
  type Slice,
  type UseCase,
  UserId,
} from '../../kernel/index.ts'
import { activeOrganization } from '../../organization/index.ts'
import { roleOf } from '../../role/index.ts'
import { type AuthorizeRefusal, activeUser, authorize, authorizeNeeds } from '../authorize.ts'
import { giverOf, judgeOffering } from '../give-role.ts'
import { type JoinRequest, joinRequests } from '../model.ts'
import { membershipRefusals } from '../refusals.ts'

const Decline = z.strictObject({ actor: Actor, organizationId: OrganizationId, userId: UserId, ...commandFields })

/** @since 0.1.0 */
export type DeclineRefusal =
  | AuthorizeRefusal
  | RoleNotYours
  | Made<typeof membershipRefusals.join_request_not_found | typeof membershipRefusals.not_yourself>

type RoleNotYours = Made<typeof membershipRefusals.role_not_yours_to_give>

/**
 * DOM-1, ROL-4: whoever could approve a request declines it, or the user themselves, who alone declines what was offered.
 * It stays declined: no sign-in asks again.
 */
export const declineJoining: UseCase<typeof Decline, JoinRequest, DeclineRefusal, Env> = {
  name: 'members.decline',
  command: Decline,
  reads: ({ actor, organizationId, userId }, found) => {
    const request = found.get(joinRequests, organizationId, userId)
    return [
      ...authorizeNeeds(actor, organizationId, found),
      refOf(joinRequests, organizationId, userId),
      ...(request ? [refOf(domainRules, organizationId, request.domain)] : []),
    ]
  },
  plan: ({ actor, organizationId, userId }, slice, env) => {
    const own = actor.kind === 'user' && actor.userId === userId
    const user = own ? activeUser(slice, userId) : undefined
    if (user && !user.ok) return user
    const organization = activeOrganization(slice, organizationId)
    if (own && !organization.ok) return organization
    const allowed = own
      ? ok(reason('own_joining', ['DOM-1']))
      : authorize(slice, { actor, organizationId, permission: 'members.write', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const request = slice.get(joinRequests, organizationId, userId)
    if (!request || request.status === 'declined')
      return refused(membershipRefusals.join_request_not_found({ organizationId, userId }))
    const theirs = own ? ok(null) : judgeDeclining(request, actor, slice, env)
    if (!theirs.ok) return theirs
    const declined = edit(request, draft => {
      draft.status = 'declined'
      draft.at = env.now
    })
    return ok({
      value: declined,
      because: [allowed.value, reason('joining_declined', ['DOM-1'])],
      writes: [put(joinRequests, declined)],
      effects: [],
      organizationId,
    })
  },
}

/** ROL-3: the same judgement as of an approval, of what the rule gives now; where it gives nothing, none is needed. */
const judgeDeclining = (
  { organizationId, userId, domain, status }: JoinRequest,
  actor: Actor,
  slice: Slice,
  env: Env,
): Result<null, RoleNotYours | Made<typeof membershipRefusals.not_yourself>> => {
  if (status === 'offered' && actor.kind === 'user') return refused(membershipRefusals.not_yourself({ userId }))
  const rule = slice.get(domainRules, organizationId, domain)
  if (!rule || !roleOf(env.roles, rule.role)) return ok(null)
  const mayGive = judgeOffering(rule.role, giverOf(slice, actor, organizationId, env), env.roles)
  return mayGive.ok ? ok(null) : refused(mayGive.refusal as RoleNotYours)
}
