import { describe, expect, it } from 'vitest'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { ask, made, toGroup } from '../../support/content.ts'
import { groupOf, person } from '../../support/groups.ts'
import { createWorld } from '../../support/world.ts'

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
})
