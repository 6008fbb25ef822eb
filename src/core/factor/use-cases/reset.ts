import { z } from 'zod'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type EffectDraft,
  type Instant,
  type Made,
  type Need,
  type OrganizationId,
  ok,
  put,
  ReasonText,
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
  effectiveRole,
  type ManageUserRefusal,
  manageUser,
  manageUserNeeds,
  membershipsNeed,
  membershipsOf,
} from '../../membership/index.ts'
import { roleOf } from '../../role/index.ts'
import type { User } from '../../user/index.ts'
import { trustedDevices, type UserFactors, userFactors } from '../model.ts'
import { notice } from '../notice.ts'
import { noFactors } from '../own.ts'
import { factorRefusals } from '../refusals.ts'
import { besideNeeds, revoke } from '../revoke.ts'
import { Session } from '../session.ts'
import { stepUp } from '../step-up.ts'
import { devicesNeed, devicesOf } from '../view.ts'

const Reset = z.strictObject({
  actor: Actor,
  userId: UserId,
  session: Session.optional(),
  reason: ReasonText,
  ...commandFields,
})

/** `removed`: how many confirmed factors the user had. @since 0.4.0 */
export type FactorsReset = { readonly userId: UserId; readonly removed: number; readonly resetAt: Instant }

/** @since 0.4.0 */
export type ResetFactorsRefusal =
  | ManageUserRefusal
  | Made<typeof factorRefusals.own_factors | typeof factorRefusals.step_up_required>

/**
 * MFA-12. Whoever manages a user takes all of their factors away, with whatever was remembered: every policy that requires
 * one asks the user to enrol at once, without the time that was left. Who lost a phone begins anew, failures included.
 */
export const resetFactors: UseCase<typeof Reset, FactorsReset, ResetFactorsRefusal, Env> = {
  name: 'mfa.reset',
  command: Reset,
  reads: ({ actor, userId }, found): readonly Need[] => [
    ...manageUserNeeds({ actor, userId }, found),
    ...(actor.kind === 'user' ? [refOf(userFactors, actor.userId)] : []),
    refOf(userFactors, userId),
    membershipsNeed(userId),
    devicesNeed(userId),
    ...besideNeeds(userId, found.get(userFactors, userId)?.factors ?? []),
  ],
  plan: ({ actor, userId, session, ...command }, slice, env) => {
    const managed = manageUser(slice, { actor, userId }, env)
    if (!managed.ok) return managed
    if (actor.kind === 'user' && actor.userId === userId) return refused(factorRefusals.own_factors({}))
    const { user, because } = managed.value
    const administered = administeredBy(user, slice, env)
    const actors = actor.kind === 'user' ? slice.get(userFactors, actor.userId) : undefined
    const fresh = stepUp(actor, { session, own: actors }, env, administered.length > 0 ? { by: 'factor' } : {})
    if (!fresh.ok) return fresh
    const own = slice.get(userFactors, userId) ?? noFactors(user)
    const { factors } = own
    const resetAt = Math.max(env.now, own.resetAt ?? 0)
    return ok({
      value: { userId, removed: factors.filter(({ status }) => status === 'active').length, resetAt },
      because: [because, fresh.value, reason('factors_reset', ['MFA-12', 'INV-17'], { userId })],
      writes: [
        put(userFactors, emptied(own, resetAt, command.reason)),
        ...factors.flatMap(factor => revoke(own, factor, { why: 'reset', now: env.now, slice })),
        ...devicesRemoved(userId, slice),
      ],
      effects: effectsOf(user, administered),
      organizationId: user.homeOrganizationId,
    })
  },
}

/** The organizations that a user administers, at home and elsewhere; also while suspended there, as they would again. */
const administeredBy = ({ id }: User, slice: Slice, env: Env): readonly OrganizationId[] =>
  membershipsOf(slice, id).flatMap(member => {
    const role = member.status === 'ended' ? undefined : effectiveRole(member, env)
    return role !== undefined && roleOf(env.roles, role)?.administers ? [member.organizationId] : []
  })

const emptied = (
  { recovery: _codes, failures: _failures, ...own }: UserFactors,
  resetAt: Instant,
  resetReason: string,
): UserFactors => ({ ...own, edition: own.edition + 1, factors: [], resetAt, resetReason })

/** The edition has ended them all; those that are seen leave the store as well. */
const devicesRemoved = (userId: string, slice: Slice): readonly Write[] =>
  devicesOf(slice, userId).map(({ id }) => remove(trustedDevices, userId, id))

/** So many organizations are told. */
const TOLD = 100

/** Of an admin's reset the other admins hear, wherever it is, for it is a way to become one. */
const effectsOf = (user: User, administered: readonly OrganizationId[]): readonly EffectDraft[] => [
  { kind: 'end_sessions', payload: { userId: user.id } },
  notice(user, 'factors_reset'),
  ...administered.slice(0, TOLD).map(organizationId => ({
    kind: 'notify_admins',
    organizationId,
    payload: { about: 'factors_reset', userId: user.id },
  })),
]
