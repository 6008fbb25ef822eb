import { type AnyRefusal, publicRefusals } from '../core/kernel/index.ts'
import type { RefusalCode } from '../core/prose/index.ts'

/** Public is what rests on the command alone. What rests on anything stored tells who has an account, and how it stands. */
const exposure: { readonly [C in RefusalCode]: 'public' | 'hidden' } = {
  // any command
  input_invalid: 'public',
  idempotency_key_reused: 'public',
  cursor_invalid: 'public',
  contention_persisted: 'public',
  not_possible: 'public',

  // how a domain or an address is written
  domain_not_a_string: 'public',
  domain_empty: 'public',
  domain_too_long: 'public',
  domain_address_literal: 'public',
  domain_label_empty: 'public',
  domain_trailing_dot: 'public',
  domain_single_label: 'public',
  domain_label_too_long: 'public',
  domain_label_hyphen: 'public',
  domain_character_invalid: 'public',
  domain_numeric_tld: 'public',
  domain_not_ascii_needs_idna: 'public',
  domain_not_canonical: 'public',
  email_not_a_string: 'public',
  email_empty: 'public',
  email_too_long: 'public',
  email_at_missing: 'public',
  email_at_repeated: 'public',
  email_local_empty: 'public',
  email_local_too_long: 'public',
  email_local_quoted: 'public',
  email_local_routed: 'public',
  email_local_not_ascii: 'public',
  email_local_not_dot_atom: 'public',
  email_local_not_normalized: 'public',
  email_comment: 'public',
  email_control_character: 'public',
  email_white_space: 'public',
  email_encoded_word: 'public',

  // proofs
  email_proof_invalid: 'public',
  email_not_verified: 'hidden',

  // plain rules
  rules_not_a_list: 'public',
  rule_unreadable: 'public',
  rule_field_unknown: 'public',
  rule_field_invalid: 'public',
  rule_duplicate: 'public',

  // what is stored
  no_organization_for_domain: 'hidden',
  organization_not_found: 'hidden',
  organization_archived: 'hidden',
  organization_not_archived: 'hidden',
  user_not_found: 'hidden',
  user_deactivated: 'hidden',
  email_taken: 'hidden',
  email_reserved: 'hidden',
  email_unknown: 'hidden',
  email_unchanged: 'hidden',
  email_change_not_found: 'hidden',
  email_change_expired: 'hidden',
  email_change_address_differs: 'hidden',
  user_not_deactivated: 'hidden',
  email_repeated: 'public',
  engagement_not_found: 'hidden',
  engagement_open: 'hidden',
  engagement_ended: 'hidden',
  engagement_not_begun: 'hidden',
  engagement_seats_taken: 'hidden',
  engagement_out_of_scope: 'hidden',
  engagement_unchanged: 'hidden',
  engagement_dates_invalid: 'hidden',
  vendor_invalid: 'hidden',
  workforce_groups_too_many: 'hidden',
  grants_timed_too_many: 'hidden',
  not_a_member: 'hidden',
  member_suspended: 'hidden',
  permission_missing: 'hidden',
  operator_not_allowed: 'hidden',
  operator_only: 'hidden',
  founder_not_actor: 'hidden',
  role_ceiling: 'hidden',
  role_not_yours_to_give: 'hidden',
  member_not_yours_to_change: 'hidden',
  own_role_upward: 'hidden',
  member_state: 'hidden',
  role_unchanged: 'hidden',
  role_not_assigned: 'hidden',
  expiry_past: 'hidden',
  last_admin: 'hidden',
  member_not_found: 'hidden',
  not_yourself: 'hidden',
  user_not_yours: 'hidden',
  memberships_too_many: 'hidden',
  member_exists: 'hidden',
  join_request_not_found: 'hidden',
  group_not_found: 'hidden',
  group_archived: 'hidden',
  group_not_yours: 'hidden',
  group_candidates_invalid: 'hidden',
  own_seat: 'hidden',
  catalogue_invalid: 'hidden',
  role_target_missing: 'hidden',
  role_target_needless: 'hidden',
  role_target_administers: 'hidden',
  role_nature_changed: 'hidden',
  invitation_not_found: 'hidden',
  invitation_expired: 'hidden',
  invitation_accepted: 'hidden',
  invitation_declined: 'hidden',
  invitation_revoked: 'hidden',
  invitation_not_yours: 'hidden',
  invitation_overtaken: 'hidden',
  invitation_inviter_may_not: 'hidden',
  invitation_grant_not_possible: 'hidden',
  entity_not_found: 'hidden',
  entity_admins_missing: 'hidden',
  entity_admins_invalid: 'hidden',
  entity_not_archived: 'hidden',
  entity_archived: 'hidden',
  entity_unchanged: 'hidden',
  entity_kind_unknown: 'hidden',
  entity_in_use: 'hidden',
  fields_unknown: 'hidden',
  fields_invalid: 'hidden',
  relation_unknown: 'hidden',
  relation_too_few: 'hidden',
  relation_too_many: 'hidden',
  relation_not_single: 'hidden',
  part_attached_already: 'hidden',
  part_not_attached: 'hidden',
  part_repeated: 'hidden',
  part_used_elsewhere: 'hidden',
  part_of_another_organization: 'hidden',
  project_too_large: 'hidden',
  grant_stages_unknown: 'hidden',
  grant_stages_not_for_role: 'hidden',
  entities_left_without_admin: 'hidden',
  replacement_invalid: 'hidden',
  replacement_not_needed: 'hidden',
  entity_role_unknown: 'hidden',
  grant_unchanged: 'hidden',
  grant_expiry_past: 'hidden',
  own_grant_upward: 'hidden',
  grant_not_found: 'hidden',
  grants_too_many: 'hidden',
  access_too_wide: 'hidden',
  entity_groups_too_many: 'hidden',
  entity_permission_missing: 'hidden',
  domain_is_public_provider: 'hidden',
  domain_is_public_suffix: 'hidden',
  domain_is_special_use: 'hidden',
  domain_lists_failed: 'hidden',
  domain_rule_not_found: 'hidden',
  domain_rule_exists: 'hidden',
  domain_rule_removing: 'hidden',
  domain_rule_sweeping: 'hidden',
  domain_rule_unchanged: 'hidden',
  domain_rule_no_longer_applies: 'hidden',
  domain_rule_reconcile_untrusted: 'hidden',
  role_unknown: 'hidden',
  domain_rule_role_administers: 'hidden',
  domain_proof_missing: 'hidden',
  domain_proof_operator_only: 'hidden',
  domain_consent_internal: 'hidden',
  domain_not_owned: 'hidden',
  domain_not_yours: 'hidden',
  domain_consent_not_given: 'hidden',
  domain_not_overridden: 'hidden',
  domain_owned: 'hidden',
  domain_owned_above: 'hidden',
  domain_disputed: 'hidden',
  domain_not_disputed: 'hidden',
  domain_dispute_not_a_party: 'hidden',
  domain_rules_too_many: 'hidden',

  // MFA
  mfa_policy_invalid: 'public',
  mfa_policy_without_factor: 'public',
  mfa_policy_sms_only: 'public',
  mfa_policy_grace_negative: 'public',
  mfa_policy_guessable: 'public',
  mfa_policies_disjoint: 'hidden',
  totp_settings_invalid: 'hidden',
  totp_code_malformed: 'public',
  totp_code_wrong: 'hidden',
  totp_code_used: 'hidden',
  totp_clock_behind: 'hidden',
}

