export { type Domain, type DomainOptions, parseDomain } from './core/email/domain.ts'
export type { LocalPartOptions } from './core/email/local.ts'
export { type EmailAddress, type EmailOptions, formatEmailAddress, parseEmailAddress } from './core/email/parse.ts'
export type { DomainRefusal, EmailRefusal } from './core/email/refusals.ts'
export type { Because, Reason } from './core/kernel/reason.ts'
export type { AnyRefusal, Facts, Json, Refusal, RefusalKind } from './core/kernel/refusal.ts'
export type { Ok, Refused, Result } from './core/kernel/result.ts'
export {
  type AcceptedRule,
  createRoleResolver,
  type Finding,
  type JudgedRule,
  type Judgement,
  type LintCode,
  type LintOptions,
  type LostRule,
  lintRules,
  type Match,
  type NoOrganizationForDomain,
  type PlainRule,
  type RejectedRule,
  type Resolution,
  type Resolved,
  type RoleResolver,
  type RuleMatch,
  type RuleRefusal,
  resolveRole,
} from './core/role/resolve/index.ts'
export type { Idna } from './ports/idna.ts'
export type { LocalParts } from './ports/local-parts.ts'
