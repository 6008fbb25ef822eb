import { z } from 'zod'
import type { Env } from '../../env.ts'
import { Actor, type Made, ok, reason, refOf, refused, UserId, type View } from '../../kernel/index.ts'
import { membershipRefusals } from '../../membership/index.ts'
import { type User, users } from '../model.ts'
import { userRefusals } from '../refusals.ts'

const Get = z.strictObject({ actor: Actor, userId: UserId })

/** @since 0.1.0 */
export type GetUserRefusal = Made<
  typeof userRefusals.user_not_found | typeof userRefusals.user_deactivated | typeof membershipRefusals.not_yourself
>

/** The user's own record; for the user and the operator. What admins see of people are members. */
export const getUser: View<typeof Get, User, GetUserRefusal, Env> = {
  name: 'users.get',
  command: Get,
  reads: ({ userId }) => [refOf(users, userId)],
  answer: ({ actor, userId }, slice) => {
    if (actor.kind === 'user' && actor.userId !== userId) return refused(membershipRefusals.not_yourself({ userId }))
    const user = slice.get(users, userId)
    if (!user) return refused(userRefusals.user_not_found({ userId }))
    if (actor.kind === 'user' && user.status !== 'active') return refused(userRefusals.user_deactivated({ userId }))
    return ok({ value: user, because: [reason(actor.kind === 'user' ? 'own_record' : 'actor_is_operator', ['ORG-6'])] })
  },
}
