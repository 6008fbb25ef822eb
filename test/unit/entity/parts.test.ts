import { describe, expect, it } from 'vitest'
import { type EntityId, links, useCounts } from '../../../src/core/entity/index.ts'
import type { Actor } from '../../../src/core/kernel/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import type { Answer } from '../../../src/runtime/execute.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { toUser } from '../../support/content.ts'
import { person } from '../../support/groups.ts'
import { archivedAbout, refusalsAbout } from '../../support/on-entity.ts'
import { datasetOf, idsOf, ontologyOf, projectOf, workflowOf } from '../../support/projects.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { as, codeOf, createWorld, decided, noted, OPERATOR, type Org, type World } from '../../support/world.ts'

type Projects = Charter<string>['projects']
type Call = () => Promise<Answer<unknown>>
type To = (world: World, actor: Actor, projectId: EntityId, to: EntityId) => Promise<Answer<unknown>>

const attach: To = ({ charter }, actor, projectId, datasetId) =>
  charter.projects.attachDataset({ actor, projectId, datasetId })
const detach: To = ({ charter }, actor, projectId, datasetId) =>
  charter.projects.detachDataset({ actor, projectId, datasetId })
const switchTo: To = ({ charter }, actor, projectId, ontologyId) =>
  charter.projects.switchOntology({ actor, projectId, ontologyId })
const setWorkflow = ({ charter }: World, actor: Actor, projectId: EntityId, workflowId: EntityId | null) =>
  charter.projects.setWorkflow({ actor, projectId, workflowId })

type MakePart = (world: World, org: Org) => Promise<EntityId>

/** What every command about a project and a part of it refuses, whoever asks. */
const aboutProject = (call: To, part: MakePart) => {
  const parts = new Map<string, EntityId>()
  const make: MakePart = async (world, org) => {
    const [id, to] = [await projectOf(world, org), await part(world, org)]
    parts.set(id, to)
    return id
  }
  const ask = (world: World, actor: Actor, id: string) =>
    call(world, actor, id as EntityId, parts.get(id) ?? ('nothing' as EntityId))
  const archive = ({ charter }: World, actor: Actor, id: string) =>
    charter.projects.archive({ actor, projectId: id as EntityId })
  return { ...refusalsAbout(make, ask), ...archivedAbout(make, archive, ask) }
}

/** What every command that attaches something refuses because of what it is. */
const aboutPart = (call: To, part: MakePart, archive: To) => ({
  part_of_another_organization: async (world: World): Promise<Call> => {
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    const [projectId, theirs] = [await projectOf(world, acme), await part(world, globex)]
    return () => call(world, OPERATOR, projectId, theirs)
  },
  part_archived: async (world: World): Promise<Call> => {
    const acme = await world.found('Acme')
    const [projectId, to] = [await projectOf(world, acme), await part(world, acme)]
    unwrap(await archive(world, acme.admin, projectId, to))
    return () => call(world, acme.admin, projectId, to)
  },
})

const attachedWorld = async (world: World) => {
  const acme = await world.found('Acme')
  const datasetId = await datasetOf(world, acme)
  return { acme, datasetId, projectId: await projectOf(world, acme, { datasetIds: [datasetId] }) }
}

