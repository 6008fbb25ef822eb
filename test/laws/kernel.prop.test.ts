import { isDeepStrictEqual } from 'node:util'
import { fc, test } from '@fast-check/vitest'
import { describe, expect } from 'vitest'
import { ephemeralSecretBox } from '../../src/adapters/system/index.ts'
import {
  type AuditEntry,
  add,
  assertChangeSet,
  type Change,
  edit,
  idempotencyRecords,
  type Json,
  PLATFORM,
  put,
  type Ref,
  remove,
  type StoredRecord,
  seal,
  sliceOf,
  type Version,
  type Write,
} from '../../src/core/kernel/index.ts'
import { canonicalJson } from '../../src/runtime/canonical.ts'
import { fingerprintOf } from '../../src/runtime/idempotency.ts'
import { countingIds, seededRandom } from '../../src/testing/fakes/index.ts'
import {
  ada,
  collectionOf,
  decision,
  NOW,
  names,
  note,
  noteCounts,
  notes,
  wordCounts,
  words,
} from '../unit/runtime/toy.ts'

const organization = fc.constantFrom('acme', 'beta', 'gamma')
const id = fc.constantFrom('n1', 'n2', 'n3', 'n4')
const field = fc.option(fc.oneof(fc.string(), fc.integer(), fc.constant(null), fc.array(fc.nat(9))), { nil: undefined })

/** Records that were read, and writes that fit them, each record at most once. */
const scene = fc
  .uniqueArray(
    fc.record({
      organization,
      id,
      before: fc.boolean(),
      read: fc.boolean(),
      op: fc.constantFrom('put', 'remove', 'none'),
      more: field,
      was: field,
    }),
    { selector: ({ organization: of, id: n }) => `${of}/${n}`, maxLength: 12 },
  )
  .map(rows => {
    const versions = new Map<Ref, { version: Version; record: StoredRecord } | null>()
    const writes: Write[] = []
    const before = new Map<Ref, StoredRecord>()
    for (const row of rows) {
      const ref: Ref = `note/${row.organization}/${row.id}`
      const there = row.before && row.read
      const record = { ...note(row.organization, row.id, 'old'), extra: row.was } as StoredRecord
      if (there) {
        versions.set(ref, { version: `v${ref}`, record })
        before.set(ref, record)
      } else if (row.read) versions.set(ref, null)
      const after = { ...note(row.organization, row.id, 'new'), extra: row.more }
      if (row.op === 'put') writes.push(put(notes, after))
      else if (row.op === 'remove' && there) writes.push(remove(notes, row.organization, row.id))
    }
    return { versions, writes, before }
  })

const counters = fc.uniqueArray(fc.tuple(organization, fc.integer({ min: -5, max: 5 })), { selector: ([of]) => of })
const wordWrites = fc
  .uniqueArray(fc.constantFrom('a', 'b', 'c'))
  .map(all => all.flatMap(word => [put(words, { word }), add(wordCounts, [word], 1)]))
const holder = fc.constantFrom('acme', 'beta')
const named = fc.record({ holder, rival: fc.option(holder, { nil: undefined }) })
/** Of nobody, but of whom each was before and is after it says. */
const nameChanges = fc.uniqueArray(
  fc.record({
    name: fc.constantFrom('x', 'y', 'z'),
    was: fc.option(named, { nil: undefined }),
    is: fc.option(named, { nil: undefined }),
  }),
  { selector: ({ name }) => name },
)
const bookkeeping = fc.boolean().map(isThere => {
  const record = { scope: 's', key: 'k', action: 'a', fingerprint: 'f', expiresAt: 1 }
  return isThere ? [put(idempotencyRecords, { ...record, outcome: { value: null, because: [], effects: [] } })] : []
})

