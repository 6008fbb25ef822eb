import { type Asked, type Verdict, whyNot } from './people.ts'
import {
  type Came,
  type Engagement,
  isLive,
  type Member,
  memberOf,
  organizationOf,
  putOut,
  rolesOf,
  seatsOf,
  stateOf,
  typeOf,
  userOf,
  type World,
} from './world.ts'

type Model = (world: World, asked: Asked, now: number) => Verdict

const engagementOf = (world: World, host: string, vendorId: string): Engagement | undefined =>
  world.engagements.find(each => each.organizationId === host && each.vendorId === vendorId)

const editionOf = (engagement: Engagement | undefined): number => engagement?.edition ?? 1

const isEnded = (world: World, engagement: Engagement): boolean => engagement.ended || !isLive(world, engagement.until)

/** WRK-5: why the engagement lets nobody in. */
const closedBy = (world: World, engagement: Engagement | undefined): string | undefined => {
  if (!engagement) return undefined
  if (isEnded(world, engagement)) return 'engagement_ended'
  return engagement.from !== undefined && world.now < engagement.from ? 'engagement_not_begun' : undefined
}

/** WRK-1, WRK-3: whether somebody is one of an organization's own people: active, and of internal type. */
const isStaff = (world: World, member: Member | undefined): boolean => {
  if (member?.status !== 'active') return false
  const { assigned, byRule } = member
  return typeOf(assigned && isLive(world, assigned.until) ? assigned.role : byRule?.role) === 'internal'
}

/** WRK-1: whether there is a grant on a project or a dataset that counts: their own, or of a group in which they sit. */
export const holds = (world: World, member: Member): boolean => {
  const groups = seatsOf(world, member)
  return world.grants.some(({ entityId, subject, subjectId, until, term }) => {
    const entity = world.entities.find(({ id }) => id === entityId)
    if (entity?.organizationId !== member.organizationId || !['project', 'dataset'].includes(entity.kind)) return false
    if (!isLive(world, until)) return false
    if (subject === 'user') return subjectId === member.userId && term === member.term
    return groups.includes(subjectId) && world.groups.some(({ id, archived }) => id === subjectId && !archived)
  })
}

/** The same of a group by itself, which may be archived. */
export const holdsForGroup = (world: World, groupId: string): boolean =>
  world.grants.some(
    ({ entityId, subject, subjectId, until }) =>
      subject === 'group' &&
      subjectId === groupId &&
      isLive(world, until) &&
      world.entities.some(({ id, kind }) => id === entityId && kind !== 'ontology'),
  )

/** INV-13, said once: everything on which what came with a vendor stands. */
export const stands = (world: World, member: Member): boolean => {
  if (!member.came || member.status === 'ended') return false
  const { vendorId, term, edition } = member.came
  const there = memberOf(world, vendorId, member.userId)
  const engagement = engagementOf(world, member.organizationId, vendorId)
  return (
    organizationOf(world, vendorId)?.archived === false &&
    there?.term === term &&
    isStaff(world, there) &&
    editionOf(engagement) === edition &&
    closedBy(world, engagement) === undefined &&
    holds(world, member)
  )
}

/** All who stand in a host by a vendor now, from scratch. */
export const derivedSet = (world: World) =>
  world.members
    .filter(member => stands(world, member))
    .map(({ organizationId, userId, came }) => [organizationId, userId, came?.vendorId, came?.edition])

/** What there is of vendors' people now, so that a run can say that all of it was there. */
export const workforceKinds = (world: World): string[] =>
  world.members.flatMap(member => {
    if (member.status === 'ended')
      return member.ending === 'workforce_over' ? ['somebody is out by the last grant'] : []
    if (!member.came) return []
    const isIn = member.status === 'active'
    if (!stands(world, member)) return isIn ? ['somebody rests'] : ['somebody is suspended']
    const hasOwn = world.grants.some(({ subjectId, term }) => subjectId === member.userId && term === member.term)
    return [
      isByVendor(world, member) ? 'somebody is in by a vendor alone' : 'somebody is in by a vendor beside a role',
      ...(hasOwn ? [] : ['somebody is in by a group alone']),
    ]
  })

