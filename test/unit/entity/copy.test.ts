import { describe, expect, it } from 'vitest'
import { type EntityId, entities, links } from '../../../src/core/entity/index.ts'
import { entityAdminCounts, grants, MOST_COPIED } from '../../../src/core/grant/index.ts'
import { type Actor, put, UserId, type Write } from '../../../src/core/kernel/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { toGroup, toUser } from '../../support/content.ts'
import { groupOf, leaves, person } from '../../support/groups.ts'
import { archivedAbout, refusalsAbout } from '../../support/on-entity.ts'
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
import { as, codeOf, createWorld, DAYS, decided, OPERATOR, type Org, START, type World } from '../../support/world.ts'

type Projects = Charter<string>['projects']
type Copying = Partial<Parameters<Projects['copy']>[0]>

const copy = ({ charter }: World, actor: Actor, projectId: EntityId, more: Copying = {}) =>
  charter.projects.copy({ actor, projectId, name: 'Again', ...more })

/** Who has which role on it. */
const teamOf = (world: World, id: EntityId) =>
  Object.fromEntries(
    world
      .all(grants)
      .filter(({ kind, entityId }) => kind === 'project' && entityId === id)
      .map(({ subjectId, role }) => [subjectId, role]),
  )

const scene = async () => {
  const world = createWorld()
  const acme = await world.found('Acme')
  const datasetIds = [await datasetOf(world, acme), await datasetOf(world, acme)]
  const [ontologyId, workflowId] = [await ontologyOf(world, acme), await workflowOf(world, acme)]
  const projectId = await projectOf(world, acme, { ontologyId, datasetIds, workflowId })
  const [ada, ann] = [await person(world, acme, 'ada'), await person(world, acme, 'ann', 'external')]
  const given = { actor: acme.admin, projectId }
  unwrap(await world.charter.projects.grant({ ...given, subject: toUser(ada), role: 'admin' }))
  const stages = ['label']
  unwrap(await world.charter.projects.grant({ ...given, subject: toUser(ann), role: 'annotator', stages }))
  return { world, acme, projectId, ontologyId, workflowId, datasetIds, ada, ann, given }
}

