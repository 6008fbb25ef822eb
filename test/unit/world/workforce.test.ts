import { describe, expect, it } from 'vitest'
import { checkInvariants } from '../../../src/core/world/index.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { groupOf, person } from '../../support/groups.ts'
import { give, giveGroup, hosting, seat } from '../../support/vendors.ts'
import { START } from '../../support/world.ts'

type Records = Map<string, Record<string, unknown>>

/**
 * Vic of Labelers is in Acme by a grant for good and one for a time, and sits in no group; Ann is so by a seat in one that is
 * granted the project.
 */
const scene = async () => {
  const all = await hosting()
  const { world, acme, labelers, vic, group, dataset } = all
  const ann = await person(world, labelers, 'ann')
  unwrap(await give(all))
  const subject = { kind: 'user', userId: vic } as const
  const onDataset = { actor: { kind: 'operator', name: 'support' }, datasetId: dataset, subject, role: 'user' } as const
  unwrap(await world.charter.datasets.grant({ ...onDataset, until: START + 10 }))
  unwrap(await giveGroup(all))
  unwrap(await seat(all, ann))
  const other = await groupOf(world, acme)
  const records: Records = new Map(
    [...world.store.records()].map(({ ref, record }) => [ref, structuredClone(record) as Record<string, unknown>]),
  )
  return {
    records,
    other,
    acmeId: acme.id,
    vic: `membership/${acme.id}/${vic}`,
    ann: `membership/${acme.id}/${ann}`,
    staff: `membership/${labelers.id}/${vic}`,
    vendor: `organization/${labelers.id}`,
    host: `organization/${acme.id}`,
    group: `group/${acme.id}/${group}`,
    holding: `holding/${acme.id}/user/${vic}`,
    groupHolding: `holding/${acme.id}/group/${group}`,
    seat: `group_seat/${acme.id}/${group}/member/${ann}`,
    count: `workforce_count/${acme.id}/${labelers.id}/1`,
  }
}

type Scene = Awaited<ReturnType<typeof scene>>
type Ref = Exclude<keyof Scene, 'records' | 'other' | 'acmeId'>
type Tamper = (scene: Scene) => void

const edit =
  (ref: Ref, change: object): Tamper =>
  scene => {
    if (!scene.records.has(scene[ref])) throw new Error(`${ref} is not there`)
    scene.records.set(scene[ref], { ...scene.records.get(scene[ref]), ...change })
  }
const drop =
  (ref: Ref): Tamper =>
  scene => {
    if (!scene.records.delete(scene[ref])) throw new Error(`${ref} is not there`)
  }
const editSource =
  (ref: 'vic' | 'ann', change: (scene: Scene) => object): Tamper =>
  scene =>
    edit(ref, { byWorkforce: { ...(scene.records.get(scene[ref])?.['byWorkforce'] as object), ...change(scene) } })(
      scene,
    )
const without =
  (ref: 'vic' | 'ann', field: string): Tamper =>
  scene => {
    const { [field]: _, ...rest } = scene.records.get(scene[ref]) ?? {}
    scene.records.set(scene[ref], rest)
  }

/** What is told beside what the trail says otherwise. */
const told = ({ records }: Scene, now = START) =>
  checkInvariants([...records].map(([ref, record]) => ({ ref, record })) as never, { now })
    .breaches.filter(({ facts }) => facts['problem'] !== 'not_as_audited')
    .map(({ invariant, ids, facts }) => [invariant, ids.join('/'), facts['problem']])

const member = (scene: Scene, ref: 'vic' | 'ann') => scene[ref].slice('membership/'.length)
const HOLDING = { organizationId: 'n1', subject: 'user', term: 1, lasting: 0, timed: [] }
const engagedWith =
  (vendor: (scene: Scene) => string): Tamper =>
  scene => {
    const [organizationId, vendorId] = [scene.acmeId, vendor(scene)]
    const made = { edition: 1, openedBy: { kind: 'operator', name: 'support' }, openedAt: 1, status: 'open' }
    scene.records.set(`engagement/${organizationId}/${vendorId}`, { organizationId, vendorId, ...made })
  }
const itself = (ref: Ref) => (scene: Scene) => scene[ref]
const whom = (ref: 'vic' | 'ann') => (scene: Scene) => member(scene, ref)