/** MEM-1: by what somebody acts: what was assigned, else the strongest of what stands. */
export const actingRole = (world: World, member: Member | undefined): string | undefined => {
  if (member?.status !== 'active') return undefined
  return rolesOf(world, member, stands(world, member))
}

/** Whether somebody is in by something else than a vendor. */
const hasOwnRole = (world: World, member: Member): boolean => rolesOf(world, member, false) !== undefined

/** MEM-2: how somebody stands now; whoever is in by nothing that counts rests, also when suspended, if it is for good. */
export const stateNow = (world: World, member: Member): string => {
  const state = stateOf(world, member)
  if (state === 'active') return actingRole(world, member) === undefined ? 'resting' : 'active'
  const isOver = state === 'suspended' && !hasOwnRole(world, member) && isOverForGood(world, member)
  return isOver ? 'resting' : state
}

/** WRK-6: people of different vendors do not see each other. */
export const areOfTwoVendors = (world: World, viewer: Member | undefined, member: Member | undefined): boolean =>
  viewer !== undefined &&
  member?.came !== undefined &&
  isByVendor(world, viewer) &&
  viewer.came?.vendorId !== member.came.vendorId &&
  !hasOwnRole(world, member)

/** WRK-6: whether somebody acts by nothing but a vendor. */
export const isByVendor = (world: World, member: Member): boolean =>
  member.status === 'active' && !hasOwnRole(world, member) && stands(world, member)

/** WRK-5: whether the engagement is about this as well. */
export const isInScope = (world: World, { organizationId, came }: Member, kind: string, id: string): boolean => {
  const scope = came && engagementOf(world, organizationId, came.vendorId)?.scope
  if (!scope || !['project', 'dataset'].includes(kind)) return true
  return (kind === 'project' ? scope.projects : scope.datasets).includes(id)
}

/** Whoever has a seat still, and comes in anew, has it again. */
const seatsTaken = (world: World, { organizationId, vendorId, edition }: Engagement, but: string): number =>
  world.members.filter(
    ({ organizationId: host, userId, status, came }) =>
      host === organizationId &&
      userId !== but &&
      status !== 'ended' &&
      came?.vendorId === vendorId &&
      came.edition === edition,
  ).length

/** WRK-1: the vendor whose person somebody is who is not the host's own: at home first, then the lowest id. */
const vendorFor = (world: World, host: string, userId: string) => {
  const home = userOf(world, userId)?.home
  const there = memberOf(world, host, userId)
  if (home === host && there?.status === 'active' && hasOwnRole(world, there)) return undefined
  const [first] = world.members
    .filter(member => member.userId === userId && member.organizationId !== host && isStaff(world, member))
    .filter(({ organizationId }) => {
      const vendor = organizationOf(world, organizationId)
      return vendor?.kind === 'workforce' && !vendor.archived
    })
    .sort((a, b) => {
      if ((a.organizationId === home) !== (b.organizationId === home)) return a.organizationId === home ? -1 : 1
      return a.organizationId < b.organizationId ? -1 : 1
    })
  return first
}

type On = { readonly kind: string; readonly id: string }

/** What somebody would come by, or why they do not. */
const comingBy = (world: World, host: string, { organizationId, userId, term }: Member, on?: On): Came | string => {
  const engagement = engagementOf(world, host, organizationId)
  const why = closedBy(world, engagement)
  if (why) return why
  if (on && engagement?.scope && ['project', 'dataset'].includes(on.kind)) {
    const named = on.kind === 'project' ? engagement.scope.projects : engagement.scope.datasets
    if (!named.includes(on.id)) return 'engagement_out_of_scope'
  }
  if (engagement?.seats !== undefined && seatsTaken(world, engagement, userId) >= engagement.seats)
    return 'engagement_seats_taken'
  return { vendorId: organizationId, term, edition: editionOf(engagement) }
}