describe('projects.copy', () => {
  it('has the ontology and the admins, and nothing else that is not named (ENT-5)', async () => {
    const { world, acme, projectId, ontologyId, ada } = await scene()
    unwrap(await world.charter.projects.setStatus({ actor: acme.admin, projectId, status: 'completed' }))
    const before = world.entries(acme.id).length
    const answer = await copy(world, as(ada), projectId)
    const { id } = unwrap(answer)
    expect(unwrap(answer)).toMatchObject({ name: 'Again', progress: 'not_started', createdBy: as(ada) })
    expect(decided(answer).because).toEqual(['grant_permits', 'role_permits', 'project_copied'])
    expect(teamOf(world, id)).toEqual({ [acme.adminId]: 'admin', [ada]: 'admin' })
    expect(await idsOf(world, id, 'ontology')).toEqual([ontologyId])
    for (const relation of ['datasets', 'workflow']) expect(await idsOf(world, id, relation)).toEqual([])
    expect(await world.get<unknown>(entityAdminCounts as never, acme.id, 'project', id)).toEqual({ count: 2 })
    expect(world.entries(acme.id)).toHaveLength(before + 1)
  })

  it('has the team, datasets and workflow where they are named, grants as they are (ENT-5)', async () => {
    const { world, acme, projectId, workflowId, datasetIds, ada, ann, given } = await scene()
    const [group, gone] = [await groupOf(world, acme, { member: [ada] }), await groupOf(world, acme)]
    for (const each of [group, gone])
      unwrap(await world.charter.projects.grant({ ...given, subject: toGroup(each), role: 'reviewer' }))
    unwrap(await world.charter.groups.archive({ actor: acme.admin, organizationId: acme.id, groupId: gone }))
    const until = START + DAYS
    const [temp, over, left] = [
      await person(world, acme, 'temp'),
      await person(world, acme, 'over'),
      await person(world, acme, 'left'),
    ]
    unwrap(await world.charter.projects.grant({ ...given, subject: toUser(temp), role: 'admin', until }))
    unwrap(await world.charter.projects.grant({ ...given, subject: toUser(over), role: 'reviewer', until: START + 1 }))
    unwrap(await world.charter.projects.grant({ ...given, subject: toUser(left), role: 'reviewer' }))
    await leaves(world, acme, left)
    world.clock.advance(2)
    const { id } = unwrap(await copy(world, acme.admin, projectId, { with: ['team', 'datasets', 'workflow'] }))
    const admins = { [acme.adminId]: 'admin', [ada]: 'admin', [temp]: 'admin' }
    expect(teamOf(world, id)).toEqual({ ...admins, [ann]: 'annotator', [group]: 'reviewer' })
    const copied = world.all(grants).filter(({ entityId }) => entityId === id)
    expect(copied.find(({ subjectId }) => subjectId === ann)).toMatchObject({ stages: ['label'] })
    expect(copied.find(({ subjectId }) => subjectId === temp)).toMatchObject({ until })
    expect([...(await idsOf(world, id, 'datasets'))].sort()).toEqual([...datasetIds].sort())
    expect(await idsOf(world, id, 'workflow')).toEqual([workflowId])
  })

  it('makes whoever copies it an admin, if they are in for good', async () => {
    const { world, acme, projectId } = await scene()
    const mia = await person(world, acme, 'mia', 'admin')
    expect(teamOf(world, unwrap(await copy(world, as(mia), projectId)).id)).toMatchObject({ [mia]: 'admin' })
    const max = await person(world, acme, 'max')
    await world.member(acme, max, { assigned: { role: 'admin', by: OPERATOR, at: START, until: START + 99 } })
    expect(teamOf(world, unwrap(await copy(world, as(max), projectId)).id)).not.toHaveProperty(max)
    expect(codeOf(await copy(world, OPERATOR, projectId))).toBe('ok')
  })

  it('takes other parts where they are named, and those that are not shared have to be (ENT-1)', async () => {
    const world = worldOf()
    const acme = await world.found('Acme')
    const [one, two] = [await labelSetOf(world, acme), await labelSetOf(world, acme)]
    const projectId = await projectOf(world, acme, { parts: { glossary: [one] } })
    expect(await copy(world, acme.admin, projectId, { with: ['glossary'] })).toMatchObject({
      refusal: { code: 'part_used_elsewhere', facts: { id: one, relation: 'glossary' } },
    })
    const { id } = unwrap(await copy(world, acme.admin, projectId, { parts: { glossary: [two] } }))
    expect(await idsOf(world, id, 'glossary')).toEqual([two])
    const three = await ontologyOf(world, acme)
    const other = unwrap(await copy(world, acme.admin, projectId, { parts: { ontology: [three] } }))
    expect(await idsOf(world, other.id, 'ontology')).toEqual([three])
  })

  const call = (world: World, actor: Actor, id: string) => copy(world, actor, id as EntityId)
  const archive = ({ charter }: World, actor: Actor, id: string) =>
    charter.projects.archive({ actor, projectId: id as EntityId })
  const refused =
    (more: (world: World, org: Org) => Promise<Omit<Copying, 'actor'> & { readonly actor?: Actor }>) =>
    async (world: World) => {
      const acme = await world.found('Acme')
      const [projectId, { actor = acme.admin, ...named }] = [await projectOf(world, acme), await more(world, acme)]
      return () => copy(world, actor, projectId, named)
    }
  /** The others take a table or a world that went wrong, or are tested above. */
  type Own =
    | 'organization_not_found'
    | 'not_a_member'
    | 'entity_admins_missing'
    | 'grants_too_many'
    | 'grants_timed_too_many'
    | 'part_used_elsewhere'
    | 'project_too_large'
    | 'fields_invalid'
  const refusals: Omit<Refusals<Projects['copy']>, Own> = {
    ...refusalsAbout((world, org) => projectOf(world, org), call),
    ...archivedAbout((world, org) => projectOf(world, org), archive, call),
    permission_missing: async world => {
      const acme = await world.found('Acme')
      const [projectId, guest] = [await projectOf(world, acme), await person(world, acme, 'guest', 'external')]
      const given = { actor: acme.admin, projectId, subject: toUser(guest), role: 'admin' } as const
      unwrap(await world.charter.projects.grant(given))
      return () => copy(world, as(guest), projectId)
    },
    part_of_another_organization: refused(async world => ({
      actor: OPERATOR,
      parts: { ontology: [await ontologyOf(world, await world.found('Globex'))] },
    })),
    part_repeated: refused(async (world, acme) => {
      const id = await datasetOf(world, acme)
      return { parts: { datasets: [id, id] } }
    }),
    relation_unknown: refused(async () => ({ with: ['team', 'labels'] })),
    relation_too_few: refused(async () => ({ parts: { ontology: [] } })),
    relation_too_many: refused(async (world, acme) => ({
      parts: { ontology: [await ontologyOf(world, acme), await ontologyOf(world, acme)] },
    })),
    fields_unknown: refused(async () => ({ fields: { color: 'red' } })),
  }
  itRefuses(refusals)

  it('is bounded: no more than a thousand links, and a thousand grants (ENT-5)', async () => {
    const world = createWorld({ check: 'by_hand' })
    const acme = await world.found('Acme')
    const projectId = await projectOf(world, acme)
    const entity = await world.get(entities, 'project', projectId)
    if (!entity) throw new Error('it was made')
    const many = (make: (index: number) => Write[]) =>
      world.write(...Array.from({ length: MOST_COPIED }, (_, index) => make(index)).flat())
    const link = { organizationId: acme.id, fromKind: 'project', fromId: projectId, by: OPERATOR, at: START }
    const to = { relation: 'datasets', toKind: 'dataset' }
    await many(index => [put(links, { ...link, ...to, toId: `d${index}` as EntityId })])
    expect(await copy(world, acme.admin, projectId, { with: ['datasets'] })).toMatchObject({
      refusal: { code: 'project_too_large', facts: { of: 'links', most: MOST_COPIED } },
    })
    expect(codeOf(await copy(world, acme.admin, projectId))).toBe('ok')
    const given = { organizationId: acme.id, kind: 'project', entityId: projectId, by: OPERATOR, at: START } as const
    await many(index => [
      put(grants, { ...given, subject: 'user', subjectId: UserId.parse(`u${index}`), term: 1, role: 'reviewer' }),
    ])
    expect(await copy(world, acme.admin, projectId)).toMatchObject({
      refusal: { code: 'project_too_large', facts: { of: 'grants' } },
    })
  })

  it('copies a thousand links in one commit', async () => {
    const world = createWorld({ relations: ownRelations })
    const acme = await world.found('Acme')
    const projectId = await projectOf(world, acme)
    for (let index = 0; index < MOST_COPIED - 1; index++) {
      const datasetId = await datasetOf(world, acme)
      unwrap(await world.charter.projects.attachDataset({ actor: OPERATOR, projectId, datasetId }))
    }
    const { id } = unwrap(await copy(world, acme.admin, projectId, { with: ['datasets'] }))
    expect(world.all(links).filter(({ fromId }) => fromId === id)).toHaveLength(MOST_COPIED)
  })
})
