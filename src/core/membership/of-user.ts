import {
  add,
  listKey,
  type Made,
  type Need,
  ok,
  type Result,
  refOf,
  refused,
  type Slice,
  type Write,
} from '../kernel/index.ts'
import { type Membership, membershipCounts, memberships } from './model.ts'
import { membershipRefusals } from './refusals.ts'

/** So that one commit can change all memberships of a user. */
export const MEMBERSHIPS_PER_USER = 1_000

const LIST = 'membership_by_user'

/** All memberships of a user, ended ones included. */
export const membershipsNeed = (userId: string): Need => ({
  list: listKey(LIST, userId),
  limit: MEMBERSHIPS_PER_USER,
})

export const membershipsOf = (slice: Slice, userId: string): readonly Membership[] =>
  slice.list(memberships, LIST, userId)

/** The same where there are not too many to change them together. */
export const allMembershipsOf = (
  slice: Slice,
  userId: string,
): Result<readonly Membership[], Made<typeof membershipRefusals.memberships_too_many>> =>
  slice.next(LIST, userId) === undefined
    ? ok(membershipsOf(slice, userId))
    : refused(membershipRefusals.memberships_too_many({ userId, most: MEMBERSHIPS_PER_USER }))

/** The writes of a decision on all memberships of a user: one that is begun at the same moment is a conflict. */
export const ofAllMemberships = (writes: readonly Write[], userId: string, seen: number): readonly Write[] => {
  const ref = refOf(membershipCounts, userId)
  const begun = writes.find(write => write.ref === ref)
  const by = begun?.op === 'add' ? begun.by : 0
  const all = seen + by
  return [...writes.filter(write => write !== begun), add(membershipCounts, [userId], by, { min: all, max: all })]
}
