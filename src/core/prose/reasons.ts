import type { Standing } from '../domain-rule/index.ts'
import type { LintCode } from '../role/resolve/index.ts'
import { factorReasons } from './factor-reasons.ts'
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

/** What each rule of an access decision says, in the order in which they are asked. */
const access: { readonly [code: string]: Sentence } = {
  facts_invalid: 'The facts make no sense, so they allow nothing. Check what you hand in.',
  permission_unknown: 'There is no permission {permission}.',
  permission_of_another_kind: 'The permission {permission} is not one on a resource of the kind {kind}.',
  permission_on_its_kind: 'The permission {permission} is one on a resource of the kind {kind}.',
  resource_of_another_organization: 'The {kind} {id} belongs to another organization.',
  organization_active: 'The organization is active.',
  user_active: 'The user is active.',
  user_deactivated: 'The user {userId} is deactivated.',
  not_a_member: 'The user {userId} is not a member of the organization.',
  member_suspended: 'The membership is suspended.',
  membership_ended: 'The membership has ended.',
  membership_expired: 'The role was given until {until}, and there is no other.',
  role_not_in_catalogue: 'The role {role} is not in the catalogue.',
  workforce_gap: 'The user came with a vendor, by which they have nothing now: {gap}.',
  engagement_covers: 'No engagement stands against it.',
  engagement_out_of_scope: 'The {kind} {id} is not in the scope of the engagement with the vendor.',
  member_active: 'The user is an active member with the role {role}.',
  role_does_not_permit: 'The role {role} does not have the permission {permission}.',
  entity_active: 'The {kind} {id} is active.',
  entity_archived: 'The {kind} {id} is archived, so it can only be viewed.',
  entity_archived_view: 'The {kind} {id} is archived, but it can still be viewed.',
  implicit_access: 'The role {role} administers the organization, which includes all that it has.',
  no_implicit_access: 'The role {role} does not administer the organization.',
  role_reads_all: 'The role {role} may view everything in the organization.',
  role_does_not_read_all: 'The role {role} may not view everything in the organization.',
  read_all_only_views: 'A role that may view everything has no {permission} by it.',
  group_archived: 'The group {groupId} is archived, so its grant of the role {role} gives nothing.',
  grant_expired: {
    where: 'groupId',
    so: 'The grant of the role {role} to the group {groupId} ran out at {until}.',
    otherwise: 'The grant of the role {role} ran out at {until}.',
  },
  grant_does_not_permit: {
    where: 'groupId',
    so: 'The role {role}, which the group {groupId} is granted, does not have the permission {permission}.',
    otherwise: 'The role {role}, which is granted, does not have the permission {permission}.',
  },
  project_keeps_out: 'The project is {progress}, which keeps out whoever has the role {role}.',
  grant_for_other_stages: 'The role {role} was granted for the stages {stages} alone.',
  grant_permits: {
    where: 'groupId',
    so: 'The role {role}, which the group {groupId} is granted, has the permission {permission}.',
    otherwise: 'The role {role}, which is granted, has the permission {permission}.',
  },
  no_grant_permits: 'No grant gives the permission {permission}.',
}

