import { type NoFacts, type RefusalsOf, refusing } from '../kernel/refusal.ts'

type At = { readonly position: number }
type TooLong = { readonly length: number; readonly max: number }

/** Where in the input the offending character stands (in UTF-16 code units), and which it is, written `U+0020`. */
export type CharacterFacts = At & { readonly codePoint: string }

/** What each refusal of a domain tells (EML-1, EML-2). Facts never carry the input itself. */
type DomainFacts = {
  domain_not_a_string: NoFacts
  domain_empty: NoFacts
  domain_too_long: TooLong
  domain_address_literal: At
  domain_label_empty: At
  domain_trailing_dot: At
  domain_single_label: NoFacts
  domain_label_too_long: At & TooLong
  domain_label_hyphen: At
  domain_character_invalid: CharacterFacts
  domain_numeric_tld: At
  domain_not_ascii_needs_idna: NoFacts
  domain_not_canonical: NoFacts
}

/** What each refusal of the rest of an address tells (EML-1). Facts never carry the input itself. */
type AddressFacts = {
  email_not_a_string: NoFacts
  email_empty: NoFacts
  email_too_long: TooLong
  email_at_missing: NoFacts
  email_at_repeated: At
  email_local_empty: NoFacts
  email_local_too_long: TooLong
  email_local_quoted: At
  email_local_routed: CharacterFacts
  email_local_not_ascii: CharacterFacts
  email_local_not_dot_atom: CharacterFacts
  email_local_not_normalized: NoFacts
  email_comment: At
  email_control_character: CharacterFacts
  email_white_space: CharacterFacts
  email_encoded_word: At
}

/** Why a domain is refused (EML-1, EML-2). @since 0.1.0 */
export type DomainRefusal = RefusalsOf<'invalid', DomainFacts>

/** Why an address is refused, by its local part or by its domain (EML-1). @since 0.1.0 */
export type EmailRefusal = RefusalsOf<'invalid', AddressFacts> | DomainRefusal

export const invalid = refusing('invalid')<DomainFacts & AddressFacts>()
