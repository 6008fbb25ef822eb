/**
 * The model of the charter: what there is, in arrays, and nothing that could be recomputed. No counters, no keys, no
 * slices; whoever owns a domain is found by going through all that ever happened to it.
 */

export type ByRule = { readonly role: string; readonly domain: string; readonly edition: number }

export type Organization = { readonly id: string; readonly kind: string; archived: boolean }
/** WRK-5. */
export type Engagement = {
  readonly organizationId: string
  readonly vendorId: string
  readonly edition: number
  ended: boolean
  from: number | undefined
  until: number | undefined
  seats: number | undefined
  scope: { readonly projects: readonly string[]; readonly datasets: readonly string[] } | undefined
}
/** WRK-1: that somebody came as one of a vendor's people, in which term of theirs there, and of which engagement. */
export type Came = { readonly vendorId: string; readonly term: number; readonly edition: number }
export type User = {
  readonly id: string
  local: string
  domain: string
  readonly home: string
  deactivated: boolean
  /** What an operator ended, nobody else begins again. */
  byOperator?: boolean
}
export type Assigned = { readonly role: string; readonly until?: number | undefined }
export type Member = {
  readonly organizationId: string
  readonly userId: string
  status: 'active' | 'suspended' | 'ended'
  /** Why it ended; only what a change of a rule ended does a rule begin again. */
  ending?: 'rule_changed' | 'left' | 'removed' | 'workforce_over' | undefined
  /** How often the user has come in. */
  term: number
  assigned: Assigned | undefined
  byRule: ByRule | undefined
  /** Whether it counts now is for `stands` to say, each time anew. */
  came: Came | undefined
}
export type Request = { readonly organizationId: string; readonly userId: string; status: string }
export type Proof = {
  readonly kind: string
  readonly until: number
  /** Consent is the owner's of a time; another ownership, be it of the same organization, did not give it. */
  readonly tenure?: number
  readonly owner?: string
}
export type Sweep = { readonly existing: string; readonly fromEdition: number }
export type Rule = {
  readonly organizationId: string
  readonly domain: string
  match: string
  role: string
  joining: string
  readonly createdAt: number
  edition: number
  /** What DNS must show for the version of the claim. */
  claim: string
  status: 'pending' | 'trusted' | 'removing'
  proof: Proof | undefined
  sweep: Sweep | undefined
}
/** What happened to the ownership of a domain. */
export type Deed = {
  readonly domain: string
  readonly what: 'taken' | 'disputed' | 'undisputed' | 'left'
  readonly organizationId: string
  readonly claim: string
}
export type Release = {
  readonly organizationId: string
  readonly domain: string
  readonly to: string
  readonly tenure: number | undefined
}
export type Group = { readonly organizationId: string; readonly id: string; archived: boolean }
export type Seat = { readonly groupId: string; readonly seat: string; readonly userId: string; readonly term: number }
export type Entity = {
  readonly organizationId: string
  readonly kind: string
  readonly id: string
  name: string
  archived: boolean
  /** Of a project. */
  progress?: string | undefined
  /** Of a workflow. */
  stages?: readonly string[] | undefined
}
/** ENT-1: that a project has something. */
export type Link = { readonly from: string; readonly relation: string; readonly to: string }
/** `term`: only of a user. */
export type Grant = {
  readonly entityId: string
  readonly subject: string
  readonly subjectId: string
  readonly role: string
  readonly until?: number | undefined
  readonly term?: number | undefined
  readonly stages?: readonly string[] | undefined
}
/** INVI-1. */
export type Invited = { readonly kind: string; readonly id: string; readonly role: string }
export type Invitation = {
  readonly organizationId: string
  readonly id: string
  readonly key: string
  role: string
  grants: readonly Invited[]
  by: { readonly kind: string; readonly userId: string; readonly name: string }
  /** The inviter's term, where it is a user. */
  byTerm: number | undefined
  /** How many of those who had the address had been put out by a person before it was sent. */
  putOutBefore: number
  until: number
  status: 'pending' | 'accepted' | 'declined' | 'revoked'
  /** Which of the tokens that were delivered to the address counts. */
  token: string
}
export type EmailChange = {
  readonly userId: string
  readonly local: string
  readonly domain: string
  readonly until: number
  readonly token: string
}
/** An address that its user left a while ago. */
export type Reserved = { readonly key: string; readonly userId: string; readonly until: number }
export type Kept = { readonly scope: string; readonly key: string; readonly asked: string; readonly until: number }

export type World = {
  readonly organizations: Organization[]
  now: number
  readonly users: User[]
  readonly groups: Group[]
  seats: Seat[]
  readonly entities: Entity[]
  links: Link[]
  grants: Grant[]
  engagements: Engagement[]
  readonly invitations: Invitation[]
  emailChanges: EmailChange[]
  reserved: Reserved[]
  /** Who is out, and has left things behind that are to be swept. */
  /** Whom a person has put out, once for each time. */
  putOut: { readonly organizationId: string; readonly userId: string }[]
  offboardings: {
    readonly organizationId: string
    readonly userId: string
    readonly term: number
    readonly at: number
  }[]
  members: Member[]
  requests: Request[]
  rules: Rule[]
  readonly deeds: Deed[]
  releases: Release[]
  overrides: string[]
  kept: Kept[]
}

