import { type Instant, type Ref, refOf, type Slice } from '../kernel/index.ts'
import { organizations } from '../organization/index.ts'
import { roleOf, strongestRole, workforceRole } from '../role/index.ts'
import {
  type EngagementScope,
  editionOf,
  engagements,
  heldUntil,
  holdings,
  laterOf,
  whyClosed,
} from '../workforce/index.ts'
import { type Membership, memberships, type WorkforceRole } from './model.ts'
import { type At, assignedRole, type HeldRole, hasOwnRole } from './rules.ts'

type Records = Pick<Slice, 'get'>

/** Why what came with a vendor gives nothing now. @since 0.3.0 */
export type WorkforceGap =
  | 'vendor_archived'
  | 'vendor_member_out'
  | 'vendor_member_not_internal'
  | 'engagement_ended'
  | 'engagement_not_begun'
  | 'no_grant_held'
  | 'no_workforce_role'

/** INV-13: whether what came with a vendor stands, and until when it does if nobody does anything. */
export type WorkforceStanding =
  | { readonly stands: true; readonly role: string; readonly until: Instant | 'lasting' }
  | { readonly stands: false; readonly gap: WorkforceGap }

const isOver = (member: Membership | undefined): boolean => !member?.byWorkforce || member.status === 'ended'

/** What `workforceStanding` looks at; nothing for whoever did not come with a vendor. */
export const workforceNeeds = (member: Membership | undefined): readonly Ref[] => {
  if (!member?.byWorkforce || isOver(member)) return []
  const { organizationId, userId, byWorkforce } = member
  return [
    refOf(organizations, byWorkforce.vendorId),
    refOf(memberships, byWorkforce.vendorId, userId),
    refOf(engagements, organizationId, byWorkforce.vendorId),
    refOf(holdings, organizationId, 'user', userId),
    ...byWorkforce.groups.map(groupId => refOf(holdings, organizationId, 'group', groupId)),
  ]
}

/** The records that say what a member is in the organization: their own, and those on which it rests. */
export const memberNeeds = (organizationId: string, userId: string, found: Records): readonly Ref[] => [
  refOf(memberships, organizationId, userId),
  ...workforceNeeds(found.get(memberships, organizationId, userId)),
]

const gap = (why: WorkforceGap): WorkforceStanding => ({ stands: false, gap: why })

/**
 * WRK-1, INV-13: a vendor's person is in for as long as they are an internal-type member of the active vendor, in the term
 * in which they came, the engagement lets them, and a grant on a project or a dataset is there. Nothing here waits for a
 * sweep.
 */
export const workforceStanding = (member: Membership | undefined, records: Records, at: At): WorkforceStanding => {
  const role = workforceRole(at.roles)
  if (!member?.byWorkforce || isOver(member)) return gap('no_grant_held')
  if (role === undefined) return gap('no_workforce_role')
  const { organizationId, byWorkforce } = member
  const standing = vendorStanding(byWorkforce, member.userId, records, at)
  if (typeof standing === 'string') return gap(standing)
  const engagement = records.get(engagements, organizationId, byWorkforce.vendorId)
  const closed = editionOf(engagement) === byWorkforce.edition ? whyClosed(engagement, at.now) : 'engagement_ended'
  if (closed) return gap(closed)
  const held = holdingUntil(member, records, at)
  if (held === undefined) return gap('no_grant_held')
  return { stands: true, role, until: earliest([held, standing.until, engagement?.until ?? 'lasting']) }
}

/** WRK-1, WRK-3: whether the user is one of the vendor's own people, in the term in which they came. */
const vendorStanding = (
  { vendorId, term }: { readonly vendorId: string; readonly term: number },
  userId: string,
  records: Records,
  at: At,
): { readonly until: Instant | 'lasting' } | WorkforceGap => {
  if (records.get(organizations, vendorId)?.status !== 'active') return 'vendor_archived'
  const there = records.get(memberships, vendorId, userId)
  if (there?.status !== 'active' || there.term !== term) return 'vendor_member_out'
  return staffUntil(there, at) ?? 'vendor_member_not_internal'
}

/** Until when a membership is of internal type if nobody does anything; undefined where it is not now. */
export const staffUntil = (member: Membership, at: At): { readonly until: Instant | 'lasting' } | undefined => {
  const isInternal = (role: string | undefined) => role !== undefined && roleOf(at.roles, role)?.type === 'internal'
  const assigned = assignedRole(member, at)
  const byRule = isInternal(member.byRule?.role)
  if (member.status !== 'active') return undefined
  if (assigned === undefined) return byRule ? { until: 'lasting' } : undefined
  if (!isInternal(assigned)) return undefined
  return { until: byRule ? 'lasting' : (member.assigned?.until ?? 'lasting') }
}

/** WRK-2: until when the member has a grant on a project or a dataset, of their own or of a group in which they sit. */
export const holdingUntil = (member: Membership, records: Records, { now }: Pick<At, 'now'>) => {
  const { organizationId, userId, term, byWorkforce } = member
  let until = heldUntil(records.get(holdings, organizationId, 'user', userId), now, term)
  for (const groupId of byWorkforce?.groups ?? [])
    until = laterOf(until, heldUntil(records.get(holdings, organizationId, 'group', groupId), now))
  return until
}

