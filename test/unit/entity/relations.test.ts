import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../../src/adapters/memory/index.ts'
import { defaultRelations, type EntityId, type Relation, relationUseCounts } from '../../../src/core/entity/index.ts'
import type { Actor } from '../../../src/core/kernel/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { createCharter } from '../../../src/runtime/create-charter.ts'
import type { Answer } from '../../../src/runtime/execute.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { countingIds } from '../../../src/testing/fakes/index.ts'
import { toUser } from '../../support/content.ts'
import { person } from '../../support/groups.ts'
import {
  datasetOf,
  idsOf,
  labelSetOf,
  ontologyOf,
  ownRelations,
  projectOf,
  workflowOf,
  worldOf,
} from '../../support/projects.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { as, codeOf, decided, OPERATOR, type World } from '../../support/world.ts'

type Entities = Charter<string>['entities']

type Call = (world: World, actor: Actor, id: EntityId, relation: string, to: EntityId) => Promise<Answer<unknown>>

const attach: Call = ({ charter }, actor, id, relation, to) =>
  charter.entities.attach({ actor, kind: 'project', id, relation, to })
const detach: Call = ({ charter }, actor, id, relation, to) =>
  charter.entities.detach({ actor, kind: 'project', id, relation, to })
const switchTo: Call = ({ charter }, actor, id, relation, to) =>
  charter.entities.switch({ actor, kind: 'project', id, relation, to })

const scene = async (world: World = worldOf()) => {
  const acme = await world.found('Acme')
  const [projectId, one, two] = [
    await projectOf(world, acme),
    await labelSetOf(world, acme),
    await labelSetOf(world, acme),
  ]
  return { world, acme, projectId, one, two }
}

