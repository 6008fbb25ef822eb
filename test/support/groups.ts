import { offboardings } from '../../src/core/grant/index.ts'
import type { GroupId, Seat } from '../../src/core/group/index.ts'
import { put, type UserId } from '../../src/core/kernel/index.ts'
import { type Membership, memberships } from '../../src/core/membership/index.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { OPERATOR, type Org, START, type World } from './world.ts'

/** Somebody with an assigned role in the organization, internal unless told otherwise. */
export const person = async (world: World, org: Org, name: string, role = 'internal'): Promise<UserId> => {
  const { id } = await world.user(`${name}@people.com`, org)
  await world.member(org, id, { assigned: { role, by: OPERATOR, at: START } })
  return id
}

/** A group that an operator made, with whoever is named in it. */
export const groupOf = async (
  world: World,
  org: Org,
  seats: { readonly [S in Seat]?: readonly UserId[] } = {},
): Promise<GroupId> => {
  const { groups } = world.charter
  const { id } = unwrap(await groups.create({ actor: OPERATOR, organizationId: org.id, name: 'Drivers' }))
  const of = { actor: OPERATOR, organizationId: org.id, groupId: id }
  if (seats.member) unwrap(await groups.addMembers({ ...of, userIds: seats.member }))
  if (seats.manager) unwrap(await groups.addManagers({ ...of, userIds: seats.manager }))
  return id
}

/** Puts a member out; what is left of them has yet to be cleared away. */
export const leaves = async (world: World, org: Org, userId: UserId): Promise<void> => {
  const member = (await world.get(memberships, org.id, userId)) as Membership
  const offboarding = { organizationId: org.id, userId, term: member.term, by: OPERATOR, at: world.clock.now() }
  await world.member(org, userId, { ...member, status: 'ended', endedAt: START, ending: 'left' } as never)
  await world.write(put(offboardings, offboarding))
}

/** Lets somebody who was out in again, in a term of their own. */
export const comesBack = async (world: World, org: Org, userId: UserId, role = 'internal'): Promise<void> => {
  const { term } = (await world.get(memberships, org.id, userId)) as Membership
  await world.member(org, userId, { term: term + 1, assigned: { role, by: OPERATOR, at: START } })
}
