import { defaultRelations, type EntityId, type RelationTable } from '../../src/core/entity/index.ts'
import type { Actor } from '../../src/core/kernel/index.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { createWorld, OPERATOR, type Org, type World, type WorldOptions } from './world.ts'

/** What only a host's own relations and fields bring about where something is made. */
export type OwnCode =
  | 'entity_not_found'
  | 'entity_archived'
  | 'entity_permission_missing'
  | 'part_of_another_organization'
  | 'part_repeated'
  | 'part_used_elsewhere'
  | 'relation_unknown'
  | 'relation_too_few'
  | 'relation_too_many'
  | 'fields_unknown'
  | 'fields_invalid'

const within = { sameOrganization: true } as const

/**
 * The default relations, and a host's own: projects have label sets, one of which is theirs alone; a campaign has at least
 * one project, and a label set a dataset that is shared.
 */
export const ownRelations: RelationTable = [
  ...defaultRelations,
  { name: 'label_sets', from: 'project', to: 'label_set', min: 0, max: 2, shareable: true, ...within },
  { name: 'glossary', from: 'project', to: 'label_set', min: 0, max: 1, shareable: false, ...within },
  { name: 'projects', from: 'campaign', to: 'project', min: 1, max: 'many', shareable: true, ...within },
  { name: 'samples', from: 'label_set', to: 'dataset', min: 0, max: 'many', shareable: true, ...within },
]

export const worldOf = (options: WorldOptions = {}): World => createWorld({ relations: ownRelations, ...options })

type Admins = { readonly actor?: Actor; readonly admins?: readonly never[] }

const by = (org: Org, { actor = OPERATOR, ...rest }: Admins) => ({
  actor,
  organizationId: org.id,
  ...(actor.kind === 'operator' && { admins: [org.adminId] }),
  ...rest,
})

export const ontologyOf = async ({ charter }: World, org: Org, more: Admins = {}): Promise<EntityId> =>
  unwrap(await charter.ontologies.create({ ...by(org, more), name: 'Traffic' })).id

export const datasetOf = async ({ charter }: World, org: Org, more: Admins = {}): Promise<EntityId> =>
  unwrap(await charter.datasets.create({ ...by(org, more), name: 'Dashcam' })).id

export const workflowOf = async ({ charter }: World, org: Org, stages = ['label', 'check']): Promise<EntityId> =>
  unwrap(await charter.workflows.create({ actor: OPERATOR, organizationId: org.id, name: 'Two steps', stages })).id

export const labelSetOf = async ({ charter }: World, org: Org): Promise<EntityId> =>
  unwrap(await charter.entities.create({ actor: OPERATOR, organizationId: org.id, kind: 'label_set', name: 'Signs' }))
    .id

type Parts = {
  readonly ontologyId?: EntityId
  readonly datasetIds?: readonly EntityId[]
  readonly workflowId?: EntityId
  readonly parts?: { readonly [relation: string]: EntityId[] }
}

/** A project with what is named, and an ontology of its own where none is; its admin is the organization's. */
export const projectOf = async (world: World, org: Org, parts: Parts = {}, more: Admins = {}): Promise<EntityId> => {
  const ontologyId = parts.ontologyId ?? (await ontologyOf(world, org))
  return unwrap(await world.charter.projects.create({ ...by(org, more), name: 'Lanes', ...parts, ontologyId })).id
}

/** The ids of what a project has by a relation. */
export const idsOf = async ({ charter }: World, projectId: EntityId, relation: string): Promise<readonly string[]> =>
  unwrap(await charter.projects.parts({ actor: OPERATOR, projectId, relation })).items.map(({ toId }) => toId)
