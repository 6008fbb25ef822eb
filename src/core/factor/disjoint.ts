import type { Env } from '../env.ts'
import { listKey, type Need, ok, type Result, refOf, refused, type Slice } from '../kernel/index.ts'
import { type GuestHome, guestHomes, type Membership, memberships, workforceNeeds } from '../membership/index.ts'
import { combinePolicies, evaluateSignIn, type MfaPoliciesDisjoint, type SignInMembership } from '../mfa/index.ts'
import { type MfaPolicy, type Organization, organizations } from '../organization/index.ts'
import { type User, users } from '../user/index.ts'
import { asIf } from './as-if.ts'
import { userFactors } from './model.ts'
import { membershipFacts } from './sign-in-facts.ts'

export type DisjointRefusal = MfaPoliciesDisjoint

/** So that one decision reads a bounded number of records. */
const PAIRS = 1_000
const LOOKED_INTO = 5
const MEMBERS = 1_000

const ENTERED = 'guest_home_by_organization'
const HOME = 'guest_home_by_home'
const BY_ORGANIZATION = 'membership_by_organization'

type Asked = { readonly organizationId: string; readonly policy: Pick<MfaPolicy, 'mode' | 'factors'> }

/** With whose policy that of an organization meets: where its people are guests, and where its guests are at home. */
const pairsOf = (organizationId: string, slice: Slice): readonly GuestHome[] => [
  ...slice.list(guestHomes, ENTERED, organizationId),
  ...slice.list(guestHomes, HOME, organizationId),
]

const otherOf = ({ organizationId, homeId }: GuestHome, own: string): string =>
  organizationId === own ? homeId : organizationId

/** Only what both require has to be satisfied together. An archived one counts: restoring it asks nothing (ORG-5). */
const disjointPairs = ({ organizationId, policy }: Asked, slice: Slice): readonly GuestHome[] =>
  pairsOf(organizationId, slice).filter(pair => {
    const other = slice.get(organizations, otherOf(pair, organizationId))
    return other !== undefined && disjoint(policy, other.mfa) !== undefined
  })

const disjoint = (one: Asked['policy'], other: Asked['policy']): DisjointRefusal | undefined => {
  if (one.mode !== 'required' || other.mode !== 'required') return undefined
  const both = combinePolicies([one, other].map(({ mode, factors }) => ({ mode, factors })))
  return both.ok || both.refusal.code !== 'mfa_policies_disjoint' ? undefined : both.refusal
}

/** Who is in by such a pair, as far as one look goes. */
const guestsOf = ({ organizationId, homeId }: GuestHome, slice: Slice): readonly [Membership, User][] =>
  slice.list(memberships, BY_ORGANIZATION, organizationId).flatMap((member): [Membership, User][] => {
    const user = member.status === 'ended' ? undefined : slice.get(users, member.userId)
    return user?.homeOrganizationId === homeId ? [[member, user]] : []
  })

export const disjointNeeds = (asked: Asked, found: Slice): readonly Need[] => {
  const { organizationId, policy } = asked
  if (policy.mode !== 'required') return []
  const lookedInto = disjointPairs(asked, found).slice(0, LOOKED_INTO)
  return [
    { list: listKey(ENTERED, organizationId), limit: PAIRS },
    { list: listKey(HOME, organizationId), limit: PAIRS },
    ...pairsOf(organizationId, found).map(pair => refOf(organizations, otherOf(pair, organizationId))),
    ...lookedInto.flatMap(pair => [
      { list: listKey(BY_ORGANIZATION, pair.organizationId), limit: MEMBERS },
      ...found
        .list(memberships, BY_ORGANIZATION, pair.organizationId)
        .flatMap(member => (member.status === 'ended' ? [] : [refOf(users, member.userId), ...workforceNeeds(member)])),
      ...guestsOf(pair, found).flatMap(([{ userId }]) => [
        refOf(memberships, pair.homeId, userId),
        refOf(userFactors, userId),
      ]),
    ]),
  ]
}

/**
 * MFA-6: whether some factor satisfies the policy together with that of each organization that it meets: where a guest of
 * the one is at home in the other, be it whichever way round. Somebody has to be in for it; where there are more members
 * than one look takes in, it is supposed that one is.
 */
export const notDisjoint = (organization: Organization, slice: Slice, env: Env): Result<null, DisjointRefusal> => {
  const asked = { organizationId: organization.id, policy: organization.mfa }
  if (asked.policy.mode !== 'required') return ok(null)
  const then = asIf(organization, slice)
  const meeting = disjointPairs(asked, slice).find(
    (pair, index) => index >= LOOKED_INTO || isLive(pair, then, env) || isBeyond(pair, slice),
  )
  const other = meeting && slice.get(organizations, otherOf(meeting, organization.id))
  const refusal = other && disjoint(asked.policy, other.mfa)
  return refusal ? refused(refusal) : ok(null)
}

const isBeyond = ({ organizationId }: GuestHome, slice: Slice): boolean =>
  slice.next(BY_ORGANIZATION, organizationId) !== undefined

const isLive = (pair: GuestHome, slice: Slice, env: Env): boolean =>
  guestsOf(pair, slice).some(([member, user]) => satisfiesNothing({ member, user, slice, env }))

type Meeting = { readonly member: Membership; readonly user: User; readonly slice: Slice; readonly env: Env }

/**
 * MFA-6: whether no factor at all would satisfy both the organization that a member enters and their home, once all grace
 * is over.
 */
export const satisfiesNothing = ({ member, user, slice, env }: Meeting): boolean => {
  const places = [...new Set([member.organizationId, user.homeOrganizationId])]
  const facts = places.flatMap((place): SignInMembership[] => {
    const organization = slice.get(organizations, place)
    const there = place === member.organizationId ? member : ownPart(slice.get(memberships, place, user.id))
    const own = slice.get(userFactors, user.id)
    return organization && there ? [membershipFacts({ organization, member: there, user, own }, slice, env)] : []
  })
  const decision = evaluateSignIn({
    now: env.now,
    user: { id: user.id, status: user.status },
    memberships: facts.map(atOnce),
    entering: member.organizationId,
    factors: [],
    session: { authenticated: [{ method: 'password', at: env.now }] },
  })
  return decision.because.some(({ code }) => code === 'no_factor_satisfies_all')
}

/** What came with a vendor never makes anybody one of the home's own people. */
const ownPart = (member: Membership | undefined): Membership | undefined => {
  if (!member) return undefined
  const { byWorkforce: _, ...own } = member
  return own as Membership
}

const atOnce = ({ deadline: _, ...member }: SignInMembership): SignInMembership => {
  const { requiredFrom: __, grace: ___, ...policy } = member.policy
  return { ...member, policy, memberSince: 0 }
}
