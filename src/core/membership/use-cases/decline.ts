import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  edit,
  type Made,
  OrganizationId,
  ok,
  put,
  reason,
  refOf,
  refused,
  type UseCase,
  UserId,
} from '../../kernel/index.ts'
import { activeOrganization } from '../../organization/index.ts'
import { type AuthorizeRefusal, activeUser, authorize, authorizeNeeds } from '../authorize.ts'
import { type JoinRequest, joinRequests } from '../model.ts'
import { membershipRefusals } from '../refusals.ts'

const Decline = z.strictObject({ actor: Actor, organizationId: OrganizationId, userId: UserId, ...commandFields })

/** @since 0.1.0 */
export type DeclineRefusal = AuthorizeRefusal | Made<typeof membershipRefusals.join_request_not_found>

/** DOM-1: an admin declines a request, or the user what was offered. It stays declined: no sign-in asks again. */
export const declineJoining: UseCase<typeof Decline, JoinRequest, DeclineRefusal, Env> = {
  name: 'members.decline',
  command: Decline,
  reads: ({ actor, organizationId, userId }, found) => [
    ...authorizeNeeds(actor, organizationId, found),
    refOf(joinRequests, organizationId, userId),
  ],
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
