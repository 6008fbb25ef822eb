import { describe, expect, it } from 'vitest'
import { grants, offboardings } from '../../../src/core/grant/index.ts'
import { groupSeats, seatCounts } from '../../../src/core/group/index.ts'
import { invitations, invitedAddresses } from '../../../src/core/invitation/index.ts'
import { type User, users } from '../../../src/core/user/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { datasetOf, memberWith } from '../../support/targets.ts'
import {
  as,
  breachesOf,
  codeOf,
  createWorld,
  email,
  OPERATOR,
  type Org,
  START,
  type World,
} from '../../support/world.ts'

const target = (org: Org, userId: string) =>
  ({ actor: org.admin, organizationId: org.id, userId }) as {
    actor: Org['admin']
    organizationId: Org['id']
    userId: never
  }

const sweep = async (world: World, org: Org, userId: string) =>
  unwrap(await world.charter.members.sweep(target(org, userId)))

const seated = async (world: World, org: Org, userId: string, groups: number) => {
  const ids: string[] = []
  for (let n = 0; n < groups; n++) {
    const { id } = unwrap(
      await world.charter.groups.create({ actor: org.admin, organizationId: org.id, name: `G${n}` }),
    )
    const group = { actor: org.admin, organizationId: org.id, groupId: id, userIds: [userId] }
    unwrap(await world.charter.groups.addMembers(group as never))
    unwrap(await world.charter.groups.addManagers(group as never))
    ids.push(id)
  }
  return ids
}

const granted = async (world: World, org: Org, userId: string, role: 'admin' | 'user') => {
  const id = await datasetOf(world, org, org.adminId)
  const subject = { kind: 'user', userId } as never
  unwrap(await world.charter.datasets.grant({ actor: org.admin, datasetId: id as never, subject, role }))
  return id
}

/** Acme, and a member with seats, grants and invitations, who has been an admin and is out. */
const leftover = async (world: World) => {
  const acme = await world.found('Acme')
  const id = await memberWith(world, acme, 'admin')
  const groups = await seated(world, acme, id, 3)
  const datasets = [await granted(world, acme, id, 'admin'), await granted(world, acme, id, 'user')]
  const sent = [
    { email: 'a@people.com', role: 'external' },
    { email: 'b@people.com', role: 'external' },
  ]
  unwrap(await world.charter.invitations.send({ actor: as(id), organizationId: acme.id, invitations: sent }))
  unwrap(await world.charter.members.remove(target(acme, id)))
  return { acme, id, groups, datasets }
}

const heldBy = (world: World, userId: string) => ({
  seats: world.all(groupSeats).filter(seat => seat.userId === userId),
  grants: world.all(grants).filter(grant => grant.subjectId === userId),
})