export type Coming = {
  readonly host: string
  readonly userId: string
  readonly on?: On
  /** Whether it is a grant on a project or a dataset, of their own or of a group. */
  readonly makes: boolean
  /** A group in which they are to be seated. */
  readonly seat?: string
}

/** WRK-1, WRK-4: what being given something makes of somebody, in or not; or why they cannot be given it. */
export const comeIn = (world: World, { host, userId, on, makes, seat }: Coming): string | ((of: World) => void) => {
  const before = memberOf(world, host, userId)
  if (before && stateNow(world, before) === 'suspended') return 'member_suspended'
  if (before && stands(world, before) && before.status === 'active')
    return isByVendor(world, before) && on && !isInScope(world, before, on.kind, on.id)
      ? 'engagement_out_of_scope'
      : () => {}
  const vendor = vendorFor(world, host, userId)
  const came = vendor && comingBy(world, host, vendor, on)
  if (before && actingRole(world, before) !== undefined) {
    const isBeside = makes || seat !== undefined || seatsOf(world, before).length > 0
    return typeof came === 'object' && isBeside ? of => void setCame(of, before, came) : () => {}
  }
  if (!came || !makes) return 'not_a_member'
  return typeof came === 'string' ? came : of => enterAnew(of, host, userId, { came })
}

const setCame = (world: World, { organizationId, userId }: Member, came: Came): void => {
  const member = memberOf(world, organizationId, userId)
  if (member) member.came = came
}

/** INVI-4, MEM-1: the same beside what is assigned in the same commit. */
export const besideAssigned = (world: World, member: Member): void => {
  if (stands(world, member)) return
  const vendor = vendorFor(world, member.organizationId, member.userId)
  const came = vendor && comingBy(world, member.organizationId, vendor)
  if (typeof came === 'object') member.came = came
}

/** A new term; what was there is left behind. */
export const enterAnew = (world: World, organizationId: string, userId: string, by: Partial<Member>): void => {
  const before = memberOf(world, organizationId, userId)
  world.members = world.members.filter(each => each !== before)
  if (before && before.status !== 'ended') leftBehind(world, before)
  if (before?.status === 'suspended') world.putOut.push({ organizationId, userId })
  const none = { assigned: undefined, byRule: undefined, came: undefined }
  world.members.push({ organizationId, userId, status: 'active', term: (before?.term ?? 0) + 1, ...none, ...by })
}

const leftBehind = (world: World, { organizationId, userId, term }: Member): void => {
  world.offboardings = world.offboardings.filter(
    each => each.organizationId !== organizationId || each.userId !== userId,
  )
  world.offboardings.push({ organizationId, userId, term, at: world.now })
}

/** WRK-2: the source is gone; whoever is in by nothing else is out. */
export const leaveVendor = (world: World, member: Member): void => {
  member.came = undefined
  if (!hasOwnRole(world, member)) putOut(world, member, member.status === 'suspended' ? 'removed' : 'workforce_over')
}

/** WRK-2: after a revoke, or after somebody has left a group: the last grant is gone. */
export const leaveIfOver = (world: World, member: Member | undefined): void => {
  if (!member?.came || member.status === 'ended' || holds(world, member)) return
  if (!hasOwnRole(world, member) || seatsOf(world, member).length === 0) leaveVendor(world, member)
}

/** GRP-2: whether there is a group by which somebody may be granted something yet. */
const sitsInActive = (world: World, member: Member): boolean =>
  seatsOf(world, member).some(groupId => world.groups.some(({ id, archived }) => id === groupId && !archived))

/** WRK-2, WRK-5: out for good: the membership in the vendor, the engagement, or the last grant is over. */
const isOverForGood = (world: World, member: Member): boolean => {
  if (!member.came || stands(world, member)) return false
  const { vendorId, term, edition } = member.came
  const there = memberOf(world, vendorId, member.userId)
  const engagement = engagementOf(world, member.organizationId, vendorId)
  return (
    there?.term !== term ||
    there.status === 'ended' ||
    !hasOwnRole(world, there) ||
    editionOf(engagement) !== edition ||
    closedBy(world, engagement) === 'engagement_ended' ||
    (!holds(world, member) && !sitsInActive(world, member))
  )
}

