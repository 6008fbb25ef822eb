/** What the refusals of domains and addresses say to people. */
export const addressSentences = {
  // domains
  domain_not_a_string: 'The domain is not text. Pass a string.',
  domain_empty: 'The domain is empty. Enter one such as acme.com.',
  domain_too_long: 'The domain has {length} characters, and {max} is the most. Check what was entered.',
  domain_address_literal: 'Square brackets hold an IP address, not a domain (position {position}). Enter a domain.',
  domain_label_empty: 'Nothing stands between two dots of the domain (position {position}). Remove one of them.',
  domain_trailing_dot: 'The domain ends with a dot. Leave it out.',
  domain_single_label: 'The domain has a single part. Enter all of it, such as acme.com.',
  domain_label_too_long:
    'A part of the domain has {length} characters, and {max} is the most (position {position}). Check what was entered.',
  domain_label_hyphen:
    'A part of the domain has a hyphen at its start, its end or in third and fourth place (position {position}). Check the spelling.',
  domain_character_invalid: 'A domain cannot have the character {codePoint} (position {position}). Take it out.',
  domain_numeric_tld:
    'The last part of the domain begins with a digit, as in an IP address (position {position}). Enter a domain.',
  domain_not_ascii_needs_idna:
    'Internationalized domains are not read here. Pass `idna` from orgcharter/idna, or use an ASCII domain.',
  domain_not_canonical:
    'This is not a valid internationalized domain in its one canonical spelling. Enter it in its usual form, or as xn--.',

  // addresses
  email_not_a_string: 'The address is not text. Pass a string.',
  email_empty: 'The address is empty. Enter one such as ada@acme.com.',
  email_too_long: 'The address has {length} characters, and {max} is the most. Check what was entered.',
  email_at_missing: 'The address has no @. Enter it as name@domain.',
  email_at_repeated: 'There is a second @ in the address (position {position}). Enter one address alone.',
  email_local_empty: 'Nothing stands before the @. Enter the address as name@domain.',
  email_local_too_long: 'Before the @ are {length} characters, and {max} is the most. Check what was entered.',
  email_local_quoted: 'A name in quotation marks is not taken (position {position}). Use an address without them.',
  email_local_routed:
    'Mail systems can read {codePoint} as a route to another domain (position {position}). Use an address without it.',
  email_local_not_ascii:
    'Before the @ is a character beyond ASCII, {codePoint} (position {position}). Use an ASCII address, or pass `nonAsciiLocalParts`.',
  email_local_not_dot_atom:
    'Before the @, the character {codePoint} cannot stand at position {position}. Check the spelling.',
  email_local_not_normalized:
    'The name before the @ has another, plainer spelling. Enter it in Unicode normalization form KC.',
  email_comment: 'Parentheses are a comment in an address (position {position}). Enter the address without it.',
  email_control_character:
    'There is a control character, {codePoint}, in the address (position {position}). Take it out.',
  email_white_space: 'There is white space, {codePoint}, in the address (position {position}). Take it out.',
  email_encoded_word:
    'The address has an encoded-word in it (position {position}). Enter it as people write it, not as headers encode it.',
  email_proof_invalid:
    'It is not said what proved the address. Pass `by`, 1 to {max} printable characters such as mail-link.',
  email_not_verified: 'The address is not proven. Verify it, and pass what `verifiedEmail` returned in this process.',
} as const