export const emptyWorld = (): World => ({
  organizations: [],
  now: 0,
  users: [],
  groups: [],
  seats: [],
  entities: [],
  links: [],
  grants: [],
  engagements: [],
  invitations: [],
  emailChanges: [],
  reserved: [],
  offboardings: [],
  putOut: [],
  members: [],
  requests: [],
  rules: [],
  deeds: [],
  releases: [],
  overrides: [],
  kept: [],
})

const TYPES = new Map([
  ['admin', 'internal'],
  ['internal', 'internal'],
  ['external', 'external'],
  ['workforce', 'workforce'],
])
export const typeOf = (role: string | undefined): string | undefined => TYPES.get(role ?? '')
export const isInternal = (rule: Rule): boolean => typeOf(rule.role) === 'internal'

export const organizationOf = (world: World, id: string) => world.organizations.find(each => each.id === id)
export const userOf = (world: World, id: string) => world.users.find(each => each.id === id)
export const memberOf = (world: World, organizationId: string, userId: string) =>
  world.members.find(each => each.organizationId === organizationId && each.userId === userId)
export const requestOf = (world: World, organizationId: string, userId: string) =>
  world.requests.find(each => each.organizationId === organizationId && each.userId === userId)
export const ruleOf = (world: World, organizationId: string, domain: string) =>
  world.rules.find(each => each.organizationId === organizationId && each.domain === domain)

/** INV-25: whether something that may end has not ended yet. */
export const isLive = ({ now }: World, until: number | undefined): boolean => until === undefined || now < until

const STRONGEST_FIRST = ['admin', 'internal', 'external', 'workforce']

/** MEM-1: the assigned role while it lasts, else the strongest derived one; `byVendor`: whether what came counts. */
export const rolesOf = (world: World, { assigned, byRule }: Member, byVendor: boolean): string | undefined => {
  if (assigned && isLive(world, assigned.until)) return assigned.role
  const derived = [byRule?.role, byVendor ? 'workforce' : undefined]
  return STRONGEST_FIRST.find(role => derived.includes(role))
}

/** The role that the record says somebody has or, suspended, that is kept for them: whether it counts is another matter. */
export const roleOf = (world: World, member: Member | undefined): string | undefined =>
  !member || member.status === 'ended' ? undefined : rolesOf(world, member, member.came !== undefined)

export const stateOf = (world: World, member: Member): string =>
  member.status !== 'ended' && roleOf(world, member) === undefined ? 'expired' : member.status

/** The groups in which somebody sits as a member, by a seat of the term that they are in. */
export const seatsOf = (world: World, { organizationId, userId, term, status }: Member): string[] =>
  world.seats
    .filter(seat => seat.seat === 'member' && seat.userId === userId && seat.term === term && status !== 'ended')
    .map(({ groupId }) => groupId)
    .filter(groupId => world.groups.some(({ id, organizationId: of }) => id === groupId && of === organizationId))

/** MEM-3: who stays an admin as long as nobody does anything. */
export const isLastingAdmin = (world: World, member: Member): boolean =>
  member.status === 'active' &&
  member.assigned?.role === 'admin' &&
  member.assigned.until === undefined &&
  userOf(world, member.userId)?.deactivated === false

const isLasting = (world: World, member: Member | undefined): boolean =>
  member?.status === 'active' &&
  (member.byRule !== undefined || (member.assigned !== undefined && member.assigned.until === undefined)) &&
  userOf(world, member.userId)?.deactivated === false

export const adminsOf = (world: World, organizationId: string): number =>
  world.members.filter(member => member.organizationId === organizationId && isLastingAdmin(world, member)).length

/** INV-08: who administers something as long as nobody does anything. */
export const adminsOn = (world: World, { id, organizationId }: Entity): number =>
  world.grants.filter(({ entityId, subject, subjectId, role, until, term }) => {
    const member = memberOf(world, organizationId, subjectId)
    const isOfNow = member?.term === term && isLasting(world, member)
    return entityId === id && subject === 'user' && role === 'admin' && until === undefined && isOfNow
  }).length

/** INV-01, INV-08: does it, unless it would leave an organization, or something in it, without an admin. */
export const guarded = (world: World, change: (world: World) => void): string | (() => void) => {
  const after = structuredClone(world)
  change(after)
  const left = (count: (of: World) => number) => count(after) < count(world) && count(after) === 0
  if (world.organizations.some(({ id }) => left(of => adminsOf(of, id)))) return 'last_admin'
  if (world.entities.some(entity => left(of => adminsOn(of, entity)))) return 'entities_left_without_admin'
  return () => change(world)
}

/** Somebody is out: what they had is of a term that is over. */
export const putOut = (world: World, member: Member, ending: NonNullable<Member['ending']>): void => {
  member.status = 'ended'
  member.ending = ending
  member.byRule = undefined
  member.came = undefined
  const { organizationId, userId, term } = member
  if (ending === 'removed') world.putOut.push({ organizationId, userId })
  world.offboardings = world.offboardings.filter(
    each => each.organizationId !== organizationId || each.userId !== userId,
  )
  world.offboardings.push({ organizationId, userId, term, at: world.now })
}

/** The domain and those above it, down to two labels. */
export const chainOf = (domain: string): string[] => {
  const labels = domain.split('.')
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join('.'))
}
