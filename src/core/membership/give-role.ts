import {
  type Actor,
  hasExpired,
  type Instant,
  type Made,
  ok,
  type Result,
  refused,
  type Slice,
} from '../kernel/index.ts'
import { managesRole, type RoleCatalogue, rankOf, roleOf } from '../role/index.ts'
import { type Membership, memberships } from './model.ts'
import { membershipRefusals } from './refusals.ts'
import { type At, effectiveRole, type HeldRole } from './rules.ts'
import { activeRole, isOverForGood } from './workforce.ts'

/** Who gives; `held` is the role that they act by, none for an operator. */
export type Giver = { readonly actor: Actor; readonly held: HeldRole | undefined }

/** Who is given to: nobody yet known, or a user with the role that they hold now, if any. */
export type Receiver = { readonly userId?: string | undefined; readonly role?: string | undefined }

type R = typeof membershipRefusals

/** Why somebody may not touch the role of another. */
export type ChangeRoleRefusal = Made<R['member_not_yours_to_change']>

/** Why somebody may not give a role. */
export type GiveRoleRefusal =
  | ChangeRoleRefusal
  | Made<R['role_unknown'] | R['role_ceiling'] | R['role_not_yours_to_give'] | R['own_role_upward']>

/** Why somebody may not give a role to whoever holds none yet. */
export type OfferRoleRefusal = Made<R['role_unknown'] | R['role_not_yours_to_give']>

/** Who acts, with the role that they act by in this organization. */
export const giverOf = (slice: Slice, actor: Actor, organizationId: string, at: At): Giver => ({
  actor,
  held: actor.kind === 'user' ? activeRole(slice.get(memberships, organizationId, actor.userId), slice, at) : undefined,
})

/**
 * ROL-2, ROL-3: the role that counts of whoever is given another: a vendor's person who only rests is one of its people
 * still, and whoever has ended, or is over for good, comes in anew.
 */
export const roleOfReceiver = (
  member: Membership | undefined,
  records: Pick<Slice, 'get'>,
  at: At,
): string | undefined => {
  if (!member || member.status === 'ended') return undefined
  const { byWorkforce: _, ...own } = member
  return effectiveRole(isOverForGood(member, records, at) ? own : member, at)
}

/** ROL-3: whether whoever acts may change or take away what this member holds. */
export const judgeChanging = (
  { actor, held }: Giver,
  { userId = '', role }: Receiver,
): Result<null, ChangeRoleRefusal> =>
  actor.kind === 'operator' || role === undefined || (held && managesRole(held, role))
    ? ok(null)
    : refused(membershipRefusals.member_not_yours_to_change({ userId, role }))

/**
 * ROL-2, ROL-3: whether whoever acts may give this role to this receiver. The one function that says so wherever somebody
 * gives: on a change of role or of its expiry, in an invitation when it is sent and when it is accepted, in a domain rule,
 * on an approval, a reconciliation, a reactivation and an appointment. Where a catalogue changes nobody gives: an operator
 * renames roles, held to the stricter `judgeTarget`, by which nobody begins to administer.
 */
export const judgeGiving = (
  role: string,
  giver: Giver,
  receiver: Receiver,
  roles: RoleCatalogue,
): Result<HeldRole, GiveRoleRefusal> => {
  const definition = roleOf(roles, role)
  if (!definition) return refused(membershipRefusals.role_unknown({ role, known: roles.strongestFirst }))
  const { userId = '' } = receiver
  const type = receiver.role === undefined ? 'internal' : (roleOf(roles, receiver.role)?.type ?? 'unknown')
  if (definition.administers && type !== 'internal')
    return refused(membershipRefusals.role_ceiling({ userId, type, role }))
  const { actor, held } = giver
  if (actor.kind === 'operator') return ok({ ...definition, role })
  const mayChange = judgeChanging(giver, receiver)
  if (!mayChange.ok) return mayChange
  if (!held || !managesRole(held, role))
    return refused(membershipRefusals.role_not_yours_to_give({ role, held: held?.role ?? 'none' }))
  if (actor.userId === userId && rankOf(roles, role) < rankOf(roles, held.role))
    return refused(membershipRefusals.own_role_upward({ userId, role, held: held.role }))
  return ok({ ...definition, role })
}

/** The same for whoever holds none yet: of what `judgeGiving` refuses, the rest is about what a receiver holds. */
export const judgeOffering = (role: string, giver: Giver, roles: RoleCatalogue): Result<HeldRole, OfferRoleRefusal> =>
  judgeGiving(role, giver, {}, roles) as Result<HeldRole, OfferRoleRefusal>

/** ROL-3: a role for a time gives what is derived beside it, once it is over: that is given by whoever sets the time. */
export const judgeUncovered = (
  until: Instant | undefined,
  giver: Giver,
  { assigned, ...derived }: Membership,
  at: At,
): Result<null, Made<R['role_not_yours_to_give']>> => {
  const { userId } = derived
  const role = until === undefined ? undefined : effectiveRole(derived as Membership, at)
  if (role === undefined) return ok(null)
  const mayGive = judgeGiving(role, giver, { userId, role: assigned?.role }, at.roles)
  return !mayGive.ok && mayGive.refusal.code === 'role_not_yours_to_give' ? refused(mayGive.refusal) : ok(null)
}

/** ROL-3: whoever holds a role for a time does not give themselves one for longer. */
export const judgeLasting = (
  until: Instant | undefined,
  { actor }: Giver,
  { userId, assigned }: Membership,
  { now }: Pick<At, 'now'>,
): Result<null, Made<R['own_role_upward']>> => {
  const isOwn = actor.kind === 'user' && actor.userId === userId
  if (!isOwn || assigned?.until === undefined || hasExpired(assigned.until, now)) return ok(null)
  return until === undefined || until > assigned.until
    ? refused(membershipRefusals.own_role_upward({ userId, role: assigned.role, held: assigned.role }))
    : ok(null)
}
