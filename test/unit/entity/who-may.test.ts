import { describe, expect, it } from 'vitest'
import type { EntityId } from '../../../src/core/entity/index.ts'
import type { Actor } from '../../../src/core/kernel/index.ts'
import type { Answer } from '../../../src/runtime/execute.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { toUser } from '../../support/content.ts'
import { person } from '../../support/groups.ts'
import { datasetOf, labelSetOf, ontologyOf, projectOf, workflowOf, worldOf } from '../../support/projects.ts'
import { as, codeOf, email, START, type World } from '../../support/world.ts'

/** A project with a dataset, and what it could have; whoever asks may see all of that. */
const scene = async (actor: (world: World, acme: Awaited<ReturnType<World['found']>>) => Promise<Actor>) => {
  const world = worldOf()
  const acme = await world.found('Acme')
  const had = await datasetOf(world, acme)
  const projectId = await projectOf(world, acme, { datasetIds: [had] })
  const [datasetId, ontologyId] = [await datasetOf(world, acme), await ontologyOf(world, acme)]
  const [workflowId, labelSet] = [await workflowOf(world, acme), await labelSetOf(world, acme)]
  const asking = await actor(world, acme)
  if (asking.kind === 'user' && asking.userId !== acme.adminId) {
    const given = { actor: acme.admin, subject: toUser(asking.userId), role: 'user' } as const
    unwrap(await world.charter.datasets.grant({ ...given, datasetId }))
    unwrap(await world.charter.ontologies.grant({ ...given, ontologyId }))
  }
  return { world, acme, asking, projectId, had, datasetId, ontologyId, workflowId, labelSet }
}
type Scene = Awaited<ReturnType<typeof scene>>

const ann = async ({ world, acme }: Scene) => toUser(await person(world, acme, 'ann', 'external'))

/** Each command about a project, as whoever asks sends it. */
const asks: { readonly [command: string]: (scene: Scene) => Promise<Answer<unknown>> } = {
  get: ({ world, asking: actor, projectId }) => world.charter.projects.get({ actor, projectId }),
  parts: ({ world, asking: actor, projectId }) =>
    world.charter.projects.parts({ actor, projectId, relation: 'datasets' }),
  team: ({ world, asking: actor, projectId }) => world.charter.projects.team({ actor, projectId, subject: 'user' }),
  update: ({ world, asking: actor, projectId }) => world.charter.projects.update({ actor, projectId, name: 'Other' }),
  attachDataset: ({ world, asking: actor, projectId, datasetId }) =>
    world.charter.projects.attachDataset({ actor, projectId, datasetId }),
  detachDataset: ({ world, asking: actor, projectId, had: datasetId }) =>
    world.charter.projects.detachDataset({ actor, projectId, datasetId }),
  switchOntology: ({ world, asking: actor, projectId, ontologyId }) =>
    world.charter.projects.switchOntology({ actor, projectId, ontologyId }),
  setWorkflow: ({ world, asking: actor, projectId, workflowId }) =>
    world.charter.projects.setWorkflow({ actor, projectId, workflowId }),
  'attach a label set': ({ world, asking: actor, projectId: id, labelSet: to }) =>
    world.charter.entities.attach({ actor, kind: 'project', id, relation: 'label_sets', to }),
  setStatus: ({ world, asking: actor, projectId }) =>
    world.charter.projects.setStatus({ actor, projectId, status: 'in_progress' }),
  'grant annotator': async given =>
    given.world.charter.projects.grant({
      actor: given.asking,
      projectId: given.projectId,
      subject: await ann(given),
      role: 'annotator',
    }),
  'grant admin': async given =>
    given.world.charter.projects.grant({
      actor: given.asking,
      projectId: given.projectId,
      subject: await ann(given),
      role: 'admin',
    }),
  copy: ({ world, asking: actor, projectId }) => world.charter.projects.copy({ actor, projectId, name: 'Again' }),
  archive: ({ world, asking: actor, projectId }) => world.charter.projects.archive({ actor, projectId }),
}

