export type {
  AccessChange,
  AccessDecision,
  AccessFacts,
  AccessGrant,
  AccessMembership,
  AccessOutcome,
  AccessResource,
  AccessSource,
  CompiledAccess,
  CompiledAccessData,
  CompiledResource,
  CompileEntity,
  CompileInput,
  EntityResource,
  Explanation,
  GrantThrough,
  Permission,
  ProjectStatus,
  TraceStep,
  Way,
} from './core/access/index.ts'
export { can, compileAccess, explain, openAccess } from './core/access/index.ts'
export type {
  ContentRole,
  DatasetPermission,
  EntityPermission,
  EntityRole,
  OntologyPermission,
  ProjectPermission,
  ProjectRole,
} from './core/entity/index.ts'
export type { Because, Facts, Json, Reason } from './core/kernel/index.ts'
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
