import { z } from 'zod'
import type { Env } from '../../env.ts'
import { type Made, OrganizationId, ok, refused, UserId, type View } from '../../kernel/index.ts'
import { evaluateSignIn, type SignInDecision } from '../../mfa/index.ts'
import { activeOrganization, type organizationRefusals } from '../../organization/index.ts'
import { userRefusals, users } from '../../user/index.ts'
import { Session } from '../session.ts'
import { signInFacts, signInNeeds } from '../sign-in-facts.ts'

const EvaluateSignIn = z.strictObject({ userId: UserId, organizationId: OrganizationId.optional(), session: Session })

/** @since 0.4.0 */
export type EvaluateSignInRefusal = Made<
  | typeof userRefusals.user_not_found
  | typeof organizationRefusals.organization_not_found
  | typeof organizationRefusals.organization_archived
>

/**
 * MFA-5, MFA-17. What comes of a sign-in, however the user comes in: to their account, and with `organizationId` into that
 * organization. Ask it again wherever the answer matters: it costs one read, and nothing is written.
 */
export const evaluateUserSignIn: View<typeof EvaluateSignIn, SignInDecision, EvaluateSignInRefusal, Env> = {
  name: 'mfa.evaluateSignIn',
  command: EvaluateSignIn,
  reads: signInNeeds,
  answer: (command, slice, env) => {
    const user = slice.get(users, command.userId)
    if (!user) return refused(userRefusals.user_not_found({ userId: command.userId }))
    const entered = command.organizationId === undefined || activeOrganization(slice, command.organizationId)
    if (entered !== true && !entered.ok) return entered
    const decision = evaluateSignIn(signInFacts(command, user, slice, env))
    return ok({ value: decision, because: decision.because })
  },
}
