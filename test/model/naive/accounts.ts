import { rederived } from './members.ts'
import { type Asked, isReserved, keyOf, type Verdict, whyNobody, whyNot } from './people.ts'
import { inEffect, joinAll, joiningOf, resolve } from './resolve.ts'
import { stateNow } from './workforce.ts'
import { type EmailChange, guarded, memberOf, roleOf, ruleOf, type User, userOf, type World } from './world.ts'

type Model = (world: World, asked: Asked, now: number) => Verdict
const DAY = 86_400_000

/** MEM-7: the user, the operator, or an admin of the user's home. */
const whyNotManaged = (world: World, { actor, userId }: Asked): string | undefined => {
  const user = userOf(world, userId)
  if (actor.kind === 'operator') return user ? undefined : 'user_not_found'
  const nobody = whyNobody(world, actor.userId)
  if (nobody) return nobody
  if (actor.userId === userId) return undefined
  if (!user) return 'user_not_yours'
  const why = whyNot(world, { actor, organizationId: user.home }, ['admin'], 'passes')
  if (why) return why === 'not_a_member' ? 'user_not_yours' : why
  const member = memberOf(world, user.home, userId)
  return member && ['active', 'suspended'].includes(stateNow(world, member)) ? undefined : 'user_not_yours'
}

const deactivate: Model = (world, asked) => {
  const why = whyNotManaged(world, asked)
  if (why) return why
  if (userOf(world, asked.userId)?.deactivated) return 'user_deactivated'
  return guarded(world, each => {
    const user = userOf(each, asked.userId)
    if (user) Object.assign(user, { deactivated: true, byOperator: asked.actor.kind === 'operator' })
    each.emailChanges = each.emailChanges.filter(({ userId }) => userId !== asked.userId)
  })
}

const reactivate: Model = (world, asked) => {
  const why = whyNotManaged(world, asked)
  if (why) return why
  const user = userOf(world, asked.userId)
  if (!user?.deactivated) return 'user_not_deactivated'
  if (user.byOperator && asked.actor.kind !== 'operator') return 'operator_only'
  return () => {
    user.deactivated = false
  }
}

const split = (address: string) => {
  const at = address.lastIndexOf('@')
  return { local: address.slice(0, at), domain: address.slice(at + 1).toLowerCase() }
}

const whyTaken = (world: World, key: string, userId: string): string | undefined => {
  const holder = world.users.find(user => keyOf(user) === key)
  if (holder && holder.id !== userId) return 'email_taken'
  return isReserved(world, key, userId) ? 'email_reserved' : undefined
}

/** The first of two steps; `token` is told by what was delivered. */
const changeEmail: Model = (world, { actor, userId, ...asked }, now) => {
  const email = split(asked.email as unknown as string)
  if (actor.kind === 'user' && actor.userId !== userId) return 'not_yourself'
  const nobody = whyNobody(world, userId)
  if (nobody) return nobody
  const user = userOf(world, userId) as User
  if (keyOf(user) === keyOf(email)) return 'email_unchanged'
  const taken = whyTaken(world, keyOf(email), userId)
  if (taken) return taken
  return (_, [token = '']) => {
    world.emailChanges = world.emailChanges.filter(each => each.userId !== userId)
    world.emailChanges.push({ userId, ...email, until: now + DAY, token })
  }
}

const confirmEmail: Model = (world, asked, now) => {
  const nobody = whyNobody(world, asked.userId)
  if (nobody) return nobody
  const user = userOf(world, asked.userId) as User
  const change = world.emailChanges.find(({ userId }) => userId === asked.userId)
  if (!change || change.token !== asked.token) return 'email_change_not_found'
  if (now >= change.until) return 'email_change_expired'
  if (keyOf(asked.email) !== keyOf(change)) return 'email_change_address_differs'
  const taken = whyTaken(world, keyOf(change), asked.userId)
  if (taken) return taken
  return guarded(world, each => moveTo(each, user.id, change, now))
}

const moveTo = (world: World, userId: string, { local, domain }: EmailChange, now: number): void => {
  const user = userOf(world, userId) as User
  world.reserved = world.reserved.filter(each => each.key !== keyOf({ local, domain }) && each.key !== keyOf(user))
  world.reserved.push({ key: keyOf(user), userId, until: now + 30 * DAY })
  Object.assign(user, { local, domain })
  world.emailChanges = world.emailChanges.filter(each => each.userId !== userId)
  const { winners } = resolve(inEffect(world, user.domain, now), user.domain)
  for (const member of world.members) {
    if (member.userId !== userId || !['active', 'suspended'].includes(stateNow(world, member))) continue
    const winner = winners.find(({ organizationId }) => organizationId === member.organizationId)
    const own = member.byRule && ruleOf(world, member.organizationId, member.byRule.domain)
    const isFor =
      own && (own.domain === user.domain || (own.match === 'subdomains' && user.domain.endsWith(`.${own.domain}`)))
    if (!winner && isFor) continue
    const counts = winner && (winner.domain === member.byRule?.domain || joiningOf(user, winner) === 'automatic')
    const isSaid =
      counts &&
      winner.domain === member.byRule?.domain &&
      (winner.edition === member.byRule.edition || winner.sweep?.fromEdition === member.byRule.edition)
    if (isSaid) continue
    const before = member.byRule
    const byRule = counts ? { role: winner.role, domain: winner.domain, edition: winner.edition } : undefined
    if (before !== undefined || byRule !== undefined) rederived(world, member, byRule)
    else if (roleOf(world, member) === undefined) rederived(world, member, undefined)
  }
  const concerned = new Set(winners.map(({ organizationId }) => organizationId))
  world.requests = world.requests.filter(
    each => each.userId !== userId || each.status === 'declined' || concerned.has(each.organizationId),
  )
  joinAll(world, user, now)
}

export const accountModel: { readonly [method: string]: Model } = {
  'users.deactivate': deactivate,
  'users.reactivate': reactivate,
  'users.changeEmail': changeEmail,
  'users.confirmEmail': confirmEmail,
}