describe('projects.attachDataset and detachDataset', () => {
  it('give a project a dataset and take it away, each as one commit (ENT-1)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const [projectId, datasetId] = [await projectOf(world, acme), await datasetOf(world, acme)]
    const answer = await attach(world, acme.admin, projectId, datasetId)
    const link = { fromKind: 'project', fromId: projectId, relation: 'datasets', toKind: 'dataset', toId: datasetId }
    expect(unwrap(answer)).toMatchObject({ organizationId: acme.id, ...link, by: acme.admin })
    expect(decided(answer).because).toEqual(['implicit_access', 'part_attached'])
    expect(noted(world.entries(acme.id).at(-1))).toEqual({
      action: 'projects.attachDataset',
      actor: acme.admin,
      rules: ['ENT-1', 'ENT-3', 'ROL-7'],
      targets: [
        `link/project/${projectId}/datasets/${datasetId}`,
        `use_count/dataset/${datasetId}`,
        `relation_use_count/project/datasets/${datasetId}`,
        `link_count/project/${projectId}/datasets`,
      ],
    })
    expect(await idsOf(world, projectId, 'datasets')).toEqual([datasetId])
    expect(decided(await detach(world, acme.admin, projectId, datasetId))).toMatchObject({
      because: ['implicit_access', 'part_detached'],
    })
    expect(await idsOf(world, projectId, 'datasets')).toEqual([])
    expect(await world.get<unknown>(useCounts as never, 'dataset', datasetId)).toEqual({ count: 0 })
  })

  it('are for the admins of the project who see the dataset, and no team manager (ROL-5, ROL-6)', async () => {
    const world = createWorld()
    const { acme, datasetId, projectId } = await attachedWorld(world)
    const [ada, tom] = [await person(world, acme, 'ada'), await person(world, acme, 'tom')]
    const grant = (userId: string, role: 'admin' | 'team_manager') =>
      world.charter.projects.grant({ actor: acme.admin, projectId, subject: toUser(userId), role })
    unwrap(await grant(ada, 'admin'))
    unwrap(await grant(tom, 'team_manager'))
    const more = await datasetOf(world, acme)
    const seen = { actor: acme.admin, datasetId: more, role: 'user' } as const
    expect(await attach(world, as(ada), projectId, more)).toMatchObject({ refusal: { facts: { kind: 'dataset' } } })
    for (const userId of [ada, tom]) unwrap(await world.charter.datasets.grant({ ...seen, subject: toUser(userId) }))
    expect(codeOf(await attach(world, as(ada), projectId, more))).toBe('ok')
    // What is taken away one need not see.
    expect(codeOf(await detach(world, as(ada), projectId, datasetId))).toBe('ok')
    for (const call of [attach, detach])
      expect(await call(world, as(tom), projectId, more)).toMatchObject({
        refusal: { code: 'entity_permission_missing', facts: { permission: 'project.attach_dataset' } },
      })
  })

  const { part_archived, ...outside } = aboutPart(attach, datasetOf, ({ charter }, actor, _, datasetId) =>
    charter.datasets.archive({ actor, datasetId }),
  )
  type Own = 'relation_too_many' | 'part_used_elsewhere' | 'permission_missing'
  const attaching: Omit<Refusals<Projects['attachDataset']>, Own> = {
    ...aboutProject(attach, datasetOf),
    ...outside,
    part_attached_already: async world => {
      const { acme, projectId, datasetId } = await attachedWorld(world)
      return () => attach(world, acme.admin, projectId, datasetId)
    },
  }
  itRefuses(attaching)
  itRefuses({ entity_archived: part_archived })

  const detaching: Omit<Refusals<Projects['detachDataset']>, 'relation_too_few'> = {
    ...aboutProject(detach, datasetOf),
    part_not_attached: async world => {
      const { acme, projectId } = await attachedWorld(world)
      const other = await datasetOf(world, acme)
      return () => detach(world, acme.admin, projectId, other)
    },
  }
  itRefuses(detaching)
})

