import { type Made, type Need, ok, type Result, refOf, refused, type Slice } from '../kernel/index.ts'
import { organizations } from '../organization/index.ts'
import { workforceRole } from '../role/index.ts'
import { type User, users } from '../user/index.ts'
import {
  type Engagement,
  editionOf,
  engagements,
  isInScope,
  whyClosed,
  workforceCounts,
  workforceRefusals,
} from '../workforce/index.ts'
import { guestNeeds } from './guest-home.ts'
import { type Membership, memberships, WORKFORCE_GROUPS, type WorkforceRole } from './model.ts'
import { membershipsNeed, membershipsOf } from './of-user.ts'
import { membershipRefusals } from './refusals.ts'
import { type At, hasOwnRole, isLasting, nextStay } from './rules.ts'
import { stateNow } from './view.ts'
import { memberNeeds, scopeOf, staffUntil, standingRole, workforceStanding } from './workforce.ts'
import type { MembershipChange } from './write.ts'

type Place = { readonly organizationId: string; readonly userId: string }

const isHomeOf = ({ organizationId, userId }: Place, slice: Slice): boolean =>
  slice.get(users, userId)?.homeOrganizationId === organizationId

/** Whoever is at home in an organization, and in it by a role of its own for good, is nobody's workforce there. */
export const isAtHome = (place: Place, slice: Slice): boolean =>
  isHomeOf(place, slice) && isLasting(slice.get(memberships, place.organizationId, place.userId))

/** The same while they have the role for a time. */
const isAtHomeNow = (place: Place, slice: Slice, at: At): boolean => {
  const member = slice.get(memberships, place.organizationId, place.userId)
  return isAtHome(place, slice) || (isHomeOf(place, slice) && member?.status === 'active' && hasOwnRole(member, at))
}

/** Where else somebody is by a role of their own: only there can they be staff. */
const elsewhere = ({ organizationId, userId }: Place, slice: Slice): readonly Membership[] =>
  membershipsOf(slice, userId).filter(
    member =>
      member.organizationId !== organizationId && member.status === 'active' && (member.assigned || member.byRule),
  )

/** What says whether somebody is one of a vendor's people, and what that vendor and the host have agreed. */
export const vendorNeeds = (place: Place, found: Slice): readonly Need[] => {
  const { organizationId, userId } = place
  return [
    refOf(users, userId),
    ...memberNeeds(organizationId, userId, found),
    ...guestNeeds(organizationId, found.get(users, userId)),
    ...(isAtHome(place, found) ? [] : [membershipsNeed(userId)]),
    ...elsewhere(place, found).flatMap(({ organizationId: vendorId }) => {
      const edition = editionOf(found.get(engagements, organizationId, vendorId))
      return [
        refOf(organizations, vendorId),
        refOf(memberships, vendorId, userId),
        refOf(engagements, organizationId, vendorId),
        // Also before it is known whether seats are counted: a first edition costs no round of its own.
        refOf(workforceCounts, organizationId, vendorId, `${edition}`),
      ]
    }),
  ]
}

type Vendor = { readonly vendorId: Membership['organizationId']; readonly term: number }

/** WRK-1, WRK-3: the active vendor of whose own people the user is one; at home first, then by id. */
const vendorIn = (place: Place, user: User | undefined, slice: Slice, at: At): Vendor | undefined => {
  if (isAtHomeNow(place, slice, at) || workforceRole(at.roles) === undefined) return undefined
  const [first] = elsewhere(place, slice)
    .map(({ organizationId }) => slice.get(memberships, organizationId, place.userId))
    .filter(member => member !== undefined)
    .filter(member => {
      const vendor = slice.get(organizations, member.organizationId)
      return vendor?.kind === 'workforce' && vendor.status === 'active' && staffUntil(member, at) !== undefined
    })
    .sort((a, b) => rank(a, user) - rank(b, user) || (a.organizationId < b.organizationId ? -1 : 1))
  return first && { vendorId: first.organizationId, term: first.term }
}

/** MEM-1: the workforce role beside the one that somebody is given in this very commit, by which they may come home. */
export const besidesAssigned = (
  { before, after }: MembershipChange,
  by: ComingBy,
  slice: Slice,
  at: At,
): MembershipChange => {
  if (isHomeOf(after, slice) || workforceStanding(after, slice, at).stands) return { before, after }
  const vendor = vendorIn(after, slice.get(users, after.userId), slice, at)
  const engaged = vendor && byEngagement(after, vendor, by, slice, at)
  return limited({ before, after: besides(after, engaged, by) }, slice)
}

const rank = ({ organizationId }: Membership, user: User | undefined): number =>
  Number(organizationId !== user?.homeOrganizationId)

type W = typeof workforceRefusals
type NotNow = Made<
  | W['engagement_ended']
  | W['engagement_not_begun']
  | W['engagement_seats_taken']
  | W['engagement_out_of_scope']
  | W['workforce_groups_too_many']
>

export type ComeRefusal =
  | NotNow
  | Made<typeof membershipRefusals.not_a_member | typeof membershipRefusals.member_suspended>

/** What somebody is to be given by which they may come in. */
export type ComingBy = {
  readonly on?: { readonly kind: string; readonly id: string }
  /** The group in which they get a seat. */
  readonly into?: string
  /** The groups in which they have one in their present term. */
  readonly groups: readonly string[]
  /** Whether it is a grant on a project or a dataset, of their own or of one of the groups. */
  readonly makesWorkforce: boolean
}

