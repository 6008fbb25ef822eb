import { type Asked, type Verdict, whyNobody, whyNot } from './people.ts'
import { inEffect, joiningOf, winnerIn } from './resolve.ts'
import { leaveHosts, stateNow } from './workforce.ts'
import {
  type Assigned,
  guarded,
  type Member,
  memberOf,
  organizationOf,
  putOut,
  roleOf,
  ruleOf,
  stateOf,
  typeOf,
  userOf,
  type World,
} from './world.ts'

type Model = (world: World, asked: Asked, now: number) => Verdict
const nothing: Verdict = () => {}

/** MEM-2: the member, where an admin may do something with them in their state. */
const target = (world: World, asked: Asked, states: readonly string[]): Member | string => {
  const why = whyNot(world, asked)
  if (why) return why
  const member = memberOf(world, asked.organizationId, asked.userId)
  if (!member) return 'member_not_found'
  return states.includes(stateNow(world, member)) ? member : 'member_state'
}

/** ROL-1, ROL-2: in the default catalogue only admins give roles, and they give all of them. */
export const whyNotGiven = (role: string, held: string | undefined): string | undefined => {
  if (typeOf(role) === undefined) return 'role_unknown'
  return role === 'admin' && held !== undefined && typeOf(held) !== 'internal' ? 'role_ceiling' : undefined
}

/** Does it to the member, unless somebody is needed. */
const changed = (world: World, { organizationId, userId }: Member, change: (member: Member, world: World) => void) =>
  guarded(world, each => {
    const member = memberOf(each, organizationId, userId)
    if (member) change(member, each)
  })

/** MEM-3: nobody makes their own role last longer. */
const lastsLonger = (was: number | undefined, is: number | undefined): boolean =>
  was !== undefined && (is === undefined || is > was)

const isOwn = ({ actor, userId }: Asked): boolean => actor.kind === 'user' && actor.userId === userId

const changeRole: Model = (world, asked, now) => {
  const member = target(world, asked, ['active', 'suspended'])
  if (typeof member === 'string') return member
  const { role = '', until = undefined } = asked as { role?: string; until?: number }
  const why = whyNotGiven(role, roleOf(world, member))
  if (why) return why
  if (isOwn(asked) && lastsLonger(member.assigned?.until, until)) return 'own_role_upward'
  if (until !== undefined && now >= until) return 'expiry_past'
  if (member.assigned?.role === role && member.assigned.until === until) return 'role_unchanged'
  const assigned: Assigned = until === undefined ? { role } : { role, until }
  return changed(world, member, each => {
    each.assigned = assigned
  })
}

const suspend: Model = (world, asked) => {
  const member = target(world, asked, ['active', 'resting'])
  if (typeof member === 'string') return member
  return changed(world, member, each => {
    each.status = 'suspended'
  })
}

const reactivate: Model = (world, asked) => {
  const member = target(world, asked, ['suspended'])
  if (typeof member === 'string') return member
  return () => {
    member.status = 'active'
  }
}

const setExpiry: Model = (world, asked, now) => {
  const member = target(world, asked, ['active', 'suspended'])
  if (typeof member === 'string') return member
  const until = asked.until ?? undefined
  const { assigned } = member
  if (!assigned || (assigned.until !== undefined && now >= assigned.until)) return 'role_not_assigned'
  if (isOwn(asked) && lastsLonger(assigned.until, until)) return 'own_role_upward'
  if (until !== undefined && now >= until) return 'expiry_past'
  if (assigned.until === until) return 'role_unchanged'
  const { role } = assigned
  return changed(world, member, each => {
    each.assigned = until === undefined ? { role } : { role, until }
  })
}

const leave: Model = (world, { actor, organizationId }) => {
  if (actor.kind !== 'user') return 'operator_not_allowed'
  const nobody = whyNobody(world, actor.userId)
  if (nobody) return nobody
  const organization = organizationOf(world, organizationId)
  if (!organization) return 'organization_not_found'
  if (organization.archived) return 'organization_archived'
  const member = memberOf(world, organizationId, actor.userId)
  if (!member) return 'member_not_found'
  if (!['active', 'resting'].includes(stateNow(world, member))) return 'member_state'
  return changed(world, member, (each, of) => putOut(of, each, each.status === 'suspended' ? 'removed' : 'left'))
}

