export {
  type Domain,
  type DomainOptions,
  type DomainRefusal,
  type EmailAddress,
  type EmailOptions,
  type EmailRefusal,
  formatEmailAddress,
  type LocalPartOptions,
  parseDomain,
  parseEmailAddress,
} from './core/email/index.ts'
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