describe('projects.switchOntology', () => {
  it('is one step from the one to the other (ENT-2, INV-09)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const [first, second] = [await ontologyOf(world, acme), await ontologyOf(world, acme)]
    const projectId = await projectOf(world, acme, { ontologyId: first })
    const before = world.entries(acme.id).length
    const answer = await switchTo(world, acme.admin, projectId, second)
    expect(decided(answer).because).toEqual(['implicit_access', 'part_switched'])
    expect(await idsOf(world, projectId, 'ontology')).toEqual([second])
    expect(world.entries(acme.id)).toHaveLength(before + 1)
    const { ontologies } = world.charter
    expect(unwrap(await ontologies.uses({ actor: acme.admin, ontologyId: first })).items).toEqual([])
    expect(codeOf(await ontologies.archive({ actor: acme.admin, ontologyId: first }))).toBe('ok')
  })

  const { part_archived, ...outside } = aboutPart(switchTo, ontologyOf, ({ charter }, actor, _, ontologyId) =>
    charter.ontologies.archive({ actor, ontologyId }),
  )
  type Own = 'part_used_elsewhere' | 'permission_missing'
  const refusals: Omit<Refusals<Projects['switchOntology']>, Own> = {
    ...aboutProject(switchTo, ontologyOf),
    ...outside,
    part_attached_already: async world => {
      const acme = await world.found('Acme')
      const ontologyId = await ontologyOf(world, acme)
      const projectId = await projectOf(world, acme, { ontologyId })
      return () => switchTo(world, acme.admin, projectId, ontologyId)
    },
  }
  itRefuses(refusals)
  itRefuses({ entity_archived: part_archived })
})

describe('projects.setWorkflow', () => {
  it('gives a project a workflow, another one, and none (ENT-1, ENT-2)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const [projectId, one, two] = [
      await projectOf(world, acme),
      await workflowOf(world, acme),
      await workflowOf(world, acme),
    ]
    for (const workflowId of [one, two, null]) {
      unwrap(await setWorkflow(world, acme.admin, projectId, workflowId))
      expect(await idsOf(world, projectId, 'workflow')).toEqual(workflowId === null ? [] : [workflowId])
    }
  })

  const { part_archived, ...outside } = aboutPart(setWorkflow, workflowOf, ({ charter }, actor, _, workflowId) =>
    charter.workflows.archive({ actor, workflowId }),
  )
  const refusals: Omit<Refusals<Projects['setWorkflow']>, 'part_used_elsewhere' | 'relation_too_few'> = {
    ...aboutProject(setWorkflow, workflowOf),
    ...outside,
    // Whoever administers a project need not be able to see workflows.
    permission_missing: async world => {
      const acme = await world.found('Acme')
      const [projectId, workflowId] = [await projectOf(world, acme), await workflowOf(world, acme)]
      const guest = await person(world, acme, 'guest', 'external')
      const given = { actor: acme.admin, projectId, subject: toUser(guest), role: 'admin' } as const
      unwrap(await world.charter.projects.grant(given))
      return () => setWorkflow(world, as(guest), projectId, workflowId)
    },
    entity_unchanged: async world => {
      const acme = await world.found('Acme')
      const projectId = await projectOf(world, acme)
      return () => setWorkflow(world, acme.admin, projectId, null)
    },
  }
  itRefuses(refusals)
  itRefuses({ entity_archived: part_archived })
})

