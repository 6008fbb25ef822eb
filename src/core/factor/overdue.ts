import type { Env } from '../env.ts'
import { changeMembers, changeNeeds } from '../grant/index.ts'
import { type Actor, type EffectDraft, type Need, refOf, type Slice, summed, type Write } from '../kernel/index.ts'
import { effectiveRole, giverOf, judgeChanging, type Membership, stateNow } from '../membership/index.ts'
import { type Organization, organizations } from '../organization/index.ts'
import { users } from '../user/index.ts'
import { standingUnder } from './lock-out.ts'
import { userFactors } from './model.ts'
import { factorsOfNeeds } from './policy-preview.ts'

/** Who has not enrolled in time, of these, as far as it is known what they rest on. */
const isOverdue = (member: Membership, organization: Organization, slice: Slice, env: Env): boolean => {
  const user = member.status === 'active' ? slice.get(users, member.userId) : undefined
  if (user?.status !== 'active' || stateNow(member, slice, env) !== 'active') return false
  const own = slice.get(userFactors, user.id)
  return standingUnder({ organization, member, user, own }, slice, env).kind === 'overdue'
}

export const overdueNeeds = (
  organizationId: string,
  members: readonly Membership[],
  found: Slice,
  env: Env,
): readonly Need[] => {
  const organization = found.get(organizations, organizationId)
  return [
    ...factorsOfNeeds(members),
    ...(organization ? members.filter(member => isOverdue(member, organization, found, env)) : []).flatMap(
      ({ userId }) => changeNeeds(userId, [organizationId], found),
    ),
  ]
}

export type Suspended = {
  readonly userIds: readonly string[]
  readonly skipped: number
  readonly writes: readonly Write[]
  readonly effects: readonly EffectDraft[]
}

/** The counts as they are once those before are out: each is judged alone, and a page takes no more than the sum of them. */
const lessTaken = (slice: Slice, taken: ReadonlyMap<string, number>): Slice => ({
  ...slice,
  count: (of, ...key) => slice.count(of, ...key) + (taken.get(refOf(of, ...key)) ?? 0),
})

/**
 * MFA-2: suspends whoever is overdue, as `members.suspend` does, but for whom nobody could: the last admin of something
 * (INV-01, INV-08), and whom the actor may not change (ROL-3). They are kept out all the same, by each sign-in.
 */
export const suspendOverdue = (
  { actor, organization }: { readonly actor: Actor; readonly organization: Organization },
  members: readonly Membership[],
  slice: Slice,
  env: Env,
): Suspended => {
  const giver = giverOf(slice, actor, organization.id, env)
  const taken = new Map<string, number>()
  const then = lessTaken(slice, taken)
  const userIds: string[] = []
  const writes: Write[] = []
  const overdue = members.filter(member => isOverdue(member, organization, slice, env))
  for (const before of overdue) {
    const { userId } = before
    if (!judgeChanging(giver, { userId, role: effectiveRole(before, env) }).ok) continue
    const after = { ...before, status: 'suspended', suspendedAt: env.now } as Membership
    const changed = changeMembers([{ before, after }], then, env)
    if (!changed.ok) continue
    for (const write of changed.value)
      if (write.op === 'add') taken.set(write.ref, (taken.get(write.ref) ?? 0) + write.by)
    userIds.push(userId)
    writes.push(...changed.value)
  }
  return {
    userIds,
    skipped: overdue.length - userIds.length,
    writes: summed(writes),
    effects: userIds.flatMap(userId => [
      { kind: 'end_sessions', organizationId: organization.id, payload: { userId } },
      {
        kind: 'notify_user',
        organizationId: organization.id,
        payload: { about: 'suspended', userId, why: 'mfa_overdue' },
      },
    ]),
  }
}
