import type { Env } from '../env.ts'
import { type Because, listKey, type Need, remove, type Slice, type Write } from '../kernel/index.ts'
import {
  effectiveRole,
  joinRequests,
  type Membership,
  type MembershipChange,
  memberships,
  membershipsNeed,
  membershipsOf,
  type StateNow,
  stateNow,
  workforceNeeds,
} from '../membership/index.ts'
import type { RoleName } from '../role/index.ts'
import type { Match } from '../role/resolve/index.ts'
import type { User } from '../user/index.ts'
import { derivedBy, sourceNeeds, stillSaid, withDerived } from './derive.ts'
import type { LiveRule } from './in-effect.ts'
import { type JoiningPlan, joiningNeeds, judgeAddress, planJoining } from './joining.ts'

/**
 * MEM-5. What another address makes of one membership: the role by a rule before and after, and the role that the member
 * has then; null where there is none.
 *
 * @since 0.2.0
 */
export type RoleMove = {
  readonly organizationId: string
  readonly from: RoleName | null
  readonly to: RoleName | null
  readonly role: RoleName | null
  readonly because: Because
}

/** What the rules make of a user at another address. */
export type Readdressing = {
  readonly moves: readonly RoleMove[]
  readonly changes: readonly MembershipChange[]
  readonly joining: JoiningPlan
  /** What waits that no rule offers or asks any more. */
  readonly withdrawn: readonly Write[]
}

/** Whoever is out comes in anew, if they do (INV-25). */
const REACHED: ReadonlySet<StateNow> = new Set(['active', 'suspended'])

const REQUESTS = 'join_request_by_user'
const MOST_REQUESTS = 1_000

export const readdressNeeds = ({ id, email }: Pick<User, 'id' | 'email'>, found: Slice, env: Env): readonly Need[] => [
  membershipsNeed(id),
  { list: listKey(REQUESTS, id), limit: MOST_REQUESTS },
  ...membershipsOf(found, id).flatMap(member => [...sourceNeeds(member), ...workforceNeeds(member)]),
  ...joiningNeeds(email, id, found, env),
]

/** MEM-5, INV-12: the roles by rules of a user, as whose address this is, and what they join anew by it. */
export const readdress = (user: User, slice: Slice, env: Env): Readdressing => {
  const { matches } = judgeAddress(user.email.domain, slice, env)
  const byOrganization = new Map(matches.map(match => [match.organizationId, match]))
  const moved = membershipsOf(slice, user.id)
    .filter(member => REACHED.has(stateNow(member, slice, env)))
    .map(before => memberAt(before, byOrganization.get(before.organizationId), user, slice, env))
    .filter(({ before, after }) => after !== before)
  const after = new Map(moved.map(change => [change.after.organizationId, change.after]))
  const known = (organizationId: string) => ({
    membership:
      after.get(organizationId as Membership['organizationId']) ?? slice.get(memberships, organizationId, user.id),
    request: slice.get(joinRequests, organizationId, user.id),
  })
  const joining = planJoining(user, matches, known, { slice, env })
  return {
    moves: [...moved.flatMap(({ move }) => move), ...joining.outcome.joined.map(joinedMove)].sort(byOrganizationId),
    changes: moved.map(({ before, after }) => ({ before, after })),
    joining,
    withdrawn: slice
      .list(joinRequests, REQUESTS, user.id)
      .filter(({ status, organizationId }) => status !== 'declined' && !byOrganization.has(organizationId))
      .map(({ organizationId, userId }) => remove(joinRequests, organizationId, userId)),
  }
}

/** A rule without effect puts nobody out whom it is for (DOM-3). */
const memberAt = (
  before: Membership,
  match: Match<LiveRule> | undefined,
  { email }: User,
  slice: Slice,
  env: Env,
): MembershipChange & { readonly move: readonly RoleMove[] } => {
  const derived = derivedBy(match, before, email, env)
  const byRule = match === undefined && stillSaid(before, email, slice) ? before.byRule : derived.byRule
  const after = withDerived(before, byRule, env)
  const [from, to] = [before.byRule?.role ?? null, after.byRule?.role ?? null]
  const role = after.status === 'ended' ? null : (effectiveRole(after, env) ?? null)
  const move = { organizationId: before.organizationId, from, to, role, because: derived.because }
  return { before, after, move: from === to ? [] : [move] }
}

const joinedMove = ({ organizationId, role, because }: JoiningPlan['outcome']['joined'][number]): RoleMove => ({
  organizationId,
  from: null,
  to: role,
  role,
  because,
})

const byOrganizationId = (a: RoleMove, b: RoleMove): number => (a.organizationId < b.organizationId ? -1 : 1)
