import { inEffect, joinAll, joinByRule, joiningOf, mayJoin, resolve, winnerIn } from './resolve.ts'
import { actingRole, areOfTwoVendors, enterAnew, stateNow } from './workforce.ts'
import {
  type Invited,
  isLive,
  type Member,
  memberOf,
  organizationOf,
  requestOf,
  roleOf,
  seatsOf,
  typeOf,
  userOf,
  type World,
} from './world.ts'

/** Why a command is refused, or what it does once the charter's answer has told the ids and tokens that it gave. */
export type Verdict = string | ((value: Answered, tokens: readonly string[]) => void)
export type Answered = {
  readonly organization: { readonly id: string }
  readonly members: readonly { readonly userId: string }[]
  readonly user: { readonly id: string }
  readonly userId: string
  readonly challenge: { readonly value: string }
  readonly id: string
  readonly outcomes: readonly { readonly ok: boolean; readonly invitation?: { readonly id: string } }[]
}
export type Email = { readonly local: string; readonly domain: string }
export type Actor = { readonly kind: string; readonly userId: string; readonly name: string }
export type Asked = {
  readonly actor: Actor
  readonly organizationId: string
  readonly userId: string
  /** An address that is proven; where one is only typed, a text. */
  readonly email: Email
  readonly founders: readonly { readonly email: Email }[]
  readonly ids: readonly string[]
  readonly domain: string
  readonly match?: string
  readonly role?: string
  readonly joining?: string
  readonly existing: string
  readonly to: string
  readonly owner: string
  readonly proof: { readonly kind: string; readonly records?: readonly (string | readonly string[])[] }
  readonly change: { readonly remove?: string; readonly update?: Change; readonly add?: Change }
  readonly idempotencyKey?: string
  readonly until?: number | null
  readonly groupId: string
  readonly userIds: readonly string[]
  readonly admins?: readonly string[]
  readonly subject: { readonly kind: string; readonly userId?: string; readonly groupId?: string }
  readonly datasetId?: string
  readonly ontologyId?: string
  readonly projectId?: string
  readonly workflowId?: string | null
  readonly datasetIds?: readonly string[]
  readonly kind: string
  readonly id: string
  readonly relation: string
  readonly name: string
  readonly status: string
  readonly stages?: readonly string[]
  readonly detach?: true
  readonly with?: readonly string[]
  readonly vendorId: string
  readonly from?: number | null
  readonly seats?: number | null
  readonly scope?: Scope | null
  readonly invitations: readonly {
    readonly email: string
    readonly role: string
    readonly grants?: readonly Invited[]
  }[]
  readonly invitationId: string
  readonly token: string
  readonly people: readonly { readonly email: Email; readonly role: string }[]
}
type Scope = { readonly projects: readonly string[]; readonly datasets: readonly string[] }
type Change = { readonly domain: string; readonly role?: string }

const nothing: Verdict = () => {}
const ADMIN_ONLY = 'admin'
const READERS = ['admin', 'internal']

/** MEM-7: whoever is deactivated does nothing. */
export const whyNobody = (world: World, userId: string): string | undefined => {
  const user = userOf(world, userId)
  return user ? (user.deactivated ? 'user_deactivated' : undefined) : 'user_not_found'
}

/** Why the actor may not do in the organization what these roles may do. */
export const whyNot = (
  world: World,
  { actor, organizationId }: Pick<Asked, 'actor' | 'organizationId'>,
  roles: readonly string[] = [ADMIN_ONLY],
  archived: 'refused' | 'passes' = 'refused',
): string | undefined => {
  const nobody = actor.kind === 'user' ? whyNobody(world, actor.userId) : undefined
  if (nobody) return nobody
  const organization = organizationOf(world, organizationId)
  if (!organization) return 'organization_not_found'
  if (organization.archived && archived === 'refused') return 'organization_archived'
  if (actor.kind === 'operator') return undefined
  const member = memberOf(world, organizationId, actor.userId)
  if (member?.status === 'suspended') return 'member_suspended'
  const role = actingRole(world, member)
  if (role === undefined) return 'not_a_member'
  return roles.includes(role) ? undefined : 'permission_missing'
}

export const keyOf = ({ local, domain }: Email): string => `${local.toLowerCase()}@${domain}`
export const byEmail = (world: World, email: Email) => world.users.find(user => keyOf(user) === keyOf(email))

/** MEM-5: whether an address is kept from somebody. */
export const isReserved = (world: World, key: string, userId?: string): boolean =>
  world.reserved.some(each => each.key === key && each.userId !== userId && world.now < each.until)

export const addUser = (world: World, email: Email, id: string, home: string) => {
  world.reserved = world.reserved.filter(({ key }) => key !== keyOf(email))
  const user = { id, local: email.local, domain: email.domain, home, deactivated: false }
  world.users.push(user)
  return user
}

const isIn = (world: World, member: Member): boolean => ['active', 'suspended'].includes(stateNow(world, member))

