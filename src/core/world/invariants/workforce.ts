import { grants, makesWorkforce } from '../../grant/index.ts'
import { groupSeats, groups, isTaken } from '../../group/index.ts'
import { hasExpired, refOf } from '../../kernel/index.ts'
import { type Membership, memberships } from '../../membership/index.ts'
import { organizations } from '../../organization/index.ts'
import { editionOf, engagements, type Holding, holdings } from '../../workforce/index.ts'
import { type Breach, breach, type Given } from './breach.ts'
import type { Whole } from './read-world.ts'

type Held = { lasting: number; timed: number[] }

const keyOf = (organizationId: string, subject: string, subjectId: string): string =>
  refOf(holdings, organizationId, subject, subjectId)

/** What the grants say that each subject holds; a user's of an earlier term is none. */
const heldByGrants = (whole: Whole): ReadonlyMap<string, Held> => {
  const held = new Map<string, Held>()
  for (const grant of whole.all(grants)) {
    const { organizationId, kind, subject, subjectId, until } = grant
    const term = grant.subject === 'user' ? grant.term : undefined
    if (!makesWorkforce(kind) || term !== termOf(organizationId, subject, subjectId, whole)) continue
    const sum = held.get(keyOf(organizationId, subject, subjectId)) ?? { lasting: 0, timed: [] }
    if (until === undefined) sum.lasting += 1
    else sum.timed.push(until)
    held.set(keyOf(organizationId, subject, subjectId), sum)
  }
  return held
}

const termOf = (organizationId: string, subject: string, subjectId: string, whole: Whole): number | undefined =>
  subject === 'user' ? whole.get(memberships, organizationId, subjectId)?.term : undefined

/** INV-13: what somebody holds is what their grants say; what has expired may have been dropped from it. */
export const held = (whole: Whole, { now }: Given): readonly Breach[] => {
  const byGrants = heldByGrants(whole)
  const refs = new Set([...byGrants.keys(), ...whole.all(holdings).map(refOfHolding)])
  return [...refs].flatMap(ref => {
    const there = whole.at(ref) as Holding | undefined
    if (there && isNobodys(there, whole)) return [breach('INV-03', [ref], { problem: 'holding_of_nobody' })]
    // One of an earlier term, whose grants have yet to be cleared away, says nothing of this one.
    const stored = there && isOfTerm(there, whole) ? there : undefined
    const counts = byGrants.get(ref) ?? { lasting: 0, timed: [] }
    return isSaid(stored, counts, now) ? [] : [breach('INV-13', [ref], { problem: 'holding_differs' })]
  })
}

const refOfHolding = ({ organizationId, subject, subjectId }: Holding): string =>
  keyOf(organizationId, subject, subjectId)

const isNobodys = ({ organizationId, subject, subjectId }: Holding, whole: Whole): boolean =>
  !whole.has(subject === 'user' ? memberships : groups, organizationId, subjectId)

const isOfTerm = ({ organizationId, subject, subjectId, term }: Holding, whole: Whole): boolean =>
  term === termOf(organizationId, subject, subjectId, whole)

const isSaid = (stored: Holding | undefined, { lasting, timed }: Held, now: number): boolean => {
  if ((stored?.lasting ?? 0) !== lasting) return false
  const left = [...timed]
  for (const until of stored?.timed ?? []) {
    const index = left.indexOf(until)
    if (index < 0) return false
    left.splice(index, 1)
  }
  return left.every(until => now === 0 || hasExpired(until, now))
}

/** INV-13: what came with a vendor names one, rests on a grant or a seat, and knows every seat. */
export const workforce = (whole: Whole): readonly Breach[] => {
  const seats = seatsByMember(whole)
  return whole.all(memberships).flatMap(member => {
    const problem = problemOf(member, seats, whole)
    return problem ? [breach('INV-13', [member.organizationId, member.userId], { problem })] : []
  })
}

const seatsByMember = (whole: Whole): ReadonlyMap<string, readonly string[]> => {
  const seats = new Map<string, string[]>()
  for (const seat of whole.all(groupSeats)) {
    const { organizationId, userId, groupId } = seat
    if (seat.seat !== 'member' || !isTaken(seat, whole.get(memberships, organizationId, userId))) continue
    const key = `${organizationId}/${userId}`
    const before = seats.get(key)
    if (before) before.push(groupId)
    else seats.set(key, [groupId])
  }
  return seats
}

const problemOf = (
  { organizationId, userId, term, status, assigned, byRule, byWorkforce }: Membership,
  seats: ReadonlyMap<string, readonly string[]>,
  whole: Whole,
): string | undefined => {
  if (status !== 'ended' && !assigned && !byRule && !byWorkforce) return 'member_by_nothing'
  if (!byWorkforce) return undefined
  if (status === 'ended') return 'ended_with_a_source'
  const vendor = whole.get(organizations, byWorkforce.vendorId)
  if (vendor?.kind !== 'workforce' || vendor.id === organizationId) return 'source_is_no_vendor'
  const there = whole.get(memberships, byWorkforce.vendorId, userId)
  if (!there || there.term < byWorkforce.term) return 'term_to_come'
  if (editionOf(whole.get(engagements, organizationId, byWorkforce.vendorId)) < byWorkforce.edition)
    return 'edition_to_come'
  const sitting = [...(seats.get(`${organizationId}/${userId}`) ?? [])].sort()
  if (sitting.join() !== [...byWorkforce.groups].sort().join()) return 'groups_differ'
  const holds = whole.get(holdings, organizationId, 'user', userId)?.term === term
  return holds || sitting.length > 0 ? undefined : 'nothing_held'
}

/** INV-03, WRK-1: an engagement is with a vendor, and with somebody else than the host. */
export const engaged = (whole: Whole): readonly Breach[] =>
  whole.all(engagements).flatMap(({ organizationId, vendorId }) => {
    const ref = refOf(engagements, organizationId, vendorId)
    if (!whole.has(organizations, vendorId)) return [breach('INV-03', [ref, vendorId], { problem: 'vendor_missing' })]
    const vendor = whole.get(organizations, vendorId)
    return vendor?.kind === 'standard' || vendorId === organizationId
      ? [breach('INV-03', [ref, vendorId], { problem: 'engaged_with_no_vendor' })]
      : []
  })

/** WRK-2: a group that is archived keeps nobody in. */
export const closedHoldings = (whole: Whole): readonly Breach[] =>
  whole
    .all(holdings)
    .filter(({ organizationId, subject, subjectId, closed }) => {
      if (subject !== 'group') return closed !== undefined
      return (whole.get(groups, organizationId, subjectId)?.status === 'archived') !== (closed === true)
    })
    .map(holding => breach('INV-13', [refOfHolding(holding)], { problem: 'holding_of_a_closed_group' }))
