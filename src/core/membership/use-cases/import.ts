import { z } from 'zod'
import { domainRuleRefusals, mayJoin, ownerNeeds, ownerOf } from '../../domain-rule/index.ts'
import { addressKey, type VerifiedEmail, VerifiedEmailInput } from '../../email/index.ts'
import type { Env } from '../../env.ts'
import { invitationRefusals, inviteeIn, inviteeNeeds, pendingNeeds, pendingTo } from '../../invitation/index.ts'
import {
  Actor,
  commandFields,
  type Decision,
  hasExpired,
  type Made,
  type Need,
  OrganizationId,
  ok,
  type Reason,
  type Result,
  reason,
  refOf,
  refused,
  remove,
  type Slice,
  type UseCase,
  type UserId,
  type Write,
} from '../../kernel/index.ts'
import { DisplayName } from '../../organization/index.ts'
import { type RoleName, SaidRole } from '../../role/index.ts'
import { createUser, holderOf, type User, unreserved, userEmails, userRefusals, users } from '../../user/index.ts'
import { type AuthorizeRefusal, authorize, authorizeNeeds } from '../authorize.ts'
import { giverOf, judgeOffering, type OfferRoleRefusal } from '../give-role.ts'
import { guestNeeds, guestWrites } from '../guest-home.ts'
import { joinRequests, type Membership } from '../model.ts'
import { membershipRefusals } from '../refusals.ts'
import { effectiveRole, nextStay } from '../rules.ts'
import { stateNow } from '../view.ts'
import { assignedMember, type MembershipChange, putMemberships } from '../write.ts'

/** So that one call is one commit. */
const MOST_PEOPLE = 250

/** What `DisplayName` takes. */
const MOST_NAME = 200

const Person = z.strictObject({
  email: VerifiedEmailInput,
  /** Judged person by person, as the role is: a bad one stops nobody else. */
  name: z.string().max(1_000).optional(),
  role: SaidRole,
})
type Person = z.output<typeof Person>

const Import = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  people: z.array(Person).min(1).max(MOST_PEOPLE).readonly(),
  ...commandFields,
})
type Import = z.output<typeof Import>

type R = typeof membershipRefusals

/** Why one of several people did not join. @since 0.5.0 */
export type ImportOneRefusal =
  | OfferRoleRefusal
  | Made<
      R['name_invalid'] | R['member_state'] | R['home_elsewhere'] | R['address_not_yours'] | R['join_request_declined']
    >
  | Made<typeof userRefusals.user_deactivated | typeof userRefusals.email_reserved>
  | Made<typeof invitationRefusals.invitation_pending>
  | Made<typeof domainRuleRefusals.domain_disputed>

/** What became of one person; `user` says whether they were one before. @since 0.5.0 */
export type ImportOutcome =
  | { readonly kind: 'joined'; readonly userId: UserId; readonly role: RoleName; readonly user: 'new' | 'known' }
  | { readonly kind: 'already_member'; readonly userId: UserId; readonly role: RoleName | null }
  | { readonly kind: 'refused'; readonly refusal: ImportOneRefusal }

/** One outcome for each person, in the order of the command. @since 0.5.0 */
export type MembersImported = { readonly outcomes: readonly ImportOutcome[] }

/**
 * MEM-10, ORG-3, EML-3: up to 250 people become members in one commit, and users where they are none; each has their own outcome,
 * and none stops another. Whoever is a member stays as they are.
 */
export const importMembers: UseCase<typeof Import, MembersImported, AuthorizeRefusal, Env> = {
  name: 'members.import',
  command: Import,
  reads: ({ actor, organizationId, people }, found, env) => [
    ...authorizeNeeds(actor, organizationId, found),
    ...people.flatMap(({ email }) => personNeeds(organizationId, email, found, env)),
  ],
  plan: (command, slice, env) => {
    const { actor, organizationId, people } = command
    const allowed = authorize(slice, { actor, organizationId, permission: 'members.write', operator: 'may' }, env)
    if (!allowed.ok) return allowed
    const comers = new Map<string, Comer>()
    const outcomes = people.map((person): ImportOutcome => {
      const address = addressKey(person.email)
      // As if each were asked alone, one after the other: it makes no difference where a list is cut.
      const comer = comers.get(address)
      if (comer) return alreadyMember(comer.change.after, env)
      const judged = judge(command, person, slice, env)
      if (!judged.ok) return { kind: 'refused', refusal: judged.refusal }
      if ('kind' in judged.value) return judged.value
      comers.set(address, judged.value)
      return joined(judged.value, person)
    })
    return ok(decide(command, { outcomes, comers: [...comers.values()], allowed: allowed.value }, slice, env))
  },
}

const personNeeds = (organizationId: string, email: VerifiedEmail, found: Slice, env: Env): readonly Need[] => {
  const where = { organizationId, address: addressKey(email) }
  const holder = holderOf(found.get(userEmails, where.address))
  return [
    ...inviteeNeeds(where, found),
    ...pendingNeeds(where, found),
    ...ownerNeeds(email.domain, found, env),
    ...(holder
      ? [refOf(joinRequests, organizationId, holder), ...guestNeeds(organizationId, found.get(users, holder))]
      : []),
  ]
}