const makeAdmin = (world: World, organizationId: string, userId: string): void => {
  const before = memberOf(world, organizationId, userId)
  world.requests = world.requests.filter(each => each.organizationId !== organizationId || each.userId !== userId)
  // A vendor's person on whose membership nothing stands comes in anew.
  if (before && isIn(world, before)) Object.assign(before, { status: 'active', assigned: { role: 'admin' } })
  else enterAnew(world, organizationId, userId, { assigned: { role: 'admin' } })
}

const create = (world: World, { actor, kind = 'standard', founders }: Asked): Verdict => {
  const seen = new Set<string>()
  for (const { email } of founders) {
    const key = keyOf(email)
    if (seen.has(key)) return 'email_repeated'
    seen.add(key)
    const known = byEmail(world, email)
    if (!known && isReserved(world, key)) return 'email_reserved'
    if (known?.deactivated) return 'user_deactivated'
  }
  if (actor.kind === 'user' && !founders.some(({ email }) => byEmail(world, email)?.id === actor.userId))
    return 'founder_not_actor'
  return ({ organization: { id }, members }) => {
    world.organizations.push({ id, kind, archived: false })
    founders.forEach(({ email }, index) => {
      const { id: userId } = byEmail(world, email) ?? addUser(world, email, members[index]?.userId ?? '', id)
      makeAdmin(world, id, userId)
    })
  }
}

const appointAdmin = (world: World, { actor, organizationId, email }: Asked): Verdict => {
  if (actor.kind !== 'operator') return 'operator_only'
  const why = whyNot(world, { actor, organizationId })
  if (why) return why
  const known = byEmail(world, email)
  if (!known && isReserved(world, keyOf(email))) return 'email_reserved'
  if (known?.deactivated) return 'user_deactivated'
  const before = known && memberOf(world, organizationId, known.id)
  const role = before && isIn(world, before) ? roleOf(world, before) : undefined
  if (role !== undefined && typeOf(role) !== 'internal') return 'role_ceiling'
  return ({ userId }) => makeAdmin(world, organizationId, (known ?? addUser(world, email, userId, organizationId)).id)
}

const setArchived = (world: World, asked: Asked, archived: boolean): Verdict => {
  const why = whyNot(world, asked, [ADMIN_ONLY], archived ? 'refused' : 'passes')
  if (why) return why
  const organization = organizationOf(world, asked.organizationId)
  if (!organization || organization.archived === archived) return 'organization_not_archived'
  return () => {
    organization.archived = archived
  }
}

const signUp = (world: World, { email }: Asked, now: number): Verdict => {
  if (byEmail(world, email)) return 'email_taken'
  if (isReserved(world, keyOf(email))) return 'email_reserved'
  const { home } = resolve(inEffect(world, email.domain, now), email.domain)
  if (home === undefined) return 'no_organization_for_domain'
  return ({ user }) => joinAll(world, addUser(world, email, user.id, home), now)
}

const signIn = (world: World, { email }: Asked, now: number): Verdict => {
  const user = byEmail(world, email)
  if (!user) return 'email_unknown'
  return user.deactivated ? 'user_deactivated' : () => joinAll(world, user, now)
}

/** Lets somebody in whom a rule offered it to, or whom it made ask; the rules are asked again. */
const admit = (world: World, organizationId: string, userId: string, status: string, now: number): Verdict => {
  const user = userOf(world, userId)
  const nobody = whyNobody(world, userId)
  if (nobody) return nobody
  const request = requestOf(world, organizationId, userId)
  if (!user || request?.status !== status) return 'join_request_not_found'
  if (!mayJoin(memberOf(world, organizationId, userId))) return 'member_exists'
  const rule = winnerIn(inEffect(world, user.domain, now), organizationId, user.domain)
  if (!rule || (status === 'offered' && joiningOf(user, rule) === 'approval')) return 'domain_rule_no_longer_applies'
  return () => {
    world.requests = world.requests.filter(each => each !== request)
    joinByRule(world, rule, userId)
  }
}

const joinOffered = (world: World, { actor, organizationId }: Asked, now: number): Verdict => {
  if (actor.kind !== 'user') return 'operator_not_allowed'
  const nobody = whyNobody(world, actor.userId)
  if (nobody) return nobody
  const organization = organizationOf(world, organizationId)
  if (!organization) return 'organization_not_found'
  if (organization.archived) return 'organization_archived'
  return admit(world, organizationId, actor.userId, 'offered', now)
}

const approve = (world: World, asked: Asked, now: number): Verdict =>
  whyNot(world, asked) ?? admit(world, asked.organizationId, asked.userId, 'awaiting_approval', now)

const decline = (world: World, asked: Asked): Verdict => {
  const { actor, organizationId, userId } = asked
  const isOwn = actor.kind === 'user' && actor.userId === userId
  const why = isOwn ? whyNotOwn(world, organizationId, userId) : whyNot(world, asked)
  if (why) return why
  const request = requestOf(world, organizationId, userId)
  if (!request || request.status === 'declined') return 'join_request_not_found'
  return () => {
    request.status = 'declined'
  }
}

