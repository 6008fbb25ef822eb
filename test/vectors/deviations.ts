/** What we do with a vector that leaves the choice to us, or against one: by id, with the reason. */
export type Deviation = { readonly outcome: string; readonly reason: string }
type Deviations = { readonly [id: string]: Deviation }

/** email/attack-addresses.json, where it says `policy`: the refusal. */
export const addressPolicies: Deviations = {
  'bang-path': {
    outcome: 'email_local_routed',
    reason:
      'a mail server of the domain may still take `evil.com!user` for a route and pass the mail on, so that receiving it proves nothing about the domain; the same holds for `%`',
  },
  hyphen34: {
    outcome: 'domain_label_hyphen',
    reason:
      'labels with `--` in the third and fourth place are reserved for encodings (RFC 5890 §2.3.1), and UTS #46 refuses them with CheckHyphens: with and without IDNA a domain must have one answer',
  },
}

/** email/attack-addresses.json, where it says `no-owner`: an address to us; that nobody can own the domain is tested with the claims. */
export const addressesWithoutOwner: Deviations = {
  'special-test': { outcome: 'corp.test', reason: 'a domain for tests; a claim of it is refused (EML-4)' },
  'suffix-couk': { outcome: 'co.uk', reason: 'syntax knows no public suffixes; a claim of it is refused (EML-4)' },
  'suffix-wild': { outcome: 'foo.ck', reason: 'syntax knows no public suffixes; a claim of it is refused (EML-4)' },
}

/** idna/IdnaTestV2-16.0.0.txt, by source: our tables are of Unicode 17.0.0. */
export const idnaDeviations: Deviations = {
  'xn--9-i0j5967eg3qz.ss': {
    outcome: 'xn--9-i0j5967eg3qz.ss',
    reason: 'it has U+32B9A, an ideograph of CJK Extension J: not assigned in Unicode 16.0.0 (V7), valid in 17.0.0',
  },
}

/** redos-shapes.json, by id: what is repeated where the vector has lost it. */
export const lostPumps: { readonly [id: string]: string } = { 'local-a': 'a', 'local-dots': 'a.' }
