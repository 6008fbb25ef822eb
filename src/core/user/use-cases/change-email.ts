import { z } from 'zod'
import { type Readdressing, type RoleMove, readdress, readdressNeeds } from '../../domain-rule/index.ts'
import {
  addressKey,
  type EmailAddressRecord,
  type EmailRefusal,
  formatEmailAddress,
  parseEmailAddress,
} from '../../email/index.ts'
import type { Env } from '../../env.ts'
import { hasMailFactor, Session, type StepUpRefusal, stepUp, userFactors } from '../../factor/index.ts'
import {
  Actor,
  commandFields,
  type EffectDraft,
  hashOfToken,
  type Instant,
  type Made,
  newToken,
  ok,
  put,
  reason,
  refOf,
  refused,
  type UseCase,
  UserId,
} from '../../kernel/index.ts'
import { activeUser, allMembershipsOf, membershipRefusals } from '../../membership/index.ts'
import { availableAddress } from '../address.ts'
import { EMAIL_CHANGE_VALID_FOR, emailChanges } from '../email-change.ts'
import { type User, userEmails, users } from '../model.ts'
import { userRefusals } from '../refusals.ts'

const ChangeEmail = z.strictObject({
  actor: Actor,
  userId: UserId,
  email: z.string().max(1_000),
  session: Session.optional(),
  ...commandFields,
})

/**
 * What a change of address would do, once the new one is proven: which roles by rules would go and come, and what would
 * be offered or asked.
 *
 * @since 0.2.0
 */
export type EmailChangeRequested = {
  readonly userId: UserId
  readonly email: EmailAddressRecord
  readonly expiresAt: Instant
  readonly roles: readonly RoleMove[]
  readonly offered: readonly string[]
  readonly awaitingApproval: readonly string[]
}

/** @since 0.2.0 */
export type ChangeEmailRefusal =
  | EmailRefusal
  | Made<typeof membershipRefusals.not_yourself | typeof membershipRefusals.memberships_too_many>
  | Made<typeof userRefusals.user_not_found | typeof userRefusals.user_deactivated>
  | StepUpRefusal
  | Made<typeof userRefusals.email_unchanged | typeof userRefusals.email_taken | typeof userRefusals.email_reserved>

/**
 * MEM-5: the first of two steps. Nothing changes before the new address is proven; asking again replaces what waits. Where
 * codes go to the address it replaces a factor, which takes a fresh proof by one (MFA-13).
 */
export const changeEmail: UseCase<typeof ChangeEmail, EmailChangeRequested, ChangeEmailRefusal, Env> = {
  name: 'users.changeEmail',
  command: ChangeEmail,
  reads: ({ userId, ...command }, found, env) => {
    const email = parseEmailAddress(command.email, { idna: env.idna })
    return [
      refOf(users, userId),
      refOf(emailChanges, userId),
      refOf(userFactors, userId),
      ...(email.ok
        ? [
            refOf(userEmails, addressKey(email.value)),
            ...readdressNeeds({ id: userId, email: email.value }, found, env),
          ]
        : []),
    ]
  },
  plan: ({ actor, userId, session, ...command }, slice, env) => {
    if (actor.kind === 'user' && actor.userId !== userId) return refused(membershipRefusals.not_yourself({ userId }))
    const user = activeUser(slice, userId)
    if (!user.ok) return user
    const own = slice.get(userFactors, userId)
    const fresh = hasMailFactor(own) ? stepUp(actor, { session, own }, env) : undefined
    if (fresh && !fresh.ok) return fresh
    const email = parseEmailAddress(command.email, { idna: env.idna })
    if (!email.ok) return email
    const key = addressKey(email.value)
    if (key === addressKey(user.value.email)) return refused(userRefusals.email_unchanged({ email: key }))
    const available = availableAddress(key, slice.get(userEmails, key), { now: env.now, userId })
    if (!available.ok) return available
    const memberships = allMembershipsOf(slice, userId)
    if (!memberships.ok) return memberships
    const token = newToken(env.random)
    const waiting = { email: email.value, expiresAt: env.now + EMAIL_CHANGE_VALID_FOR }
    const { moves, joining } = readdress({ ...user.value, email: email.value }, slice, env)
    return ok({
      value: { userId, ...waiting, roles: moves, ...asked(joining) },
      because: [
        reason(actor.kind === 'user' ? 'own_record' : 'actor_is_operator', ['ORG-6']),
        ...(fresh && actor.kind === 'user' ? [fresh.value] : []),
        reason('email_change_awaits_proof', ['MEM-5', 'EML-3']),
      ],
      writes: [
        put(emailChanges, {
          userId,
          ...waiting,
          tokenHash: hashOfToken(token),
          requestedBy: actor,
          ...(fresh && actor.kind === 'user' && { byFactor: true }),
          requestedAt: env.now,
        }),
      ],
      effects: [proofTo(user.value, waiting, token), noticeTo(user.value)],
      organizationId: user.value.homeOrganizationId,
    })
  },
}

const asked = ({ outcome }: Readdressing['joining']) => ({
  offered: outcome.offered.map(({ organizationId }) => organizationId),
  awaitingApproval: outcome.awaitingApproval.map(({ organizationId }) => organizationId),
})

/** EML-5: to the address as it is kept, which is the one that will be the user's. */
const proofTo = (
  { id }: User,
  { email, expiresAt }: Pick<EmailChangeRequested, 'email' | 'expiresAt'>,
  token: string,
): EffectDraft => ({
  kind: 'deliver_email_proof',
  payload: { userId: id, email: formatEmailAddress(email), expiresAt },
  secret: { token },
})

const noticeTo = ({ id, email }: User): EffectDraft => ({
  kind: 'notify_user',
  payload: { about: 'email_change_requested', userId: id, email: formatEmailAddress(email) },
})
