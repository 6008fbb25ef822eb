import { z } from 'zod'
import { Actor, collection, Instant, idSchema, OrganizationId } from '../kernel/index.ts'
import { DisplayName } from '../organization/index.ts'
import { Fields } from './own-fields.ts'

/** What grants are on. @since 0.2.0 */
export const EntityKind = z.enum(['project', 'dataset', 'ontology'])
export type EntityKind = z.output<typeof EntityKind>

/** The name of any kind of entity: those with grants, `workflow`, and what the host's relations name. @since 0.3.0 */
export const KindName = z.string().regex(/^[a-z][a-z_]{0,39}$/)

/** The id of a project, a dataset, an ontology or anything else that an organization has. @since 0.2.0 */
export const EntityId = idSchema.brand<'EntityId'>()
export type EntityId = z.output<typeof EntityId>

/** ENT-6. How far a project is; some of it keeps annotators and reviewers out. */
export const ProjectProgress = z.enum(['not_started', 'in_progress', 'paused', 'completed', 'cancelled'])
export type ProjectProgress = z.output<typeof ProjectProgress>

/** ROL-5. The stages of a workflow by their names, each once, 1 to 100. @since 0.3.0 */
export const Stages = z
  .array(DisplayName)
  .min(1)
  .max(100)
  .refine(names => new Set(names).size === names.length)
  .readonly()

const common = {
  organizationId: OrganizationId,
  kind: KindName,
  id: EntityId,
  name: DisplayName,
  createdBy: Actor,
  createdAt: Instant,
  /** ENT-6: of each project, and of nothing else. */
  progress: ProjectProgress.exactOptional(),
  /** Of each workflow, and of nothing else. */
  stages: Stages.exactOptional(),
  /** ENT-8: the host's own. */
  fields: Fields.exactOptional(),
}

const States = z.discriminatedUnion('status', [
  z.strictObject({ ...common, status: z.literal('active') }),
  z.strictObject({ ...common, status: z.literal('archived'), archivedAt: Instant }),
])

/** ORG-3. Something that an organization has; it never moves. @since 0.2.0 */
export const Entity = States.refine(
  ({ kind, progress, stages }) =>
    (kind === 'project') === (progress !== undefined) && (kind === 'workflow') === (stages !== undefined),
)
export type Entity = z.output<typeof Entity>

/** One of these kinds. @since 0.3.0 */
export type EntityOf<K extends string> = Entity & { readonly kind: K }

export const entities = collection('entity', Entity, {
  key: ['kind', 'id'],
  organization: 'organizationId',
  secondary: { entity_by_organization: { fields: ['organizationId', 'kind'], order: ['createdAt'] } },
})