const decided = fc
  .tuple(scene, counters, wordWrites, nameChanges, bookkeeping, organization)
  .map(([read, counts, more, renamed, kept, own]) => {
    const nameWrites = renamed.flatMap(({ name, was, is }) => {
      if (was) read.versions.set(`name/${name}`, { version: name, record: { name, ...was } as StoredRecord })
      if (was) read.before.set(`name/${name}`, { name, ...was } as StoredRecord)
      return is ? [put(names, { name, ...is })] : was ? [remove(names, name)] : []
    })
    const counted = counts.map(([of, by]) => add(noteCounts, [of], by))
    const writes = [...read.writes, ...counted, ...more, ...nameWrites, ...kept]
    return {
      ...read,
      writes,
      sealed: seal(decision('v', { writes, organizationId: own }), {
        action: 'toys.do',
        actor: ada,
        command: {},
        versions: read.versions,
        collectionOf,
        env: { now: NOW, newId: countingIds(), random: () => new Uint8Array(), secrets },
      }),
      own,
    }
  })

const secrets = ephemeralSecretBox(seededRandom(2))

const entriesIn = (writes: readonly Write[]): readonly AuditEntry[] =>
  writes.flatMap(write =>
    write.op === 'put' && write.ref.startsWith('audit_entry/') ? [write.record as AuditEntry] : [],
  )
/** Adding 0 only asks that a counter is within its bounds. */
const isBookkeeping = (write: Write) => write.ref.startsWith('idempotency/') || (write.op === 'add' && write.by === 0)

/** Applies what an entry tells to the record that was there. */
const applied = (before: StoredRecord | undefined, change: Change): StoredRecord => {
  const after: Record<string, Json | undefined> = { ...before }
  for (const [name, told] of 'fields' in change ? Object.entries(change.fields) : []) {
    expect(told.before).toEqual(before?.[name])
    if (told.after === undefined) delete after[name]
    else after[name] = told.after
  }
  return after
}

describe('seal', () => {
  test.prop([decided])('contradicts_itself_never', ({ sealed }) => {
    expect(() => assertChangeSet(sealed.changes)).not.toThrow()
  })

  test.prop([decided])('every_change_stands_in_exactly_one_entry (INV-20)', ({ sealed, writes }) => {
    const told = entriesIn(sealed.changes.writes).flatMap(({ changes }) => changes.map(({ target }) => target))
    expect(told.slice().sort()).toEqual(
      writes
        .filter(write => !isBookkeeping(write))
        .map(({ ref }) => ref)
        .sort(),
    )
  })

  test.prop([decided])('entries_are_one_for_each_organization_with_the_id_of_the_commit', ({ sealed }) => {
    const entries = entriesIn(sealed.changes.writes)
    expect(new Set(entries.map(({ organizationId }) => organizationId)).size).toBe(entries.length)
    expect(entries.length).toBeGreaterThan(0)
    for (const entry of entries) expect(entry.id).toBe(sealed.changes.id)
  })

  test.prop([decided])('nobody_reads_of_another_organization_in_their_own_trail (INV-24)', ({ sealed }) => {
    for (const { organizationId, changes } of entriesIn(sealed.changes.writes))
      for (const { target } of changes) {
        const [collection, of] = target.split('/')
        if (collection === 'note' || collection === 'note_count') expect(of).toBe(organizationId)
      }
  })

  test.prop([decided])(
    'which_other_had_what_is_of_nobody_before_is_told_to_no_organization (INV-24)',
    ({ sealed, own }) => {
      for (const { organizationId, changes } of entriesIn(sealed.changes.writes))
        for (const change of changes) {
          if (!change.target.startsWith('name/') || !('fields' in change)) continue
          const { holder, rival } = change.fields
          const told = [holder?.before, rival?.before].filter(before => before !== undefined && before !== own)
          expect(organizationId).toBe(told.length > 0 ? PLATFORM : own)
        }
    },
  )

  test.prop([decided])('where_the_command_was_given_or_changed_something_there_is_an_entry', ({ sealed, own }) => {
    const entries = entriesIn(sealed.changes.writes)
    const of = entries.map(({ organizationId }) => organizationId).filter(organizationId => organizationId !== PLATFORM)
    expect(of.length).toBeGreaterThan(0)
    if (entries.some(({ organizationId, changes }) => organizationId !== PLATFORM && changes.length === 0))
      expect(of).toEqual([own])
  })

  test.prop([decided])('nothing_of_a_change_is_lost: before and entry make after', ({ sealed, writes, before }) => {
    const changes = new Map(
      entriesIn(sealed.changes.writes).flatMap(entry => entry.changes.map(change => [change.target as Ref, change])),
    )
    for (const write of writes) {
      if (isBookkeeping(write)) continue
      const change = changes.get(write.ref) as Change
      if (write.op === 'add') expect(change).toEqual({ target: write.ref, added: write.by })
      else {
        const after = write.op === 'put' ? write.record : {}
        expect(applied(before.get(write.ref), change)).toEqual(JSON.parse(JSON.stringify(after)))
      }
    }
  })

  test.prop([decided])(
    'whatever_was_read_is_guarded_and_nothing_else_but_what_is_put',
    ({ sealed, versions, writes }) => {
      const guarded = new Map(sealed.changes.preconditions.map(({ ref, version }) => [ref, version]))
      for (const [ref, read] of versions) if (read) expect(guarded.get(ref)).toBe(read.version)
      const puts = new Set(sealed.changes.writes.filter(({ op }) => op === 'put').map(({ ref }) => ref))
      for (const [ref, version] of guarded) {
        if (version === null) expect(puts.has(ref) && !versions.get(ref)).toBe(true)
        else expect(versions.get(ref)?.version).toBe(version)
      }
      for (const { op, ref } of writes) if (op === 'add') expect(guarded.has(ref)).toBe(false)
    },
  )
})

