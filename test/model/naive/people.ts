import { inEffect, joinAll, joinByRule, joiningOf, resolve, winnerIn } from './resolve.ts'
import { memberOf, organizationOf, requestOf, roleOf, typeOf, userOf, type World } from './world.ts'

/** Why a command is refused, or what it does once the charter's answer has told the ids that it gave. */
export type Verdict = string | ((value: Answered) => void)
export type Answered = {
  readonly organization: { readonly id: string }
  readonly members: readonly { readonly userId: string }[]
  readonly user: { readonly id: string }
  readonly userId: string
  readonly challenge: { readonly value: string }
}
export type Email = { readonly local: string; readonly domain: string }
export type Actor = { readonly kind: string; readonly userId: string; readonly name: string }
export type Asked = {
  readonly actor: Actor
  readonly organizationId: string
  readonly userId: string
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
}
type Change = { readonly domain: string; readonly role?: string }

const nothing: Verdict = () => {}
const ADMIN_ONLY = 'admin'
const READERS = ['admin', 'internal']

/** Why the actor may not do in the organization what these roles may do. */
export const whyNot = (
  world: World,
  { actor, organizationId }: Pick<Asked, 'actor' | 'organizationId'>,
  roles: readonly string[] = [ADMIN_ONLY],
  archived: 'refused' | 'passes' = 'refused',
): string | undefined => {
  if (actor.kind === 'user' && !userOf(world, actor.userId)) return 'user_not_found'
  const organization = organizationOf(world, organizationId)
  if (!organization) return 'organization_not_found'
  if (organization.archived && archived === 'refused') return 'organization_archived'
  if (actor.kind === 'operator') return undefined
  const role = roleOf(memberOf(world, organizationId, actor.userId))
  if (role === undefined) return 'not_a_member'
  return roles.includes(role) ? undefined : 'permission_missing'
}

export const keyOf = ({ local, domain }: Email): string => `${local.toLowerCase()}@${domain}`
const byEmail = (world: World, email: Email) => world.users.find(user => keyOf(user) === keyOf(email))

const addUser = (world: World, email: Email, id: string, home: string) => {
  const user = { id, local: email.local, domain: email.domain, home }
  world.users.push(user)
  return user
}

const makeAdmin = (world: World, organizationId: string, userId: string): void => {
  const before = memberOf(world, organizationId, userId)
  world.members = world.members.filter(member => member !== before)
  const byRule = before && !before.ended ? before.byRule : undefined
  world.requests = world.requests.filter(each => each.organizationId !== organizationId || each.userId !== userId)
  world.members.push({ organizationId, userId, ended: false, assigned: 'admin', byRule })
}

const create = (world: World, { actor, founders }: Asked): Verdict => {
  const keys = founders.map(({ email }) => keyOf(email))
  if (new Set(keys).size < keys.length) return 'email_repeated'
  if (actor.kind === 'user' && !founders.some(({ email }) => byEmail(world, email)?.id === actor.userId))
    return 'founder_not_actor'
  return ({ organization: { id }, members }) => {
    world.organizations.push({ id, archived: false })
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
  const role = known && roleOf(memberOf(world, organizationId, known.id))
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
  const { home } = resolve(inEffect(world, now), email.domain)
  if (home === undefined) return 'no_organization_for_domain'
  return ({ user }) => joinAll(world, addUser(world, email, user.id, home), now)
}

const signIn = (world: World, { email }: Asked, now: number): Verdict => {
  const user = byEmail(world, email)
  return user ? () => joinAll(world, user, now) : 'email_unknown'
}

/** Lets somebody in whom a rule offered it to, or whom it made ask; the rules are asked again. */
const admit = (world: World, organizationId: string, userId: string, status: string, now: number): Verdict => {
  const user = userOf(world, userId)
  const request = requestOf(world, organizationId, userId)
  if (!user || request?.status !== status) return 'join_request_not_found'
  if (memberOf(world, organizationId, userId)?.ended === false) return 'member_exists'
  const rule = winnerIn(inEffect(world, now), organizationId, user.domain)
  if (!rule || (status === 'offered' && joiningOf(user, rule) === 'approval')) return 'domain_rule_no_longer_applies'
  return () => {
    world.requests = world.requests.filter(each => each !== request)
    joinByRule(world, rule, userId)
  }
}

const joinOffered = (world: World, { actor, organizationId }: Asked, now: number): Verdict => {
  if (actor.kind !== 'user') return 'operator_not_allowed'
  if (!userOf(world, actor.userId)) return 'user_not_found'
  const organization = organizationOf(world, organizationId)
  if (!organization) return 'organization_not_found'
  if (organization.archived) return 'organization_archived'
  return admit(world, organizationId, actor.userId, 'offered', now)
}

const approve = (world: World, asked: Asked, now: number): Verdict =>
  whyNot(world, asked) ??
  (userOf(world, asked.userId)
    ? admit(world, asked.organizationId, asked.userId, 'awaiting_approval', now)
    : 'user_not_found')

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
  if (!userOf(world, userId)) return 'user_not_found'
  const organization = organizationOf(world, organizationId)
  if (!organization) return 'organization_not_found'
  return organization.archived ? 'organization_archived' : undefined
}

const getOrganization = (world: World, { actor, organizationId }: Asked): Verdict => {
  if (actor.kind === 'user' && !userOf(world, actor.userId)) return 'user_not_found'
  if (!organizationOf(world, organizationId)) return 'organization_not_found'
  return actor.kind === 'operator' || roleOf(memberOf(world, organizationId, actor.userId)) !== undefined
    ? nothing
    : 'not_a_member'
}

const ofUser = (world: World, { actor, userId }: Asked): Verdict => {
  if (actor.kind === 'user' && actor.userId !== userId) return 'not_yourself'
  return userOf(world, userId) ? nothing : 'user_not_found'
}

const getMember = (world: World, asked: Asked): Verdict => {
  const { actor, organizationId, userId } = asked
  const isOwn = actor.kind === 'user' && actor.userId === userId
  const why = isOwn ? (userOf(world, userId) ? undefined : 'user_not_found') : whyNot(world, asked, READERS)
  return why ?? (memberOf(world, organizationId, userId) ? nothing : 'member_not_found')
}

const operatorOnly = (_: World, { actor, ids }: Asked): Verdict => {
  if (ids?.length === 0) return 'input_invalid'
  return actor.kind === 'operator' ? nothing : 'operator_only'
}

export const peopleModel: { readonly [method: string]: (world: World, asked: Asked, now: number) => Verdict } = {
  'organizations.create': create,
  'organizations.get': getOrganization,
  'organizations.list': ofUser,
  'organizations.settings': (world, asked) => whyNot(world, asked) ?? nothing,
  'organizations.rename': (world, asked) => whyNot(world, asked) ?? nothing,
  'organizations.archive': (world, asked) => setArchived(world, asked, true),
  'organizations.restore': (world, asked) => setArchived(world, asked, false),
  'organizations.appointAdmin': appointAdmin,
  'users.signUp': signUp,
  'users.signIn': signIn,
  'users.joinOffered': joinOffered,
  'users.get': ofUser,
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
