import { z } from 'zod'
import { firstRefusedGrant, type InvitedGrantRefusal, invitedGrantNeeds } from '../../access/index.ts'
import { addressKey, type EmailAddress, type EmailRefusal, parseEmailAddress } from '../../email/index.ts'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  Duration,
  type Made,
  type Need,
  OrganizationId,
  ok,
  type Result,
  reason,
  refused,
  type Slice,
  type UseCase,
} from '../../kernel/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds, giverOf } from '../../membership/index.ts'
import { RoleName } from '../../role/index.ts'
import { userRefusals } from '../../user/index.ts'
import { type Issued, issueInvitation, LIFETIME } from '../issue.ts'
import {
  type InviteRefusal,
  inviteeIn,
  inviteeNeeds,
  judgeInviting,
  judgeTouching,
  pendingNeeds,
  pendingTo,
} from '../judge.ts'
import { InvitedGrants } from '../model.ts'
import { type InvitationView, invitationView } from '../view.ts'

/** So that one call is one commit. */
const MOST_ADDRESSES = 1_000

const Invited = z.strictObject({
  email: z.string().max(1_000),
  role: RoleName,
  grants: InvitedGrants.optional(),
})
type Invited = z.output<typeof Invited>

/** Entities that all the invitations of one call name together: the commit rests on each. */
const MOST_ENTITIES = 100

const namesFew = (invited: readonly Invited[]): boolean =>
  new Set(invited.flatMap(({ grants = [] }) => grants.map(({ kind, id }) => `${kind}/${id}`))).size <= MOST_ENTITIES

const Send = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  invitations: z.array(Invited).min(1).max(MOST_ADDRESSES).refine(namesFew).readonly(),
  expiresIn: Duration.min(LIFETIME.least).max(LIFETIME.most).default(LIFETIME.usual),
  ...commandFields,
})
type Send = z.output<typeof Send>

/** Why one of several addresses was not invited. @since 0.2.0 */
export type SendOneRefusal =
  | EmailRefusal
  | Made<typeof userRefusals.email_repeated>
  | InviteRefusal
  | InvitedGrantRefusal

/** What became of one address. @since 0.2.0 */
export type InvitationOutcome =
  | { readonly ok: true; readonly invitation: InvitationView }
  | { readonly ok: false; readonly refusal: SendOneRefusal }

/** One outcome for each address, in the order of the command. @since 0.2.0 */
export type InvitationsSent = { readonly outcomes: readonly InvitationOutcome[] }

/** INVI-1, INVI-3: invites up to a thousand addresses in one commit; each has its own outcome, and none stops another. */
export const sendInvitations: UseCase<typeof Send, InvitationsSent, AuthorizeRefusal, Env> = {
  name: 'invitations.send',
  command: Send,
  reads: (command, found, env) => [
    ...authorizeNeeds(command.actor, command.organizationId, found),
    ...command.invitations.flatMap(invited => needs(command, invited, found, env)),
  ],
  plan: (command, slice, env) => {
    const { actor, organizationId } = command
    const allowed = authorize(slice, { actor, organizationId, permission: 'members.invite', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const named = new Set<string>()
    const results = command.invitations.map(invited => sendOne(command, invited, named, slice, env))
    const issued = results.flatMap(result => (result.ok ? [result.value] : []))
    return ok({
      value: { outcomes: results.map(result => outcomeOf(result, env)) },
      because: [
        allowed.value,
        reason('invitations_sent', ['INVI-1', 'INVI-3', 'EML-5', 'ROL-3'], {
          sent: issued.length,
          refused: results.length - issued.length,
        }),
      ],
      writes: issued.flatMap(({ writes }) => writes),
      effects: issued.map(({ effect }) => effect),
      organizationId,
    })
  },
}

const needs = (
  { actor, organizationId }: Send,
  { email, grants = [] }: Invited,
  found: Slice,
  env: Env,
): readonly Need[] => {
  const parsed = parseEmailAddress(email, env)
  if (!parsed.ok) return []
  const where = { organizationId, address: addressKey(parsed.value) }
  return [
    ...inviteeNeeds(where, found),
    ...pendingNeeds(where, found),
    ...invitedGrantNeeds({ organizationId, grants }, actor, found),
  ]
}

const sendOne = (
  command: Send,
  invited: Invited,
  named: Set<string>,
  slice: Slice,
  env: Env,
): Result<Issued, SendOneRefusal> => {
  const parsed = parseEmailAddress(invited.email, env)
  if (!parsed.ok) return parsed
  const address = addressKey(parsed.value)
  if (named.has(address)) return refused(userRefusals.email_repeated({ email: address }))
  named.add(address)
  return invite(command, { ...invited, email: parsed.value, address }, slice, env)
}

type Parsed = Omit<Invited, 'email'> & { readonly email: EmailAddress; readonly address: string }

const invite = (
  { actor, organizationId, expiresIn }: Send,
  { email, address, role, grants = [] }: Parsed,
  slice: Slice,
  env: Env,
): Result<Issued, SendOneRefusal> => {
  const giver = giverOf(slice, actor, organizationId, env)
  const invitee = inviteeIn({ organizationId, address }, slice)
  const invitable = judgeInviting(role, giver, invitee, slice, env)
  if (!invitable.ok) return invitable
  const before = pendingTo({ organizationId, address }, slice)
  const touchable = before ? judgeTouching(before, giver, env) : ok(null)
  if (!touchable.ok) return touchable
  const missing = firstRefusedGrant({ organizationId, grants }, actor, slice, env)
  if (missing) return refused(missing.refusal)
  const draft = { organizationId, email, role, grants, invitedBy: actor, lasts: expiresIn }
  return ok(issueInvitation(draft, before, invitee.user, slice, env))
}

const outcomeOf = (result: Result<Issued, SendOneRefusal>, { now }: Env): InvitationOutcome =>
  result.ok ? { ok: true, invitation: invitationView(result.value.invitation, now) } : result