/** Everybody who is not out altogether. */
const REMOVABLE = ['active', 'suspended', 'expired', 'resting']

const remove: Model = (world, asked) => {
  const member = target(world, asked, REMOVABLE)
  if (typeof member === 'string') return member
  return changed(world, member, (each, of) => putOut(of, each, 'removed'))
}

/** What somebody left behind is cleared away: all of it at once, there is never much. */
const sweep: Model = (world, asked) => {
  const why = whyNot(world, asked)
  if (why) return why
  const { organizationId, userId } = asked
  const out = world.offboardings.find(each => each.organizationId === organizationId && each.userId === userId)
  if (!out) return nothing
  return () => {
    const here = (groupId: string) =>
      world.groups.some(({ id, organizationId: of }) => id === groupId && of === organizationId)
    const on = (entityId: string) =>
      world.entities.some(({ id, organizationId: of }) => id === entityId && of === organizationId)
    world.seats = world.seats.filter(seat => seat.userId !== userId || !here(seat.groupId) || seat.term > out.term)
    world.grants = world.grants.filter(
      ({ entityId, subject, subjectId, term = 0 }) =>
        subject !== 'user' || subjectId !== userId || !on(entityId) || term > out.term,
    )
    for (const invitation of world.invitations)
      if (
        invitation.organizationId === organizationId &&
        invitation.by.userId === userId &&
        invitation.status === 'pending' &&
        (invitation.byTerm ?? 0) <= out.term
      )
        invitation.status = 'revoked'
    leaveHosts(world, organizationId, userId, out.term)
    world.offboardings = world.offboardings.filter(each => each !== out)
  }
}

/** MEM-1: what the rules give now, and nothing that they give no more. */
const reconcile: Model = (world, asked, now) => {
  const member = target(world, asked, ['active', 'suspended'])
  if (typeof member === 'string') return member
  const user = userOf(world, member.userId)
  if (!user) return 'member_not_found'
  const winner = winnerIn(inEffect(world, user.domain, now), member.organizationId, user.domain)
  const own = member.byRule && ruleOf(world, member.organizationId, member.byRule.domain)
  const isFor =
    own && (own.domain === user.domain || (own.match === 'subdomains' && user.domain.endsWith(`.${own.domain}`)))
  const counts = winner && (winner.domain === member.byRule?.domain || joiningOf(user, winner) === 'automatic')
  if (!counts && isFor) return nothing
  const isSaid =
    counts &&
    winner.domain === member.byRule?.domain &&
    (winner.edition === member.byRule.edition || winner.sweep?.fromEdition === member.byRule.edition)
  if (isSaid) return nothing
  const byRule = counts ? { role: winner.role, domain: winner.domain, edition: winner.edition } : undefined
  return changed(world, member, (each, of) => rederived(of, each, byRule))
}

/** Whoever has no role left is out. */
export const rederived = (world: World, member: Member, byRule: Member['byRule']): void => {
  member.byRule = byRule
  if (roleOf(world, member) === undefined)
    putOut(world, member, member.status === 'suspended' ? 'removed' : 'rule_changed')
}

const planRemoval: Model = (world, asked) => {
  if (!isOwn(asked)) {
    const member = target(world, asked, REMOVABLE)
    return typeof member === 'string' ? member : nothing
  }
  const nobody = whyNobody(world, asked.userId)
  if (nobody) return nobody
  const organization = organizationOf(world, asked.organizationId)
  if (!organization) return 'organization_not_found'
  if (organization.archived) return 'organization_archived'
  const member = memberOf(world, asked.organizationId, asked.userId)
  if (!member) return 'member_not_found'
  return stateOf(world, member) === 'ended' ? 'member_state' : nothing
}

export const memberModel: { readonly [method: string]: Model } = {
  'members.changeRole': changeRole,
  'members.suspend': suspend,
  'members.reactivate': reactivate,
  'members.setExpiry': setExpiry,
  'members.leave': leave,
  'members.remove': remove,
  'members.sweep': sweep,
  'members.reconcile': reconcile,
  'members.planRemoval': planRemoval,
}