/** Whoever joins: a user already, or one who is made by it. */
type Comer = {
  readonly user: User
  readonly was: 'new' | 'known'
  readonly change: MembershipChange
  readonly writes: readonly Write[]
}

type Judged = Result<Comer | Extract<ImportOutcome, { kind: 'already_member' }>, ImportOneRefusal>

const judge = (command: Import, person: Person, slice: Slice, env: Env): Judged => {
  const { actor, organizationId } = command
  const { user, membership: before } = inviteeIn({ organizationId, address: addressKey(person.email) }, slice)
  if (before && user) {
    if (user.status !== 'active') return refused(userRefusals.user_deactivated({ userId: user.id }))
    const state = stateNow(before, slice, env)
    if (state === 'active') return ok(alreadyMember(before, env))
    // Whom a person put out, or for a time only, comes back by a person's act about them alone.
    if (!mayJoin(before)) return refused(membershipRefusals.member_state({ organizationId, userId: user.id, state }))
  }
  const offered = judgeOffering(person.role, giverOf(slice, actor, organizationId, env), env.roles)
  if (!offered.ok) return offered
  const comes = judgeComing(command, person, user, slice, env)
  if (!comes.ok) return comes
  const { role } = offered.value
  const { user: comer, writes } = user
    ? { user, writes: requestAnswered(organizationId, user, slice) }
    : createUser({ ...person, homeOrganizationId: organizationId }, env)
  const after = assignedMember(organizationId, comer.id, { role, by: actor, at: env.now }, nextStay(before))
  return ok({ user: comer, was: user ? 'known' : 'new', change: { before, after }, writes })
}

/** Whether whoever is not a member may become one: of people elsewhere an admin is told nothing. */
const judgeComing = (
  command: Import,
  { email, name }: Person,
  user: User | undefined,
  slice: Slice,
  env: Env,
): Result<null, ImportOneRefusal> => {
  const { organizationId } = command
  const address = addressKey(email)
  if (name !== undefined && !DisplayName.safeParse(name).success)
    return refused(membershipRefusals.name_invalid({ most: MOST_NAME }))
  const home = judgeHome(command, email, user, slice, env)
  if (!home.ok) return home
  const available = unreserved(address, slice.get(userEmails, address), env)
  if (!available.ok) return available
  if (user && user.status !== 'active') return refused(userRefusals.user_deactivated({ userId: user.id }))
  const invitation = pendingTo({ organizationId, address }, slice)
  if (invitation && !hasExpired(invitation.expiresAt, env.now))
    return refused(invitationRefusals.invitation_pending({ invitationId: invitation.id, until: invitation.expiresAt }))
  const request = user && slice.get(joinRequests, organizationId, user.id)
  return request?.status === 'declined'
    ? refused(membershipRefusals.join_request_declined({ organizationId, userId: request.userId }))
    : ok(null)
}

/**
 * MEM-10, DOM-4: an admin speaks for the domains that the organization owns, and the operator for whom no other
 * organization does: a new user is at home here, and stays so.
 */
const judgeHome = (
  { actor, organizationId }: Import,
  { domain }: VerifiedEmail,
  user: User | undefined,
  slice: Slice,
  env: Env,
): Result<null, ImportOneRefusal> => {
  const owner = ownerOf(domain, slice, env)
  const isOwn = owner?.organizationId === organizationId && !owner.dispute
  if (isOwn) return ok(null)
  if (actor.kind === 'user') return refused(membershipRefusals.address_not_yours({ organizationId, domain }))
  if (user || !owner) return ok(null)
  return refused(
    owner.dispute
      ? domainRuleRefusals.domain_disputed({ domain: owner.domain })
      : membershipRefusals.home_elsewhere({ domain: owner.domain }),
  )
}

/** What a rule offered, or asked an admin about, has come about another way. */
const requestAnswered = (organizationId: OrganizationId, { id }: User, slice: Slice): readonly Write[] =>
  slice.get(joinRequests, organizationId, id) ? [remove(joinRequests, organizationId, id)] : []

const alreadyMember = (member: Membership, env: Env) =>
  ({ kind: 'already_member', userId: member.userId, role: effectiveRole(member, env) ?? null }) as const

const joined = ({ user, was }: Comer, { role }: Person): ImportOutcome => ({
  kind: 'joined',
  userId: user.id,
  role,
  user: was,
})

type Judgement = {
  readonly outcomes: readonly ImportOutcome[]
  readonly comers: readonly Comer[]
  readonly allowed: Reason
}

const decide = (
  { organizationId }: Import,
  { outcomes, comers, allowed }: Judgement,
  slice: Slice,
  env: Env,
): Decision<MembersImported> => ({
  value: { outcomes },
  because: [
    allowed,
    reason('members_imported', ['MEM-10', 'ORG-3', 'EML-3', 'ROL-3'], {
      joined: comers.length,
      refused: outcomes.filter(({ kind }) => kind === 'refused').length,
    }),
  ],
  writes: [
    ...comers.flatMap(({ writes }) => writes),
    ...putMemberships(
      comers.map(({ change }) => change),
      env.roles,
    ),
    ...guestWrites(
      organizationId,
      comers.map(({ user }) => user),
      slice,
    ),
  ],
  effects: [],
  organizationId,
})
