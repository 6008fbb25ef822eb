export { createDomainLists, type MoreDomainLists } from './adapters/lists/index.ts'
export type {
  Challenge,
  DomainOwner,
  DomainRelease,
  DomainRule,
  DomainRuleView,
  Joined,
  Joining,
  JoiningOutcome,
  RuleMatch,
  RuleProof,
  Standing,
} from './core/domain-rule/index.ts'
export { type EmailAddress, isVerifiedEmail, type VerifiedEmail, verifiedEmail } from './core/email/index.ts'
export {
  type Actor,
  type AnyRefusal,
  type AuditEntry,
  assertChangeSet,
  type Because,
  type Change,
  type ChangeSet,
  type Collection,
  type Counter,
  type Duration,
  type Effect,
  type Facts,
  type Instant,
  InvalidCursor,
  InvariantViolation,
  type Json,
  type ListOf,
  type OrganizationId,
  type Precondition,
  type Reason,
  type Ref,
  type Refusal,
  type RefusalKind,
  type Result,
  type SecondaryKey,
  type StoredRecord,
  type UserId,
  type Version,
  type Write,
} from './core/kernel/index.ts'
export type { JoinRequest, Member, Membership } from './core/membership/index.ts'
export type { Organization, OrganizationView } from './core/organization/index.ts'
export { describe, describeReason } from './core/prose/index.ts'
export {
  type DefaultRole,
  defaultRoles,
  type RoleCatalogue,
  type RoleDefinition,
  type RoleType,
} from './core/role/index.ts'
export type { User } from './core/user/index.ts'
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
export type { Committed, Cursor, ListQuery, Page, Snapshot, Store, Stored } from './ports/store.ts'
export type { Clock, Ids, Random } from './ports/system.ts'
export type { Charter } from './runtime/charter.ts'
export { createCharter } from './runtime/create-charter.ts'
export type { Answer } from './runtime/execute.ts'
export type { CharterOptions } from './runtime/options.ts'
export { RefusedError, unwrap } from './runtime/unwrap.ts'