/** WRK-2: where else somebody was as one of the people of whom they are none any more. */
export const leaveHosts = (world: World, vendorId: string, userId: string, term: number): void => {
  for (const member of world.members)
    if (member.userId === userId && member.came?.vendorId === vendorId && member.came.term <= term)
      leaveVendor(world, member)
}

type Limits = Pick<Engagement, 'from' | 'until' | 'seats' | 'scope'>

const limitsOf = (before: Limits, asked: Asked): Limits => {
  const { from, until, seats, scope } = asked
  return {
    from: from === undefined ? before.from : (from ?? undefined),
    until: until === undefined ? before.until : (until ?? undefined),
    seats: seats === undefined ? before.seats : (seats ?? undefined),
    scope: scope === undefined ? before.scope : (scope ?? undefined),
  }
}

const NO_LIMITS: Limits = { from: undefined, until: undefined, seats: undefined, scope: undefined }

const areInvalid = (world: World, { from, until }: Limits): boolean =>
  until !== undefined && (world.now >= until || (from !== undefined && from >= until))

const open: Model = (world, asked) => {
  const { organizationId, vendorId } = asked
  const why = whyNot(world, asked)
  if (why) return why
  const vendor = organizationOf(world, vendorId)
  if (vendor?.kind !== 'workforce' || vendor.archived || vendorId === organizationId) return 'vendor_invalid'
  const before = engagementOf(world, organizationId, vendorId)
  if (before && !isEnded(world, before)) return 'engagement_open'
  const limits = limitsOf(NO_LIMITS, asked)
  if (areInvalid(world, limits)) return 'engagement_dates_invalid'
  return () => {
    world.engagements = world.engagements.filter(each => each !== before)
    const edition = (before?.edition ?? 0) + 1
    world.engagements.push({ organizationId, vendorId, edition, ended: false, ...limits })
  }
}

const update: Model = (world, asked) => {
  const why = whyNot(world, asked)
  if (why) return why
  const before = engagementOf(world, asked.organizationId, asked.vendorId)
  if (!before) return 'engagement_not_found'
  if (isEnded(world, before)) return 'engagement_ended'
  const limits = limitsOf(before, asked)
  const same = (Object.keys(limits) as (keyof Limits)[]).every(
    field => JSON.stringify(limits[field]) === JSON.stringify(before[field]),
  )
  if (same) return 'engagement_unchanged'
  return areInvalid(world, limits) ? 'engagement_dates_invalid' : () => void Object.assign(before, limits)
}

const end: Model = (world, asked) => {
  const { organizationId, vendorId } = asked
  const why = whyNot(world, asked)
  if (why) return why
  const before = engagementOf(world, organizationId, vendorId)
  if (before?.ended) return 'engagement_ended'
  const isVendor = organizationOf(world, vendorId)?.kind === 'workforce' && vendorId !== organizationId
  if (!before && !isVendor) return 'vendor_invalid'
  return () => {
    if (before) before.ended = true
    else world.engagements.push({ organizationId, vendorId, edition: 1, ended: true, ...NO_LIMITS })
  }
}

const sweep: Model = (world, asked) => {
  const why = whyNot(world, asked)
  if (why) return why
  return () => {
    const over = world.members.filter(
      member =>
        member.organizationId === asked.organizationId &&
        member.came?.vendorId === asked.vendorId &&
        isOverForGood(world, member),
    )
    for (const member of over) leaveVendor(world, member)
  }
}

export const workforceModel: { readonly [method: string]: Model } = {
  'engagements.open': open,
  'engagements.update': update,
  'engagements.end': end,
  'engagements.sweep': sweep,
  'engagements.list': (world, asked) => whyNot(world, asked) ?? (() => {}),
}
