import { describe, expect, it } from 'vitest'
import { memberships } from '../../src/core/membership/index.ts'
import type { Charter } from '../../src/runtime/charter.ts'
import type { Answer } from '../../src/runtime/execute.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { toUser } from '../support/content.ts'
import { comesBack, person } from '../support/groups.ts'
import { accept } from '../support/invitations.ts'
import { projectOf } from '../support/projects.ts'
import { race } from '../support/races.ts'
import {
  give,
  giveGroup,
  type Hosting,
  hostingIn,
  seat,
  seenAs,
  sweepAll,
  take,
  takeGroup,
  unseat,
} from '../support/vendors.ts'
import { breachesOf, codeOf, OPERATOR, START, type World } from '../support/world.ts'

const IN = 'active as workforce, works on it, came with the vendor'
const RESTS = 'active as nobody, does nothing, came with the vendor'
const OUT = 'ended (workforce_over) as nobody, does nothing'

type Act = (hosting: Hosting) => Promise<Answer<unknown>>
const runs = 60
const DONE = { ok: true, value: null, because: [], effects: [] } as const

/** The same by the commands of a race. */
const by = (hosting: Hosting, charter: Charter<string>): Hosting => ({
  ...hosting,
  world: { ...hosting.world, charter },
})

const onDataset: Act = ({ world, dataset, vic }) =>
  world.charter.datasets.grant({ actor: OPERATOR, datasetId: dataset, subject: toUser(vic), role: 'user' })
const offDataset: Act = ({ world, dataset, vic }) =>
  world.charter.datasets.revoke({ actor: OPERATOR, datasetId: dataset, subject: toUser(vic) })
const grant: Act = hosting => give(hosting)
const revoke: Act = hosting => take(hosting)
const grantGroup: Act = hosting => giveGroup(hosting)
const revokeGroup: Act = hosting => takeGroup(hosting)
const sit: Act = hosting => seat(hosting)
const rise: Act = hosting => unseat(hosting)
const archiveGroup: Act = ({ world, host, group }) => world.charter.groups.archive({ ...host, groupId: group })
const leaveVendor: Act = ({ world, staff }) => world.charter.members.remove(staff)
const pauseInVendor: Act = ({ world, staff }) => world.charter.members.suspend(staff)
const pauseInHost: Act = ({ world, there }) => world.charter.members.suspend(there)
const removeInHost: Act = ({ world, there }) => world.charter.members.remove(there)
const openEngagement: Act = ({ world, between }) => world.charter.engagements.open(between)
const endEngagement: Act = ({ world, between }) => world.charter.engagements.end(between)
const sweep: Act = ({ world, between }) => world.charter.engagements.sweep(between)
const sweepStaff: Act = ({ world, staff }) => world.charter.members.sweep(staff)
const later: Act = async ({ world }) => {
  world.clock.advance(10)
  return DONE
}
const backInVendor: Act = async ({ world, labelers, vic }) => {
  await comesBack(world, labelers, vic)
  return DONE
}
const forATime: Act = hosting => give(hosting, undefined, { until: START + 10 })

const outcomes = (answers: readonly Answer<unknown>[]) => answers.map(codeOf).join(', ')

