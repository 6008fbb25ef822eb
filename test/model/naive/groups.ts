import { type Asked, type Verdict, whyNot } from './people.ts'
import { actingRole, comeIn, holdsForGroup, leaveIfOver } from './workforce.ts'
import { type Group, memberOf, userOf, type World } from './world.ts'

type Model = (world: World, asked: Asked, now: number) => Verdict

const groupOf = (world: World, { organizationId, groupId }: Asked): Group | undefined =>
  world.groups.find(each => each.organizationId === organizationId && each.id === groupId)

export const termOf = (world: World, organizationId: string, userId: string): number | undefined => {
  const member = memberOf(world, organizationId, userId)
  return member && member.status !== 'ended' ? member.term : undefined
}

/** Whether somebody sits in a group by a seat of the term that they are in now. */
export const sits = (world: World, { organizationId, id }: Group, userId: string, seat: string): boolean =>
  world.seats.some(
    each =>
      each.groupId === id &&
      each.userId === userId &&
      each.seat === seat &&
      each.term === termOf(world, organizationId, userId),
  )

/** An admin, or a manager of the group; `by` tells which. */
const managing = (world: World, asked: Asked): { readonly why?: string; readonly by?: 'admin' | 'seat' } => {
  const why = whyNot(world, asked)
  if (why === undefined) return { by: 'admin' }
  if (why !== 'permission_missing') return { why }
  const group = groupOf(world, asked)
  return group && sits(world, group, asked.actor.userId, 'manager') ? { by: 'seat' } : { why: 'group_not_yours' }
}

export const standing = (group: Group | undefined): string | undefined => {
  if (!group) return 'group_not_found'
  return group.archived ? 'group_archived' : undefined
}

const createGroup: Model = (world, { actor, organizationId, ...asked }) => {
  const why = whyNot(world, { actor, organizationId, ...asked })
  if (why) return why
  return ({ id }) => {
    world.groups.push({ organizationId, id, archived: false })
    if (actor.kind === 'user')
      world.seats.push({
        groupId: id,
        seat: 'manager',
        userId: actor.userId,
        term: memberOf(world, organizationId, actor.userId)?.term ?? 0,
      })
  }
}

const seatModel =
  (seat: string, adds: boolean): Model =>
  (world, asked) => {
    const { organizationId, userIds, actor } = asked
    if (new Set(userIds).size < userIds.length) return 'input_invalid'
    const { why, by } = managing(world, asked)
    if (why) return why
    // Managers are appointed by whoever may create groups, which in this catalogue admins alone may.
    if (seat === 'manager' && by === 'seat') return 'permission_missing'
    const stands = standing(groupOf(world, asked))
    if (stands) return stands
    const came = adds ? comers(world, asked, seat) : () => {}
    if (typeof came === 'string') return came
    if (adds && seat === 'member' && by === 'seat' && userIds.includes(actor.userId)) return 'own_seat'
    return () => {
      const wereIn = userIds.filter(userId => sits(world, groupOf(world, asked) as Group, userId, seat))
      came(world)
      world.seats = world.seats.filter(
        each => each.groupId !== asked.groupId || each.seat !== seat || !userIds.includes(each.userId),
      )
      if (adds)
        for (const userId of userIds)
          world.seats.push({
            groupId: asked.groupId,
            seat,
            userId,
            term: termOf(world, organizationId, userId) ?? 0,
          })
      // WRK-2: whom nothing keeps in any more is out with the seat.
      else if (seat === 'member')
        for (const userId of wereIn) leaveIfOver(world, memberOf(world, organizationId, userId))
    }
  }

/** INV-14, WRK-1: all are in, or come in one after the other by what the group is granted; managers are in already. */
const comers = (world: World, asked: Asked, seat: string): string | ((of: World) => void) => {
  const { organizationId, groupId, userIds } = asked
  const makes = holdsForGroup(world, groupId)
  const after = structuredClone(world)
  const steps: ((of: World) => void)[] = []
  for (const userId of [...userIds].sort()) {
    if (userOf(world, userId)?.deactivated !== false) return 'group_candidates_invalid'
    const isIn = actingRole(world, memberOf(world, organizationId, userId)) !== undefined
    const step =
      seat === 'member' ? comeIn(after, { host: organizationId, userId, makes, seat: groupId }) : isIn && (() => {})
    if (typeof step !== 'function') return 'group_candidates_invalid'
    step(after)
    steps.push(step)
  }
  return of => {
    for (const step of steps) step(of)
  }
}

const archiveGroup: Model = (world, asked) => {
  const group = groupOf(world, asked)
  const why = whyNot(world, asked) ?? standing(group)
  if (why) return why
  return () => {
    if (group) group.archived = true
  }
}

export const groupModel: { readonly [method: string]: Model } = {
  'groups.create': createGroup,
  'groups.addMembers': seatModel('member', true),
  'groups.removeMembers': seatModel('member', false),
  'groups.addManagers': seatModel('manager', true),
  'groups.removeManagers': seatModel('manager', false),
  'groups.archive': archiveGroup,
}
