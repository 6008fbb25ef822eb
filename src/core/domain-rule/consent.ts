import type { Env } from '../env.ts'
import { type Actor, type Made, type Reason, type Result, refused, type Slice } from '../kernel/index.ts'
import { type AuthorizeMemberRefusal, authorize, memberships } from '../membership/index.ts'
import type { organizationRefusals } from '../organization/index.ts'
import type { DomainOwner } from './model.ts'
import { domainRuleRefusals } from './refusals.ts'

/** Whoever owns a domain exists. */
export type ConsentRefusal =
  | Exclude<AuthorizeMemberRefusal, Made<typeof organizationRefusals.organization_not_found>>
  | Made<typeof domainRuleRefusals.domain_not_owned>

/** Consent is the owner's to give and to take back; whoever is nobody there does not learn who owns the domain. */
export const authorizeConsent = (
  slice: Slice,
  { actor, owner }: { readonly actor: Actor; readonly owner: DomainOwner },
  env: Env,
): Result<Reason, ConsentRefusal> => {
  const { organizationId, domain } = owner
  const allowed = authorize(
    slice,
    { actor, organizationId, permission: 'domain_rules.write', operator: 'may_not' },
    env,
  )
  if (allowed.ok) return allowed
  const { refusal } = allowed
  if (refusal.code === 'user_not_found' || refusal.code === 'user_deactivated') return refused(refusal)
  const member = actor.kind === 'user' ? slice.get(memberships, organizationId, actor.userId) : undefined
  const isStranger = actor.kind === 'user' && (member === undefined || member.status === 'ended')
  return isStranger || refusal.code === 'organization_not_found'
    ? refused(domainRuleRefusals.domain_not_owned({ domain }))
    : refused(refusal)
}