describe('at the same moment (WRK-1, WRK-2, WRK-5)', () => {
  type Case = readonly [
    what: string,
    given: readonly Act[],
    when: readonly [Act, Act],
    /** What the two answer, and what has become of Vic; then when all is swept. */
    ends: { readonly [answers: string]: readonly [after: readonly string[], swept: string] },
  ]
  it.each<Case>([
    ['the last two grants are revoked', [grant, onDataset], [revoke, offDataset], { 'ok, ok': [[OUT], OUT] }],
    [
      'the last two are revoked, and one is given anew',
      [grant],
      [revoke, onDataset],
      {
        'ok, ok': [
          ['active as workforce, does nothing, came with the vendor'],
          'active as workforce, does nothing, came with the vendor',
        ],
      },
    ],
    ['the first two grants are given', [], [grant, onDataset], { 'ok, ok': [[IN], IN] }],
    [
      'granted, and removed from the vendor',
      [],
      [grant, leaveVendor],
      { 'ok, ok': [[RESTS], OUT], 'not_a_member, ok': [['nobody'], 'nobody'] },
    ],
    [
      'granted, and suspended in the vendor',
      [],
      [grant, pauseInVendor],
      { 'ok, ok': [[RESTS], RESTS], 'not_a_member, ok': [['nobody'], 'nobody'] },
    ],
    [
      'granted, and the engagement ends',
      [openEngagement],
      [grant, endEngagement],
      { 'ok, ok': [[RESTS], OUT], 'engagement_ended, ok': [['nobody'], 'nobody'] },
    ],
    [
      'granted, and what was never opened ends',
      [],
      [grant, endEngagement],
      { 'ok, ok': [[RESTS], OUT], 'engagement_ended, ok': [['nobody'], 'nobody'] },
    ],
    [
      'the last grant of their own and that of their group are revoked',
      [grantGroup, sit, grant],
      [revoke, revokeGroup],
      { 'ok, ok': [[OUT, RESTS], '*'] },
    ],
    [
      'the last grant of their own is revoked, and their group is archived',
      [grantGroup, sit, grant],
      [revoke, archiveGroup],
      { 'ok, ok': [[OUT, RESTS], OUT] },
    ],
    [
      'the last grant is revoked, and their group is granted it',
      [grantGroup, sit, grant, revokeGroup],
      [revoke, grantGroup],
      { 'ok, ok': [[IN, OUT], '*'] },
    ],
    ['the last grant is revoked, and they are seated', [grantGroup, grant], [revoke, sit], { 'ok, ok': [[IN], IN] }],
    [
      'seated, and the group’s grant is revoked',
      [grantGroup],
      [sit, revokeGroup],
      { 'ok, ok': [[RESTS], RESTS], 'group_candidates_invalid, ok': [['nobody'], 'nobody'] },
    ],
    [
      'seated, and the group is archived',
      [grantGroup],
      [sit, archiveGroup],
      {
        'ok, ok': [[RESTS], OUT],
        'group_archived, ok': [['nobody'], 'nobody'],
        'group_candidates_invalid, ok': [['nobody'], 'nobody'],
      },
    ],
    ['the seat is left, and a grant is given', [grantGroup, sit], [rise, grant], { 'ok, ok': [[IN], IN] }],
    [
      'the seat is left, and the own grant revoked',
      [grantGroup, sit, grant],
      [rise, revoke],
      { 'ok, ok': [[OUT], OUT] },
    ],
    [
      'swept, and granted anew',
      [openEngagement, grant, endEngagement, openEngagement],
      [sweep, grant],
      { 'ok, ok': [[IN], IN] },
    ],
    ['swept, and granted anew after its time', [forATime, later], [sweep, grant], { 'ok, ok': [[IN], IN] }],
    [
      'swept in the vendor, and granted anew',
      [grant, leaveVendor, backInVendor],
      [sweepStaff, grant],
      { 'ok, ok': [[IN], IN] },
    ],
    [
      'swept, and the group is granted it again',
      [grantGroup, sit, revokeGroup],
      [sweep, grantGroup],
      { 'ok, ok': [[IN, OUT], '*'] },
    ],
    [
      'granted something else, and suspended there',
      [grant],
      [onDataset, pauseInHost],
      {
        'ok, ok': [['suspended as workforce, does nothing, came with the vendor'], '*'],
        'member_suspended, ok': [['suspended as workforce, does nothing, came with the vendor'], '*'],
      },
    ],
    [
      'the last grant is revoked, and they are removed there',
      [grant],
      [revoke, removeInHost],
      {
        'ok, ok': [['ended (removed) as nobody, does nothing'], '*'],
        'ok, member_state': [[OUT], OUT],
      },
    ],
    [
      'granted, and removed there',
      [grant],
      [onDataset, removeInHost],
      {
        'ok, ok': [
          ['ended (removed) as nobody, does nothing', 'active as workforce, does nothing, came with the vendor'],
          '*',
        ],
      },
    ],
  ])('%s', async (_, given, when, ends) => {
    await race({
      given: async world => {
        const vic = await hostingIn(world)
        for (const act of given) await act(vic)
        return vic
      },
      when: (charter, vic) => when.map(act => act(by(vic, charter))),
      holds: async (world, answers, vic) => {
        const codes = outcomes(answers)
        const end = ends[codes]
        if (!end) throw new Error(`not foreseen: ${codes}`)
        const after = await seenAs(vic)
        expect(end[0]).toContain(after)
        expect(breachesOf(world)).toEqual([])
        await sweepAll(vic)
        expect(await seenAs(vic)).toBe(end[1] === '*' ? after : end[1])
      },
      runs,
      atLeast: 3,
    })
  })
})

