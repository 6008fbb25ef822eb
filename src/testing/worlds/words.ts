import { addressKey, parseEmailAddress, verifiedEmail } from '../../core/email/index.ts'
import type { Stored } from '../../ports/store.ts'
import { type Host, hostAt, shownBy } from './host.ts'
import type { Word } from './steps.ts'

/** A word with what it stands for. */
type Meaning = (value: Word, records: () => Iterable<Stored>, tokens: Tokens, host: Host) => unknown

/** What was delivered to each address, as it is compared, oldest first. */
export type Tokens = ReadonlyMap<string, readonly string[]>

const of = (records: () => Iterable<Stored>, collection: string): readonly Stored[] =>
  [...records()].filter(({ ref }) => ref.startsWith(`${collection}/`))

const organizationId = (index: Word, records: () => Iterable<Stored>): string =>
  String(of(records, 'organization')[Number(index)]?.record['id'] ?? `nobody${String(index)}`)

const keyOf = (address: Word): string => {
  const parsed = parseEmailAddress(address)
  return parsed.ok ? addressKey(parsed.value) : ''
}

const userId = (address: Word, records: () => Iterable<Stored>): string => {
  const key = keyOf(address)
  return String(of(records, 'user_email').find(({ record }) => record['address'] === key)?.record['userId'] ?? 'nobody')
}

/** The last factor of a user, or the nth by `[address, n]`. */
const factorId = (value: Word, records: () => Iterable<Stored>): unknown => {
  const [address, at] = Array.isArray(value) ? (value as readonly Word[]) : [value, -1]
  const own = of(records, 'user_factors').find(({ record }) => record['userId'] === userId(address ?? null, records))
  const factors = (own?.record['factors'] ?? []) as readonly { readonly id: string }[]
  return factors.at(Number(at))?.id ?? 'nothing'
}

const ofKind = (records: () => Iterable<Stored>, kind: string): readonly Stored[] =>
  of(records, 'entity').filter(({ record }) => record['kind'] === kind)

/** By number, or, of one organization, by the number of that and one which may count from the end. */
const nth = (found: readonly Stored[], index: Word, records: () => Iterable<Stored>): unknown => {
  if (!Array.isArray(index)) return found[Number(index)]?.record['id'] ?? 'nothing'
  const [organization, at] = index as readonly Word[]
  const owner = organizationId(organization ?? null, records)
  return found.filter(({ record }) => record['organizationId'] === owner).at(Number(at))?.record['id'] ?? 'nothing'
}

const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['$organization', organizationId],
  ['$user', userId],
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
  ['$group', (index, records) => nth(of(records, 'group'), index, records)],
  ['$project', (index, records) => nth(ofKind(records, 'project'), index, records)],
  ['$workflow', (index, records) => nth(ofKind(records, 'workflow'), index, records)],
  ['$dataset', (index, records) => nth(ofKind(records, 'dataset'), index, records)],
  ['$ontology', (index, records) => nth(ofKind(records, 'ontology'), index, records)],
  [
    '$invitation',
    (value, records) => {
      const [organization, address] = value as readonly [Word, Word]
      const owner = organizationId(organization ?? null, records)
      const sent = of(records, 'invitation').filter(
        ({ record }) => record['organizationId'] === owner && record['address'] === keyOf(address ?? null),
      )
      return sent.at(-1)?.record['id'] ?? 'nothing'
    },
  ],
  ['$token', (address, _, tokens) => tokens.get(keyOf(address))?.at(-1) ?? 'none'],
  ['$oldToken', (address, _, tokens) => tokens.get(keyOf(address))?.at(-2) ?? 'none'],
  ['$factor', factorId],
  [
    '$app',
    (address, records, _, { apps, now }) => {
      const secret = apps.get(userId(address, records))
      return secret === undefined ? '000000' : shownBy(secret, now())
    },
  ],
  ['$message', (address, records, _, { messages }) => messages.get(userId(address, records)) ?? '000000'],
  [
    '$listed',
    (value, records, _, { lists }) => {
      const [address, at] = value as readonly [Word, Word]
      return lists.get(userId(address ?? null, records))?.[Number(at)] ?? 'none'
    },
  ],
  [
    '$session',
    (address, records, _, { proofs, now }) => ({
      authenticated: [{ method: 'password', at: now() }, ...(proofs.get(userId(address, records)) ?? [])],
    }),
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
export const commandOf = (
  word: Word,
  records: () => Iterable<Stored>,
  tokens: Tokens = new Map(),
  host: Host = hostAt(() => 0),
): unknown => {
  if (typeof word !== 'object' || word === null) return word
  if (Array.isArray(word)) return (word as readonly Word[]).map(part => commandOf(part, records, tokens, host))
  const fields = Object.entries(word as { readonly [field: string]: Word })
  const [first] = fields
  const meaning = fields.length === 1 && first ? MEANINGS.get(first[0]) : undefined
  return meaning && first
    ? meaning(first[1], records, tokens, host)
    : Object.fromEntries(fields.map(([field, part]) => [field, commandOf(part, records, tokens, host)]))
}