/** What binds a sign-in, and what decides it. */
const signIn: { readonly [code: string]: Sentence } = {
  home_policy_binds: 'The policy of the home organization {organizationId} binds the account: {mode}.',
  entered_policy_binds: 'The policy of the organization {organizationId} binds whoever enters it: {mode}.',
  home_binds_its_own_people: 'The home organization {organizationId} binds its active internal members alone.',
  policy_for_other_members: 'The policy of {organizationId} does not apply to members of the type {type}.',
  policy_exempts_user: 'The policy of {organizationId} exempts the user until {until}.',
  policy_is_off: 'The policy is off.',
  nothing_proven: 'Nothing was proven in the session.',
  no_factor_satisfies_all: 'No factor is taken by all policies that require one. An admin must change one of them.',
  no_second_factor_asked: 'No policy requires a second factor, and the user has none.',
  second_factor_used: 'A second factor that counts was used.',
  second_factor_by_sso: 'The identity provider says that a second factor was used.',
  recovery_code_used: 'A recovery code was used in place of a factor.',
  remembered_device_counts: 'The device is remembered, and every policy that binds lets that count.',
  factor_enrolled: 'A factor that counts is active.',
  enrollment_is_offered: 'A second factor can be set up.',
  enrollment_is_due: 'A second factor must be set up before {until}.',
  enrollment_required: 'One of these must be set up before anything else: {factors}.',
  enrollment_overdue: 'A second factor had to be set up before {until}.',
  recovery_code_is_no_enrollment: 'A recovery code stands in for a factor, and is none.',
  one_category_only: 'No factor of the user is of another category than what was proven. Sign in in another way.',
  challenges_locked: 'Too many answers were wrong, so none is looked at until {until}.',
  factors_disabled: 'The factors of the user failed too often, and are disabled. An admin must reset them.',
  existing_factor_first: 'Whoever has a factor proves it before another is set up.',
  second_factor_too_old: 'A second factor was used too long ago.',
  second_factor_required: 'A policy requires a second factor, and none that counts was used.',
  own_factor_asked: 'The user has a factor, so it is asked for.',
}