describe("a host's own kind", () => {
  it('is made, seen, changed, archived and restored by whoever may create content', async () => {
    const { world, acme } = await scene()
    const { entities } = world.charter
    const mia = as(await person(world, acme, 'mia'))
    const made = await entities.create({ actor: mia, organizationId: acme.id, kind: 'label_set', name: 'Signs' })
    expect(decided(made).because).toEqual(['role_permits', 'entity_created'])
    const { id } = unwrap(made)
    const of = { actor: mia, kind: 'label_set', id }
    expect(unwrap(await entities.get(of))).toMatchObject({ kind: 'label_set', name: 'Signs', status: 'active' })
    expect(unwrap(await entities.update({ ...of, name: 'Roads' })).name).toBe('Roads')
    expect(unwrap(await entities.archive(of)).status).toBe('archived')
    expect(unwrap(await entities.get(of)).status).toBe('archived')
    expect(unwrap(await entities.restore(of)).status).toBe('active')
    const list = { actor: mia, organizationId: acme.id, kind: 'label_set' }
    expect(unwrap(await entities.list(list)).items).toHaveLength(3)
  })

  it('is no kind that grants are on, and workflows have a room of their own', async () => {
    const { world, acme } = await scene()
    for (const kind of ['project', 'workflow', 'nothing', 'constructor'])
      expect(
        await world.charter.entities.create({ actor: acme.admin, organizationId: acme.id, kind, name: 'X' }),
      ).toMatchObject({ refusal: { code: 'entity_kind_unknown', facts: { kind, known: ['label_set', 'campaign'] } } })
  })

  it('has what it must have from the beginning, and is taken from nobody who needs it (ENT-2, ENT-4)', async () => {
    const { world, acme, projectId } = await scene()
    const { entities, projects } = world.charter
    const campaign = { actor: acme.admin, organizationId: acme.id, kind: 'campaign', name: 'Spring' }
    expect(codeOf(await entities.create(campaign))).toBe('relation_too_few')
    const { id } = unwrap(await entities.create({ ...campaign, parts: { projects: [projectId] } }))
    expect(codeOf(await projects.archive({ actor: acme.admin, projectId }))).toBe('entity_in_use')
    expect(codeOf(await projects.archive({ actor: acme.admin, projectId, detach: true }))).toBe('relation_too_few')
    const of = { actor: acme.admin, kind: 'campaign', id, relation: 'projects' }
    unwrap(await entities.attach({ ...of, to: await projectOf(world, acme) }))
    expect(codeOf(await projects.archive({ actor: acme.admin, projectId, detach: true }))).toBe('ok')
    expect(unwrap(await entities.parts(of)).items).toHaveLength(1)
  })

  it('is attached by whoever may edit the project, as far as there is room (ROL-5, INV-09)', async () => {
    const { world, acme, projectId, one, two } = await scene()
    const tom = await person(world, acme, 'tom')
    const given = { actor: acme.admin, projectId, subject: toUser(tom) } as const
    unwrap(await world.charter.projects.grant({ ...given, role: 'team_manager' }))
    expect(await attach(world, as(tom), projectId, 'label_sets', one)).toMatchObject({
      refusal: { facts: { permission: 'project.edit' } },
    })
    unwrap(await world.charter.projects.grant({ ...given, role: 'admin' }))
    for (const to of [one, two]) unwrap(await attach(world, as(tom), projectId, 'label_sets', to))
    expect([...(await idsOf(world, projectId, 'label_sets'))].sort()).toEqual([one, two].sort())
    const uses = unwrap(await world.charter.entities.uses({ actor: as(tom), kind: 'label_set', id: one }))
    expect(uses.items.map(({ fromId, relation }) => [fromId, relation])).toEqual([[projectId, 'label_sets']])
    unwrap(await detach(world, as(tom), projectId, 'label_sets', one))
    expect(await idsOf(world, projectId, 'label_sets')).toEqual([two])
  })

  it('that is not shared is had by one, and is free again when it is let go (ENT-1)', async () => {
    const { world, acme, projectId, one, two } = await scene()
    const other = await projectOf(world, acme, { parts: { glossary: [one] } })
    expect(codeOf(await attach(world, acme.admin, projectId, 'glossary', one))).toBe('part_used_elsewhere')
    expect(codeOf(await attach(world, acme.admin, projectId, 'label_sets', one))).toBe('ok')
    unwrap(await switchTo(world, acme.admin, other, 'glossary', two))
    expect(codeOf(await attach(world, acme.admin, projectId, 'glossary', one))).toBe('ok')
    expect(await world.get<unknown>(relationUseCounts as never, 'project', 'glossary', one)).toEqual({ count: 1 })
    unwrap(await world.charter.entities.archive({ actor: acme.admin, kind: 'label_set', id: one, detach: true }))
    expect(await idsOf(world, projectId, 'glossary')).toEqual([])
    expect(await idsOf(world, projectId, 'label_sets')).toEqual([])
  })

  it('is had by datasets and by things of other own kinds as well', async () => {
    const { world, acme, one } = await scene()
    const to = await datasetOf(world, acme)
    const of = { actor: acme.admin, kind: 'label_set', id: one, relation: 'samples' }
    unwrap(await world.charter.entities.attach({ ...of, to }))
    const guest = as(await person(world, acme, 'guest', 'external'))
    expect(codeOf(await world.charter.entities.parts({ ...of, actor: guest }))).toBe('permission_missing')
    expect(codeOf(await world.charter.entities.detach({ ...of, actor: guest, to }))).toBe('permission_missing')
    expect(codeOf(await world.charter.datasets.archive({ actor: acme.admin, datasetId: to, detach: true }))).toBe('ok')
  })

  it('is required and not shared where the host says so', async () => {
    const own: Relation = { ...defaultRelations[1], name: 'labels', from: 'project', to: 'label_set' } as Relation
    const relations = [...defaultRelations, { ...own, min: 1, max: 1, shareable: false }]
    const world = worldOf({ relations })
    const acme = await world.found('Acme')
    const [one, two] = [await labelSetOf(world, acme), await labelSetOf(world, acme)]
    const ontologyId = await ontologyOf(world, acme)
    const command = { actor: acme.admin, organizationId: acme.id, name: 'Lanes', ontologyId }
    const create = (parts: object = {}) => world.charter.projects.create({ ...command, ...parts })
    expect(codeOf(await create())).toBe('relation_too_few')
    const projectId = unwrap(await create({ parts: { labels: [one] } })).id
    expect(codeOf(await create({ parts: { labels: [one] } }))).toBe('part_used_elsewhere')
    expect(codeOf(await detach(world, acme.admin, projectId, 'labels', one))).toBe('relation_too_few')
    const archive = { actor: acme.admin, kind: 'label_set', id: one, detach: true } as const
    expect(codeOf(await world.charter.entities.archive(archive))).toBe('relation_too_few')
    const copy = { actor: acme.admin, projectId, name: 'Again' }
    expect(codeOf(await world.charter.projects.copy(copy))).toBe('part_used_elsewhere')
    expect(codeOf(await world.charter.projects.copy({ ...copy, parts: { labels: [two] } }))).toBe('ok')
  })

  it('keeps what was had before the table changed, and lets it come closer to what it says now', async () => {
    const store = createMemoryStore()
    const before = worldOf({ store, check: 'by_hand' })
    const acme = await before.found('Acme')
    const sets = [await labelSetOf(before, acme), await labelSetOf(before, acme), await labelSetOf(before, acme)]
    const projectId = await projectOf(before, acme, { parts: { label_sets: sets.slice(0, 2) } })
    const shared = await projectOf(before, acme, { parts: { label_sets: sets.slice(0, 1) } })
    let worlds = 0
    const now = (change: Partial<Relation>) =>
      worldOf({
        store,
        ids: countingIds(`w${worlds++}x`),
        check: 'by_hand',
        relations: ownRelations.map(row => (row.name === 'label_sets' ? { ...row, ...change } : row)),
      })
    const [first, second, third] = sets as [EntityId, EntityId, EntityId]
    expect(codeOf(await detach(now({ min: 2 }), acme.admin, projectId, 'label_sets', first))).toBe('relation_too_few')
    expect(codeOf(await attach(now({ min: 2 }), acme.admin, shared, 'label_sets', third))).toBe('ok')
    expect(codeOf(await detach(now({ max: 1 }), acme.admin, projectId, 'label_sets', second))).toBe('ok')
    const alone = now({ shareable: false })
    expect(codeOf(await attach(alone, acme.admin, projectId, 'label_sets', third))).toBe('part_used_elsewhere')
    expect(codeOf(await detach(alone, acme.admin, shared, 'label_sets', third))).toBe('ok')
    expect(codeOf(await attach(alone, acme.admin, projectId, 'label_sets', third))).toBe('ok')
  })

  type Scene = Awaited<ReturnType<typeof scene>>
  const on = (call: Call, relation: string, prepare?: (scene: Scene) => Promise<unknown>) => async (world: World) => {
    const given = await scene(world)
    await prepare?.(given)
    return () => call(world, given.acme.admin, given.projectId, relation, given.one)
  }
  const unknown = (call: Call) => ({
    entity_kind_unknown: async (world: World) => {
      const { acme, projectId, one } = await scene(world)
      const strange = { ...world, charter: withKind(world.charter, 'group') }
      return () => call(strange, acme.admin, projectId, 'label_sets', one)
    },
    relation_unknown: on(call, 'labels'),
  })
  type Codes = 'entity_kind_unknown' | 'relation_unknown'
  const attaching: Pick<
    Refusals<Entities['attach']>,
    Codes | 'relation_too_many' | 'part_used_elsewhere' | 'part_attached_already'
  > = {
    ...unknown(attach),
    relation_too_many: on(attach, 'label_sets', async ({ world, acme, projectId }) => {
      for (let index = 0; index < 2; index++)
        unwrap(await attach(world, OPERATOR, projectId, 'label_sets', await labelSetOf(world, acme)))
    }),
    part_used_elsewhere: on(attach, 'glossary', ({ world, acme, one }) =>
      projectOf(world, acme, { parts: { glossary: [one] } }),
    ),
    part_attached_already: on(attach, 'label_sets', ({ world, projectId, one }) =>
      attach(world, OPERATOR, projectId, 'label_sets', one),
    ),
  }
  itRefuses(attaching, { relations: ownRelations })
  const switching: Pick<Refusals<Entities['switch']>, Codes | 'relation_not_single'> = {
    ...unknown(switchTo),
    relation_not_single: on(switchTo, 'label_sets'),
  }
  itRefuses(switching, { relations: ownRelations })
  const detaching: Pick<Refusals<Entities['detach']>, Codes | 'part_not_attached'> = {
    ...unknown(detach),
    part_not_attached: on(detach, 'label_sets'),
  }
  itRefuses(detaching, { relations: ownRelations })
})

