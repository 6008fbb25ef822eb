import { type RowsOf, row } from '../kernel/refusal.ts'
import type { EmailRefusal } from './refusals.ts'

const read = row('invalid', 'EML-1')

/** What the docs say of each refusal of an address or a domain. */
export const emailRefusalRows: RowsOf<EmailRefusal> = {
  domain_not_a_string: read,
  domain_empty: read,
  domain_too_long: read,
  domain_address_literal: read,
  domain_label_empty: read,
  domain_trailing_dot: read,
  domain_single_label: read,
  domain_label_too_long: read,
  domain_label_hyphen: read,
  domain_character_invalid: read,
  domain_numeric_tld: read,
  domain_not_ascii_needs_idna: row('invalid', 'EML-2', 'RES-6'),
  domain_not_canonical: row('invalid', 'EML-2'),
  email_not_a_string: read,
  email_empty: read,
  email_too_long: read,
  email_at_missing: read,
  email_at_repeated: read,
  email_local_empty: read,
  email_local_too_long: read,
  email_local_quoted: read,
  email_local_routed: read,
  email_local_not_ascii: read,
  email_local_not_dot_atom: read,
  email_local_not_normalized: read,
  email_comment: read,
  email_control_character: read,
  email_white_space: read,
  email_encoded_word: read,
}
