import { describe, expect, it } from 'vitest'
import type { EntityId } from '../../../src/core/entity/index.ts'
import { entities, links } from '../../../src/core/entity/index.ts'
import { grants } from '../../../src/core/grant/index.ts'
import type { Actor } from '../../../src/core/kernel/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import type { Answer } from '../../../src/runtime/execute.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { toGroup, toUser } from '../../support/content.ts'
import { groupOf, person } from '../../support/groups.ts'
import { archivedAbout, refusalsAbout } from '../../support/on-entity.ts'
import { datasetOf, idsOf, type OwnCode, ontologyOf, projectOf, workflowOf } from '../../support/projects.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { as, codeOf, createWorld, decided, noted, OPERATOR, type Org, START, type World } from '../../support/world.ts'

type Projects = Charter<string>['projects']
/** The others take a host's own relations and fields: relations.test.ts, fields.test.ts. */
type Made = Exclude<OwnCode, 'fields_invalid' | 'part_used_elsewhere' | 'relation_too_few'>
type Ask = (world: World, actor: Actor, id: string) => Promise<Answer<unknown>>

const make = (world: World, org: Org) => projectOf(world, org)
const archive: Ask = ({ charter }, actor, id) => charter.projects.archive({ actor, projectId: id as EntityId })

/** What every command about one project refuses. */
const about = (call: Ask) => ({ ...refusalsAbout(make, call), ...archivedAbout(make, archive, call) })