/** The charter, whose commands about things of any kind name another one. */
const withKind = (charter: Charter<string>, kind: string): Charter<string> => ({
  ...charter,
  entities: Object.fromEntries(
    Object.entries(charter.entities).map(([verb, call]) => [
      verb,
      (command: object) => (call as (command: unknown) => Promise<unknown>)({ ...command, kind }),
    ]),
  ) as Charter<string>['entities'],
})

describe('workflows', () => {
  it('have stages, each once, and no admins', async () => {
    const world = worldOf()
    const acme = await world.found('Acme')
    const workflowId = await workflowOf(world, acme, ['label'])
    const { workflows } = world.charter
    const of = { actor: acme.admin, workflowId }
    expect(unwrap(await workflows.update({ ...of, stages: ['label', 'check'] })).stages).toEqual(['label', 'check'])
    expect(codeOf(await workflows.update({ ...of, stages: ['label', 'check'] }))).toBe('entity_unchanged')
    for (const stages of [[], ['a', 'a'], Array.from({ length: 101 }, (_, index) => `s${index}`), ['']])
      expect(codeOf(await workflows.update({ ...of, stages }))).toBe('input_invalid')
    expect(unwrap(await workflows.list({ actor: acme.admin, organizationId: acme.id })).items).toHaveLength(1)
  })
})

