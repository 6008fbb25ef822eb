import { z } from 'zod'
import { type Collection, type Counter, type Facts, type Ref, refOf, refOfRecord } from '../../kernel/index.ts'
import { collections } from '../collections.ts'
import { type Breach, breach } from './breach.ts'

export type Row = { readonly of: Collection | Counter; readonly ref: Ref; readonly record: Facts }

/** The world, read once: what is a record of its collection, and the names of whatever else is there. */
export type Whole = {
  readonly rows: readonly Row[]
  all<R>(of: Collection<R>): readonly R[]
  get<R>(of: Collection<R>, ...key: readonly string[]): R | undefined
  /** Also what is there and no valid record. */
  has(of: { readonly name: string }, ...key: readonly string[]): boolean
  /** The record under a reference, counters included. */
  at(ref: string): Facts | undefined
  count(of: Counter, key: string): number
}

const Count = z.strictObject({ count: z.int() })
const byName = new Map(collections.map(of => [of.name, of]))

/** The collection that a reference is into. */
export const collectionOfRef = (ref: string): Collection | Counter | undefined => {
  const end = ref.indexOf('/')
  return end < 0 ? undefined : byName.get(ref.slice(0, end))
}

/** What is unique is unique by its key; a record under another key than its own breaks that. */
const BY_KEY: ReadonlyMap<string, string> = new Map([
  ['organization', 'INV-03'],
  ['user', 'INV-03'],
  ['user_email', 'INV-04'],
  ['email_change', 'INV-04'],
  ['domain_rule', 'INV-05'],
  ['domain_owner', 'INV-05'],
  ['membership', 'INV-07'],
  ['user_factors', 'INV-17'],
  ['factor_secret', 'INV-17'],
  ['revoked_factor', 'INV-17'],
  ['webauthn_credential', 'INV-17'],
  ['idempotency', 'INV-27'],
])

/** INV-26: whatever comes in is read, and what cannot be is told. */
export const readWorld = (world: unknown): { readonly whole: Whole; readonly breaches: readonly Breach[] } => {
  const rows = new Map<string, Row>()
  const there = new Set<string>()
  const breaches: Breach[] = []
  try {
    for (const item of world as Iterable<unknown>) {
      const read = readItem(item, there)
      if ('invariant' in read) breaches.push(read)
      else rows.set(read.ref, read)
    }
  } catch {
    breaches.push(breach('INV-26', [], { problem: 'world_unreadable' }))
  }
  return { whole: wholeOf(rows, there), breaches }
}

const readItem = (item: unknown, there: Set<string>): Row | Breach => {
  const ids: string[] = []
  try {
    const { ref, record } = item as { readonly ref: unknown; readonly record: unknown }
    if (typeof ref !== 'string') return breach('INV-26', [], { problem: 'ref_invalid' })
    ids.push(ref)
    const repeated = there.has(ref)
    there.add(ref)
    const of = collectionOfRef(ref)
    if (!of) return breach('INV-26', ids, { problem: 'collection_unknown' })
    return readRecord({ of, ref: ref as Ref, record }, repeated)
  } catch {
    // A proxy or getter that throws, or what is nested too deep to be looked at.
    return breach('INV-26', ids, { problem: 'record_unreadable' })
  }
}

const readRecord = ({ of, ref, record }: { of: Row['of']; ref: Ref; record: unknown }, repeated: boolean) => {
  const unique = BY_KEY.get(of.name) ?? 'INV-26'
  if (repeated) return breach(unique, [ref], { problem: 'ref_repeated' })
  const schema: z.ZodType<Facts> = of.kind === 'counter' ? Count : of.schema
  const read = schema.safeParse(record)
  if (!read.success) {
    const [issue] = read.error.issues
    const path = issue?.path.map(String).join('.').slice(0, 200) ?? ''
    return breach('INV-26', [ref], { problem: 'record_invalid', path, code: issue?.code ?? '' })
  }
  const key = of.kind === 'counter' ? ref : refOfRecord(of, read.data)
  return key === ref ? { of, ref, record: read.data } : breach(unique, [ref, key], { problem: 'ref_is_not_its_key' })
}

const wholeOf = (rows: ReadonlyMap<string, Row>, there: ReadonlySet<string>): Whole => {
  const byCollection = new Map<string, Facts[]>()
  for (const { of, record } of rows.values()) {
    const records = byCollection.get(of.name)
    if (records) records.push(record)
    else byCollection.set(of.name, [record])
  }
  return {
    rows: [...rows.values()],
    all: <R>(of: Collection<R>) => (byCollection.get(of.name) ?? []) as readonly unknown[] as readonly R[],
    get: <R>(of: Collection<R>, ...key: readonly string[]) => rows.get(refOf(of, ...key))?.record as R | undefined,
    has: (of, ...key) => there.has(refOf(of, ...key)),
    at: ref => rows.get(ref)?.record,
    count: (of, key) => Number(rows.get(refOf(of, key))?.record['count'] ?? 0),
  }
}
