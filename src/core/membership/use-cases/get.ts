import { z } from 'zod'
import type { Env } from '../../env.ts'
import { Actor, type Made, OrganizationId, ok, reason, refOf, refused, UserId, type View } from '../../kernel/index.ts'
import { type AuthorizeRefusal, activeUser, authorize, authorizeNeeds } from '../authorize.ts'
import { memberships } from '../model.ts'
import { membershipRefusals } from '../refusals.ts'
import { type Member, memberOf } from '../view.ts'

const Get = z.strictObject({ actor: Actor, organizationId: OrganizationId, userId: UserId })

/** @since 0.1.0 */
export type GetMemberRefusal = AuthorizeRefusal | Made<typeof membershipRefusals.member_not_found>

/** ROL-4: one membership; one's own may always be seen. */
export const getMember: View<typeof Get, Member, GetMemberRefusal, Env> = {
  name: 'members.get',
  command: Get,
  reads: ({ actor, organizationId, userId }) => [
    ...authorizeNeeds(actor, organizationId),
    refOf(memberships, organizationId, userId),
  ],
  answer: ({ actor, organizationId, userId }, slice, env) => {
    const own = actor.kind === 'user' && actor.userId === userId
    const user = own ? activeUser(slice, userId) : undefined
    if (user && !user.ok) return user
    const allowed = own
      ? ok(reason('own_membership', ['ROL-4']))
      : authorize(slice, { actor, organizationId, permission: 'members.read', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const member = slice.get(memberships, organizationId, userId)
    if (!member) return refused(membershipRefusals.member_not_found({ organizationId, userId }))
    return ok({ value: memberOf(member, env.now), because: [allowed.value] })
  },
}
