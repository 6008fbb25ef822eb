import type { Permission as AnyPermission } from './core/access/index.ts'

export type {
  AccessChange,
  AccessDecision,
  AccessFacts,
  AccessGrant,
  AccessMembership,
  AccessOutcome,
  AccessResource,
  AccessScope,
  AccessSource,
  CompiledAccess,
  CompiledAccessData,
  CompiledResource,
  CompileEntity,
  CompileInput,
  DerivedRole,
  EntityResource,
  Explanation,
  GrantThrough,
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
export type { WorkforceGap } from './core/membership/index.ts'
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

/** Whatever `can` can be asked: what a role gives in an organization, or a grant on a project, a dataset or an ontology. @since 0.2.0 */
export type Permission = AnyPermission
