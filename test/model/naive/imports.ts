import { standingOwner } from './domains.ts'
import { whyNotGiven } from './members.ts'
import { type Asked, addUser, byEmail, type Email, isReserved, keyOf, type Verdict, whyNot } from './people.ts'
import { enterAnew, stateNow } from './workforce.ts'
import { chainOf, memberOf, roleOf, ruleOf, type World } from './world.ts'

type Person = { readonly email: Email; readonly role: string }
type Imported = { readonly kind: string; readonly userId?: string; readonly refusal?: { readonly code: string } }

/** DOM-4: why whoever is no member may not be imported from this domain. */
const whyNotFrom = (world: World, asked: Asked, { domain }: Email, isKnown: boolean): string | undefined => {
  const { actor, organizationId } = asked
  const [owner] = chainOf(domain).flatMap(label => {
    const standing = standingOwner(world, label, world.now)
    const rule = standing && ruleOf(world, standing.owner.organizationId, label)
    return standing && (label === domain || rule?.match === 'subdomains') ? [standing] : []
  })
  if (owner?.owner.organizationId === organizationId && !owner.challenger) return undefined
  if (actor.kind === 'user') return 'address_not_yours'
  if (isKnown || !owner) return undefined
  return owner.challenger ? 'domain_disputed' : 'home_elsewhere'
}

/** What becomes of one person, judged alone. */
const outcomeOf = (world: World, asked: Asked, { email, role }: Person): string => {
  const { organizationId } = asked
  const user = byEmail(world, email)
  const member = user && memberOf(world, organizationId, user.id)
  if (user && member) {
    if (user.deactivated) return 'user_deactivated'
    if (stateNow(world, member) === 'active') return 'already_member'
    const isOutByNobody = member.ending === 'rule_changed' || member.ending === 'workforce_over'
    if (member.status !== 'ended' || !isOutByNobody) return 'member_state'
  }
  const why = whyNotGiven(role, undefined) ?? whyNotFrom(world, asked, email, user !== undefined)
  if (why) return why
  if (!user && isReserved(world, keyOf(email))) return 'email_reserved'
  if (user?.deactivated) return 'user_deactivated'
  const isInvited = world.invitations.some(
    each =>
      each.organizationId === organizationId &&
      each.key === keyOf(email) &&
      each.status === 'pending' &&
      world.now < each.until,
  )
  if (isInvited) return 'invitation_pending'
  const isDeclined = world.requests.some(
    each => each.organizationId === organizationId && each.userId === user?.id && each.status === 'declined',
  )
  return isDeclined ? 'join_request_declined' : 'joined'
}

/** One after the other, each as if asked alone. */
const importPeople = (world: World, asked: Asked): Verdict => {
  const why = whyNot(world, asked)
  if (why) return why
  const { organizationId, people } = asked
  return ({ outcomes }) => {
    people.forEach((person, index) => {
      const expected = outcomeOf(world, asked, person)
      const { kind, userId = '', refusal } = outcomes[index] as unknown as Imported
      const is = kind === 'refused' ? refusal?.code : kind
      if (is !== expected)
        throw new Error(`${keyOf(person.email)} as ${person.role}: ${is}, the model says ${expected}`)
      if (expected === 'joined') {
        const { id } = byEmail(world, person.email) ?? addUser(world, person.email, userId, organizationId)
        world.requests = world.requests.filter(each => each.organizationId !== organizationId || each.userId !== id)
        enterAnew(world, organizationId, id, { assigned: { role: person.role } })
      }
      const member = memberOf(world, organizationId, byEmail(world, person.email)?.id ?? '')
      if (kind !== 'refused' && roleOf(world, member) === undefined) throw new Error(`${kind} and no role`)
    })
  }
}

export const importModel: { readonly [method: string]: (world: World, asked: Asked, now: number) => Verdict } = {
  'members.import': importPeople,
}
