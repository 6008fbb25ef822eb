import { describe, expect, it } from 'vitest'
import { type GroupId, groupSeats, seatCounts } from '../../../src/core/group/index.ts'
import { add as counted, put, type UserId, type Write } from '../../../src/core/kernel/index.ts'
import { memberships, WORKFORCE_GROUPS } from '../../../src/core/membership/index.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { ask, made, toGroup, toUser } from '../../support/content.ts'
import { groupOf, person } from '../../support/groups.ts'
import { createWorld, OPERATOR, type Org, START } from '../../support/world.ts'

/** A member's seat, as it was taken before its holder came to the vendor. */
const seatWrites = ({ id: organizationId }: Org, groupId: GroupId, userId: UserId, at: number): readonly Write[] => [
  put(groupSeats, { organizationId, groupId, seat: 'member', userId, term: 1, by: OPERATOR, at }),
  counted(seatCounts, [organizationId, groupId, 'member'], 1),
]

describe('people of a vendor who come in by a group', () => {
  it('are as many as the engagement has seats for, whoever comes with them (WRK-1, WRK-5)', async () => {
    const world = createWorld()
    const [acme, vendor] = [await world.found('Acme'), await world.found('Labelers', 'workforce')]
    const [eve, lou, rae] = [
      await person(world, vendor, 'eve'),
      await person(world, vendor, 'lou'),
      await person(world, vendor, 'rae'),
    ]
    const dataset = await made(world, 'datasets', acme, acme.adminId)
    const groupId = await groupOf(world, acme)
    unwrap(
      await ask(world, 'datasets', 'grant', dataset, { actor: acme.admin, subject: toGroup(groupId), role: 'user' }),
    )
    const both = { actor: acme.admin, organizationId: acme.id }
    unwrap(await world.charter.engagements.open({ ...both, vendorId: vendor.id, seats: 2 }))
    const add = (...userIds: readonly (typeof eve)[]) => world.charter.groups.addMembers({ ...both, groupId, userIds })
    expect(await add(eve, lou, rae)).toMatchObject({
      ok: false,
      refusal: { code: 'group_candidates_invalid', facts: { userIds: [[eve, lou, rae].sort()[2]], count: 1 } },
    })
    expect(unwrap(await add(eve, lou)).added).toHaveLength(2)
    expect(await add(rae)).toMatchObject({ refusal: { code: 'group_candidates_invalid' } })
    unwrap(await world.charter.groups.removeMembers({ ...both, groupId, userIds: [eve] }))
    expect(unwrap(await add(rae)).added).toEqual([rae])
  })

  it('have no source beside their role where they sit in more groups than one decision looks at (WRK-1, INV-13)', async () => {
    const world = createWorld()
    const [acme, vendor] = [await world.found('Acme'), await world.found('Labelers', 'workforce')]
    const eve = await person(world, vendor, 'eve')
    await world.member(acme, eve, { assigned: { role: 'external', by: OPERATOR, at: START } })
    for (let index = 0; index <= WORKFORCE_GROUPS; index++) {
      await groupOf(world, acme, { manager: [eve] })
      world.clock.advance(1)
    }
    const last = await groupOf(world, acme)
    await world.write(...seatWrites(acme, last, eve, world.clock.now()))
    const dataset = await made(world, 'datasets', acme, acme.adminId)
    unwrap(await ask(world, 'datasets', 'grant', dataset, { actor: acme.admin, subject: toUser(eve), role: 'user' }))
    expect(await world.get(memberships, acme.id, eve)).not.toHaveProperty('byWorkforce')
  })
})
