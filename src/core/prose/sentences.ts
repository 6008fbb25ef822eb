import { addressSentences } from './address-sentences.ts'
import { factorSentences } from './factor-sentences.ts'
import type { FactsOf, RefusalCode } from './refusals.ts'
import type { Named, Sentence } from './template.ts'

/** What each refusal says to people: what happened, and what to do about it. */
export const refusalSentences = {
  // any command
  input_invalid: 'The command does not have its declared shape: {issues}. Correct these fields and send it again.',
  idempotency_key_reused:
    'This idempotency key was used for another command ({action}). Repeat a command with its key, and give a new one a new key.',
  cursor_invalid: 'This list gave no such cursor. Pass the `next` of the page before, or nothing to begin anew.',
  contention_persisted:
    'Others kept changing the same records, and after {attempts} attempts nothing was changed. Try again in a moment.',
  not_possible: 'This is not possible. Check what was entered, or ask whoever invited you.',

  ...addressSentences,

  // plain rules, and what they give
  rules_not_a_list: 'The rules are not a list. Pass an array.',
  rule_unreadable: 'The rule is not a plain object that can be read. Pass one with its fields.',
  rule_field_unknown: 'The rule has a field that rules do not have. Remove or rename it.',
  rule_field_invalid: 'The rule has no valid `{field}`. Correct it.',
  rule_duplicate: 'The organization has several rules for this domain, and none of them is taken. Keep one.',
  no_organization_for_domain: {
    where: 'isPublic',
    so: 'Anybody can have an address at {domain}, so no organization takes people by it. Use a work address, or found an organization.',
    otherwise: 'No organization takes people at {domain}. Found an organization, or ask yours for a rule.',
  },

  // vendors
  engagement_not_found: 'There is no engagement of {organizationId} with {vendorId}. Open one.',
  engagement_open: 'The engagement of {organizationId} with {vendorId} is not over. Change it, or end it first.',
  engagement_ended: 'The engagement of {organizationId} with {vendorId} is over. Open it anew.',
  engagement_not_begun:
    'The engagement of {organizationId} with {vendorId} begins at {from}. Wait, or change its dates.',
  engagement_seats_taken:
    'The engagement of {organizationId} with {vendorId} allows {seats} people, and they are here. Allow more, or take others out.',
  engagement_out_of_scope:
    'The {kind} {id} is not in the scope of the engagement of {organizationId} with {vendorId}. Add it to the scope.',
  engagement_unchanged: 'The engagement of {organizationId} with {vendorId} is so already. Name what is to change.',
  engagement_dates_invalid:
    'An engagement ends after it begins, and not in the past ({from}, {until}). Correct the dates.',
  vendor_invalid:
    'The organization {vendorId} cannot be a vendor here ({problem}). Name another workforce organization.',
  workforce_groups_too_many:
    'The user {userId} would be in more than {most} groups as one of the workforce. Use fewer groups.',
  grants_timed_too_many:
    'The {subject} {subjectId} would have more than {most} grants that end by themselves. Revoke some, or grant for good.',

  // organizations
  organization_not_found: 'There is no organization {organizationId}. Check the id.',
  organization_archived:
    'The organization {organizationId} has been archived since {archivedAt}. An admin of it can restore it.',
  organization_not_archived: 'The organization {organizationId} is not archived, so there is nothing to restore.',

  // users
  user_not_found: 'There is no user {userId}. Check the id.',
  user_deactivated: 'The user {userId} is deactivated and can do nothing.',
  email_taken: 'A user with the address {email} exists. Sign in instead of signing up.',
  email_reserved: 'The address {email} was left by its user, and is kept from others until {until}. Use another one.',
  email_unknown: 'No user has the address {email}. Sign up first.',
  email_unchanged: 'The user has the address {email} already. Choose another one, or nothing.',
  email_change_not_found:
    'No change of address of the user {userId} waits for this token. It may be done or replaced; ask for it again.',
  email_change_expired: 'The proof of the new address came after {expiresAt}. Ask for the change again.',
  email_change_overtaken:
    'Codes go to the old address since the change was asked for. Ask for it again, with one of your factors.',
  email_change_address_differs:
    'Another address was proven than the one that was asked for. Prove that one, or ask for this one.',
  user_not_deactivated: 'The user {userId} is not deactivated, so there is nothing to bring back.',
  email_repeated: 'The address {email} is given more than once. Name each person once.',

  // members
  not_a_member: 'The user {userId} is not an active member of the organization {organizationId}. Have them join first.',
  member_suspended:
    'The membership of {userId} in the organization {organizationId} is suspended. An admin must reactivate it.',
  permission_missing: 'The role {role} does not have the permission {permission}. Ask an admin of {organizationId}.',
  operator_not_allowed: 'An operator may not do this ({permission}). It takes a user who may.',
  operator_only: 'Only an operator of the platform may do this ({action}). Ask its support.',
  founder_not_actor:
    'The user {userId} is not among the founders. Add them, or let an operator found the organization.',
  role_ceiling:
    'The user {userId} is of type {type} and cannot become {role} in one step. Give them an internal role first.',
  role_not_yours_to_give: 'The role {held} does not let you give {role}. Ask an admin.',
  member_not_yours_to_change: 'The user {userId} holds {role}, which is not yours to change. Ask an admin.',
  own_role_upward:
    'You hold {held}, and nobody gives themselves more, or the same for longer ({role}). Ask another admin.',
  member_state: 'The membership of {userId} in {organizationId} is {state}, in which this cannot be done.',
  role_unchanged: 'The user {userId} holds {role} already, for just that long. Nothing was changed.',
  role_not_assigned:
    'The user {userId} has no role in {organizationId} that a person gave and that is not over. Give them one first.',
  expiry_past: 'The role would have ended at {until}, before it began. Choose a later time, or none.',
  last_admin:
    'The organization {organizationId} would have no admin left whose role does not expire. Make somebody else an admin first.',
  member_not_found: 'The user {userId} was never a member of the organization {organizationId}. Check the ids.',
  not_yourself: 'This is for the user {userId} alone. Ask for your own.',
  user_not_yours:
    'The user {userId} is no member of yours, at home where you manage members. Ask there, or the platform’s support.',
  user_needed_elsewhere:
    'In {count} other organizations something would be without an admin if {userId} went. Ask the platform’s support.',
  memberships_too_many:
    'The user {userId} has more than {most} memberships, too many to change in one step. Ask the platform’s support.',
  home_elsewhere:
    'Another organization owns {domain}, and its people are at home there. Let this one sign up first, or invite them.',
  address_not_yours:
    'The organization {organizationId} does not own {domain}. Invite people of other domains, or let an operator import them.',
  name_invalid:
    'This is not a name: 1 to {most} characters, no control characters, no white space at its ends. Correct it.',
  import_row_malformed: 'The row cannot be read ({problem}). Correct it and import it again.',
  import_columns_invalid:
    'The first row must name the columns: email, and name and role if they are there, each once. It has: {columns}.',
  import_encoding_invalid: 'From here on the bytes are not UTF-8. Save it as UTF-8 and go on from this row.',
  import_quote_open: 'In row {row} a quote is opened that is closed nowhere. Close it, and go on from there.',
  member_exists:
    'The user {userId} is or was a member of the organization {organizationId}, so joining does not apply to them.',
  join_request_declined: 'The joining of {userId} in {organizationId} was declined. Invite them if that has changed.',
  join_request_not_found:
    'Nothing waits for the user {userId} in the organization {organizationId}: no offer, no request. It may have been decided.',

  // groups
  group_not_found: 'The organization {organizationId} has no group {groupId}. Check the ids.',
  group_archived: 'The group {groupId} has been archived since {archivedAt} and gives nothing. Make another one.',
  group_not_yours: 'The user {userId} does not manage the group {groupId}. Ask one of its managers, or an admin.',
  group_candidates_invalid:
    'Not all of them are active members of the organization {organizationId}, {count} are not: {userIds}. Leave these out, or have them join first.',
  own_seat: 'The user {userId} manages the group {groupId} and cannot join it by themselves. Ask an admin.',
  // the catalogue of roles
  catalogue_invalid: 'The catalogue of roles contradicts itself: {problem}. Correct it.',
  role_target_missing: 'The role {role} goes, and nothing says what its members hold then. Name a role for them.',
  role_target_needless: 'The role {role} stays, so its members keep it. Leave it out of the targets.',
  role_target_administers:
    'The role {target} administers and {role} does not, so nobody gets it by a change of the catalogue. Choose another.',
  role_nature_changed:
    'The role {role} was of type {type} (administers: {administers}), and that stays as it is. Define a new role, and let this one go.',

  // invitations
  invitation_not_found: 'There is no such invitation, or a newer one was sent in its place. Ask for a new one.',
  invitation_expired: 'The invitation ended {until}. Ask for a new one.',
  invitation_pending:
    'The invitation {invitationId} waits for this person until {until}. Have it accepted, or revoke it first.',
  invitation_accepted: 'The invitation has been accepted, and counts once. Sign in instead.',
  invitation_declined: 'The invitation was declined. Ask for a new one.',
  invitation_revoked: 'The invitation was taken back. Ask for a new one.',
  invitation_not_yours: 'The invitation is to another address. Sign in with the address that it was sent to.',
  invitation_overtaken: 'The user {userId} was removed after the invitation was sent. Ask for a new one.',
  invitation_inviter_may_not:
    'Whoever sent the invitation may not give {role} any more ({why}). Ask an admin for a new one.',
  invitation_grant_not_possible:
    'The invitation gives access to the {kind} {id}, which cannot be given now ({why}). Ask for a new one.',

  // entities and grants
  entity_not_found: 'There is no {kind} {id}. Check the id.',
  entity_admins_missing: 'A {kind} has an admin from the beginning, and an operator is none. Name at least one member.',
  entity_admins_invalid:
    'These are no active members of {organizationId} whose membership does not expire: {userIds}. Choose others.',
  entity_not_archived: 'The {kind} {id} is not archived, so there is nothing to restore.',
  entity_archived: 'The {kind} {id} has been archived since {archivedAt}.',
  entity_unchanged: 'The {kind} {id} is so already, and nothing was changed.',
  entity_kind_unknown: 'There is no kind {kind} here. Choose one of {known}, or add a relation that names it.',
  entity_in_use: 'The {kind} {id} is in use ({count}): {uses}. Detach it there first.',
  fields_unknown:
    'Nothing says which fields of your own a {kind} has. Give `createCharter` a schema, or leave them out.',
  fields_invalid: 'The fields of the {kind} are not what its schema takes: {issues}. Correct them and send it again.',
  relation_unknown: 'A {kind} has nothing by the name of {relation}. Choose one of {known}.',
  relation_too_few:
    'A {kind} has at least {min} by {relation}, and this would leave {count}. Switch it, or name enough.',
  relation_too_many: 'A {kind} has at most {max} by {relation}, and this would be {count}. Detach or switch one.',
  relation_not_single:
    'By {relation} a {kind} can have several, so that it is not clear which one goes. Detach one and attach the other.',
  part_attached_already: 'The {kind} {id} has {part} by {relation} already.',
  part_not_attached: 'The {kind} {id} does not have {part} by {relation}, so there is nothing to detach.',
  part_repeated: 'The part {part} is named twice for {relation}. Name each once.',
  part_used_elsewhere: 'The {kind} {id} is not shared, and another has it by {relation}. Choose another one.',
  part_of_another_organization: 'The {kind} {id} is not of the organization {organizationId}. Choose one that is.',
  project_too_large: 'The project {id} has more than {most} {of}, too many to be copied at once. Make a new one.',
  entities_left_without_admin:
    'Nobody would be left to administer {entities} ({count} in all). Name a replacement for each, or another admin first.',
  replacement_invalid:
    'The user {userId} cannot take over the {kind} {id} ({problem}). Name one other member who is active and stays.',
  replacement_not_needed:
    'The {kind} {id} is not administered by the member alone, so nobody is needed to take it over. Leave {userId} out.',
  entity_role_unknown: 'On a {kind} there is no role {role}. Choose one of {known}.',
  grant_unchanged:
    'The {subject} {subjectId} has exactly this grant on the {kind} {id} already. Change something, or nothing.',
  grant_stages_unknown: 'The workflow of the project {id} has no {stages}. Choose stages of it: {known}.',
  grant_stages_not_for_role: 'As {role} nobody is limited to stages. Leave them out, or choose one of {roles}.',
  grant_expiry_past: 'A grant that ends at {until} gives nothing. Choose a moment to come, or none.',
  own_grant_upward:
    'Nobody gives themselves more on the {kind} {id} than they hold, or for longer ({role}). Ask another admin of it.',
  grant_not_found: 'The {subject} {subjectId} has no grant on the {kind} {id}, so there is none to take back.',
  grants_too_many: 'The user {userId} administers {most} things already, and that is the most. Choose another admin.',
  entity_groups_too_many: 'The {kind} {id} is granted to {most} groups already, and that is the most.',
  entity_permission_missing: 'It takes {permission} on the {kind} {id}. Ask an admin of it.',
  access_too_wide: 'More than {most} {of} do not fit into one value. Compile one kind at a time, or ask access.can.',

  // who may have a rule for a domain
  domain_is_public_provider: {
    where: 'disposable',
    so: 'Anybody can get a throw-away address at {domain}, so no organization can have it. Use a domain of your own.',
    otherwise: 'Anybody can get an address at {domain}, so no organization can have it. Use a domain of your own.',
  },
  domain_is_public_suffix:
    'Others register names below {domain}, so no organization can have it. Use your name below it.',
  domain_is_special_use:
    'The domain {domain} is set aside and not in the public DNS. Use a real one; tests can allow it with `specialUseDomains`.',
  domain_lists_failed:
    'Whether {domain} is public could not be found out, so it is refused. Repair the lists that the charter was given.',

  // domain rules
  domain_rule_not_found: 'The organization {organizationId} has no rule for {domain}. Add one first.',
  domain_rule_exists: 'The organization {organizationId} has a rule for {domain}. Update that one.',
  domain_rule_removing:
    'The rule of {organizationId} for {domain} is being removed. Sweep it until finished, then go on.',
  domain_rule_sweeping:
    'The last change of the rule of {organizationId} for {domain} has not reached everybody. Sweep it until finished.',
  domain_rule_unchanged:
    'The rule of {organizationId} for {domain} is like that already. Change something, or nothing.',
  domain_rule_no_longer_applies:
    'No rule of {organizationId} lets {userId} join any more. It takes a rule that has effect, or another way in.',
  domain_rule_reconcile_untrusted:
    'The rule of {organizationId} for {domain} would have no effect, and reconciling would put everybody out. Choose `keep`.',
  role_unknown: 'There is no role {role}. Choose one of {known}.',
  domain_rule_role_administers: 'No rule may give {role}, a role that administers. Choose a role that does not.',
  domain_proof_missing:
    'Among {found} TXT records at {name} none is {value}. Publish it, wait for the DNS, and look it up again.',
  domain_proof_operator_only: 'Only an operator of the platform can attest {domain}. Prove it by DNS instead.',
  domain_consent_internal:
    'The owner of {domain} cannot consent to the internal role {role}. Choose an external or workforce role.',
  domain_not_owned:
    'Only an admin of the organization that owns {domain}, undisputed, can consent. Ask one, or prove it another way.',
  domain_not_yours:
    'What stands above {domain} is not owned by the organization {organizationId}. Only the nearest owner can release it.',
  domain_consent_not_given:
    'The rule of {organizationId} for {domain} does not rest on the owner’s consent, so there is none to take back.',
  domain_not_overridden: 'No operator has made an exception for {domain}, so there is none to end.',
  domain_owned: 'Another organization owns {domain}. Prove it by DNS, and an operator will decide between the two.',
  domain_owned_above:
    'Another organization owns {above}, above {domain}. Ask it to release {domain} to you, then prove it again.',
  domain_disputed: 'Two organizations dispute {domain} already. Wait until an operator has settled it.',
  domain_not_disputed: 'Nobody disputes {domain}, so there is nothing to settle.',
  domain_dispute_not_a_party:
    'The organization {organizationId} is no party to the dispute over {domain}. Name one of the two that are.',
  domain_rules_too_many:
    'There are {most} trusted rules for {domain}, and that is the most. One must go before another can be proven.',

  ...factorSentences,
} as const satisfies { readonly [C in RefusalCode]: Sentence<keyof FactsOf<C> & string> }

type Misnamed = {
  [C in RefusalCode]: Exclude<Named<(typeof refusalSentences)[C]>, keyof FactsOf<C>>
}[RefusalCode]

/** A sentence that names a fact which its refusal does not have does not compile. */
const namesItsFacts: [Misnamed] extends [never] ? true : Misnamed = true
void namesItsFacts
