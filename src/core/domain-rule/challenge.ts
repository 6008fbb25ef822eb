import type { DomainRule } from './model.ts'

/** DOM-3. The TXT record to publish. @since 0.1.0 */
export type Challenge = { readonly type: 'dns_txt'; readonly name: string; readonly value: string }

export const challengeOf = (rule: DomainRule): Challenge => ({
  type: 'dns_txt',
  name: `_orgcharter-challenge.${rule.domain}`,
  value: `orgcharter=${rule.claim.token}`,
})

/** A TXT record as resolvers hand it out: a text, or its chunks (RFC 7208 §3.3: joined without a space). */
export type TxtRecord = string | readonly string[]

/** We judge what the host found: one of the records is, to the letter, the value of this claim. */
export const provesClaim = (rule: DomainRule, records: readonly TxtRecord[]): boolean => {
  const { value } = challengeOf(rule)
  return records.some(record => (typeof record === 'string' ? record : record.join('')) === value)
}
