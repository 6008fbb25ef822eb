export type {
  AccessDecision,
  AccessFacts,
  AccessGrant,
  AccessMembership,
  AccessResource,
  AccessSource,
  EntityResource,
  GrantThrough,
  Permission,
  ProjectStatus,
} from './core/access/index.ts'
export { can } from './core/access/index.ts'
export type {
  ContentRole,
  DatasetPermission,
  EntityPermission,
  EntityRole,
  OntologyPermission,
  ProjectPermission,
  ProjectRole,
} from './core/entity/index.ts'
export type { Because, Facts, Instant, Json, Reason } from './core/kernel/index.ts'
export {
  type DefaultRole,
  defaultRoles,
  defineRoles,
  extendRoles,
  type OrganizationPermission,
  type RoleCatalogue,
  type RoleDefinition,
  type TaskerRole,
  taskerRoles,
} from './core/role/index.ts'