describe('checkInvariants on a vendor’s people (INV-13)', () => {
  it('finds nothing wrong with what was reached, at any time', async () => {
    const world = await scene()
    for (const now of [START, START + 10, START + 9_999]) expect(told(world, now)).toEqual([])
  })

  it.each<[breach: string, problem: string, names: (scene: Scene) => string, tamper: Tamper]>([
    ['holds more than was granted', 'holding_differs', itself('holding'), edit('holding', { lasting: 2 })],
    ['holds less', 'holding_differs', itself('holding'), edit('holding', { lasting: 0 })],
    ['holds for a time what was not', 'holding_differs', itself('holding'), edit('holding', { timed: [START + 11] })],
    [
      'holds twice what was granted once',
      'holding_differs',
      itself('holding'),
      edit('holding', { timed: [START + 10, START + 10] }),
    ],
    [
      'holds nothing of what was granted for a time',
      'holding_differs',
      itself('holding'),
      edit('holding', { timed: [] }),
    ],
    ['holds nothing of what was granted', 'holding_differs', itself('holding'), drop('holding')],
    ['a group holds nothing of what it was granted', 'holding_differs', itself('groupHolding'), drop('groupHolding')],
    ['a group holds more', 'holding_differs', itself('groupHolding'), edit('groupHolding', { lasting: 5 })],
    [
      'holds by a holding of another term what was granted in this one',
      'holding_differs',
      itself('holding'),
      edit('holding', { term: 9 }),
    ],
    ['is in by nothing', 'member_by_nothing', whom('vic'), without('vic', 'byWorkforce')],
    [
      'is suspended, and in by nothing',
      'member_by_nothing',
      whom('vic'),
      scene => {
        without('vic', 'byWorkforce')(scene)
        edit('vic', { status: 'suspended', suspendedAt: 1 })(scene)
      },
    ],
    [
      'is out, with the source',
      'ended_with_a_source',
      whom('vic'),
      edit('vic', { status: 'ended', endedAt: 1, ending: 'left' }),
    ],
    ['came with no vendor', 'source_is_no_vendor', whom('vic'), edit('vendor', { kind: 'standard' })],
    ['came with nobody', 'source_is_no_vendor', whom('vic'), editSource('vic', () => ({ vendorId: 'nowhere' }))],
    [
      'came with the host itself',
      'source_is_no_vendor',
      whom('vic'),
      scene => {
        edit('host', { kind: 'workforce' })(scene)
        editSource('vic', ({ acmeId }) => ({ vendorId: acmeId }))(scene)
      },
    ],
    [
      'came in a term of the vendor’s that is yet to come',
      'term_to_come',
      whom('vic'),
      editSource('vic', () => ({ term: 2 })),
    ],
    [
      'came by an edition that is yet to come',
      'edition_to_come',
      whom('vic'),
      editSource('vic', () => ({ edition: 2 })),
    ],
    ['was never in the vendor', 'term_to_come', whom('vic'), drop('staff')],
    [
      'has a seat that the source does not know',
      'groups_differ',
      whom('ann'),
      editSource('ann', () => ({ groups: [] })),
    ],
    [
      'has none where the source says so',
      'groups_differ',
      whom('ann'),
      editSource('ann', ({ other }) => ({ groups: [other] })),
    ],
    ['the seat is gone', 'groups_differ', whom('ann'), drop('seat')],
    ['rests on nothing', 'nothing_held', whom('vic'), drop('holding')],
    ['rests on what they held in an earlier term', 'nothing_held', whom('vic'), edit('vic', { term: 2 })],
    [
      'holds something, and is nobody',
      'holding_of_nobody',
      () => 'holding/n1/user/ghost',
      ({ records }) => records.set('holding/n1/user/ghost', { ...HOLDING, subjectId: 'ghost' }),
    ],
    ['is engaged, and not there', 'vendor_missing', () => 'engagement/n1/ghost/ghost', engagedWith(() => 'ghost')],
    [
      'is engaged, and no vendor',
      'engaged_with_no_vendor',
      ({ acmeId }) => `engagement/${acmeId}/${acmeId}/${acmeId}`,
      engagedWith(({ acmeId }) => acmeId),
    ],
    [
      'a group that is archived keeps them in',
      'holding_of_a_closed_group',
      itself('groupHolding'),
      edit('group', { status: 'archived', archivedAt: 1 }),
    ],
    [
      'a group that is not is said to be',
      'holding_of_a_closed_group',
      itself('groupHolding'),
      edit('groupHolding', { closed: true }),
    ],
    ['what a user holds is closed', 'holding_of_a_closed_group', itself('holding'), edit('holding', { closed: true })],
    ['more are counted than came', 'counter_differs', itself('count'), edit('count', { count: 3 })],
    ['fewer are counted', 'counter_differs', itself('count'), edit('count', { count: 1 })],
    ['none are counted', 'counter_differs', itself('count'), drop('count')],
  ])('names whoever %s', async (_, problem, names, tamper) => {
    const world = await scene()
    tamper(world)
    expect(told(world).map(([, ids, what]) => [ids, what])).toContainEqual([names(world), problem])
  })

  it('minds nothing of an earlier term, nor that what has ended was dropped (INV-25)', async () => {
    const world = await scene()
    edit('holding', { timed: [] })(world)
    expect(told(world, START + 9).map(([, , problem]) => problem)).toEqual(['holding_differs'])
    expect(told(world, START + 10)).toEqual([])
    const old = await scene()
    edit('holding', { lasting: 7 })(old)
    edit('vic', { term: 2 })(old)
    expect(told(old).map(([, , problem]) => problem)).not.toContain('holding_differs')
  })
})
