import { describe, expect, it } from 'vitest'
import { openAccess } from '../../../src/access.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { person } from '../../support/groups.ts'
import { allPages } from '../../support/members.ts'
import { give, giveGroup, type Hosting, hosting, seat, seenAs, worksOn } from '../../support/vendors.ts'
import { as, codeOf, email, OPERATOR, START, tokenOf } from '../../support/world.ts'

const canOf = async ({ world, vic, project }: Hosting) =>
  unwrap(
    await world.charter.access.can({
      actor: as(vic),
      permission: 'project.annotate',
      resource: { kind: 'project', id: project },
    }),
  )

describe('who rests', () => {
  it('is shown without a role among the members, and as resting in their groups', async () => {
    const vic = await hosting()
    const { world, host, group } = vic
    unwrap(await giveGroup(vic))
    unwrap(await seat(vic))
    const shown = async () => {
      const { items } = unwrap(await world.charter.members.list(host))
      const members = unwrap(await world.charter.groups.members({ ...host, groupId: group }))
      const one = members.items.find(({ userId }) => userId === vic.vic)
      return [items.find(({ userId }) => userId === vic.vic)?.role, one?.state]
    }
    expect(await shown()).toEqual(['workforce', 'active'])
    unwrap(await world.charter.members.suspend(vic.staff))
    expect(await shown()).toEqual([null, 'resting'])
  })

  it('is on no team, and in no answer about who can (INV-23)', async () => {
    const vic = await hosting()
    const { world, project } = vic
    unwrap(await give(vic))
    const team = async () => {
      const { items } = unwrap(
        await world.charter.projects.team({ actor: OPERATOR, projectId: project, subject: 'user' }),
      )
      return items.some(({ subjectId }) => subjectId === vic.vic)
    }
    const who = async () => {
      const resource = { kind: 'project', id: project } as const
      const items = await allPages(async after =>
        unwrap(
          await world.charter.access.whoCan({
            actor: OPERATOR,
            permission: 'project.annotate',
            resource,
            ...(after !== undefined && { after }),
          }),
        ),
      )
      return JSON.stringify(items).includes(vic.vic)
    }
    expect([await team(), await who()]).toEqual([true, true])
    unwrap(await world.charter.engagements.end(vic.between))
    expect([await team(), await who()]).toEqual([false, false])
  })

  it.each<[gap: string, by: (vic: Hosting) => Promise<unknown>]>([
    [
      'vendor_archived',
      ({ world, labelers }) => world.charter.organizations.archive({ actor: OPERATOR, organizationId: labelers.id }),
    ],
    ['vendor_member_out', ({ world, staff }) => world.charter.members.suspend(staff)],
    [
      'vendor_member_not_internal',
      ({ world, staff }) => world.charter.members.changeRole({ ...staff, role: 'external' }),
    ],
    ['engagement_ended', ({ world, between }) => world.charter.engagements.end(between)],
    ['engagement_not_begun', ({ world, between }) => world.charter.engagements.open({ ...between, from: START + 99 })],
    ['no_grant_held', async ({ world }) => world.clock.advance(50)],
  ])('is told that it is for %s', async (gap, by) => {
    const vic = await hosting()
    unwrap(await give(vic, undefined, { until: START + 50 }))
    expect((await canOf(vic)).allowed).toBe(true)
    await by(vic)
    const decision = await canOf(vic)
    expect(decision.allowed).toBe(false)
    expect(decision.because.at(-1)).toMatchObject({ code: 'workforce_gap', facts: { gap } })
  })

  it('gets no role by another address while they rest: what has ended does not come back (MEM-5, INV-25)', async () => {
    const vic = await hosting()
    const { world, acme } = vic
    await world.rule(acme, 'guests.com', { role: 'external' })
    unwrap(await give(vic))
    unwrap(await world.charter.engagements.end(vic.between))
    const asked = await world.charter.users.changeEmail({ actor: OPERATOR, userId: vic.vic, email: 'vic@guests.com' })
    unwrap(
      await world.charter.users.confirmEmail({
        userId: vic.vic,
        token: tokenOf(asked),
        email: email('vic@guests.com'),
      }),
    )
    expect(await worksOn(vic, vic.vic)).toBe(false)
    expect(await seenAs(vic)).toBe('active as nobody, does nothing, came with the vendor')
  })
})

describe('what was compiled (ACC-5)', () => {
  it.each<[what: string, by: (vic: Hosting) => Promise<unknown>, until: number | null]>([
    ['nothing that it rests on', vic => give(vic), null],
    ['the only grant', vic => give(vic, undefined, { until: START + 30 }), START + 30],
    [
      'the engagement',
      async vic => {
        unwrap(await vic.world.charter.engagements.open({ ...vic.between, until: START + 20 }))
        return give(vic, undefined, { until: START + 30 })
      },
      START + 20,
    ],
    [
      'the membership in the vendor',
      async vic => {
        unwrap(await vic.world.charter.members.setExpiry({ ...vic.staff, until: START + 10 }))
        return give(vic)
      },
      START + 10,
    ],
  ])('is good until %s ends', async (_, by, until) => {
    const vic = await hosting()
    await by(vic)
    const compiled = openAccess(
      unwrap(await vic.world.charter.access.compile({ actor: as(vic.vic), organizationId: vic.acme.id })),
    )
    const may = (at: number) => compiled.can('project.annotate', { kind: 'project', id: vic.project }, at)
    expect([may(START), compiled.until]).toEqual([true, until])
    if (until !== null) {
      expect([may(until - 1), may(until)]).toEqual([true, false])
      vic.world.clock.advance(until - START)
      expect((await canOf(vic)).allowed).toBe(false)
    }
  })
})

describe('people of vendors among the members (ROL-4, WRK-6)', () => {
  it('see those of their own vendor and of the client with whom they work, and none of another vendor', async () => {
    const vic = await hosting()
    const { world, host } = vic
    const reviewers = await world.found('Reviewers', 'workforce')
    const [ann, ben] = [await person(world, vic.labelers, 'ann'), await person(world, reviewers, 'ben')]
    for (const userId of [vic.vic, ann, ben]) unwrap(await give(vic, userId))
    const sees = async (userId: string) =>
      codeOf(await world.charter.members.get({ ...host, actor: as(vic.vic), userId: userId as typeof ann }))
    expect(await sees(ben)).toBe('permission_missing')
    expect([await sees(ann), await sees(vic.acme.adminId)]).toEqual(['ok', 'ok'])
    expect(codeOf(await world.charter.members.list({ ...host, actor: as(vic.vic) }))).toBe('permission_missing')
    expect(codeOf(await world.charter.members.get({ ...host, actor: as(vic.vic), userId: vic.vic }))).toBe('ok')
  })
})