/** What may be told to whoever asks, signed in or not. @since 0.2.0 */
export type PublicOutcome<V> =
  | { readonly ok: true; readonly value: V }
  | { readonly ok: false; readonly refusal: AnyRefusal }

/**
 * An answer as outsiders may see it (AUD-8): unknown, unverified, locked and wrong are one and the same refusal,
 * `not_possible`. What is wrong with the command itself is still told. Of a yes only the value is left: its effects,
 * with their secrets, and its reasons are the host's.
 *
 * @invariant AUD-8, INV-26: what it does not know is hidden.
 * @param answer What a method of the charter answered.
 * @returns The value, or a refusal that tells nothing of what is stored.
 * @example
 * import { publicOutcome } from 'orgcharter'
 * publicOutcome({ ok: false, refusal: { kind: 'conflict', code: 'email_taken', facts: { email: 'ada@acme.com' } } })
 * // { ok: false, refusal: { kind: 'forbidden', code: 'not_possible', facts: {} } }
 * @since 0.2.0
 */
export const publicOutcome = <V>(answer: PublicOutcome<V>): PublicOutcome<V> => {
  try {
    if (answer.ok) return { ok: true, value: answer.value }
    const { kind, code, facts } = answer.refusal
    if (isPublic(code)) return { ok: false, refusal: { kind, code, facts } }
  } catch {
    // null, a proxy or a getter that throws
  }
  return { ok: false, refusal: publicRefusals.not_possible({}) }
}

const isPublic = (code: string): boolean => Object.hasOwn(exposure, code) && exposure[code as RefusalCode] === 'public'
