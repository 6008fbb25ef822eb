import { type Made, refusal } from '../kernel/refusal.ts'

type At = { readonly position: number }
type TooLong = { readonly length: number; readonly max: number }

/** Where in the input the offending character stands (in UTF-16 code units), and which it is, written `U+0020`. */
export type CharacterFacts = At & { readonly codePoint: string }

/** Why a domain is refused (EML-1, EML-2). Facts never carry the input itself. */
export const domainRefusals = {
  domain_not_a_string: refusal('invalid', 'domain_not_a_string', ['EML-1'])(),
  domain_empty: refusal('invalid', 'domain_empty', ['EML-1'])(),
  domain_too_long: refusal('invalid', 'domain_too_long', ['EML-1'])<TooLong>(),
  domain_address_literal: refusal('invalid', 'domain_address_literal', ['EML-1'])<At>(),
  domain_label_empty: refusal('invalid', 'domain_label_empty', ['EML-1'])<At>(),
  domain_trailing_dot: refusal('invalid', 'domain_trailing_dot', ['EML-1'])<At>(),
  domain_single_label: refusal('invalid', 'domain_single_label', ['EML-1'])(),
  domain_label_too_long: refusal('invalid', 'domain_label_too_long', ['EML-1'])<At & TooLong>(),
  domain_label_hyphen: refusal('invalid', 'domain_label_hyphen', ['EML-1'])<At>(),
  domain_character_invalid: refusal('invalid', 'domain_character_invalid', ['EML-1'])<CharacterFacts>(),
  domain_numeric_tld: refusal('invalid', 'domain_numeric_tld', ['EML-1'])<At>(),
  domain_not_ascii_needs_idna: refusal('invalid', 'domain_not_ascii_needs_idna', ['EML-2', 'RES-6'])(),
  domain_not_canonical: refusal('invalid', 'domain_not_canonical', ['EML-2'])(),
}

/** Why a domain is refused (EML-1, EML-2). @since 0.1.0 */
export type DomainRefusal = Made<(typeof domainRefusals)[keyof typeof domainRefusals]>

/** Why an address is refused (EML-1). Facts never carry the input itself. */
export const addressRefusals = {
  email_not_a_string: refusal('invalid', 'email_not_a_string', ['EML-1'])(),
  email_empty: refusal('invalid', 'email_empty', ['EML-1'])(),
  email_too_long: refusal('invalid', 'email_too_long', ['EML-1'])<TooLong>(),
  email_at_missing: refusal('invalid', 'email_at_missing', ['EML-1'])(),
  email_at_repeated: refusal('invalid', 'email_at_repeated', ['EML-1'])<At>(),
  email_local_empty: refusal('invalid', 'email_local_empty', ['EML-1'])(),
  email_local_too_long: refusal('invalid', 'email_local_too_long', ['EML-1'])<TooLong>(),
  email_local_quoted: refusal('invalid', 'email_local_quoted', ['EML-1'])<At>(),
  email_local_routed: refusal('invalid', 'email_local_routed', ['EML-1'])<CharacterFacts>(),
  email_local_not_ascii: refusal('invalid', 'email_local_not_ascii', ['EML-1'])<CharacterFacts>(),
  email_local_not_dot_atom: refusal('invalid', 'email_local_not_dot_atom', ['EML-1'])<CharacterFacts>(),
  email_local_not_normalized: refusal('invalid', 'email_local_not_normalized', ['EML-1'])(),
  email_comment: refusal('invalid', 'email_comment', ['EML-1'])<At>(),
  email_control_character: refusal('invalid', 'email_control_character', ['EML-1'])<CharacterFacts>(),
  email_white_space: refusal('invalid', 'email_white_space', ['EML-1'])<CharacterFacts>(),
  email_encoded_word: refusal('invalid', 'email_encoded_word', ['EML-1'])<At>(),
}

/** Why an address is refused, by its local part or by its domain (EML-1). @since 0.1.0 */
export type EmailRefusal = Made<(typeof addressRefusals)[keyof typeof addressRefusals]> | DomainRefusal
