import { z } from 'zod'
import { Actor, collection, Instant, idSchema, OrganizationId } from '../kernel/index.ts'
import { DisplayName } from '../organization/index.ts'

/** What grants are on. @since 0.2.0 */
export const EntityKind = z.enum(['project', 'dataset', 'ontology'])
export type EntityKind = z.output<typeof EntityKind>

/** The id of a project, a dataset or an ontology. @since 0.2.0 */
export const EntityId = idSchema.brand<'EntityId'>()
export type EntityId = z.output<typeof EntityId>

const common = {
  organizationId: OrganizationId,
  kind: EntityKind,
  id: EntityId,
  name: DisplayName,
  createdBy: Actor,
  createdAt: Instant,
}

/** ORG-3. Something that an organization has and grants people access to; it never moves. @since 0.2.0 */
export const Entity = z.discriminatedUnion('status', [
  z.strictObject({ ...common, status: z.literal('active') }),
  z.strictObject({ ...common, status: z.literal('archived'), archivedAt: Instant }),
])
export type Entity = z.output<typeof Entity>

export const entities = collection('entity', Entity, {
  key: ['kind', 'id'],
  organization: 'organizationId',
  secondary: { entity_by_organization: { fields: ['organizationId', 'kind'], order: ['createdAt'] } },
})
