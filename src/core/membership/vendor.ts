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
import { type Membership, memberships, WORKFORCE_GROUPS, type WorkforceRole } from './model.ts'
import { membershipsNeed, membershipsOf } from './of-user.ts'
import { membershipRefusals } from './refusals.ts'
import { type At, nextTerm, stateOf } from './rules.ts'
import { memberNeeds, staffUntil, standingRole, workforceStanding } from './workforce.ts'
import type { MembershipChange } from './write.ts'

type Place = { readonly organizationId: string; readonly userId: string }

/** Whoever is at home in an organization and in it is its own, and nobody's workforce there. */
export const isAtHome = ({ organizationId, userId }: Place, slice: Slice): boolean =>
  slice.get(users, userId)?.homeOrganizationId === organizationId &&
  slice.get(memberships, organizationId, userId)?.status === 'active'

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
    ...(isAtHome(place, found) ? [] : [membershipsNeed(userId)]),
    ...elsewhere(place, found).flatMap(({ organizationId: vendorId }) => {
      const engagement = found.get(engagements, organizationId, vendorId)
      return [
        refOf(organizations, vendorId),
        refOf(memberships, vendorId, userId),
        refOf(engagements, organizationId, vendorId),
        ...(engagement?.seats === undefined
          ? []
          : [refOf(workforceCounts, organizationId, vendorId, `${engagement.edition}`)]),
      ]
    }),
  ]
}

type Vendor = { readonly vendorId: Membership['organizationId']; readonly term: number }

/** WRK-1, WRK-3: the active vendor of whose own people the user is one; at home first, then by id. */
const vendorIn = (place: Place, user: User | undefined, slice: Slice, at: At): Vendor | undefined => {
  if (isAtHome(place, slice) || workforceRole(at.roles) === undefined) return undefined
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

/** MEM-1: the workforce role beside the one that somebody is given in this very commit. */
export const besidesAssigned = (member: Membership, by: ComingBy, slice: Slice, at: At): Membership => {
  if (workforceStanding(member, slice, at).stands) return member
  const vendor = vendorIn(member, slice.get(users, member.userId), slice, at)
  return vendor ? besides(member, byEngagement(member, vendor, by, slice, at), by) : member
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
  /** The groups in which they have a seat, of the term that they are in. */
  readonly groups: readonly string[]
  /** The group in which they get one. */
  readonly joining?: string
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
  if (before && stateOf(before, at) === 'suspended')
    return refused(membershipRefusals.member_suspended({ organizationId, userId }))
  const role = standingRole(before, slice, at)
  if (before?.byWorkforce && workforceStanding(before, slice, at).stands) return stays(before, role?.by, by, slice)
  const isIn = before !== undefined && role !== undefined
  const vendor = vendorIn(place, slice.get(users, userId), slice, at)
  // Whoever comes in anew has no seat of the term that begins (INV-25).
  const engaged = vendor && byEngagement(place, vendor, isIn ? by : { ...by, groups: [] }, slice, at)
  if (isIn) return isBeside(before, engaged, by, most(place, vendor, slice))
  if (!engaged || !vendor || !by.makesWorkforce)
    return refused(membershipRefusals.not_a_member({ organizationId, userId }))
  if (!engaged.ok) return engaged
  const after: Membership = {
    organizationId: organizationId as Membership['organizationId'],
    userId: userId as Membership['userId'],
    term: nextTerm(before),
    status: 'active',
    joinedAt: at.now,
    byWorkforce: engaged.value,
  }
  return ok({ before, after, ...most(place, vendor, slice) })
}

const groupsAfter = ({ groups, joining }: ComingBy): readonly string[] =>
  joining === undefined ? groups : [...groups, joining]

/** Whoever came with a vendor already. */
const stays = (
  before: Membership,
  by: string | undefined,
  coming: ComingBy,
  slice: Slice,
): Result<MembershipChange, NotNow> => {
  const { organizationId, byWorkforce } = before
  const { on } = coming
  const engagement = byWorkforce && slice.get(engagements, organizationId, byWorkforce.vendorId)
  if (by === 'workforce' && on && !isInScope(engagement, on.kind, on.id))
    return refused(outOfScope(organizationId, byWorkforce?.vendorId ?? '', on))
  return seated(before, coming)
}

/** INV-13: what came with a vendor knows every seat, also while nothing stands on it. */
const seated = (before: Membership, coming: ComingBy): Result<MembershipChange, NotNow> => {
  const { userId, byWorkforce } = before
  if (!byWorkforce) return ok({ before, after: before })
  const all = [...new Set([...byWorkforce.groups, ...groupsAfter(coming)])].sort()
  if (all.length > WORKFORCE_GROUPS)
    return refused(workforceRefusals.workforce_groups_too_many({ userId, most: WORKFORCE_GROUPS }))
  const isSame = all.length === byWorkforce.groups.length
  return ok({ before, after: isSame ? before : { ...before, byWorkforce: { ...byWorkforce, groups: all } } })
}

/** Somebody who is in by a role of their own is kept out by no engagement. */
const isBeside = (
  before: Membership,
  engaged: Result<WorkforceRole, NotNow> | undefined,
  by: ComingBy,
  most: Pick<MembershipChange, 'seats'>,
): Result<MembershipChange, NotNow> => {
  const after = besides(before, engaged, by)
  return after === before ? seated(before, by) : ok({ before, after, ...most })
}

const besides = (before: Membership, engaged: Result<WorkforceRole, NotNow> | undefined, by: ComingBy): Membership =>
  engaged?.ok && (by.makesWorkforce || groupsAfter(by).length > 0) ? { ...before, byWorkforce: engaged.value } : before

const byEngagement = (
  { organizationId, userId }: Place,
  { vendorId, term }: Vendor,
  by: ComingBy,
  slice: Slice,
  { now }: At,
): Result<WorkforceRole, NotNow> => {
  const { on } = by
  const groups = groupsAfter(by)
  const engagement = slice.get(engagements, organizationId, vendorId)
  const closed = whyClosed(engagement, now)
  const between = { organizationId, vendorId }
  if (closed === 'engagement_ended') return refused(workforceRefusals.engagement_ended(between))
  if (closed) return refused(workforceRefusals.engagement_not_begun({ ...between, from: engagement?.from ?? now }))
  if (on && !isInScope(engagement, on.kind, on.id)) return refused(outOfScope(organizationId, vendorId, on))
  if (groups.length > WORKFORCE_GROUPS)
    return refused(workforceRefusals.workforce_groups_too_many({ userId, most: WORKFORCE_GROUPS }))
  const { seats } = engagement ?? {}
  if (seats !== undefined && taken(engagement, slice) >= seats)
    return refused(workforceRefusals.engagement_seats_taken({ ...between, seats }))
  return ok({ vendorId, term, edition: editionOf(engagement), at: now, groups: [...new Set(groups)].sort() })
}

const taken = (engagement: Engagement | undefined, slice: Slice): number =>
  engagement ? slice.count(workforceCounts, engagement.organizationId, engagement.vendorId, `${engagement.edition}`) : 0

/** Of two who take the last seat at the same moment the bound lets one. */
const most = ({ organizationId }: Place, vendor: Vendor | undefined, slice: Slice) => {
  const seats = vendor && slice.get(engagements, organizationId, vendor.vendorId)?.seats
  return seats === undefined ? {} : { seats }
}

const outOfScope = (organizationId: string, vendorId: string, on: { readonly kind: string; readonly id: string }) =>
  workforceRefusals.engagement_out_of_scope({ organizationId, vendorId, ...on })
