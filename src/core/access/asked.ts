import { z } from 'zod'
import { EntityKind, type EntityPermission, permissionsOn } from '../entity/index.ts'
import { idSchema, pageFields } from '../kernel/index.ts'
import { type OrganizationPermission, organizationPermissions } from '../role/index.ts'

const onEntities: readonly EntityPermission[] = EntityKind.options.flatMap(permissionsOn)

/** Whatever can be asked on a project, a dataset or an ontology. */
export const EntityPermissionName: z.ZodType<EntityPermission, EntityPermission> = z.enum(onEntities)

/** Whatever `can` can be asked. @since 0.2.0 */
export const Permission: z.ZodType<Permission, Permission> = z.enum([...organizationPermissions, ...onEntities])
export type Permission = OrganizationPermission | EntityPermission

/** On what it is asked, as the host names it. @since 0.2.0 */
export const ResourceRef = z.strictObject({ kind: z.enum(['organization', ...EntityKind.options]), id: idSchema })
export type ResourceRef = z.output<typeof ResourceRef>

/** ROL-5: the stage of a workflow in which it is asked. */
export const Stage = z.string().min(1).max(200)

/** Each row of a page takes as many looks as its thing has groups, so that pages are small. */
const MAX_ROWS = 100

/** What a list of decisions takes: where to go on, and how many rows at most (1 to 100). */
export const rowFields = { ...pageFields, limit: z.int().min(1).max(MAX_ROWS).default(MAX_ROWS) }