describe('what is in use', () => {
  it('stays, and is told with where it is used: the first hundred, and how often (ENT-4)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const ontologyId = await ontologyOf(world, acme)
    const ids: EntityId[] = []
    for (let index = 0; index < 101; index++) ids.push(await projectOf(world, acme, { ontologyId }))
    const answer = await world.charter.ontologies.archive({ actor: acme.admin, ontologyId })
    expect(answer).toMatchObject({ refusal: { code: 'entity_in_use', kind: 'state', facts: { count: 101 } } })
    const uses = answer.ok ? [] : (answer.refusal.facts as { uses: readonly { id: string }[] }).uses
    expect(uses).toHaveLength(100)
    expect(uses[0]).toEqual({ kind: 'project', id: [...ids].sort()[0], relation: 'ontology' })
    const page = { actor: acme.admin, ontologyId, limit: 60 }
    const first = unwrap(await world.charter.ontologies.uses(page))
    const second = unwrap(await world.charter.ontologies.uses({ ...page, after: first.next ?? '' }))
    expect([...first.items, ...second.items].map(({ fromId }) => fromId)).toEqual([...ids].sort())
  })

  it('is detached in the same commit where that is asked, from archived projects too (ENT-4)', async () => {
    const world = createWorld()
    const { acme, datasetId, projectId } = await attachedWorld(world)
    const archived = await projectOf(world, acme, { datasetIds: [datasetId] })
    unwrap(await world.charter.projects.archive({ actor: acme.admin, projectId: archived }))
    expect(codeOf(await world.charter.datasets.archive({ actor: acme.admin, datasetId }))).toBe('entity_in_use')
    const before = world.entries(acme.id).length
    const answer = await world.charter.datasets.archive({ actor: acme.admin, datasetId, detach: true })
    expect(decided(answer).because).toEqual(['implicit_access', 'detached_everywhere', 'entity_archived_now'])
    expect(world.entries(acme.id)).toHaveLength(before + 1)
    for (const id of [projectId, archived]) expect(await idsOf(world, id, 'datasets')).toEqual([])
  })

  it('is detached by nobody who may not take it away from each of them (ROL-5)', async () => {
    const world = createWorld()
    const { acme, datasetId, projectId } = await attachedWorld(world)
    const mia = await person(world, acme, 'mia')
    const given = { actor: acme.admin, subject: toUser(mia), role: 'admin' } as const
    unwrap(await world.charter.datasets.grant({ ...given, datasetId }))
    const archive = () => world.charter.datasets.archive({ actor: as(mia), datasetId, detach: true })
    expect(await archive()).toMatchObject({
      refusal: { code: 'entity_permission_missing', facts: { id: projectId, permission: 'project.attach_dataset' } },
    })
    expect(world.all(links)).toHaveLength(2)
    unwrap(await world.charter.projects.grant({ ...given, projectId }))
    expect(codeOf(await archive())).toBe('ok')
  })

  it('is detached from no more than a hundred at once', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const [ontologyId, workflowId] = [await ontologyOf(world, acme), await workflowOf(world, acme)]
    for (let index = 0; index < 101; index++) await projectOf(world, acme, { ontologyId, workflowId })
    const archive = () => world.charter.workflows.archive({ actor: acme.admin, workflowId, detach: true })
    expect(await archive()).toMatchObject({ refusal: { code: 'entity_in_use', facts: { count: 101 } } })
    const [link] = world.all(links).filter(({ toId }) => toId === workflowId)
    unwrap(await setWorkflow(world, acme.admin, link?.fromId ?? ('none' as EntityId), null))
    expect(codeOf(await archive())).toBe('ok')
  })

  it('is never an ontology that goes (ENT-4)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const ontologyId = await ontologyOf(world, acme)
    await projectOf(world, acme, { ontologyId })
    const archive = { actor: acme.admin, ontologyId, detach: true }
    expect(codeOf(await world.charter.ontologies.archive(archive as never))).toBe('input_invalid')
  })
})

describe('projects.parts', () => {
  it('shows what a project has, in pages, to whoever may see it', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const datasetIds = [await datasetOf(world, acme), await datasetOf(world, acme)]
    const projectId = await projectOf(world, acme, { datasetIds })
    const rob = await person(world, acme, 'rob', 'external')
    const given = { actor: acme.admin, projectId, subject: toUser(rob), role: 'reviewer' } as const
    unwrap(await world.charter.projects.grant(given))
    const page = { actor: as(rob), projectId, relation: 'datasets', limit: 1 }
    const first = unwrap(await world.charter.projects.parts(page))
    const second = unwrap(await world.charter.projects.parts({ ...page, after: first.next ?? '' }))
    expect([...first.items, ...second.items].map(({ toId }) => toId)).toEqual([...datasetIds].sort())
  })

  const call = ({ charter }: World, actor: Actor, id: string) =>
    charter.projects.parts({ actor, projectId: id as EntityId, relation: 'datasets' })
  const refusals: Refusals<Projects['parts']> = {
    ...refusalsAbout((world, org) => projectOf(world, org), call),
    relation_unknown: async world => {
      const acme = await world.found('Acme')
      const projectId = await projectOf(world, acme)
      return () => world.charter.projects.parts({ actor: acme.admin, projectId, relation: 'labels' })
    },
  }
  itRefuses(refusals)
})
