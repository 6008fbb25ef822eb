import { describe, expect, it } from 'vitest'
import { checkInvariants } from '../../../src/core/world/index.ts'
import {
  datasetOf,
  labelSetOf,
  ontologyOf,
  ownRelations,
  projectOf,
  workflowOf,
  worldOf,
} from '../../support/projects.ts'

type Records = Map<string, Record<string, unknown>>

/** Acme with a project that has something by each relation; Globex with a dataset. */
const scene = async () => {
  const world = worldOf()
  const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
  const [ontology, dataset, workflow] = [
    await ontologyOf(world, acme),
    await datasetOf(world, acme),
    await workflowOf(world, acme),
  ]
  const [one, two] = [await labelSetOf(world, acme), await labelSetOf(world, acme)]
  const theirs = await datasetOf(world, globex)
  const parts = { label_sets: [one], glossary: [two] }
  const project = await projectOf(world, acme, {
    ontologyId: ontology,
    datasetIds: [dataset],
    workflowId: workflow,
    parts,
  })
  const other = await projectOf(world, acme, { ontologyId: ontology })
  const records: Records = new Map(
    [...world.store.records()].map(({ ref, record }) => [ref, structuredClone(record) as Record<string, unknown>]),
  )
  return {
    records,
    theirs,
    other,
    two,
    project: `entity/project/${project}`,
    dataset: `entity/dataset/${dataset}`,
    workflow: `entity/workflow/${workflow}`,
    labelSet: `entity/label_set/${one}`,
    toOntology: `link/project/${project}/ontology/${ontology}`,
    toDataset: `link/project/${project}/datasets/${dataset}`,
    toGlossary: `link/project/${project}/glossary/${two}`,
    count: `link_count/project/${project}/datasets`,
    uses: `use_count/dataset/${dataset}`,
    soleUses: `relation_use_count/project/glossary/${two}`,
  }
}

type Scene = Awaited<ReturnType<typeof scene>>
type Ref = Exclude<keyof Scene, 'records'>

const edit = (ref: Ref, change: object) => (world: Scene) => {
  if (!world.records.has(world[ref])) throw new Error(`${ref} is not there`)
  world.records.set(world[ref], { ...world.records.get(world[ref]), ...change })
}
const drop = (ref: Ref) => (world: Scene) => {
  if (!world.records.delete(world[ref])) throw new Error(`${ref} is not there`)
}

/** What is told beside what the trail says otherwise. */
const told = ({ records }: Scene, relations = ownRelations) =>
  checkInvariants([...records].map(([ref, record]) => ({ ref, record })) as never, { relations })
    .breaches.filter(({ facts }) => facts['problem'] !== 'not_as_audited')
    .map(({ invariant, facts }) => `${invariant} ${String(facts['problem'])}`)

describe('checkInvariants on what things have of one another', () => {
  it('finds nothing wrong with what was reached', async () => {
    expect(told(await scene())).toEqual([])
  })

  it.each<[told: string, break_: (world: Scene) => void]>([
    ['INV-09 too_few', drop('toOntology')],
    ['INV-09 counter_differs', drop('toDataset')],
    ['INV-09 counter_differs', edit('count', { count: 2 })],
    ['INV-09 counter_differs', edit('uses', { count: 0 })],
    ['INV-09 counter_differs', edit('soleUses', { count: 0 })],
    ['INV-09 part_archived', edit('dataset', { status: 'archived', archivedAt: 1 })],
    ['INV-03 part_missing', drop('dataset')],
    ['INV-03 user_of_part_missing', drop('project')],
    ['INV-10 part_of_another_organization', edit('dataset', { organizationId: 'globex' })],
    [
      'INV-09 too_many',
      ({ records, toOntology, theirs }) => {
        const link = { ...records.get(toOntology), toId: theirs } as unknown as Record<string, string>
        records.set(`link/project/${link['fromId']}/ontology/${theirs}`, link)
      },
    ],
    [
      'INV-09 part_shared',
      ({ records, toGlossary, other, two }) =>
        records.set(`link/project/${other}/glossary/${two}`, { ...records.get(toGlossary), fromId: other }),
    ],
    [
      'INV-09 relation_unknown',
      ({ records, toDataset }) => {
        const link = { ...records.get(toDataset), relation: 'nothing' } as unknown as Record<string, string>
        records.set(`link/project/${link['fromId']}/nothing/${link['toId']}`, link)
      },
    ],
    ['INV-26 record_invalid', edit('dataset', { progress: 'paused' })],
    ['INV-26 record_invalid', edit('project', { progress: undefined })],
    ['INV-26 record_invalid', edit('workflow', { stages: undefined })],
    ['INV-26 record_invalid', edit('labelSet', { stages: ['label'] })],
  ])('tells %s', async (problem, break_) => {
    const world = await scene()
    break_(world)
    expect(told(world)).toContain(problem)
  })

  it('knows no kind that the table does not name', async () => {
    const world = await scene()
    const without = ownRelations.filter(({ from, to }) => from !== 'label_set' && to !== 'label_set')
    expect(told(world, without)).toContain('INV-09 kind_unknown')
  })
})
