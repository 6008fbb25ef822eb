import { z } from 'zod'
import { type JoiningOutcome, type RoleMove, readdress, readdressNeeds } from '../../domain-rule/index.ts'
import { addressKey, formatEmailAddress, type VerifiedEmail, VerifiedEmailInput } from '../../email/index.ts'
import type { Env } from '../../env.ts'
import { hasMailFactor, readdressed, readdressedNeeds, userFactors } from '../../factor/index.ts'
import { type ChangeMembersRefusal, offboardMembers, offboardNeeds } from '../../grant/index.ts'
import {
  commandFields,
  type EffectDraft,
  hasExpired,
  hashOfToken,
  type Made,
  ok,
  put,
  type Result,
  reason,
  refOf,
  refused,
  remove,
  type Slice,
  type UseCase,
  UserId,
  type Write,
} from '../../kernel/index.ts'
import {
  activeUser,
  allMembershipsOf,
  type membershipRefusals,
  membershipsOf,
  ofAllMemberships,
} from '../../membership/index.ts'
import { availableAddress } from '../address.ts'
import { siteOf } from '../create.ts'
import { COOLING_PERIOD, emailChanges } from '../email-change.ts'
import { type User, userEmails, users } from '../model.ts'
import { userRefusals } from '../refusals.ts'

const ConfirmEmail = z.strictObject({
  userId: UserId,
  token: z.string().max(200),
  email: VerifiedEmailInput,
  ...commandFields,
})
type ConfirmEmail = z.output<typeof ConfirmEmail>

/** MEM-5. The user with the new address, and which roles by rules went and came with it. @since 0.2.0 */
export type EmailChanged = JoiningOutcome & { readonly user: User; readonly roles: readonly RoleMove[] }

type Proof = Made<
  | typeof userRefusals.user_not_found
  | typeof userRefusals.user_deactivated
  | typeof userRefusals.email_change_not_found
  | typeof userRefusals.email_change_expired
  | typeof userRefusals.email_change_address_differs
  | typeof userRefusals.email_change_overtaken
  | typeof userRefusals.email_taken
  | typeof userRefusals.email_reserved
>

/** No rule gives a role that administers, so that no organization loses an admin by one, whatever the catalogue lost. */
type LeftAlone = Exclude<ChangeMembersRefusal, { code: 'last_admin' | 'role_unknown' }>

/** @since 0.2.0 */
export type ConfirmEmailRefusal = Proof | LeftAlone | Made<typeof membershipRefusals.memberships_too_many>

/**
 * MEM-5, EML-3: the second step, with the proof of the new address: from one commit on it is the user's, the old one is
 * kept from everybody else for a while, and the roles by rules are those of the new one.
 */
export const confirmEmail: UseCase<typeof ConfirmEmail, EmailChanged, ConfirmEmailRefusal, Env> = {
  name: 'users.confirmEmail',
  command: ConfirmEmail,
  reads: ({ userId, email }, found, env) => {
    const user = found.get(users, userId)
    const organizations = membershipsOf(found, userId).map(({ organizationId }) => organizationId)
    return [
      refOf(users, userId),
      refOf(emailChanges, userId),
      refOf(userEmails, addressKey(email)),
      ...readdressedNeeds(userId, found),
      ...(user ? [refOf(userEmails, addressKey(user.email))] : []),
      ...readdressNeeds({ id: userId, email }, found, env),
      ...offboardNeeds(userId, organizations, found),
    ]
  },
  plan: (command, slice, env) => {
    const before = proven(command, slice, env)
    if (!before.ok) return before
    const memberships = allMembershipsOf(slice, before.value.id)
    if (!memberships.ok) return memberships
    const user = withAddress(before.value, command.email, slice, env)
    const readdressing = readdress(user, slice, env)
    const { joining } = readdressing
    const by = { kind: 'user', userId: before.value.id } as const
    const members = offboardMembers([...readdressing.changes, ...joining.changes], by, slice, env)
    if (!members.ok) return refused(members.refusal as LeftAlone)
    return ok({
      value: { user, roles: readdressing.moves, ...joining.outcome },
      because: [reason('email_changed', ['MEM-5', 'EML-3', 'INV-04', 'INV-12'])],
      writes: [
        ...ofAllMemberships(members.value.writes, user.id, memberships.value.length),
        ...addressWrites(before.value, user, env),
        ...joining.answers,
        ...readdressing.withdrawn,
        ...readdressed(user.id, slice),
      ],
      effects: [...effectsOf(before.value), ...members.value.effects, ...joining.effects],
      organizationId: user.homeOrganizationId,
    })
  },
  actor: (_, { value }) => ({ kind: 'user', userId: value.user.id }),
}

/** The user whose request this proof is for. A token that is wrong and a request that is not there look the same. */
const proven = ({ userId, token, email }: ConfirmEmail, slice: Slice, env: Env): Result<User, Proof> => {
  const user = activeUser(slice, userId)
  if (!user.ok) return user
  const change = slice.get(emailChanges, userId)
  if (!change || change.tokenHash !== hashOfToken(token))
    return refused(userRefusals.email_change_not_found({ userId }))
  if (hasExpired(change.expiresAt, env.now))
    return refused(userRefusals.email_change_expired({ expiresAt: change.expiresAt }))
  if (change.requestedBy.kind === 'user' && !change.byFactor && hasMailFactor(slice.get(userFactors, userId)))
    return refused(userRefusals.email_change_overtaken({ userId }))
  const key = addressKey(change.email)
  if (addressKey(email) !== key) return refused(userRefusals.email_change_address_differs({}))
  const available = availableAddress(key, slice.get(userEmails, key), { now: env.now, userId })
  return available.ok ? user : available
}

/** EML-5: as it was asked for, and written to. */
const withAddress = (user: User, { verifiedBy }: VerifiedEmail, slice: Slice, env: Env): User => {
  const email = slice.get(emailChanges, user.id)?.email ?? user.email
  return { ...user, email, site: siteOf(email.domain, env.lists), verifiedBy }
}

const addressWrites = (before: User, user: User, { now }: Env): readonly Write[] => [
  put(users, user),
  put(userEmails, { address: addressKey(user.email), userId: user.id }),
  put(userEmails, { address: addressKey(before.email), userId: user.id, reservedUntil: now + COOLING_PERIOD }),
  remove(emailChanges, user.id),
]

const effectsOf = ({ id, email }: User): readonly EffectDraft[] => [
  { kind: 'notify_user', payload: { about: 'email_changed', userId: id, email: formatEmailAddress(email) } },
  { kind: 'rotate_sessions', payload: { userId: id } },
]