const ROLES = ['admin', 'team_manager', 'annotator_reviewer', 'reviewer', 'annotator'] as const
const LOOKING = ['get', 'parts', 'team']
const LEADING = ['setStatus', 'grant annotator']

/** ROL-5, by hand. */
const may = (role: (typeof ROLES)[number], command: string): boolean =>
  role === 'admin' || LOOKING.includes(command) || (role === 'team_manager' && LEADING.includes(command))

describe('what may be done with a project', () => {
  const cases = ROLES.flatMap(role => Object.keys(asks).map(command => [command, role, may(role, command)] as const))

  it.each(cases)('%s by its %s: %s (ROL-5)', async (command, role, allowed) => {
    const given = await scene(async (world, acme) => as(await person(world, acme, 'mia')))
    const { world, acme, asking, projectId } = given
    const userId = asking.kind === 'user' ? asking.userId : ''
    unwrap(await world.charter.projects.grant({ actor: acme.admin, projectId, subject: toUser(userId), role }))
    expect(codeOf((await asks[command]?.(given)) as Answer<unknown>)).toBe(allowed ? 'ok' : 'entity_permission_missing')
  })

  it.each(Object.keys(asks))('%s by an admin of the organization, without a grant (ROL-7)', async command => {
    const given = await scene(async (world, acme) => as(await person(world, acme, 'mia', 'admin')))
    expect(codeOf((await asks[command]?.(given)) as Answer<unknown>)).toBe('ok')
  })

  it.each(['admin', 'user'] as const)('with a dataset or an ontology as its %s (ROL-6)', async role => {
    const given = await scene(async (world, acme) => as(await person(world, acme, 'mia')))
    const { world, acme, asking: actor } = given
    const [datasetId, ontologyId] = [await datasetOf(world, acme), await ontologyOf(world, acme)]
    const subject = toUser(actor.kind === 'user' ? actor.userId : '')
    unwrap(await world.charter.datasets.grant({ actor: acme.admin, datasetId, subject, role }))
    unwrap(await world.charter.ontologies.grant({ actor: acme.admin, ontologyId, subject, role }))
    const { datasets, ontologies } = world.charter
    for (const see of [
      await datasets.uses({ actor, datasetId }),
      await ontologies.uses({ actor, ontologyId }),
      await datasets.get({ actor, datasetId }),
    ])
      expect(codeOf(see)).toBe('ok')
    for (const change of [
      await datasets.update({ actor, datasetId, name: 'Other' }),
      await ontologies.update({ actor, ontologyId, name: 'Other' }),
      await datasets.archive({ actor, datasetId }),
      await ontologies.archive({ actor, ontologyId }),
    ])
      expect(codeOf(change)).toBe(role === 'admin' ? 'ok' : 'entity_permission_missing')
  })
})

describe('an invitation to a project', () => {
  it('gives more than what is limited to stages, and never less than what is not (INVI-1, ROL-5)', async () => {
    const world = worldOf()
    const acme = await world.found('Acme')
    await world.rule(acme, 'vendor.com', { role: 'external' })
    const projectId = await projectOf(world, acme, { workflowId: await workflowOf(world, acme) })
    const { user } = unwrap(await world.signUp('ann@vendor.com'))
    const limited = { actor: acme.admin, projectId, subject: toUser(user.id), role: 'annotator' } as const
    unwrap(await world.charter.projects.grant({ ...limited, stages: ['label'] }))
    const grants = [{ kind: 'project', id: projectId as EntityId, role: 'annotator' }] as const
    const { token } = await world.invite(acme, 'ann@vendor.com', { grants: [...grants] })
    unwrap(await world.charter.invitations.accept({ token, email: email('ann@vendor.com') }))
    const team = unwrap(await world.charter.projects.team({ actor: acme.admin, projectId, subject: 'user' }))
    const own = team.items.find(({ subjectId }) => subjectId === user.id)
    expect(own).toMatchObject({ role: 'annotator', at: START })
    expect(own).not.toHaveProperty('stages')
  })
})