/**
 * WRK-1, WRK-4: the member who is given something: as they are, or as they become by it. A vendor's person who is in as
 * something else has the workforce role beside it (MEM-1), where the engagement lets them.
 */
export const comeIn = (place: Place, by: ComingBy, slice: Slice, at: At): Result<MembershipChange, ComeRefusal> => {
  const { organizationId, userId } = place
  const before = slice.get(memberships, organizationId, userId)
  if (before && stateNow(before, slice, at) === 'suspended')
    return refused(membershipRefusals.member_suspended({ organizationId, userId }))
  const role = standingRole(before, slice, at)
  if (before?.byWorkforce && workforceStanding(before, slice, at).stands) return stays(before, by, slice, at)
  const vendor = vendorIn(place, slice.get(users, userId), slice, at)
  if (before && role) {
    const engaged = vendor && byEngagement(place, vendor, by, slice, at)
    const after = besides(before, engaged, by)
    return after === before ? stays(before, by, slice, at) : ok(limited({ before, after }, slice))
  }
  // Seats are of a term: of those in an earlier one nothing is left (INV-25).
  const engaged = vendor && byEngagement(place, vendor, { ...by, groups: [] }, slice, at)
  if (!engaged || !vendor || !by.makesWorkforce)
    return refused(membershipRefusals.not_a_member({ organizationId, userId }))
  if (!engaged.ok) return engaged
  const after: Membership = {
    organizationId: organizationId as Membership['organizationId'],
    userId: userId as Membership['userId'],
    ...nextStay(before),
    status: 'active',
    joinedAt: at.now,
    byWorkforce: engaged.value,
  }
  return ok(limited({ before, after }, slice))
}

/** Whoever came with a vendor already; of everybody else nothing is to be known. */
const stays = (before: Membership, { on, ...by }: ComingBy, slice: Slice, at: At): Result<MembershipChange, NotNow> => {
  const { organizationId, userId, byWorkforce } = before
  if (!byWorkforce) return ok({ before, after: before })
  if (on && !isInScope(scopeOf(before, slice, at), on.kind, on.id))
    return refused(outOfScope(organizationId, byWorkforce.vendorId, on))
  const all = seatedIn({ ...by, groups: [...byWorkforce.groups, ...by.groups] })
  if (all.length > WORKFORCE_GROUPS)
    return refused(workforceRefusals.workforce_groups_too_many({ userId, most: WORKFORCE_GROUPS }))
  const isSame = all.length === byWorkforce.groups.length
  return ok({ before, after: isSame ? before : { ...before, byWorkforce: { ...byWorkforce, groups: all } } })
}

const seatedIn = ({ groups, into }: Pick<ComingBy, 'groups' | 'into'>): readonly string[] =>
  [...new Set([...groups, ...(into === undefined ? [] : [into])])].sort()

/** Somebody who is in by a role of their own is kept out by no engagement. */
const besides = (
  before: Membership,
  engaged: Result<WorkforceRole, NotNow> | undefined,
  { makesWorkforce, into }: ComingBy,
): Membership =>
  engaged?.ok && (makesWorkforce || into !== undefined) ? { ...before, byWorkforce: engaged.value } : before

const byEngagement = (
  { organizationId, userId }: Place,
  { vendorId, term }: Vendor,
  { on, ...by }: ComingBy,
  slice: Slice,
  { now }: At,
): Result<WorkforceRole, NotNow> => {
  const engagement = slice.get(engagements, organizationId, vendorId)
  const closed = whyClosed(engagement, now)
  const between = { organizationId, vendorId }
  if (closed === 'engagement_ended') return refused(workforceRefusals.engagement_ended(between))
  if (closed) return refused(workforceRefusals.engagement_not_begun({ ...between, from: engagement?.from ?? now }))
  if (on && !isInScope(engagement?.scope, on.kind, on.id)) return refused(outOfScope(organizationId, vendorId, on))
  const groups = seatedIn(by)
  if (groups.length > WORKFORCE_GROUPS)
    return refused(workforceRefusals.workforce_groups_too_many({ userId, most: WORKFORCE_GROUPS }))
  const { seats } = engagement ?? {}
  if (seats !== undefined && takenByOthers(userId, engagement, slice) >= seats)
    return refused(workforceRefusals.engagement_seats_taken({ ...between, seats }))
  return ok({ vendorId, term, edition: editionOf(engagement), at: now, groups })
}

/** Whoever has a seat still, and comes in anew, has it again. */
const takenByOthers = (userId: string, engagement: Engagement | undefined, slice: Slice): number => {
  if (!engagement) return 0
  const { organizationId, vendorId, edition } = engagement
  const there = slice.get(memberships, organizationId, userId)
  const isTheirs = there?.byWorkforce?.vendorId === vendorId && there.byWorkforce.edition === edition
  return slice.count(workforceCounts, organizationId, vendorId, `${edition}`) - Number(isTheirs)
}

/** Of two who take the last seat at the same moment the bound lets one. */
const limited = (change: MembershipChange, slice: Slice): MembershipChange => {
  const { organizationId, byWorkforce } = change.after
  if (!byWorkforce || byWorkforce === change.before?.byWorkforce) return change
  const seats = slice.get(engagements, organizationId, byWorkforce.vendorId)?.seats
  return seats === undefined ? change : { ...change, seats }
}

const outOfScope = (organizationId: string, vendorId: string, on: { readonly kind: string; readonly id: string }) =>
  workforceRefusals.engagement_out_of_scope({ organizationId, vendorId, ...on })