/** What each reason of a `because` says to people. */
export const reasonSentences: { readonly [code: string]: Sentence } = {
  ...factorReasons,
  ...standings,
  ...findings,
  ...access,
  ...signIn,

  // which rule wins, and which does not
  exact_domain: 'The rule is for exactly the domain of the address.',
  parent_domain: 'The rule is for a domain above that of the address, and includes what is below.',
  exact_only: 'The rule is for the domain itself alone, and the address is at one below it.',
  less_specific: 'Another rule of the same organization is closer to the domain of the address.',
  domain_owned_by_another: 'Another organization owns a domain that is closer to the address.',
  no_rule_matches: 'No rule of the organization gives the address anything.',
  rule_does_not_join_by_itself: 'The rule of the organization lets nobody in by itself.',
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
  own_access: 'It is one’s own access.',
  manages_team: 'Whoever may {permission} there sees who has access.',
  operator_acts_by_commands: 'An operator has no access of their own: they act by the commands that take an operator.',
  resource_unknown: 'There is no {kind} {id}, or none in an organization that the user has ever been in.',
  member_sees_organization: 'Members and operators see which organization it is.',

  // organizations
  founders_administer: 'The founders ({founders}) are the first admins.',
  operator_appointed_admin: 'An operator appointed the admin: {reason}.',
  organization_archived: 'The organization is archived.',
  organization_restored: 'The organization is active again, with all it had.',
  organization_renamed: 'The organization has a new name.',

  // groups
  group_created: 'There is a new group, without members.',
  group_archived_now: 'The group is archived, and gives its members nothing any more.',
  group_members_added: 'These members were added to the group ({count}).',
  group_members_removed: 'These members were taken out of the group ({count}).',
  group_managers_added: 'These managers were added to the group ({count}).',
  group_managers_removed: 'These managers of the group are none any more ({count}).',
  manages_group: 'The actor manages the group {groupId}.',
  sits_in_group: 'The actor has a seat in the group {groupId}.',
  shares_project: 'Both work on the project {projectId}.',
  shares_group: 'Both have a seat in the group {groupId}.',
  own_groups: 'They are the groups in which one has a seat.',

  // users
  email_change_awaits_proof: 'Nothing changes before the new address is proven.',
  email_changed: 'The new address was proven, and is the user’s.',
  user_deactivated: 'The user can do nothing anywhere from now on.',
  user_reactivated: 'The user is back, with what their memberships still give.',

  // members
  role_assigned: 'The member has the role {role} by an act of a person.',
  expiry_set: 'It is said until when the member has the role {role}.',
  member_suspended: 'The member has no access until somebody reactivates them, and keeps what they have.',
  member_reactivated: 'The member is back, with the role {role} and all they had.',
  member_left: 'The member has left, and has no access any more.',
  member_removed: 'The member is out, and has no access any more.',
  removal_planned: 'This is what putting the member out would take.',
  leftovers_cleared_away: 'What is left of somebody who is out gives nothing, and is cleared away.',
  derived_role_is_of_the_rules: 'What the member has by a rule is what the rules give now.',
  rule_change_yet_to_reach: 'The rule for {domain} was changed, and its sweep will reach the member.',
  rule_without_effect_changes_nobody:
    'The rule by which the member came has no effect now, and changes nobody who is in.',

  // joining
  signed_up: 'A proven address makes a user, whose home is {home}.',
  signed_in: 'A proven address signs its user in.',
  shared_mailbox_needs_approval: 'Many people may read this mailbox, so an admin decides.',
  joining_approved: 'An admin let the user in.',
  joining_declined: 'The joining was declined.',
  offer_accepted: 'The user took what was offered.',
  members_imported: 'People were imported: {joined} joined, and {refused} were refused.',

  // invitations
  invitations_sent: 'Invitations were sent ({sent}); refused were {refused}.',
  invitation_resent: 'The invitation was sent again, with a new token.',
  invitation_taken_back: 'The invitation was taken back.',
  invitee_declined: 'Whoever was invited declined.',
  invitee_accepted: 'Whoever was invited came in, with the role {role}.',

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
  people_of_domain_not_shown:
    'No rule of the organization reaches {domain} now, so that nothing is said of people there who did not come by it.',
  rule_change_previewed: 'This is what the change of the rule for {domain} would do.',
  public_domain_overridden: 'An operator made an exception for a public domain: {reason}.',
  public_domain_override_ended: 'The exception for a public domain has ended.',
  proofs_due: 'These proofs run out before {before}.',

  // datasets, ontologies and grants
  first_admins: 'It has admins from the beginning ({admins}).',
  entity_created: 'The {kind} {id} was created.',
  entity_updated: 'The {kind} {id} was changed.',
  parts_attached: 'The {kind} {id} has from the beginning what it must have.',
  part_attached: 'The {kind} {id} has {part} by {relation}.',
  part_detached: 'The {kind} {id} no longer has {part} by {relation}.',
  part_switched: 'The {kind} {id} has {part} by {relation}, in place of what it had.',
  workflow_set: 'The workflow of the project {id} was set.',
  project_status_set: 'The project {id} is {status}.',
  project_copied: 'This is a copy of the project {from}.',
  detached_everywhere: 'The {kind} {id} was taken away from whatever used it.',
  entity_archived_now: 'The {kind} {id} is archived: it keeps its grants, and allows nothing but looking at it.',
  entity_restored: 'The {kind} {id} is active again, with all it had.',
  granted: 'The {subject} was granted {role}.',
  grant_revoked: 'The grant of {role} was taken back.',
  // vendors
  workforce_by_grant: 'The user came in as one of the people of {vendorId}.',
  workforce_by_group: 'As one of a vendor’s people came in, or stays in by the group as well ({count}).',
  workforce_over: 'The last grant by which {userId} was here with a vendor is gone.',
  workforce_swept: 'Who was here with the vendor and is out for good was written down ({ended}).',
  engagement_opened: 'The engagement with {vendorId} is open.',
  engagement_updated: 'The engagement with {vendorId} was changed.',
  engagement_ended: 'The engagement with {vendorId} is over, and nobody of it has access by it any more.',
  // the catalogue of roles
  catalogue_change_previewed: 'This is what the change of the catalogue would do.',
  roles_migrated: 'A change of the catalogue of roles reached {count} members, rules or invitations.',

  // the outbox
  effects_taken: 'Effects were handed out ({count}).',
  effects_acknowledged: 'Effects were done and left the outbox ({count}).',
}