const json = fc.jsonValue({ maxDepth: 4 }) as fc.Arbitrary<Json>
const record = fc.dictionary(fc.string({ maxLength: 4 }), json, { maxKeys: 6, noNullPrototype: true })

/** The same value, with the fields of every object in another order. */
const shuffled = (value: Json): Json => {
  if (Array.isArray(value)) return value.map(shuffled)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value as Readonly<Record<string, Json>>).reverse()
  return Object.fromEntries(entries.map(([name, inner]) => [name, shuffled(inner)]))
}

describe('canonicalJson', () => {
  test.prop([json])('order_of_fields_does_not_matter', value => {
    expect(canonicalJson(shuffled(value))).toBe(canonicalJson(value))
  })

  test.prop([json])('nothing_is_lost', value => {
    expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)))
  })

  test.prop([json, json])('texts_are_the_same_if_and_only_if_the_values_are', (a, b) => {
    const plain = (value: Json): Json => JSON.parse(JSON.stringify(value))
    expect(canonicalJson(a) === canonicalJson(b)).toBe(isDeepStrictEqual(plain(a), plain(b)))
  })
})

describe('fingerprintOf', () => {
  test.prop([record, fc.string(), fc.string()])('is_of_the_command_and_not_of_its_request', (rest, key, request) => {
    const command = { ...rest, idempotencyKey: key, correlationId: request }
    expect(fingerprintOf('a.b', command)).toBe(
      fingerprintOf('a.b', { ...(shuffled(rest) as object), idempotencyKey: 'k' }),
    )
  })
})

describe('edit', () => {
  const person = fc.record({
    name: fc.string(),
    tags: fc.array(fc.string()),
    at: fc.record({ x: fc.nat(), y: fc.nat() }),
  })

  test.prop([person, fc.string(), fc.nat()])('changes_what_the_recipe_says_and_nothing_else', (before, name, x) => {
    const copy = structuredClone(before)
    const after = edit(before, draft => {
      draft.name = name
      draft.at.x = x
    })
    expect(before).toEqual(copy)
    expect(after).toEqual({ ...copy, name, at: { ...copy.at, x } })
    expect(after.tags).toBe(before.tags)
    expect(after === before).toBe(name === before.name && x === before.at.x)
    expect(after.at === before.at).toBe(x === before.at.x)
  })
})

describe('sliceOf', () => {
  test.prop([fc.uniqueArray(id), id])('whole_and_partial_agree_on_what_was_named', (named, asked) => {
    const records = new Map<Ref, unknown>(
      named.map((n, at) => [`note/acme/${n}`, at % 2 ? note('acme', n) : undefined]),
    )
    const loaded = { records, lists: new Map(), versions: new Map() }
    const partial = sliceOf(loaded, 'partial').get(notes, 'acme', asked)
    if (named.includes(asked)) expect(sliceOf(loaded, 'whole').get(notes, 'acme', asked)).toBe(partial)
    else {
      expect(partial).toBeUndefined()
      expect(() => sliceOf(loaded, 'whole').get(notes, 'acme', asked)).toThrow(asked)
    }
  })
})
