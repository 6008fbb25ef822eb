import { entityOf, giveGrant, whyNotOn } from './content.ts'
import { whyNotGiven } from './members.ts'
import { type Asked, addUser, byEmail, isReserved, keyOf, type Verdict, whyNot } from './people.ts'
import { besideAssigned, enterAnew, stateNow } from './workforce.ts'
import {
  type Grant,
  type Invitation,
  type Invited,
  isLive,
  memberOf,
  organizationOf,
  roleOf,
  type World,
} from './world.ts'

type Model = (world: World, asked: Asked, now: number) => Verdict
const nothing: Verdict = () => {}
const WEEK = 7 * 86_400_000

const emailOf = (address: string) => {
  const at = address.lastIndexOf('@')
  return { local: address.slice(0, at), domain: address.slice(at + 1).toLowerCase() }
}

/** INVI-4: out, in by what is derived alone, in by somebody's act, or suspended. */
const standing = (world: World, organizationId: string, userId: string | undefined): string => {
  const member = userId === undefined ? undefined : memberOf(world, organizationId, userId)
  const state = member ? stateNow(world, member) : 'ended'
  if (member?.status === 'suspended') return 'suspended'
  if (!member || state !== 'active') return 'out'
  const { assigned } = member
  return assigned && (assigned.until === undefined || world.now < assigned.until) ? 'in' : 'derived'
}

const heldBy = (world: World, organizationId: string, userId: string | undefined): string | undefined =>
  userId === undefined || standing(world, organizationId, userId) === 'out'
    ? undefined
    : roleOf(world, memberOf(world, organizationId, userId))

const whyNotInvited = (world: World, organizationId: string, key: string, role: string): string | undefined => {
  const user = world.users.find(each => keyOf(each) === key)
  const is = standing(world, organizationId, user?.id)
  if (is === 'in') return 'member_exists'
  if (is === 'suspended') return 'member_state'
  return whyNotGiven(role, heldBy(world, organizationId, user?.id))
}

const ROLES: { readonly [kind: string]: readonly string[] } = {
  project: ['admin', 'team_manager', 'annotator_reviewer', 'reviewer', 'annotator'],
  dataset: ['admin', 'user'],
  ontology: ['admin', 'user'],
}

/** ROL-3: why whoever invites may not give one of these grants. */
const whyNotGrants = (
  world: World,
  actor: Asked['actor'],
  organizationId: string,
  grants: readonly Invited[],
): string | undefined => {
  for (const { kind, id, role } of grants) {
    const entity = entityOf(world, kind, id)
    if (entity?.organizationId !== organizationId) return 'entity_not_found'
    if (!ROLES[kind]?.includes(role)) return 'entity_role_unknown'
    const act = kind === 'project' && role === 'admin' ? 'manage_admins' : 'manage_team'
    const why = whyNotOn(world, { actor }, entity, act)
    if (why) return why
  }
  return undefined
}

const pendingTo = (world: World, organizationId: string, key: string): Invitation | undefined =>
  world.invitations.find(
    each => each.organizationId === organizationId && each.key === key && each.status === 'pending',
  )

const timesPutOut = (world: World, organizationId: string, key: string): number => {
  const user = world.users.find(each => keyOf(each) === key)
  return world.putOut.filter(each => each.organizationId === organizationId && each.userId === user?.id).length
}

/** Who invites, and what had happened by then. */
const issued = (world: World, { actor, organizationId }: Asked, key: string) => ({
  by: actor,
  byTerm: actor.kind === 'user' ? memberOf(world, organizationId, actor.userId)?.term : undefined,
  putOutBefore: timesPutOut(world, organizationId, key),
})

const send: Model = (world, asked, now) => {
  const why = whyNot(world, asked)
  if (why) return why
  const { organizationId, actor, invitations } = asked
  return ({ outcomes }, tokens) => {
    const left = [...tokens]
    invitations.forEach(({ email, role, grants = [] }, index) => {
      const key = keyOf(emailOf(email))
      const refused =
        whyNotInvited(world, organizationId, key, role) ?? whyNotGrants(world, actor, organizationId, grants)
      const outcome = outcomes[index] as { readonly ok: boolean; readonly invitation?: { readonly id: string } }
      if (outcome.ok !== (refused === undefined)) throw new Error(`${key} as ${role}: the model says ${refused}`)
      if (refused !== undefined) return
      const token = left.shift() ?? ''
      const before = pendingTo(world, organizationId, key)
      const made = { role, grants, ...issued(world, asked, key), until: now + WEEK, token }
      if (before) Object.assign(before, made)
      else world.invitations.push({ organizationId, id: outcome.invitation?.id ?? '', key, status: 'pending', ...made })
    })
  }
}

/** What an invitation that is no longer open is refused with. */
const closed = (invitation: Invitation): string | undefined =>
  invitation.status === 'pending' ? undefined : `invitation_${invitation.status}`