/** ORG-5: also the user's own answer waits until the organization is back. */
const whyNotOwn = (world: World, organizationId: string, userId: string): string | undefined => {
  const nobody = whyNobody(world, userId)
  if (nobody) return nobody
  const organization = organizationOf(world, organizationId)
  if (!organization) return 'organization_not_found'
  return organization.archived ? 'organization_archived' : undefined
}

const getOrganization = (world: World, { actor, organizationId }: Asked): Verdict => {
  const nobody = actor.kind === 'user' ? whyNobody(world, actor.userId) : undefined
  if (nobody) return nobody
  if (!organizationOf(world, organizationId)) return 'organization_not_found'
  return actor.kind === 'operator' || actingRole(world, memberOf(world, organizationId, actor.userId)) !== undefined
    ? nothing
    : 'not_a_member'
}

/** One's own, or the operator's, who sees the record of somebody deactivated as well. */
const ownUser = (world: World, { actor, userId }: Asked): Verdict => {
  if (actor.kind === 'user' && actor.userId !== userId) return 'not_yourself'
  const user = userOf(world, userId)
  if (!user) return 'user_not_found'
  return actor.kind === 'user' && user.deactivated ? 'user_deactivated' : nothing
}

const ownOrganizations = (world: World, { actor, userId }: Asked): Verdict => {
  if (actor.kind === 'user' && actor.userId !== userId) return 'not_yourself'
  return whyNobody(world, userId) ?? nothing
}

/** ROL-4, WRK-6: all see their own; internal ones everybody; others those with whom they sit in a group or have a project. */
const getMember = (world: World, asked: Asked): Verdict => {
  const { actor, organizationId, userId } = asked
  const isOwn = actor.kind === 'user' && actor.userId === userId
  const why = isOwn ? whyNobody(world, userId) : whyNot(world, asked, READERS)
  const member = memberOf(world, organizationId, userId)
  if (why !== 'permission_missing') return why ?? (member ? nothing : 'member_not_found')
  if (areOfTwoVendors(world, memberOf(world, organizationId, actor.userId), member)) return why
  const sharing = [sharesGroup, sharesProject].some(shares => shares(world, organizationId, actor.userId, userId))
  return sharing ? nothing : why
}

const sharesGroup = (world: World, organizationId: string, one: string, other: string): boolean =>
  world.groups.some(
    ({ id, organizationId: of, archived }) =>
      of === organizationId && !archived && [one, other].every(userId => isSeated(world, organizationId, id, userId)),
  )

const isSeated = (world: World, organizationId: string, groupId: string, userId: string): boolean => {
  const member = memberOf(world, organizationId, userId)
  return world.seats.some(
    seat =>
      seat.groupId === groupId && seat.userId === userId && member?.status !== 'ended' && seat.term === member?.term,
  )
}

/** A project that both were granted, themselves or as members of an active group. */
const sharesProject = (world: World, organizationId: string, one: string, other: string): boolean =>
  world.entities.some(
    ({ id, kind, organizationId: of }) =>
      kind === 'project' &&
      of === organizationId &&
      [one, other].every(userId => works(world, organizationId, id, userId)),
  )

const works = (world: World, organizationId: string, entityId: string, userId: string): boolean => {
  const member = memberOf(world, organizationId, userId)
  if (!member || member.status === 'ended') return false
  return world.grants.some(grant => {
    if (grant.entityId !== entityId || !isLive(world, grant.until)) return false
    if (grant.subject === 'user') return grant.subjectId === userId && grant.term === member.term
    const group = world.groups.find(({ id }) => id === grant.subjectId)
    return group?.archived === false && seatsOf(world, member).includes(group.id)
  })
}

const operatorOnly = (_: World, { actor, ids }: Asked): Verdict => {
  if (ids?.length === 0) return 'input_invalid'
  return actor.kind === 'operator' ? nothing : 'operator_only'
}

export const peopleModel: { readonly [method: string]: (world: World, asked: Asked, now: number) => Verdict } = {
  'organizations.create': create,
  'organizations.get': getOrganization,
  'organizations.list': ownOrganizations,
  'organizations.settings': (world, asked) => whyNot(world, asked) ?? nothing,
  'organizations.rename': (world, asked) => whyNot(world, asked) ?? nothing,
  'organizations.archive': (world, asked) => setArchived(world, asked, true),
  'organizations.restore': (world, asked) => setArchived(world, asked, false),
  'organizations.appointAdmin': appointAdmin,
  'users.signUp': signUp,
  'users.signIn': signIn,
  'users.joinOffered': joinOffered,
  'users.get': ownUser,
  'members.list': (world, asked) => whyNot(world, asked, READERS) ?? nothing,
  'members.get': getMember,
  'members.approve': approve,
  'members.decline': decline,
  'audit.list': (world, asked) => whyNot(world, asked, [ADMIN_ONLY], 'passes') ?? nothing,
  'audit.platform': operatorOnly,
  'effects.take': operatorOnly,
  'effects.acknowledge': operatorOnly,
  'domainRules.due': operatorOnly,
}
