export { createDomainLists, type MoreDomainLists } from './adapters/lists/index.ts'
export {
  createSecretBox,
  type SecretBoxOptions,
  type SecretsInTheClearOptions,
  secretsInTheClear,
} from './adapters/system/index.ts'
export {
  type AccessDecision,
  type CompiledAccessData,
  type Explanation,
  Permission,
  type ProjectStatus,
  type WhatCan,
  type WhoCan,
} from './core/access/index.ts'
export {
  type Challenge,
  DomainOwner,
  DomainRelease,
  DomainRule,
  type DomainRuleView,
  type Joined,
  Joining,
  type JoiningOutcome,
  type RoleMove,
  RuleMatch,
  RuleProof,
  type Standing,
} from './core/domain-rule/index.ts'
export { type EmailAddress, isVerifiedEmail, type VerifiedEmail, verifiedEmail } from './core/email/index.ts'
export {
  defaultRelations,
  Entity,
  EntityId,
  type EntityOf,
  type FieldSchema,
  type FieldSchemas,
  Link,
  type Relation,
  type RelationTable,
} from './core/entity/index.ts'
export {
  type AnswerTaken,
  type ChallengeMade,
  type Confirmed,
  type DeviceTrusted,
  type Enrolled,
  Factor,
  type RecoveryCodesMade,
  Session,
  SessionProof,
  type TotpSecret,
} from './core/factor/index.ts'
export { Group, GroupId, type GroupMember, Seat, type SeatsAdded, type SeatsRemoved } from './core/group/index.ts'
export {
  Invitation,
  InvitationId,
  type InvitationState,
  type InvitationView,
  InvitedGrant,
} from './core/invitation/index.ts'
export {
  ActingParty,
  Actor,
  type AnyRefusal,
  AuditEntry,
  assertChangeSet,
  type Because,
  Change,
  type ChangeSet,
  type Collection,
  type Counter,
  Duration,
  Effect,
  type Facts,
  Instant,
  InvalidCursor,
  InvariantViolation,
  type Json,
  type ListOf,
  type OpenEffect,
  OrganizationId,
  type Precondition,
  type Reason,
  type Ref,
  type Refusal,
  type RefusalKind,
  type Result,
  type SecondaryKey,
  type StoredRecord,
  UserId,
  type Version,
  type Write,
} from './core/kernel/index.ts'
export { JoinRequest, type Member, Membership } from './core/membership/index.ts'
export { MfaPolicy, Organization, type OrganizationView } from './core/organization/index.ts'
export { describe } from './core/prose/index.ts'
export {
  type CatalogueChange,
  type ChangeCatalogueRefusal,
  type DefaultRole,
  defaultRoles,
  defineRoles,
  extendRoles,
  type OrganizationPermission,
  planCatalogueChange,
  type RoleCatalogue,
  type RoleChange,
  type RoleDefinition,
  RoleName,
  RoleType,
  type TaskerRole,
  taskerRoles,
  type WithRoles,
} from './core/role/index.ts'
export { User } from './core/user/index.ts'
export { Engagement, EngagementScope, type EngagementState, type EngagementView } from './core/workforce/index.ts'
export {
  type Breach,
  type Collections,
  checkInvariants,
  collections,
  type InvariantOptions,
  type InvariantReport,
  type World,
} from './core/world/index.ts'
export type { DomainLists } from './ports/domain-lists.ts'
export type { Idna } from './ports/idna.ts'
export type { SecretBox } from './ports/secret-box.ts'
export type { Committed, Cursor, ListQuery, Page, Snapshot, Store, Stored } from './ports/store.ts'
export type { Clock, Ids, Random } from './ports/system.ts'
export type { Charter } from './runtime/charter.ts'
export { createCharter } from './runtime/create-charter.ts'
export type { Answer } from './runtime/execute.ts'
export type { CharterOptions } from './runtime/options.ts'
export { type PublicOutcome, publicOutcome } from './runtime/public-outcome.ts'
export { RefusedError, unwrap } from './runtime/unwrap.ts'
