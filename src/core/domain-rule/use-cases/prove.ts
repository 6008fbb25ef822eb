import { z } from 'zod'
import type { Domain, DomainRefusal } from '../../email/index.ts'
import type { Env } from '../../env.ts'
import {
  Actor,
  commandFields,
  type Decision,
  type Made,
  type Need,
  OrganizationId,
  ok,
  put,
  type Reason,
  type Result,
  reason,
  refOf,
  refused,
  type Slice,
  type UseCase,
} from '../../kernel/index.ts'
import { type AuthorizeMemberRefusal, authorize, authorizeNeeds } from '../../membership/index.ts'
import { activeOrganization } from '../../organization/index.ts'
import { changeableRule, domainIn, needsOf, ruleNeed } from '../changeable.ts'
import { countTrusted } from '../claim.ts'
import type { ClaimRefusal } from '../claimable.ts'
import { authorizeConsent } from '../consent.ts'
import { claimableIn } from '../in-effect.ts'
import { judgeProof, Proof, type ProofRefusal } from '../judge-proof.ts'
import {
  type DomainRule,
  domainOverrides,
  domainOwners,
  domainRules,
  type RuleProof,
  TRUSTED_RULES_PER_DOMAIN,
  trustedRuleCounts,
} from '../model.ts'
import { ownershipNeeds, takeOwnership } from '../ownership.ts'
import { domainRuleRefusals } from '../refusals.ts'
import { isInternal, standingOf } from '../standing.ts'
import { standingFacts } from '../standing-in.ts'
import { type DomainRuleView, viewOf } from '../view.ts'

const Prove = z.strictObject({
  actor: Actor,
  organizationId: OrganizationId,
  domain: z.string(),
  proof: Proof,
  ...commandFields,
})
type Prove = z.output<typeof Prove>

/** @since 0.1.0 */
export type ProveDomainRuleRefusal =
  | AuthorizeMemberRefusal
  | ClaimRefusal
  | ProofRefusal
  | Made<
      | typeof domainRuleRefusals.domain_rule_not_found
      | typeof domainRuleRefusals.domain_rule_removing
      | typeof domainRuleRefusals.domain_rule_sweeping
      | typeof domainRuleRefusals.domain_owned
      | typeof domainRuleRefusals.domain_owned_above
      | typeof domainRuleRefusals.domain_disputed
      | typeof domainRuleRefusals.domain_rules_too_many
    >

/**
 * DOM-3: gives a rule its trust, or renews it. Host code looks the TXT record up itself and hands over what it found:
 * records that come from the one who claims the domain prove nothing.
 */
export const proveDomainRule: UseCase<typeof Prove, DomainRuleView, ProveDomainRuleRefusal, Env> = {
  name: 'domainRules.prove',
  command: Prove,
  reads: (command, found, env) => [
    ...authorizeNeeds(command.actor, command.organizationId, found),
    ...needsOf(command.domain, env, domain => needs(command, domain, found, env)),
  ],
  plan: (command, slice, env) => {
    const domain = domainIn(command.domain, env)
    if (!domain.ok) return domain
    const allowed = mayProve(command, domain.value, slice, env)
    if (!allowed.ok) return allowed
    const claimable = claimableIn(slice, command.domain, env)
    if (!claimable.ok) return claimable
    const rule = changeableRule(slice, command.organizationId, domain.value)
    if (!rule.ok) return rule
    const proof = judgeProof(rule.value, command, slice, env)
    return proof.ok ? trust(rule.value, domain.value, proof.value, allowed.value, slice, env) : proof
  },
}

const needs = (command: Prove, domain: Domain, found: Slice, env: Env): readonly Need[] => {
  const owner = found.get(domainOwners, domain)
  return [
    ruleNeed(command.organizationId, domain),
    refOf(domainOverrides, domain),
    refOf(trustedRuleCounts, domain),
    ...ownershipNeeds(command.organizationId, domain, found, env),
    ...(command.proof.kind === 'owner_consent' && owner
      ? authorizeNeeds(command.actor, owner.organizationId, found)
      : []),
  ]
}

type MayProve = { readonly because: Reason; readonly actingOrganizationId?: string }

/** Consent is the owner's to give; every other proof is handed in for the organization that claims. */
const mayProve = (
  { actor, organizationId, proof }: Prove,
  domain: Domain,
  slice: Slice,
  env: Env,
): Result<MayProve, AuthorizeMemberRefusal | DomainRefusal | ProofRefusal> => {
  if (proof.kind === 'owner_consent') return mayConsent({ actor, organizationId }, domain, slice, env)
  if (proof.kind === 'operator' && actor.kind !== 'operator')
    return refused(domainRuleRefusals.domain_proof_operator_only({ domain }))
  const because = authorize(slice, { actor, organizationId, permission: 'domain_rules.write', operator: 'may' }, env)
  return because.ok ? ok({ because: because.value }) : because
}

const mayConsent = (
  { actor, organizationId }: Pick<Prove, 'actor' | 'organizationId'>,
  domain: Domain,
  slice: Slice,
  env: Env,
): Result<MayProve, AuthorizeMemberRefusal | ProofRefusal> => {
  const owner = slice.get(domainOwners, domain)
  if (!owner) return refused(domainRuleRefusals.domain_not_owned({ domain }))
  const because = authorizeConsent(slice, { actor, owner }, env)
  if (!because.ok) return because
  const organization = activeOrganization(slice, organizationId)
  if (!organization.ok) return organization
  return ok({ because: because.value, actingOrganizationId: owner.organizationId })
}

const trust = (
  rule: DomainRule & { status: 'pending' | 'trusted' },
  domain: Domain,
  proof: RuleProof,
  { because, ...acting }: MayProve,
  slice: Slice,
  env: Env,
): Result<Decision<DomainRuleView>, ProveDomainRuleRefusal> => {
  const { organizationId } = rule
  const trusted: DomainRule = { ...rule, status: 'trusted', proof }
  if (rule.status === 'pending' && slice.count(trustedRuleCounts, domain) >= TRUSTED_RULES_PER_DOMAIN)
    return refused(domainRuleRefusals.domain_rules_too_many({ domain, most: TRUSTED_RULES_PER_DOMAIN }))
  const taken = isInternal(rule, env)
    ? takeOwnership(rule, domain, proof.kind, slice, env)
    : ok({ owner: slice.get(domainOwners, domain), writes: [], effects: [] })
  if (!taken.ok) return taken
  const { owner } = taken.value
  const standing = standingOf(trusted, { ...standingFacts(slice, trusted, env), owner })
  return ok({
    value: viewOf(trusted, standing),
    because: [
      because,
      reason('claim_proven', ['DOM-3'], { proof: proof.kind, until: proof.until }),
      ...(standing === 'disputed' ? [reason('domain_disputed', ['DOM-3', 'DOM-4'], { domain })] : []),
    ],
    writes: [put(domainRules, trusted), ...countTrusted(rule, trusted), ...taken.value.writes],
    effects: taken.value.effects,
    organizationId,
    ...acting,
  })
}