describe('the last seat of an engagement at once (WRK-5)', () => {
  it.each([2, 3, 4, 5, 6, 7, 8])('is taken by one of %i', async count => {
    await race({
      given: async world => {
        const vic = await hostingIn(world)
        unwrap(await world.charter.engagements.open({ ...vic.between, seats: 1 }))
        const others = []
        for (let index = 1; index < count; index++) others.push(await person(world, vic.labelers, `p${index}`))
        return { vic, ids: [vic.vic, ...others] }
      },
      when: (charter, { vic, ids }) => ids.map(id => give(by(vic, charter), id)),
      holds: async (world, answers) => {
        const codes = answers.map(codeOf).sort()
        expect(codes).toEqual([...Array<string>(count - 1).fill('engagement_seats_taken'), 'ok'])
        expect(world.all(memberships).filter(({ byWorkforce }) => byWorkforce)).toHaveLength(1)
      },
      runs: 30,
      atLeast: 3,
    })
  })

  it('is taken once, whichever way they come', async () => {
    await race({
      given: async world => {
        const vic = await hostingIn(world)
        unwrap(await world.charter.engagements.open({ ...vic.between, seats: 1 }))
        const [ann, bea] = [await person(world, vic.labelers, 'ann'), await person(world, vic.labelers, 'bea')]
        unwrap(await giveGroup(vic))
        const grants = [{ kind: 'project' as const, id: vic.project, role: 'annotator' }]
        const { token } = await world.invite(vic.acme, 'bea@people.com', { grants })
        return { vic, ann, bea, token }
      },
      when: (charter, { vic, ann, token }) => [
        give(by(vic, charter)),
        seat(by(vic, charter), ann),
        accept({ charter }, token, 'bea@people.com'),
      ],
      holds: async (world, answers) => {
        expect(world.all(memberships).filter(({ byWorkforce }) => byWorkforce)).toHaveLength(1)
        expect(codeOf(answers[2] as never)).toBe('ok')
        expect(
          answers
            .slice(0, 2)
            .map(codeOf)
            .filter(code => code === 'ok').length,
        ).toBeLessThanOrEqual(1)
      },
      runs,
      atLeast: 5,
    })
  })
})

describe('two hosts at once', () => {
  const twoHosts = async (world: World) => {
    const vic = await hostingIn(world)
    const globex = await world.found('Globex')
    return { vic, globex, theirs: await projectOf(world, globex) }
  }

  it('each have the person by their own grant (INV-07, INV-24)', async () => {
    await race({
      given: twoHosts,
      when: (charter, { vic, theirs }) => [
        give(by(vic, charter)),
        give(by(vic, charter), vic.vic, { projectId: theirs }),
      ],
      holds: async (world, answers, { vic, globex }) => {
        expect(outcomes(answers)).toBe('ok, ok')
        for (const { id } of [vic.acme, globex])
          expect((await world.get(memberships, id, vic.vic))?.byWorkforce?.vendorId).toBe(vic.labelers.id)
      },
      runs,
      atLeast: 5,
    })
  })

  it('each are left when the person leaves the vendor, whoever of them is first', async () => {
    await race({
      given: async world => {
        const scene = await twoHosts(world)
        unwrap(await give(scene.vic))
        return scene
      },
      when: (charter, { vic, theirs }) => [
        leaveVendor(by(vic, charter)),
        give(by(vic, charter), vic.vic, { projectId: theirs }),
      ],
      holds: async (world, answers, { vic, globex }) => {
        expect(['ok, ok', 'ok, not_a_member']).toContain(outcomes(answers))
        await sweepAll(vic)
        for (const { id } of [vic.acme, globex])
          expect((await world.get(memberships, id, vic.vic))?.status ?? 'ended').toBe('ended')
      },
      runs,
      atLeast: 5,
    })
  })
})
