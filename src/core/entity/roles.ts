import type { EntityKind } from './model.ts'

/** ROL-5. What may be done with a project. @since 0.2.0 */
export type ProjectPermission =
  | 'project.view'
  | 'project.attach_dataset'
  | 'project.set_ontology'
  | 'project.delete'
  | 'project.manage_admins'
  | 'project.export_labels'
  | 'project.invite'
  | 'project.manage_team'
  | 'project.confirm_annotations'
  | 'project.control_tasks'
  | 'project.annotate'
  | 'project.review'
  | 'project.edit'

/** ROL-6. What may be done with a dataset. @since 0.2.0 */
export type DatasetPermission = 'dataset.view' | 'dataset.edit' | 'dataset.delete' | 'dataset.manage_team'

/** ROL-6. What may be done with an ontology. @since 0.2.0 */
export type OntologyPermission = 'ontology.view' | 'ontology.edit' | 'ontology.delete' | 'ontology.manage_team'

/** What a grant can give. @since 0.2.0 */
export type EntityPermission = ProjectPermission | DatasetPermission | OntologyPermission

/** What is done with a thing, whatever its kind: the part of a permission after its dot. */
export type EntityAct = EntityPermission extends `${EntityKind}.${infer A}` ? A : never

/** ROL-5. The roles that a grant on a project gives. @since 0.2.0 */
export type ProjectRole = 'admin' | 'team_manager' | 'annotator_reviewer' | 'reviewer' | 'annotator'

/** ROL-6. The roles that a grant on a dataset or an ontology gives. @since 0.2.0 */
export type ContentRole = 'admin' | 'user'

/** The role on an entity that a grant gives: which there are depends on the kind. @since 0.2.0 */
export type EntityRole = ProjectRole | ContentRole

type RolesOn<R extends EntityRole, P extends EntityPermission> = {
  /** GRP-3: of several grants the first that permits is the one that a decision names. */
  readonly strongestFirst: readonly R[]
  readonly permissions: Readonly<Record<R, readonly P[]>>
  /** Whoever gives this role needs that permission. */
  readonly toGive: Readonly<Record<R, P>>
}

const work = ['project.view', 'project.annotate', 'project.review'] as const
const lead = [
  'project.invite',
  'project.manage_team',
  'project.confirm_annotations',
  'project.control_tasks',
  ...work,
] as const

const projectRoles: RolesOn<ProjectRole, ProjectPermission> = {
  strongestFirst: ['admin', 'team_manager', 'annotator_reviewer', 'reviewer', 'annotator'],
  permissions: {
    admin: [
      'project.attach_dataset',
      'project.set_ontology',
      'project.delete',
      'project.manage_admins',
      'project.export_labels',
      ...lead,
      'project.edit',
    ],
    team_manager: lead,
    annotator_reviewer: work,
    reviewer: ['project.view', 'project.review'],
    annotator: ['project.view', 'project.annotate'],
  },
  toGive: {
    admin: 'project.manage_admins',
    team_manager: 'project.manage_team',
    annotator_reviewer: 'project.manage_team',
    reviewer: 'project.manage_team',
    annotator: 'project.manage_team',
  },
}

const datasetRoles: RolesOn<ContentRole, DatasetPermission> = {
  strongestFirst: ['admin', 'user'],
  permissions: {
    admin: ['dataset.view', 'dataset.edit', 'dataset.delete', 'dataset.manage_team'],
    user: ['dataset.view'],
  },
  toGive: { admin: 'dataset.manage_team', user: 'dataset.manage_team' },
}

const ontologyRoles: RolesOn<ContentRole, OntologyPermission> = {
  strongestFirst: ['admin', 'user'],
  permissions: {
    admin: ['ontology.view', 'ontology.edit', 'ontology.delete', 'ontology.manage_team'],
    user: ['ontology.view'],
  },
  toGive: { admin: 'ontology.manage_team', user: 'ontology.manage_team' },
}

/** ROL-5: those who work in the stages of a workflow, and may be limited to some; ENT-6: whom a project may keep out. */
export const STAGED_ROLES: readonly EntityRole[] = ['annotator_reviewer', 'reviewer', 'annotator']

type Roles = {
  readonly strongestFirst: readonly EntityRole[]
  readonly permissions: { readonly [R in EntityRole]?: readonly EntityPermission[] }
  readonly toGive: { readonly [R in EntityRole]?: EntityPermission }
}

/** ROL-5, ROL-6. The roles on each kind of entity and what they may, as data. @since 0.2.0 */
export const entityRoles: Readonly<Record<EntityKind, Roles>> = {
  project: projectRoles,
  dataset: datasetRoles,
  ontology: ontologyRoles,
}

/** The role that holds everything on an entity, and counts for INV-08. */
export const ENTITY_ADMIN = 'admin'

/** Every permission on an entity of this kind: those of its admin. */
export const permissionsOn = (kind: EntityKind): readonly EntityPermission[] =>
  entityRoles[kind].permissions[ENTITY_ADMIN] ?? []

/** The permission to do this with a thing of this kind; `can` denies one that there is not. */
export const permissionTo = (kind: EntityKind, act: EntityAct): EntityPermission => `${kind}.${act}` as EntityPermission

export const viewOn = (kind: EntityKind): EntityPermission => `${kind}.view`

/** What a role on this kind of entity may; undefined for a role that the kind does not have. */
export const permissionsOf = (kind: EntityKind, role: string): readonly EntityPermission[] | undefined =>
  Object.hasOwn(entityRoles[kind].permissions, role) ? entityRoles[kind].permissions[role as EntityRole] : undefined

/** The kind of entity that a permission is on; undefined for one of the organization. */
export const kindOf = (permission: string): EntityKind | undefined => {
  const kind = permission.slice(0, permission.indexOf('.'))
  return kind === 'project' || kind === 'dataset' || kind === 'ontology' ? kind : undefined
}
