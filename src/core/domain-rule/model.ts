import { z } from 'zod'
import { Actor, collection, counter, Instant, OrganizationId } from '../kernel/index.ts'
import { RoleName } from '../role/index.ts'

/** DOM-1. Whether addresses below the domain match too. @since 0.1.0 */
export const RuleMatch = z.enum(['exact', 'subdomains'])
export type RuleMatch = z.output<typeof RuleMatch>

/** DOM-1. How whoever matches comes in: by themselves, when they accept, or when an admin says so; in the order of how much is asked. @since 0.1.0 */
export const Joining = z.enum(['automatic', 'offered', 'approval'])
export type Joining = z.output<typeof Joining>

/** DOM-5. What happens to those who are already in. There is no default. @since 0.1.0 */
export const Existing = z.enum(['keep', 'reconcile'])
export type Existing = z.output<typeof Existing>

/** What becomes of those who are in: as an admin said, or, where the catalogue of roles changes, that they go along with the rule. */
const Reaching = z.enum([...Existing.options, 'migrate'])

/** 160 random bits in hex: no other version of any claim ever has the same, so it names the version wherever one is meant. */
const ClaimToken = z.string().regex(/^[0-9a-f]{40}$/)

const proven = { at: Instant, until: Instant, by: Actor }

/** DOM-3. What a rule's trust rests on; at `until` it lapses. @since 0.1.0 */
export const RuleProof = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('dns_txt'), ...proven }),
  z.strictObject({ kind: z.literal('operator'), reason: z.string(), ...proven }),
  z.strictObject({ kind: z.literal('owner_consent'), owner: OrganizationId, tenure: ClaimToken, ...proven }),
])
export type RuleProof = z.output<typeof RuleProof>

/**
 * DOM-5. A change of the rule that still has to reach those who joined by the edition before it. While it lasts, the
 * rule takes no other change.
 */
export const RuleSweep = z.strictObject({
  existing: Reaching,
  fromEdition: z.int().min(1),
  fromRole: RoleName,
  by: Actor,
  at: Instant,
})
export type RuleSweep = z.output<typeof RuleSweep>

const common = {
  organizationId: OrganizationId,
  domain: z.string(),
  match: RuleMatch,
  role: RoleName,
  joining: Joining,
  createdAt: Instant,
  /** Counts up with each change of what the rule gives; a membership remembers by which edition it came (INV-12). */
  edition: z.int().min(1),
  /** A proof is for one version of the claim; `token` is what DNS must show for it. Public, not a secret. */
  claim: z.strictObject({ version: z.int().min(1), token: ClaimToken }),
  sweep: RuleSweep.exactOptional(),
}

/** DOM-1, DOM-3. At most one for an organization and a domain: that is its key (INV-05). @since 0.1.0 */
export const DomainRule = z.discriminatedUnion('status', [
  z.strictObject({ ...common, status: z.literal('pending') }),
  z.strictObject({ ...common, status: z.literal('trusted'), proof: RuleProof }),
  z.strictObject({ ...common, status: z.literal('removing'), removedAt: Instant, sweep: RuleSweep }),
])
export type DomainRule = z.output<typeof DomainRule>

export const domainRules = collection('domain_rule', DomainRule, {
  key: ['organizationId', 'domain'],
  organization: 'organizationId',
  secondary: {
    domain_rule_by_organization: { fields: ['organizationId'] },
    domain_rule_by_domain: { fields: ['status', 'domain'] },
    domain_rule_by_check: { fields: ['status'], order: ['proof.until'] },
    domain_rule_by_role: { fields: ['organizationId', 'role'] },
    domain_rule_by_former_role: { fields: ['organizationId', 'sweep.fromRole'] },
  },
})

/**
 * DOM-4, INV-05. Who owns the domain: uniqueness is a key. It belongs to no organization, so that a dispute writes
 * nothing into the records of the one it concerns (INV-24).
 *
 * @since 0.1.0
 */
export const DomainOwner = z.strictObject({
  domain: z.string(),
  organizationId: OrganizationId,
  claim: ClaimToken,
  /** Another one with each beginning of an ownership: what rested on an earlier one stays ended, whoever owns it (INV-25). */
  tenure: ClaimToken,
  since: Instant,
  dispute: z.strictObject({ organizationId: OrganizationId, claim: ClaimToken, at: Instant }).exactOptional(),
})
export type DomainOwner = z.output<typeof DomainOwner>

/** Who has the domain, and who disputes it. */
export const partiesOf = (owner: DomainOwner): readonly Pick<DomainOwner, 'organizationId' | 'claim'>[] =>
  owner.dispute ? [owner, owner.dispute] : [owner]

export const domainOwners = collection('domain_owner', DomainOwner, {
  key: ['domain'],
  holders: ['organizationId', 'dispute'],
})

/** DOM-4. The owner of a domain above lets `to` own this one below it. @since 0.1.0 */
export const DomainRelease = z.strictObject({
  organizationId: OrganizationId,
  domain: z.string(),
  to: OrganizationId,
  /** The ownership that it was given in: with another one it counts no more (INV-25). */
  tenure: ClaimToken,
  by: Actor,
  at: Instant,
})
export type DomainRelease = z.output<typeof DomainRelease>

export const domainReleases = collection('domain_release', DomainRelease, {
  key: ['organizationId', 'domain', 'to'],
  organization: 'organizationId',
})

/** EML-4. An operator lets this one public domain carry a rule, explicitly and audited. @since 0.1.0 */
export const DomainOverride = z.strictObject({ domain: z.string(), by: Actor, reason: z.string(), at: Instant })
export type DomainOverride = z.output<typeof DomainOverride>

export const domainOverrides = collection('domain_override', DomainOverride, { key: ['domain'] })

/** Trusted rules for one domain; bounded, so that a sign-up reads a bounded number of them. */
export const trustedRuleCounts = counter('trusted_rule_count', ['domain'])
export const TRUSTED_RULES_PER_DOMAIN = 1_000
