import type { Standing } from '../domain-rule/index.ts'
import type { LintCode } from '../role/resolve/index.ts'
import type { Sentence } from './template.ts'

/** How a rule stands that gave nothing: as `considered` of `no_organization_for_domain` tells it. */
const standings: { readonly [S in Standing]: Sentence } = {
  pending: 'The rule has not been proven yet.',
  trusted: 'The rule has effect.',
  lapsed: 'The proof of the rule has run out.',
  disputed: 'Two organizations proved the domain, and it is not settled yet.',
  superseded: 'Another organization owns the domain by now.',
  consent_ended: 'The organization that consented no longer owns the domain.',
  public: 'Anybody can have an address there, and no operator has made an exception.',
  role_missing: 'The role that the rule gives is not in the catalogue any more.',
  removing: 'The rule is being removed.',
}

const findings: { readonly [C in LintCode]: Sentence } = {
  rule_never_wins: 'The rule at position {position} was not taken ({refusal}), so it never gives anything.',
  rules_overlap: 'An address at {domain} belongs to {organizationCount} organizations at once.',
  domain_is_public_provider: 'Anybody can get an address at {domain}.',
  domain_is_public_suffix: 'Others register names below {domain}.',
  domain_looks_like_owned: 'The domain {domain} of {organizationId} looks like {looksLike} of {ownedBy}.',
}

/** What each reason of a `because` says to people. */
export const reasonSentences: { readonly [code: string]: Sentence } = {
  ...standings,
  ...findings,

  // which rule wins, and which does not
  exact_domain: 'The rule is for exactly the domain of the address.',
  parent_domain: 'The rule is for a domain above that of the address, and includes what is below.',
  exact_only: 'The rule is for the domain itself alone, and the address is at one below it.',
  less_specific: 'Another rule of the same organization is closer to the domain of the address.',
  domain_owned_by_another: 'Another organization owns a domain that is closer to the address.',
  no_rule_matches: 'No rule of the organization gives the address anything.',
  home_owns_domain: 'Home is the organization that owns the domain.',
  home_most_specific: 'Nobody owns the domain, and home is the organization with the most specific rule.',
  home_oldest_rule: 'Nobody owns the domain, and home is the organization whose rule is the oldest.',
  home_lowest_id: 'Nobody owns the domain, the rules are equally old, and home is the organization with the lowest id.',

  // who may
  role_permits: 'The role {role} has the permission {permission}.',
  actor_is_operator: 'An operator of the platform acts.',
  own_record: 'It is one’s own record.',
  own_membership: 'It is one’s own membership.',
  own_memberships: 'They are one’s own memberships.',
  own_joining: 'It is one’s own joining.',
  member_sees_organization: 'Members and operators see which organization it is.',

  // organizations
  founders_administer: 'The founders ({founders}) are the first admins.',
  operator_appointed_admin: 'An operator appointed the admin: {reason}.',
  organization_archived: 'The organization is archived.',
  organization_restored: 'The organization is active again, with all it had.',
  organization_renamed: 'The organization has a new name.',

  // joining
  signed_up: 'A proven address makes a user, whose home is {home}.',
  signed_in: 'A proven address signs its user in.',
  shared_mailbox_needs_approval: 'Many people may read this mailbox, so an admin decides.',
  joining_approved: 'An admin let the user in.',
  joining_declined: 'The joining was declined.',
  offer_accepted: 'The user took what was offered.',

  // domain rules
  rule_awaits_proof: 'A new rule has no effect before its domain is proven.',
  claim_proven: 'The claim was proven by {proof}, until {until}.',
  domain_disputed:
    'Another organization has proven {domain} too, so neither rule has effect until an operator decides.',
  dispute_settled: 'An operator decided who owns the domain: {reason}.',
  domain_released: 'The owner of {above} lets another organization own the domain below it.',
  consent_withdrawn: 'The owner of the domain took its consent back, so the rule has no effect.',
  rule_updated: 'The rule was changed; for those who are in: {existing}.',
  rule_removed: 'The rule was removed; for those who are in: {existing}.',
  rule_change_reaches_members: 'The change of the rule reached these members ({existing}).',
  rule_change_previewed: 'This is what the change of the rule for {domain} would do.',
  public_domain_overridden: 'An operator made an exception for a public domain: {reason}.',
  public_domain_override_ended: 'The exception for a public domain has ended.',
  proofs_due: 'These proofs run out before {before}.',

  // the outbox
  effects_taken: 'Effects were handed out ({count}).',
  effects_acknowledged: 'Effects were done and left the outbox ({count}).',
}
