import { z } from 'zod'
import type { EntityKind } from '../../entity/index.ts'
import type { Env } from '../../env.ts'
import {
  changeNeeds,
  heldGrants,
  heldSeats,
  isCutOff,
  leftoverNeeds,
  sentInvitations,
  solelyAdministered,
} from '../../grant/index.ts'
import {
  Actor,
  hasExpired,
  type Made,
  OrganizationId,
  ok,
  type Result,
  reason,
  type Slice,
  UserId,
  type View,
} from '../../kernel/index.ts'
import { activeOrganization } from '../../organization/index.ts'
import { activeUser } from '../authorize.ts'
import { adminCounts, type Membership } from '../model.ts'
import type { membershipRefusals } from '../refusals.ts'
import { memberIn, type Target, type TargetRefusal, targetMember, targetNeeds } from '../target-member.ts'
import { stateNow } from '../view.ts'
import { adminDelta, endedMember, judgeCounted } from '../write.ts'

const PlanRemoval = z.strictObject({ actor: Actor, organizationId: OrganizationId, userId: UserId })
type PlanRemoval = z.output<typeof PlanRemoval>

/** How many there are, or that there are at least so many. @since 0.2.0 */
export type CountOf = { readonly count: number; readonly atLeast: boolean }

/** What putting a member out would take. @since 0.2.0 */
export type RemovalPlan = {
  readonly userId: UserId
  /** Then another admin is needed first (INV-01). */
  readonly isLastAdmin: boolean
  /** Each needs a replacement (INV-08). */
  readonly solelyAdministers: readonly { readonly kind: EntityKind; readonly id: string }[]
  readonly seats: CountOf
  readonly grants: CountOf
  /** Pending ones that the member sent. */
  readonly invitations: CountOf
  /** Whether the member has access now, so that there are sessions to end. */
  readonly endsSessions: boolean
}

/** @since 0.5.0 */
export type PlanRemovalRefusal = TargetRefusal | Made<typeof membershipRefusals.role_unknown>

/** At most this many of each kind are counted. */
const COUNTED = 1_000

/** MEM-4: the plan of a removal, or of one's own leaving. What it says is what they then do, if nothing changes between. */
export const planRemoval: View<typeof PlanRemoval, RemovalPlan, PlanRemovalRefusal, Env> = {
  name: 'members.planRemoval',
  command: PlanRemoval,
  reads: (command, found) => [
    ...targetNeeds(command, found),
    ...changeNeeds(command.userId, [command.organizationId], found),
    ...leftoverNeeds(command, COUNTED),
  ],
  answer: (command, slice, env) => {
    const target = whom(command, slice, env)
    if (!target.ok) return target
    const { member, user, because } = target.value
    const after = endedMember(member, { endedAt: env.now, ending: 'removed' })
    const change = { before: member, after, user: [user.status, user.status] } as const
    const counted = judgeCounted([change], env.roles)
    if (!counted.ok) return counted
    const delta = adminDelta(change, env.roles)
    return ok({
      value: {
        userId: command.userId,
        isLastAdmin: delta < 0 && slice.count(adminCounts, command.organizationId) + delta < 1,
        solelyAdministers: solelyAdministered(change, slice).map(({ kind, id }) => ({ kind, id })),
        ...leftBehind(member, slice, env),
        endsSessions: stateNow(member, slice, env) === 'active' && user.status === 'active',
      },
      because: [because, reason('removal_planned', ['MEM-4', 'INV-01', 'INV-08'])],
    })
  },
}

const STATES = ['active', 'suspended', 'expired', 'resting'] as const

/** Anybody may look at what their own leaving would take. */
const whom = (
  command: PlanRemoval,
  slice: Slice,
  env: Env,
): Result<Pick<Target, 'member' | 'user' | 'because'>, TargetRefusal> => {
  const { actor, organizationId, userId } = command
  if (actor.kind !== 'user' || actor.userId !== userId) return targetMember(slice, command, STATES, env)
  const user = activeUser(slice, userId)
  if (!user.ok) return user
  const organization = activeOrganization(slice, organizationId)
  if (!organization.ok) return organization
  const member = memberIn(slice, { organizationId, userId }, STATES, env)
  if (!member.ok) return member
  return ok({
    member: member.value,
    user: user.value,
    because: reason('own_membership', ['ROL-4']),
  })
}

const leftBehind = (
  member: Membership,
  slice: Slice,
  { now }: Env,
): Pick<RemovalPlan, 'seats' | 'grants' | 'invitations'> => {
  const isOfNow = ({ term }: { readonly term: number }) => term === member.term
  const more = isCutOff(member, slice)
  return {
    seats: { count: heldSeats(member, slice).filter(isOfNow).length, atLeast: more.seats },
    grants: { count: heldGrants(member, slice).filter(isOfNow).length, atLeast: more.grants },
    invitations: {
      count: sentInvitations(member, slice).filter(
        ({ inviterTerm, expiresAt }) => inviterTerm === member.term && !hasExpired(expiresAt, now),
      ).length,
      atLeast: more.invitations,
    },
  }
}
