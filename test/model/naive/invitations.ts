import { whyNotGiven } from './members.ts'
import { type Asked, addUser, byEmail, isReserved, keyOf, type Verdict, whyNot } from './people.ts'
import { type Invitation, memberOf, organizationOf, roleOf, stateOf, type World } from './world.ts'

type Model = (world: World, asked: Asked, now: number) => Verdict
const nothing: Verdict = () => {}
const WEEK = 7 * 86_400_000

const emailOf = (address: string) => {
  const at = address.lastIndexOf('@')
  return { local: address.slice(0, at), domain: address.slice(at + 1).toLowerCase() }
}

/** INVI-4: out, in by a rule alone, in by somebody's act, or suspended. */
const standing = (world: World, organizationId: string, userId: string | undefined): string => {
  const member = userId === undefined ? undefined : memberOf(world, organizationId, userId)
  const state = member ? stateOf(world, member) : 'ended'
  if (!member || state === 'ended' || state === 'expired') return 'out'
  if (state === 'suspended') return 'suspended'
  const { assigned } = member
  return assigned && (assigned.until === undefined || world.now < assigned.until) ? 'in' : 'by_rule'
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

const pendingTo = (world: World, organizationId: string, key: string): Invitation | undefined =>
  world.invitations.find(
    each => each.organizationId === organizationId && each.key === key && each.status === 'pending',
  )

const send: Model = (world, asked, now) => {
  const why = whyNot(world, asked)
  if (why) return why
  const { organizationId, actor, invitations } = asked
  return ({ outcomes }, tokens) => {
    const left = [...tokens]
    invitations.forEach(({ email, role }, index) => {
      const key = keyOf(emailOf(email))
      const refused = whyNotInvited(world, organizationId, key, role)
      const outcome = outcomes[index] as { readonly ok: boolean; readonly invitation?: { readonly id: string } }
      if (outcome.ok !== (refused === undefined)) throw new Error(`${key} as ${role}: the model says ${refused}`)
      if (refused !== undefined) return
      const token = left.shift() ?? ''
      const before = pendingTo(world, organizationId, key)
      const made = { role, by: actor, sentAt: now, until: now + WEEK, token }
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
  const why = whyNotInvited(world, invitation.organizationId, invitation.key, invitation.role)
  if (why) return why
  return (_, [token = '']) => {
    Object.assign(invitation, { by: asked.actor, sentAt: now, until: now + WEEK, token })
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

/** INVI-2: the inviter is asked again. */
const whyNotByInviter = (world: World, { by, organizationId, role }: Invitation, held: string | undefined) => {
  if (whyNot(world, { actor: by, organizationId })) return 'invitation_inviter_may_not'
  return whyNotGiven(role, held)
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
  if (before?.ending === 'removed' && before.status === 'ended' && (before.endedAt ?? 0) > invitation.sentAt)
    return 'invitation_overtaken'
  const may = whyNotByInviter(world, invitation, heldBy(world, organizationId, user?.id))
  if (may) return may
  return value => {
    const { id: userId } = user ?? addUser(world, email, value.user.id, organizationId)
    invitation.status = 'accepted'
    world.requests = world.requests.filter(each => each.organizationId !== organizationId || each.userId !== userId)
    world.members = world.members.filter(each => each !== before)
    world.members.push({
      organizationId,
      userId,
      status: 'active',
      term: is === 'by_rule' ? (before?.term ?? 1) : (before?.term ?? 0) + 1,
      assigned: { role },
      byRule: is === 'by_rule' ? before?.byRule : undefined,
    })
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