const earliest = (ends: readonly (Instant | 'lasting')[]): Instant | 'lasting' => {
  const times = ends.filter(end => end !== 'lasting')
  return times.length === 0 ? 'lasting' : (Math.min(...times) as Instant)
}

/**
 * MEM-1, INV-13: the role by which a member acts now: the assigned one, else the strongest derived one that stands;
 * undefined for whoever is out, whatever the record still says.
 */
export const standingRole = (member: Membership | undefined, records: Records, at: At): StandingRole | undefined => {
  if (member?.status !== 'active') return undefined
  const assigned = assignedRole(member, at)
  const { byRule, byWorkforce } = member
  if (assigned !== undefined) return { role: assigned, by: 'assignment' }
  const standing = byWorkforce && workforceStanding(member, records, at)
  const came = standing?.stands ? standing : undefined
  const role = strongestRole([byRule?.role, came?.role], at.roles)
  if (role === undefined) return undefined
  return came && role !== byRule?.role ? { role, by: 'workforce', until: came.until } : { role, by: 'rule' }
}

/** The role by which somebody acts, and where it is from. */
export type StandingRole =
  | { readonly role: string; readonly by: 'assignment' | 'rule' }
  | { readonly role: string; readonly by: 'workforce'; readonly until: Instant | 'lasting' }

/** The same with what the role may; nothing for a role that the catalogue lost. */
export const activeRole = (member: Membership | undefined, records: Records, at: At): HeldRole | undefined => {
  const role = standingRole(member, records, at)?.role
  const definition = role === undefined ? undefined : roleOf(at.roles, role)
  return role === undefined || definition === undefined ? undefined : { ...definition, role }
}

/** WRK-5, WRK-9: the only things on which a member works who is in by a vendor alone; none where nothing is named. */
export const scopeOf = (member: Membership | undefined, records: Records, at: At): EngagementScope | undefined => {
  if (!member?.byWorkforce || member.byRule || standingRole(member, records, at)?.by !== 'workforce') return undefined
  return records.get(engagements, member.organizationId, member.byWorkforce.vendorId)?.scope
}

/** WRK-6: the vendor for which somebody acts who is in as one of its people; undefined for everybody else. */
const vendorOf = (member: Membership | undefined, records: Records, at: At): string | undefined =>
  standingRole(member, records, at)?.by === 'workforce' ? member?.byWorkforce?.vendorId : undefined

/**
 * WRK-6: whether a member is one of another vendor's people than whoever looks, be they in at the moment or not: the two
 * do not see each other.
 */
export const isOfAnotherVendor = (
  viewer: Membership | undefined,
  member: Membership | undefined,
  records: Records,
  at: At,
): boolean => {
  const own = vendorOf(viewer, records, at)
  if (own === undefined || !member?.byWorkforce || member.byWorkforce.vendorId === own) return false
  return assignedRole(member, at) === undefined && member.byRule === undefined
}

/**
 * WRK-6: whether a vendor's person is not told that it was this one who did something: one of another vendor, or somebody
 * who is out, of whom nothing says any more by which vendor they came.
 */
export const isUntold = (
  viewer: Membership | undefined,
  member: Membership | undefined,
  records: Records,
  at: At,
): boolean =>
  vendorOf(viewer, records, at) !== undefined &&
  (!member || member.status === 'ended' || isOfAnotherVendor(viewer, member, records, at))

/**
 * WRK-6: for whom an actor acts in an organization, as far as the records that were read say so: a commit names it beside
 * the organization in which it is made.
 */
export const actingOrganization = (
  actor: { readonly kind: string; readonly userId?: string },
  organizationId: string,
  found: Records,
  at: At,
): string | undefined =>
  actor.userId === undefined ? undefined : vendorOf(found.get(memberships, organizationId, actor.userId), found, at)

/**
 * WRK-2, WRK-5: whether what came with a vendor is over, and not only rests: the engagement, the membership in the vendor
 * or the last grant has ended. An archived vendor, and whoever is suspended there or of another type, may be back (ORG-5,
 * MEM-2).
 */
export const isOverForGood = (member: Membership, records: Records, at: At): boolean => {
  const { byWorkforce } = member
  const standing = byWorkforce && workforceStanding(member, records, at)
  if (!standing || standing.stands) return false
  const there = records.get(memberships, byWorkforce.vendorId, member.userId)
  if (!there || there.status === 'ended' || there.term !== byWorkforce.term) return true
  if (!hasOwnRole(there, at)) return true
  if (isEngagementOver(member, byWorkforce, records, at)) return true
  return holdingUntil(member, records, at) === undefined && areClosed(byWorkforce.groups, member, records)
}

/** Other groups may be granted something yet, by which whoever sits in them is back (GRP-2). */
const areClosed = (groups: readonly string[], { organizationId }: Membership, records: Records): boolean =>
  groups.every(groupId => records.get(holdings, organizationId, 'group', groupId)?.closed)

/** Also where something else keeps them out first. */
const isEngagementOver = (
  { organizationId }: Membership,
  { vendorId, edition }: WorkforceRole,
  records: Records,
  { now }: Pick<At, 'now'>,
): boolean => {
  const engagement = records.get(engagements, organizationId, vendorId)
  return editionOf(engagement) !== edition || whyClosed(engagement, now) === 'engagement_ended'
}
