import { describe, expect, it } from 'vitest'
import { defaultRelations, type EntityId, links } from '../../src/core/entity/index.ts'
import type { Charter } from '../../src/runtime/charter.ts'
import type { Answer } from '../../src/runtime/execute.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { datasetOf, labelSetOf, ontologyOf, ownRelations, projectOf, workflowOf } from '../support/projects.ts'
import { race } from '../support/races.ts'
import { codeOf, OPERATOR, type Org, type World } from '../support/world.ts'

const scene = async (world: World) => {
  const acme = await world.found('Acme')
  return {
    acme,
    projectId: await projectOf(world, acme),
    datasetId: await datasetOf(world, acme),
    ontologyIds: [await ontologyOf(world, acme), await ontologyOf(world, acme)] as const,
    workflowIds: [await workflowOf(world, acme), await workflowOf(world, acme)] as const,
  }
}
type Scene = Awaited<ReturnType<typeof scene>>

const had = (world: World, id: EntityId, relation: string) =>
  world.all(links).filter(link => link.fromId === id && link.relation === relation)

const codes = (answers: readonly Answer<unknown>[]) => answers.map(codeOf).sort()

const raceOf = (
  when: (charter: Charter<string>, scene: Scene) => readonly Promise<Answer<unknown>>[],
  holds: (world: World, answers: readonly Answer<unknown>[], scene: Scene) => Promise<void>,
  atLeast = 20,
) => race({ given: scene, when, holds, atLeast })

describe('at the same moment', () => {
  it('nothing is attached that is archived, and nothing archived that is attached (ENT-4)', async () => {
    await raceOf(
      ({ projects, datasets }, { projectId, datasetId }) => [
        projects.attachDataset({ actor: OPERATOR, projectId, datasetId }),
        datasets.archive({ actor: OPERATOR, datasetId }),
      ],
      async (_, [attached, archived]) => {
        const both = [attached, archived].map(answer => (answer ? codeOf(answer) : ''))
        expect([
          ['ok', 'entity_in_use'],
          ['entity_archived', 'ok'],
        ]).toContainEqual(both)
      },
    )
  })

  it('what is detached everywhere is attached nowhere (ENT-4)', async () => {
    await raceOf(
      ({ projects, datasets }, { projectId, datasetId }) => [
        projects.attachDataset({ actor: OPERATOR, projectId, datasetId }),
        datasets.archive({ actor: OPERATOR, datasetId, detach: true }),
      ],
      async (world, answers, { projectId }) => {
        expect(answers[1]?.ok).toBe(true)
        expect(had(world, projectId, 'datasets')).toEqual([])
      },
    )
  })

  it('two switches leave one ontology, that of the second (ENT-2, INV-09)', async () => {
    await raceOf(
      ({ projects }, { projectId, ontologyIds }) =>
        ontologyIds.map(ontologyId => projects.switchOntology({ actor: OPERATOR, projectId, ontologyId })),
      async (world, answers, { projectId }) => {
        expect(codes(answers)).toEqual(['ok', 'ok'])
        expect(had(world, projectId, 'ontology')).toHaveLength(1)
      },
    )
  })

  it('two workflows are one, though there was none (INV-09)', async () => {
    await raceOf(
      ({ projects }, { projectId, workflowIds }) =>
        workflowIds.map(workflowId => projects.setWorkflow({ actor: OPERATOR, projectId, workflowId })),
      async (world, answers, { projectId }) => {
        expect(codes(answers)).toEqual(['ok', 'ok'])
        expect(had(world, projectId, 'workflow')).toHaveLength(1)
      },
    )
  })

  it('a dataset is attached once, whoever attaches it (ENT-1)', async () => {
    await raceOf(
      ({ projects }, { projectId, datasetId }) =>
        [1, 2].map(() => projects.attachDataset({ actor: OPERATOR, projectId, datasetId })),
      async (world, answers, { projectId }) => {
        expect(codes(answers)).toEqual(['ok', 'part_attached_already'])
        expect(had(world, projectId, 'datasets')).toHaveLength(1)
      },
      5,
    )
  })

  it('a switch and an archiving leave no ontology archived that is had (ENT-2, ENT-4)', async () => {
    await raceOf(
      ({ projects, ontologies }, { projectId, ontologyIds: [ontologyId] }) => [
        projects.switchOntology({ actor: OPERATOR, projectId, ontologyId }),
        ontologies.archive({ actor: OPERATOR, ontologyId }),
      ],
      async (world, answers, { projectId }) => {
        expect(answers.filter(({ ok }) => ok)).toHaveLength(1)
        expect(had(world, projectId, 'ontology')).toHaveLength(1)
      },
    )
  })

  it('a copy has what is not archived (ENT-5)', async () => {
    await race({
      given: async world => {
        const given = await scene(world)
        const { projectId, datasetId } = given
        unwrap(await world.charter.projects.attachDataset({ actor: OPERATOR, projectId, datasetId }))
        return given
      },
      when: ({ projects, datasets }, { projectId, datasetId }) => [
        projects.copy({ actor: OPERATOR, projectId, name: 'Again', with: ['datasets'] }),
        datasets.archive({ actor: OPERATOR, datasetId, detach: true }),
      ],
      holds: async (_, answers) => expect(codes(answers)).toEqual(['ok', 'ok']),
      atLeast: 20,
    })
  })

  const own = async (world: World) => {
    const acme: Org = await world.found('Acme')
    const projects = [await projectOf(world, acme), await projectOf(world, acme)]
    return { acme, projects, sets: [await labelSetOf(world, acme), await labelSetOf(world, acme)] as const }
  }

  it('what is not shared is had by one (ENT-1, INV-09)', async () => {
    await race({
      relations: ownRelations,
      given: own,
      when: ({ entities }, { projects, sets: [to] }) =>
        projects.map(id => entities.attach({ actor: OPERATOR, kind: 'project', id, relation: 'glossary', to })),
      holds: async (world, answers) => {
        expect(codes(answers)).toEqual(['ok', 'part_used_elsewhere'])
        expect(world.all(links).filter(({ relation }) => relation === 'glossary')).toHaveLength(1)
      },
      atLeast: 15,
    })
  })

  it('of two that must be there one stays, whoever detaches (INV-09)', async () => {
    const relations = [
      ...defaultRelations,
      ...ownRelations
        .slice(defaultRelations.length)
        .map(row => (row.name === 'samples' ? { ...row, min: 1, max: 2 } : row)),
    ]
    await race({
      relations,
      given: async world => {
        const acme = await world.found('Acme')
        const samples = [await datasetOf(world, acme), await datasetOf(world, acme)]
        const made = { actor: OPERATOR, organizationId: acme.id, kind: 'label_set', name: 'Signs', parts: { samples } }
        return { samples, id: unwrap(await world.charter.entities.create(made)).id }
      },
      when: ({ entities }, { samples, id }) =>
        samples.map(to => entities.detach({ actor: OPERATOR, kind: 'label_set', id, relation: 'samples', to })),
      holds: async (world, answers, { id }) => {
        expect(codes(answers)).toEqual(['ok', 'relation_too_few'])
        expect(had(world, id, 'samples')).toHaveLength(1)
      },
      atLeast: 15,
    })
  })
})
