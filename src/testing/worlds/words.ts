import { addressKey, parseEmailAddress, verifiedEmail } from '../../core/email/index.ts'
import type { Stored } from '../../ports/store.ts'
import type { Word } from './steps.ts'

/** A word with what it stands for. */
type Meaning = (value: Word, records: () => Iterable<Stored>) => unknown

const of = (records: () => Iterable<Stored>, collection: string): readonly Stored[] =>
  [...records()].filter(({ ref }) => ref.startsWith(`${collection}/`))

const organizationId = (index: Word, records: () => Iterable<Stored>): string =>
  String(of(records, 'organization')[Number(index)]?.record['id'] ?? `nobody${String(index)}`)

const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['$organization', organizationId],
  [
    '$user',
    (address, records) => {
      const parsed = parseEmailAddress(address)
      const key = parsed.ok ? addressKey(parsed.value) : ''
      return of(records, 'user_email').find(({ record }) => record['address'] === key)?.record['userId'] ?? 'nobody'
    },
  ],
  [
    '$verified',
    address => {
      const email = verifiedEmail(address, { by: 'test' })
      return email.ok ? email.value : address
    },
  ],
  [
    '$txt',
    (value, records) => {
      const [organization, domain] = value as readonly [Word, Word]
      const ref = `domain_rule/${organizationId(organization ?? null, records)}/${String(domain)}`
      const rule = of(records, 'domain_rule').find(stored => stored.ref === ref)?.record
      return `orgcharter=${(rule?.['claim'] as { readonly token?: string } | undefined)?.token ?? 'none'}`
    },
  ],
  [
    '$effects',
    (count, records) =>
      of(records, 'effect')
        .slice(0, Number(count))
        .map(({ record }) => record['id']),
  ],
])

/** The command that the words stand for, in a world as it is now. */
export const commandOf = (word: Word, records: () => Iterable<Stored>): unknown => {
  if (typeof word !== 'object' || word === null) return word
  if (Array.isArray(word)) return (word as readonly Word[]).map(part => commandOf(part, records))
  const fields = Object.entries(word as { readonly [field: string]: Word })
  const [first] = fields
  const meaning = fields.length === 1 && first ? MEANINGS.get(first[0]) : undefined
  return meaning && first
    ? meaning(first[1], records)
    : Object.fromEntries(fields.map(([field, part]) => [field, commandOf(part, records)]))
}
