import {
  InvariantViolation,
  type ListNeed,
  listKeyOf,
  type Need,
  type Ref,
  type Slice,
  type StoredRecord,
  sliceOf,
} from '../../core/kernel/index.ts'
import { type Collections, collections } from '../../core/world/index.ts'

/** Records by their references, and no store. */
export type Records = ReadonlyMap<Ref, StoredRecord>

const ROUNDS = 10

/** The slice that `reads` names of these records, found by looking at each of them. */
export const sliceFrom = (records: Records, reads: (found: Slice) => readonly Need[]): Slice => {
  const versions = new Map([...records.keys()].map(ref => [ref, { version: 'given' }]))
  const loaded = { records: new Map<Ref, unknown>(), lists: new Map<string, ReturnType<typeof listed>>(), versions }
  for (let round = 0; round < ROUNDS; round++) {
    const before = loaded.records.size + loaded.lists.size
    for (const need of reads(sliceOf(loaded, 'partial'))) {
      if (typeof need === 'string') loaded.records.set(need, records.get(need))
      else loaded.lists.set(need.list, listed(records, need))
    }
    if (loaded.records.size + loaded.lists.size === before) return sliceOf(loaded, 'whole')
  }
  throw new InvariantViolation(`reads() named something new in each of ${ROUNDS} rounds`)
}

const listed = (records: Records, { list, limit }: ListNeed) => {
  const name = list.slice(0, list.indexOf('/'))
  const found = secondaryKey(collections, name)
  if (!found) throw new InvariantViolation(`no secondary key is called ${name}`)
  const { of, key } = found
  const items = [...records]
    .filter(([ref, record]) => ref.startsWith(`${of.name}/`) && listKeyOf(name, key, record) === list)
    .sort(([a, one], [b, other]) => compare(one, other, key.order) || (a < b ? -1 : 1))
    .map(([, record]) => record)
  return { items: items.slice(0, limit), next: items.length > limit ? 'next' : undefined }
}

const secondaryKey = (all: Collections, name: string) => {
  for (const of of all) {
    const key = of.kind === 'records' ? of.secondary[name] : undefined
    if (key) return { of, key }
  }
  return undefined
}

const compare = (one: StoredRecord, other: StoredRecord, order: readonly string[] = []): number => {
  for (const field of order) {
    const [a, b] = [Number(one[field]), Number(other[field])]
    if (a !== b) return a - b
  }
  return 0
}