describe('sweepMember', () => {
  it('clears away the seats, grants and invitations of who is out (MEM-4)', async () => {
    const world = createWorld()
    const { acme, id, groups } = await leftover(world)
    expect(heldBy(world, id)).toMatchObject({ seats: { length: 6 }, grants: { length: 2 } })
    expect(breachesOf(world)).toEqual([])
    world.clock.advance(1)
    expect(await sweep(world, acme, id)).toEqual({ swept: 10, finished: true })
    expect(heldBy(world, id)).toEqual({ seats: [], grants: [] })
    expect(world.all(offboardings)).toEqual([])
    expect(world.all(invitedAddresses)).toEqual([])
    expect(world.all(invitations).map(({ status }) => status)).toEqual(['revoked', 'revoked'])
    expect(world.all(invitations)[0]).toMatchObject({ revokedAt: START + 1, revokedBy: acme.admin })
    expect(await world.get(seatCounts as never, acme.id, groups[0] as string, 'member')).toEqual({ count: 0 })
    const before = world.snapshot()
    expect(await sweep(world, acme, id)).toEqual({ swept: 0, finished: true })
    expect(world.snapshot()).toEqual(before)
  })

  it('leaves whoever is back all that they were given since (MEM-9, INV-25)', async () => {
    const world = createWorld()
    const { acme, id, groups, datasets } = await leftover(world)
    world.clock.advance(1)
    const { email: address } = (await world.get(users, id)) as User
    const back = await world.charter.organizations.appointAdmin({
      actor: OPERATOR,
      organizationId: acme.id,
      email: email(`${address.local}@${address.domain}`),
      reason: 'is back',
    })
    expect(unwrap(back).term).toBe(2)
    const can = async (dataset: string) =>
      unwrap(
        await world.charter.access.can({
          actor: as(id),
          permission: 'dataset.view',
          resource: { kind: 'dataset', id: dataset },
        } as never),
      ).allowed
    unwrap(await world.charter.members.changeRole({ ...target(acme, id), role: 'internal' }))
    for (const dataset of datasets) expect(await can(dataset)).toBe(false)
    const kept = await granted(world, acme, id, 'user')
    const again = datasets[1] as string
    const subject = { kind: 'user', userId: id } as never
    unwrap(await world.charter.datasets.grant({ actor: acme.admin, datasetId: again as never, subject, role: 'user' }))
    const group = { actor: acme.admin, organizationId: acme.id, groupId: groups[0], userIds: [id] } as never
    unwrap(await world.charter.groups.addMembers(group))
    expect(await sweep(world, acme, id)).toMatchObject({ finished: true })
    expect(heldBy(world, id).seats.map(({ groupId, seat, term }) => [groupId, seat, term])).toEqual([
      [groups[0], 'member', 2],
    ])
    expect(
      heldBy(world, id)
        .grants.map(({ entityId }) => entityId)
        .sort(),
    ).toEqual([kept, again].sort())
    expect([await can(kept), await can(again), await can(datasets[0] as string)]).toEqual([true, true, false])
  })

  it('clears away in bounded commits, between any of which it can be stopped', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const id = await memberWith(world, acme, 'internal')
    await seated(world, acme, id, 130)
    unwrap(await world.charter.members.remove(target(acme, id)))
    const steps: { swept: number; finished: boolean }[] = []
    do {
      steps.push(await sweep(world, acme, id))
      expect(breachesOf(world)).toEqual([])
    } while (!steps.at(-1)?.finished)
    expect(steps).toEqual([
      { swept: 100, finished: false },
      { swept: 100, finished: false },
      { swept: 60, finished: true },
    ])
  })

  it('goes on where somebody is out a second time before it has come to the end', async () => {
    const world = createWorld()
    const { acme, id } = await leftover(world)
    await world.member(acme, id, { term: 2, assigned: { role: 'internal', by: OPERATOR, at: START } })
    await granted(world, acme, id, 'user')
    unwrap(await world.charter.members.remove(target(acme, id)))
    expect(world.all(offboardings)).toMatchObject([{ term: 2 }])
    expect(await sweep(world, acme, id)).toEqual({ swept: 11, finished: true })
    expect(heldBy(world, id)).toEqual({ seats: [], grants: [] })
  })

  it('clears away, too, what somebody had before they came in anew after their time was over (MEM-9)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const assigned = { role: 'internal', by: OPERATOR, at: START, until: START + 5 }
    const id = await memberWith(world, acme, 'internal', { assigned } as never)
    const { email: address } = (await world.get(users, id)) as User
    await seated(world, acme, id, 1)
    world.clock.advance(5)
    const spelled = `${address.local}@${address.domain}`
    const { token } = await world.invite(acme, spelled)
    unwrap(await world.charter.invitations.accept({ token, email: email(spelled) }))
    expect(world.all(offboardings)).toMatchObject([{ userId: id, term: 1 }])
    expect(breachesOf(world)).toEqual([])
    expect(await sweep(world, acme, id)).toEqual({ swept: 2, finished: true })
    const second = await memberWith(world, acme, 'internal', { assigned: { ...assigned, until: START + 6 } } as never)
    await seated(world, acme, second, 1)
    world.clock.advance(1)
    const { email: other } = (await world.get(users, second)) as User
    const appointed = await world.charter.organizations.appointAdmin({
      actor: OPERATOR,
      organizationId: acme.id,
      email: email(`${other.local}@${other.domain}`),
      reason: 'is back',
    })
    expect(unwrap(appointed).term).toBe(2)
    expect(await sweep(world, acme, second)).toEqual({ swept: 2, finished: true })
  })

  const refusals: Refusals<Charter<string>['members']['sweep']> = authorizationRefusals(
    (world, actor, organizationId) => world.charter.members.sweep({ actor, organizationId, userId: 'x' as never }),
  )
  itRefuses(refusals)

  it('has nothing to do for whoever is in, was never in, or is nobody', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    for (const userId of [acme.adminId, 'nobody'])
      expect(codeOf(await world.charter.members.sweep(target(acme, userId)))).toBe('ok')
  })
})