describe('charter.projects', () => {
  describe('create', () => {
    it('makes it with its ontology, datasets and workflow in one commit (ENT-1, ENT-2)', async () => {
      const world = createWorld()
      const acme = await world.found('Acme')
      const [ontologyId, workflowId] = [await ontologyOf(world, acme), await workflowOf(world, acme)]
      const datasetIds = [await datasetOf(world, acme), await datasetOf(world, acme)]
      const command = { actor: acme.admin, organizationId: acme.id, name: 'Lanes', ontologyId, datasetIds, workflowId }
      const before = world.entries(acme.id).length
      const answer = await world.charter.projects.create(command)
      const { id } = unwrap(answer)
      const own = { organizationId: acme.id, kind: 'project', id, name: 'Lanes', progress: 'not_started' }
      expect(unwrap(answer)).toEqual({ ...own, createdBy: acme.admin, createdAt: START, status: 'active' })
      expect(decided(answer).because).toEqual(['role_permits', 'first_admins', 'parts_attached'])
      expect(await idsOf(world, id, 'ontology')).toEqual([ontologyId])
      expect([...(await idsOf(world, id, 'datasets'))].sort()).toEqual([...datasetIds].sort())
      expect(await idsOf(world, id, 'workflow')).toEqual([workflowId])
      expect(world.entries(acme.id)).toHaveLength(before + 1)
      expect(noted(world.entries(acme.id).at(-1))).toMatchObject({
        action: 'projects.create',
        rules: ['ENT-2', 'ENT-3', 'ENT-7', 'INV-08', 'INV-09', 'ROL-4'],
      })
    })

    it('takes what one may at least see, and nothing of others (ROL-6)', async () => {
      const world = createWorld()
      const acme = await world.found('Acme')
      const [mia, ontologyId, datasetId] = [
        await person(world, acme, 'mia'),
        await ontologyOf(world, acme),
        await datasetOf(world, acme),
      ]
      const create = () =>
        world.charter.projects.create({
          actor: as(mia),
          organizationId: acme.id,
          name: 'Lanes',
          ontologyId,
          datasetIds: [datasetId],
        })
      expect(codeOf(await create())).toBe('entity_permission_missing')
      const given = { actor: acme.admin, subject: toUser(mia), role: 'user' } as const
      unwrap(await world.charter.ontologies.grant({ ...given, ontologyId }))
      expect(await create()).toMatchObject({ refusal: { facts: { kind: 'dataset', permission: 'dataset.view' } } })
      unwrap(await world.charter.datasets.grant({ ...given, datasetId }))
      expect(codeOf(await create())).toBe('ok')
    })

    const create = async (world: World, acme: Org, more: object = {}, actor: Actor = acme.admin) => {
      const ontologyId = await ontologyOf(world, acme)
      const command = { actor, organizationId: acme.id, name: 'Lanes', ontologyId, ...more }
      return () => world.charter.projects.create(command as never)
    }
    const outside = async (world: World) => {
      const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
      return { acme, globex, theirs: await datasetOf(world, globex) }
    }
    const refusals: Pick<Refusals<Projects['create']>, Made> = {
      entity_not_found: async world => {
        const { acme, theirs } = await outside(world)
        return create(world, acme, { datasetIds: [theirs] })
      },
      part_of_another_organization: async world => {
        const { acme, theirs } = await outside(world)
        return create(world, acme, { datasetIds: [theirs], admins: [acme.adminId] }, OPERATOR)
      },
      entity_archived: async world => {
        const acme = await world.found('Acme')
        const datasetId = await datasetOf(world, acme)
        unwrap(await world.charter.datasets.archive({ actor: acme.admin, datasetId }))
        return create(world, acme, { datasetIds: [datasetId] })
      },
      entity_permission_missing: async world => {
        const acme = await world.found('Acme')
        return create(world, acme, {}, as(await person(world, acme, 'mia')))
      },
      part_repeated: async world => {
        const acme = await world.found('Acme')
        const datasetId = await datasetOf(world, acme)
        return create(world, acme, { datasetIds: [datasetId, datasetId] })
      },
      relation_too_many: async world => {
        const acme = await world.found('Acme')
        return create(world, acme, { parts: { ontology: [await ontologyOf(world, acme)] } })
      },
      relation_unknown: async world => create(world, await world.found('Acme'), { parts: { labels: [] } }),
      fields_unknown: async world => create(world, await world.found('Acme'), { fields: { color: 'red' } }),
    }
    itRefuses(refusals)
  })

  describe('update', () => {
    it('gives it another name', async () => {
      const world = createWorld()
      const acme = await world.found('Acme')
      const projectId = await projectOf(world, acme)
      const answer = await world.charter.projects.update({ actor: acme.admin, projectId, name: 'Signs' })
      expect(unwrap(answer)).toMatchObject({ name: 'Signs', progress: 'not_started' })
      expect(decided(answer).because).toEqual(['implicit_access', 'entity_updated'])
    })

    const call: Ask = ({ charter }, actor, id) =>
      charter.projects.update({ actor, projectId: id as EntityId, name: 'Signs' })
    const refusals: Omit<Refusals<Projects['update']>, 'fields_invalid'> = {
      ...about(call),
      entity_unchanged: async world => {
        const acme = await world.found('Acme')
        const projectId = await projectOf(world, acme)
        return () => world.charter.projects.update({ actor: acme.admin, projectId, name: 'Lanes' })
      },
      fields_unknown: async world => {
        const acme = await world.found('Acme')
        const projectId = await projectOf(world, acme)
        return () => world.charter.projects.update({ actor: acme.admin, projectId, fields: {} })
      },
    }
    itRefuses(refusals)
  })

  describe('setStatus', () => {
    it('keeps annotators and reviewers out of what is paused, and nobody else (ENT-6)', async () => {
      const world = createWorld()
      const acme = await world.found('Acme')
      const projectId = await projectOf(world, acme)
      const people = { annotator: 'ann', reviewer: 'rob', annotator_reviewer: 'ari', team_manager: 'tom' } as const
      const asked: [string, Actor][] = []
      for (const [role, name] of Object.entries(people)) {
        const id = await person(world, acme, name, 'external')
        const given = { actor: acme.admin, projectId, subject: toUser(id), role: role as keyof typeof people }
        unwrap(await world.charter.projects.grant(given))
        asked.push([role, as(id)])
      }
      const resource = { kind: 'project', id: projectId } as const
      const working = async () => {
        const able: string[] = []
        for (const [role, actor] of asked)
          for (const permission of ['project.annotate', 'project.review'] as const)
            if (unwrap(await world.charter.access.can({ actor, permission, resource })).allowed)
              able.push(`${role} ${permission.slice(8)}`)
        return able
      }
      const all = ['annotator annotate', 'reviewer review', 'annotator_reviewer annotate', 'annotator_reviewer review']
      const lead = ['team_manager annotate', 'team_manager review']
      expect(await working()).toEqual([...all, ...lead])
      const [, manager] = asked[3] ?? []
      if (!manager) throw new Error('there is a team manager')
      for (const status of ['paused', 'completed', 'cancelled'] as const) {
        const answer = await world.charter.projects.setStatus({ actor: manager, projectId, status })
        expect(unwrap(answer).progress).toBe(status)
        expect(await working()).toEqual(lead)
        for (const [, actor] of asked) expect(codeOf(await world.charter.projects.get({ actor, projectId }))).toBe('ok')
      }
      unwrap(await world.charter.projects.setStatus({ actor: manager, projectId, status: 'in_progress' }))
      expect(await working()).toEqual([...all, ...lead])
    })

    it('is told by explain, and by what is compiled (ACC-4, ACC-5)', async () => {
      const world = createWorld()
      const acme = await world.found('Acme')
      const projectId = await projectOf(world, acme)
      const ann = await person(world, acme, 'ann', 'external')
      const given = { actor: acme.admin, projectId, subject: toUser(ann), role: 'annotator' } as const
      unwrap(await world.charter.projects.grant(given))
      unwrap(await world.charter.projects.setStatus({ actor: acme.admin, projectId, status: 'paused' }))
      const resource = { kind: 'project', id: projectId } as const
      const asked = { actor: as(ann), userId: ann, permission: 'project.annotate', resource } as const
      const explained = unwrap(await world.charter.access.explain(asked))
      expect(explained.decision.because.map(({ code }) => code)).toContain('project_keeps_out')
      expect(explained.ways).toContainEqual([{ kind: 'set_progress', progress: 'in_progress' }])
      const { access } = world.charter
      const list = { permission: 'project.annotate', limit: 100 } as const
      expect(unwrap(await access.whoCan({ actor: OPERATOR, ...list, resource })).items).toHaveLength(1)
      expect(unwrap(await access.whatCan({ actor: as(ann), ...list, organizationId: acme.id })).items).toEqual([])
      const compiled = unwrap(await access.compile({ actor: as(ann), organizationId: acme.id }))
      unwrap(await world.charter.projects.setStatus({ actor: acme.admin, projectId, status: 'in_progress' }))
      const again = unwrap(await access.compile({ actor: as(ann), organizationId: acme.id }))
      expect(compiled.entities.project[projectId]).toBeLessThan(again.entities.project[projectId] ?? 0)
    })

    const call: Ask = ({ charter }, actor, id) =>
      charter.projects.setStatus({ actor, projectId: id as EntityId, status: 'paused' })
    const refusals: Refusals<Projects['setStatus']> = {
      ...about(call),
      entity_unchanged: async world => {
        const acme = await world.found('Acme')
        const projectId = await projectOf(world, acme)
        return () => world.charter.projects.setStatus({ actor: acme.admin, projectId, status: 'not_started' })
      },
    }
    itRefuses(refusals)
  })

  describe('grant', () => {
    it('limits whoever annotates or reviews to stages of the workflow (ROL-5)', async () => {
      const world = createWorld()
      const acme = await world.found('Acme')
      const projectId = await projectOf(world, acme, { workflowId: await workflowOf(world, acme) })
      const ann = await person(world, acme, 'ann', 'external')
      const subject = toUser(ann)
      const grant = (stages?: string[]) =>
        world.charter.projects.grant({
          actor: acme.admin,
          projectId,
          subject,
          role: 'annotator',
          ...(stages && { stages }),
        })
      expect(unwrap(await grant(['label'])).stages).toEqual(['label'])
      expect(codeOf(await grant(['label']))).toBe('grant_unchanged')
      const resource = { kind: 'project', id: projectId } as const
      const can = async (stage?: string) =>
        unwrap(
          await world.charter.access.can({
            actor: as(ann),
            permission: 'project.annotate',
            resource,
            ...(stage !== undefined && { stage }),
          }),
        ).allowed
      expect([await can('label'), await can('check'), await can()]).toEqual([true, false, false])
      expect(unwrap(await world.charter.access.compile({ actor: as(ann), organizationId: acme.id })).stages).toEqual({
        [projectId]: { label: expect.any(Number) },
      })
      unwrap(await grant())
      expect(await can()).toBe(true)
    })

    it('lets nobody lift their own stages by what they hold for a while (ROL-3)', async () => {
      const world = createWorld()
      const acme = await world.found('Acme')
      const projectId = await projectOf(world, acme, { workflowId: await workflowOf(world, acme) })
      const tom = await person(world, acme, 'tom', 'external')
      const group = await groupOf(world, acme, { member: [tom] })
      const given = { actor: acme.admin, projectId }
      const until = START + 99
      unwrap(await world.charter.projects.grant({ ...given, subject: toGroup(group), role: 'team_manager', until }))
      const own = { projectId, subject: toUser(tom), role: 'annotator' } as const
      unwrap(await world.charter.projects.grant({ ...own, actor: acme.admin, stages: ['label'] }))
      expect(codeOf(await world.charter.projects.grant({ ...own, actor: as(tom) }))).toBe('own_grant_upward')
      expect(codeOf(await world.charter.projects.grant({ ...own, actor: as(tom), until }))).toBe('ok')
    })

    const grant = async (world: World, more: object) => {
      const acme = await world.found('Acme')
      const projectId = await projectOf(world, acme, { workflowId: await workflowOf(world, acme) })
      const subject = toUser(await person(world, acme, 'ann'))
      return () => world.charter.projects.grant({ actor: acme.admin, projectId, subject, ...more } as never)
    }
    const refusals: Pick<Refusals<Projects['grant']>, 'grant_stages_unknown' | 'grant_stages_not_for_role'> = {
      grant_stages_unknown: world => grant(world, { role: 'reviewer', stages: ['label', 'ship'] }),
      grant_stages_not_for_role: world => grant(world, { role: 'team_manager', stages: ['label'] }),
    }
    itRefuses(refusals)

    it('knows no stages where there is no workflow, and on no dataset', async () => {
      const world = createWorld()
      const acme = await world.found('Acme')
      const [projectId, datasetId] = [await projectOf(world, acme), await datasetOf(world, acme)]
      const given = { actor: acme.admin, subject: toUser(await person(world, acme, 'ann')), stages: ['label'] }
      expect(await world.charter.projects.grant({ ...given, projectId, role: 'annotator' })).toMatchObject({
        refusal: { code: 'grant_stages_unknown', facts: { stages: ['label'], known: [] } },
      })
      const onDataset = await world.charter.datasets.grant({ ...given, datasetId, role: 'user' } as never)
      expect(codeOf(onDataset)).toBe('input_invalid')
    })
  })

  describe('list, restore and revoke', () => {
    it('are those of all things', async () => {
      const world = createWorld()
      const acme = await world.found('Acme')
      const projectId = await projectOf(world, acme)
      const of = { actor: acme.admin, projectId }
      unwrap(await world.charter.projects.archive(of))
      expect(unwrap(await world.charter.projects.restore(of)).status).toBe('active')
      const listed = unwrap(await world.charter.projects.list({ actor: acme.admin, organizationId: acme.id }))
      expect(listed.items.map(({ id }) => id)).toEqual([projectId])
      const revoked = await world.charter.projects.revoke({ ...of, subject: toUser(acme.adminId) })
      expect(codeOf(revoked)).toBe('entities_left_without_admin')
      expect(world.all(grants).filter(({ kind }) => kind === 'project')).toHaveLength(1)
      expect(world.all(links)).toHaveLength(1)
      expect(world.all(entities).filter(({ progress }) => progress !== undefined)).toHaveLength(1)
    })
  })
})
