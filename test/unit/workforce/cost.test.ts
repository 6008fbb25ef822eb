import { describe, expect, it } from 'vitest'
import type { Actor, UserId } from '../../../src/core/kernel/index.ts'
import { memberships } from '../../../src/core/membership/index.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { toGroup, toUser } from '../../support/content.ts'
import { groupOf, person } from '../../support/groups.ts'
import { datasetOf, projectOf } from '../../support/projects.ts'
import { type CountedStore, counted } from '../../support/store-calls.ts'
import { createWorld, OPERATOR } from '../../support/world.ts'

/** Acme with a project, a vendor with its people, and a store that counts what is asked of it. */
const scene = async () => {
  const counting: { calls?: CountedStore } = {}
  const world = createWorld({
    before: store => {
      counting.calls = counted(store)
      return counting.calls.store
    },
  })
  const acme = await world.found('Acme')
  const vendor = await world.found('Vendor', 'workforce')
  const vera = await person(world, vendor, 'vera')
  const projectId = await projectOf(world, acme)
  const grant = (userId: UserId, actor: Actor = acme.admin) =>
    world.charter.projects.grant({ actor, projectId, subject: toUser(userId), role: 'annotator' })
  /** What is asked of the store meanwhile. */
  const callsOf = async (command: () => Promise<unknown>) => {
    counting.calls?.taken()
    await command()
    return counting.calls?.taken()
  }
  return { world, acme, vendor, vera, projectId, grant, callsOf }
}

const between = ({ acme, vendor }: Pick<Awaited<ReturnType<typeof scene>>, 'acme' | 'vendor'>) => ({
  actor: acme.admin,
  organizationId: acme.id,
  vendorId: vendor.id,
})

describe('adding a vendor’s person to a project', () => {
  it('takes two rounds of reads and one commit, whoever grants (WRK-1)', async () => {
    const { world, acme, vendor, vera, grant, callsOf } = await scene()
    expect(await callsOf(() => grant(vera))).toEqual({ rounds: 2, gets: 2, lists: 2, commits: 1 })
    expect(await world.get(memberships, acme.id, vera)).toMatchObject({ byWorkforce: { vendorId: vendor.id } })
    const walt = await person(world, vendor, 'walt')
    expect(await callsOf(() => grant(walt, OPERATOR))).toEqual({ rounds: 2, gets: 2, lists: 1, commits: 1 })
  })

  it('takes no more under an engagement with seats and a scope (WRK-5)', async () => {
    const here = await scene()
    const { world, vendor, vera, projectId, grant, callsOf } = here
    const scope = { projects: [projectId], datasets: [] }
    unwrap(await world.charter.engagements.open({ ...between(here), seats: 2, scope }))
    expect(await callsOf(() => grant(vera))).toEqual({ rounds: 2, gets: 2, lists: 2, commits: 1 })
    unwrap(await world.charter.engagements.end(between(here)))
    unwrap(await world.charter.engagements.open({ ...between(here), seats: 2 }))
    const walt = await person(world, vendor, 'walt')
    // The seats of a later edition are known by its number.
    expect(await callsOf(() => grant(walt))).toEqual({ rounds: 3, gets: 3, lists: 2, commits: 1 })
  })

  it('takes no more where they are in, by the vendor or otherwise', async () => {
    const { world, acme, vera, projectId, grant, callsOf } = await scene()
    const datasetId = await datasetOf(world, acme)
    unwrap(await world.charter.datasets.grant({ actor: acme.admin, datasetId, subject: toUser(vera), role: 'user' }))
    expect(await callsOf(() => grant(vera))).toEqual({ rounds: 2, gets: 2, lists: 3, commits: 1 })
    const ada = await person(world, acme, 'ada')
    expect(await callsOf(() => grant(ada))).toMatchObject({ rounds: 2, commits: 1 })
    const subject = toGroup(await groupOf(world, acme, { member: [vera] }))
    const toAll = { actor: acme.admin, projectId, subject, role: 'reviewer' } as const
    expect(await callsOf(() => world.charter.projects.grant(toAll))).toMatchObject({ rounds: 2, commits: 1 })
  })

  it('takes as much among a hundred projects, members and people of the vendor as among one', async () => {
    const { world, acme, vendor, vera, grant, callsOf } = await scene()
    for (let each = 0; each < 100; each++) {
      await person(world, acme, `member${each}`)
      await person(world, vendor, `staff${each}`)
      await projectOf(world, acme)
    }
    expect(await callsOf(() => grant(vera))).toEqual({ rounds: 2, gets: 2, lists: 2, commits: 1 })
  })
})

describe('taking the last grant back', () => {
  it('is one commit, with the membership in it (WRK-2)', async () => {
    const { world, acme, vera, projectId, grant, callsOf } = await scene()
    unwrap(await grant(vera))
    const revoking = () => world.charter.projects.revoke({ actor: acme.admin, projectId, subject: toUser(vera) })
    expect(await callsOf(revoking)).toEqual({ rounds: 3, gets: 3, lists: 1, commits: 1 })
    expect(await world.get(memberships, acme.id, vera)).toMatchObject({ status: 'ended', ending: 'workforce_over' })
  })
})
