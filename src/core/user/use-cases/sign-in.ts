import { z } from 'zod'
import { type JoiningOutcome, joiningNeeds, planJoining, rulesFor } from '../../domain-rule/index.ts'
import { addressKey, VerifiedEmailInput } from '../../email/index.ts'
import type { Env } from '../../env.ts'
import { commandFields, type Made, ok, reason, refOf, refused, type UseCase } from '../../kernel/index.ts'
import { joinRequests, memberships } from '../../membership/index.ts'
import { judgeRules } from '../../role/resolve/index.ts'
import { holderOf } from '../address.ts'
import { type User, userEmails, users } from '../model.ts'
import { userRefusals } from '../refusals.ts'

const SignIn = z.strictObject({ email: VerifiedEmailInput, ...commandFields })

/** @since 0.1.0 */
export type SignedIn = JoiningOutcome & { readonly user: User }

/** @since 0.1.0 */
export type SignInRefusal = Made<typeof userRefusals.email_unknown | typeof userRefusals.user_deactivated>

/**
 * DOM-1: at a verified sign-in a user joins what has come since by automatic rules, and hears of what is offered.
 * Whoever left, was removed or was declined is not joined again by a rule.
 */
export const signIn: UseCase<typeof SignIn, SignedIn, SignInRefusal, Env> = {
  name: 'users.signIn',
  command: SignIn,
  reads: ({ email }, found, env) => {
    const userId = holderOf(found.get(userEmails, addressKey(email)))
    return [
      refOf(userEmails, addressKey(email)),
      ...(userId === undefined ? [] : [refOf(users, userId)]),
      ...joiningNeeds(email, userId, found, env),
    ]
  },
  plan: ({ email }, slice, env) => {
    const key = addressKey(email)
    const userId = holderOf(slice.get(userEmails, key))
    const user = userId && slice.get(users, userId)
    if (!user) return refused(userRefusals.email_unknown({ email: key }))
    if (user.status !== 'active') return refused(userRefusals.user_deactivated({ userId: user.id }))
    const { matches } = judgeRules(email.domain, rulesFor(email.domain, slice, env).inEffect)
    const known = (organizationId: string) => ({
      membership: slice.get(memberships, organizationId, user.id),
      request: slice.get(joinRequests, organizationId, user.id),
    })
    const joining = planJoining(user, matches, known, { slice, env })
    return ok({
      value: { user, ...joining.outcome },
      because: [reason('signed_in', ['DOM-1', 'EML-3'])],
      writes: joining.writes,
      effects: joining.effects,
      organizationId: user.homeOrganizationId,
    })
  },
  actor: (_, { value }) => ({ kind: 'user', userId: value.user.id }),
}