const invitationIn = (world: World, asked: Asked): Invitation | string => {
  const why = whyNot(world, asked)
  if (why) return why
  const invitation = world.invitations.find(
    ({ id, organizationId }) => id === asked.invitationId && organizationId === asked.organizationId,
  )
  return invitation ? (closed(invitation) ?? invitation) : 'invitation_not_found'
}

const resend: Model = (world, asked, now) => {
  const invitation = invitationIn(world, asked)
  if (typeof invitation === 'string') return invitation
  const { organizationId, key, role, grants } = invitation
  const why =
    whyNotInvited(world, organizationId, key, role) ?? whyNotGrants(world, asked.actor, organizationId, grants)
  if (why) return why
  return (_, [token = '']) => {
    Object.assign(invitation, { ...issued(world, asked, key), until: now + WEEK, token })
  }
}

const revoke: Model = (world, asked) => {
  const invitation = invitationIn(world, asked)
  if (typeof invitation === 'string') return invitation
  return () => {
    invitation.status = 'revoked'
  }
}

const byToken = (world: World, token: string): Invitation | undefined =>
  world.invitations.find(invitation => invitation.token === token)

const whyNotOpen = (world: World, invitation: Invitation): string | undefined => {
  const why = closed(invitation)
  if (why) return why
  if (world.now >= invitation.until) return 'invitation_expired'
  return organizationOf(world, invitation.organizationId)?.archived ? 'organization_archived' : undefined
}

/** INVI-2: the inviter is asked again, who is none any more once they were out. */
const whyNotByInviter = (world: World, { by, byTerm, organizationId, role }: Invitation, held: string | undefined) => {
  if (whyNot(world, { actor: by, organizationId })) return 'invitation_inviter_may_not'
  if (by.kind === 'user' && memberOf(world, organizationId, by.userId)?.term !== byTerm)
    return 'invitation_inviter_may_not'
  return whyNotGiven(role, held)
}

/** A grant of the term that is as good already stays; one of an earlier term is none. */
const giveInvited = (world: World, organizationId: string, userId: string, grants: readonly Invited[]): void => {
  const term = memberOf(world, organizationId, userId)?.term
  for (const { kind, id, role } of grants) {
    const is = { entityId: id, subject: 'user', subjectId: userId }
    const before = world.grants.find(
      each => each.entityId === id && each.subject === 'user' && each.subjectId === userId,
    )
    const isOfNow = before?.term === term && isLive(world, before?.until)
    if (before && isOfNow && isAsGood(kind, before, role)) continue
    giveGrant(world, { ...is, role, term })
  }
}

const isAsGood = (kind: string, { role: held, until, stages }: Grant, role: string): boolean => {
  const order = ROLES[kind] ?? []
  const by = order.indexOf(role) - order.indexOf(held)
  return by > 0 || (by === 0 && until === undefined && stages === undefined)
}

const accept: Model = (world, { token, email }) => {
  const invitation = byToken(world, token)
  if (!invitation) return 'invitation_not_found'
  if (keyOf(email) !== invitation.key) return 'invitation_not_yours'
  const why = whyNotOpen(world, invitation)
  if (why) return why
  const { organizationId, role } = invitation
  if (isReserved(world, invitation.key)) return 'email_reserved'
  const user = byEmail(world, email)
  if (user?.deactivated) return 'user_deactivated'
  const is = standing(world, organizationId, user?.id)
  if (is === 'in') return 'member_exists'
  if (is === 'suspended') return 'member_suspended'
  const before = user && memberOf(world, organizationId, user.id)
  if (timesPutOut(world, organizationId, invitation.key) > invitation.putOutBefore) return 'invitation_overtaken'
  const may = whyNotByInviter(world, invitation, heldBy(world, organizationId, user?.id))
  if (may) return may
  if (whyNotGrants(world, invitation.by, organizationId, invitation.grants)) return 'invitation_grant_not_possible'
  return value => {
    const { id: userId } = user ?? addUser(world, email, value.user.id, organizationId)
    invitation.status = 'accepted'
    world.requests = world.requests.filter(each => each.organizationId !== organizationId || each.userId !== userId)
    if (before && is === 'derived') before.assigned = { role }
    else enterAnew(world, organizationId, userId, { assigned: { role } })
    const member = memberOf(world, organizationId, userId)
    // WRK-1: a vendor's person is that beside what they were invited to, before the grants are there.
    const makes = invitation.grants.some(({ kind }) => kind !== 'ontology')
    if (user && member && makes) besideAssigned(world, member)
    giveInvited(world, organizationId, userId, invitation.grants)
  }
}

const decline: Model = (world, { token }) => {
  const invitation = byToken(world, token)
  if (!invitation) return 'invitation_not_found'
  const why = whyNotOpen(world, invitation)
  if (why) return why
  return () => {
    invitation.status = 'declined'
  }
}

export const invitationModel: { readonly [method: string]: Model } = {
  'invitations.send': send,
  'invitations.resend': resend,
  'invitations.revoke': revoke,
  'invitations.accept': accept,
  'invitations.decline': decline,
  'invitations.list': (world, asked) => whyNot(world, asked) ?? nothing,
}