describe('the table of relations', () => {
  const [ontology, datasets, workflow] = defaultRelations as [Relation, Relation, Relation]
  const own: Relation = { ...datasets, name: 'label_sets', to: 'label_set' }
  const create = (relations: unknown) => () => createCharter({ store: createMemoryStore(), relations } as never)

  it('may be made narrower, and longer', () => {
    expect(create([{ ...ontology, shareable: false }, { ...datasets, min: 1, max: 9 }, workflow, own])).not.toThrow()
    expect(create(ownRelations)).not.toThrow()
  })

  it.each<[wrong: string, relations: unknown]>([
    [': a table of relations is a list', 'many'],
    ['project.ontology is missing', []],
    ['project.workflow is missing', [ontology, datasets]],
    ['project.ontology must have 1 to 1 (INV-09)', [{ ...ontology, min: 0 }, datasets, workflow]],
    ['project.ontology must have 1 to 1 (INV-09)', [{ ...ontology, max: 2 }, datasets, workflow]],
    ['project.workflow must have 0 to 1 (INV-09)', [ontology, datasets, { ...workflow, max: 'many' }]],
    ['project.ontology is to dataset', [{ ...ontology, to: 'dataset' }, datasets, workflow]],
    ['undefined.undefined is no relation', [...defaultRelations, null]],
    ['project.label_sets is there twice', [...defaultRelations, own, own]],
    ['project.Labels has no name', [...defaultRelations, { ...own, name: 'Labels' }]],
    ['project.label_sets has a kind that', [...defaultRelations, { ...own, to: 'label-set' }]],
    ['project.label_sets has a kind user', [...defaultRelations, { ...own, to: 'user' }]],
    ['organization.label_sets has a kind organization', [...defaultRelations, { ...own, from: 'organization' }]],
    ['project.label_sets is from a kind to itself', [...defaultRelations, { ...own, to: 'project' }]],
    ['project.team has the name of its people', [...defaultRelations, { ...own, name: 'team' }]],
    ['project.label_sets has a min beyond its max', [...defaultRelations, { ...own, min: 2, max: 1 }]],
    ['project.label_sets has neither', [...defaultRelations, { ...own, max: 0 }]],
    ['project.label_sets has neither', [...defaultRelations, { ...own, max: 1.5 }]],
    ['project.label_sets has no whole number', [...defaultRelations, { ...own, min: -1 }]],
    ['project.label_sets has no whole number', [...defaultRelations, { ...own, min: '1' }]],
    ['project.label_sets has a min beyond 100', [...defaultRelations, { ...own, min: 101 }]],
    ['project.label_sets does not say whether', [...defaultRelations, { ...own, shareable: 'no' }]],
    ['project.label_sets is not within', [...defaultRelations, { ...own, sameOrganization: false }]],
    [
      'project.label_sets needs what needs it',
      [...defaultRelations, { ...own, min: 1 }, { ...own, from: 'label_set', name: 'home', to: 'project', min: 1 }],
    ],
    ['there are more than 100', Array.from({ length: 101 }, (_, index) => ({ ...own, name: `r${index}` }))],
  ])('%s', (wrong, relations) => {
    expect(create(relations)).toThrow(TypeError)
    expect(create(relations)).toThrow('createCharter: relations')
    expect(create(relations)).toThrow(wrong)
  })

  it('cannot be exchanged afterwards', async () => {
    const rows = defaultRelations.map(row => ({ ...row }))
    const world = worldOf({ relations: rows, check: 'by_hand' })
    const acme = await world.found('Acme')
    for (const row of rows) row.to = 'label_set'
    expect(codeOf(await world.charter.projects.list({ actor: acme.admin, organizationId: acme.id }))).toBe('ok')
    expect(await projectOf(world, acme)).toBeDefined()
  })
})
