import { type Facts, type Made, type RefusalOf, refusal } from '../kernel/refusal.ts'

type None = Record<never, never>
type At = { readonly position: number }
type TooLong = { readonly length: number; readonly max: number }

/** Where in the input the offending character stands (in UTF-16 code units), and which it is, written `U+0020`. */
export type CharacterFacts = At & { readonly codePoint: string }

type DomainFacts = {
  domain_not_a_string: None
  domain_empty: None
  domain_too_long: TooLong
  domain_address_literal: At
  domain_label_empty: At
  domain_trailing_dot: At
  domain_single_label: None
  domain_label_too_long: At & TooLong
  domain_label_hyphen: At
  domain_character_invalid: CharacterFacts
  domain_numeric_tld: At
  domain_not_ascii_needs_idna: None
  domain_not_canonical: None
}

type AddressFacts = {
  email_not_a_string: None
  email_empty: None
  email_too_long: TooLong
  email_at_missing: None
  email_at_repeated: At
  email_local_empty: None
  email_local_too_long: TooLong
  email_local_quoted: At
  email_local_routed: CharacterFacts
  email_local_not_ascii: CharacterFacts
  email_local_not_dot_atom: CharacterFacts
  email_local_not_normalized: None
  email_comment: At
  email_control_character: CharacterFacts
  email_white_space: CharacterFacts
  email_encoded_word: At
}

// All of one kind, and nearly all of one rule: written out one by one they were a fifth of `orgcharter/roles`.
const invalid = <F extends { readonly [C in keyof F]: Facts }>(codes: { readonly [C in keyof F & string]: string[] }) =>
  Object.fromEntries(
    Object.entries<string[]>(codes).map(([code, rules]) => [code, refusal('invalid', code, rules)()]),
  ) as unknown as {
    readonly [C in keyof F & string]: RefusalOf<'invalid', C, F[C]>
  }

const EML1 = ['EML-1']

/** Why a domain is refused (EML-1, EML-2). Facts never carry the input itself. @since 0.1.0 */
export const domainRefusals = invalid<DomainFacts>({
  domain_not_a_string: EML1,
  domain_empty: EML1,
  domain_too_long: EML1,
  domain_address_literal: EML1,
  domain_label_empty: EML1,
  domain_trailing_dot: EML1,
  domain_single_label: EML1,
  domain_label_too_long: EML1,
  domain_label_hyphen: EML1,
  domain_character_invalid: EML1,
  domain_numeric_tld: EML1,
  domain_not_ascii_needs_idna: ['EML-2', 'RES-6'],
  domain_not_canonical: ['EML-2'],
})

/** @since 0.1.0 */
export type DomainRefusal = Made<(typeof domainRefusals)[keyof typeof domainRefusals]>

/** Why an address is refused (EML-1). Facts never carry the input itself. @since 0.1.0 */
export const addressRefusals = invalid<AddressFacts>({
  email_not_a_string: EML1,
  email_empty: EML1,
  email_too_long: EML1,
  email_at_missing: EML1,
  email_at_repeated: EML1,
  email_local_empty: EML1,
  email_local_too_long: EML1,
  email_local_quoted: EML1,
  email_local_routed: EML1,
  email_local_not_ascii: EML1,
  email_local_not_dot_atom: EML1,
  email_local_not_normalized: EML1,
  email_comment: EML1,
  email_control_character: EML1,
  email_white_space: EML1,
  email_encoded_word: EML1,
})

/** @since 0.1.0 */
export type EmailRefusal = Made<(typeof addressRefusals)[keyof typeof addressRefusals]> | DomainRefusal
