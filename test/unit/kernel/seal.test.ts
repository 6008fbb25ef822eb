import { describe, expect, it } from 'vitest'
import { ephemeralSecretBox } from '../../../src/adapters/system/index.ts'
import {
  type AuditEntry,
  add,
  assertChangeSet,
  type Decision,
  idempotencyRecords,
  put,
  type Ref,
  reason,
  remove,
  type Sealing,
  type StoredRecord,
  seal,
  type Versions,
} from '../../../src/core/kernel/index.ts'
import { countingIds, seededRandom } from '../../../src/testing/fakes/index.ts'

const secrets = ephemeralSecretBox(seededRandom(2))

import { ada, collectionOf, decision, NOW, names, note, noteCounts, notes, wordCounts, words } from '../runtime/toy.ts'

const read = (records: Readonly<Record<Ref, StoredRecord | null>>): Versions =>
  new Map(
    Object.entries(records).map(([ref, record], at) => [ref as Ref, record && { version: `v${at}`, record }] as const),
  )

const sealed = (of: Partial<Decision<unknown>>, versions: Versions = new Map(), more: Partial<Sealing> = {}) => {
  const given: Sealing = {
    action: 'toys.do',
    actor: ada,
    command: {},
    versions,
    collectionOf,
    env: { now: NOW, newId: countingIds(), random: () => new Uint8Array(), secrets },
    ...more,
  }
  const result = seal(decision('value', of), given)
  assertChangeSet(result.changes)
  return result
}

const entriesOf = ({ changes }: ReturnType<typeof sealed>): readonly AuditEntry[] =>
  changes.writes.flatMap(write =>
    write.op === 'put' && write.ref.startsWith('audit_entry/') ? [write.record as AuditEntry] : [],
  )
const conditions = ({ changes }: ReturnType<typeof sealed>): Readonly<Record<string, string | null>> =>
  Object.fromEntries(
    changes.preconditions
      .filter(({ ref }) => !ref.startsWith('audit_entry/'))
      .map(({ ref, version }) => [ref, version]),
  )

describe('seal: preconditions', () => {
  it('guards whatever was read, written or not', () => {
    const versions = read({ 'note/acme/n1': note('acme', 'n1'), 'note/acme/n2': note('acme', 'n2') })
    expect(conditions(sealed({ writes: [put(notes, note('acme', 'n1', 'new'))] }, versions))).toEqual({
      'note/acme/n1': 'v0',
      'note/acme/n2': 'v1',
    })
    expect(conditions(sealed({ writes: [remove(notes, 'acme', 'n1')] }, versions))).toEqual({
      'note/acme/n1': 'v0',
      'note/acme/n2': 'v1',
    })
  })

  it('asks absence of what is put and was absent, or not read at all', () => {
    const versions = read({ 'note/acme/n1': null })
    const writes = [put(notes, note('acme', 'n1')), put(notes, note('acme', 'n2'))]
    expect(conditions(sealed({ writes }, versions))).toEqual({ 'note/acme/n1': null, 'note/acme/n2': null })
  })

  it('asks nothing of what was absent and is not put', () => {
    const versions = read({ 'note/acme/n1': null })
    expect(conditions(sealed({ writes: [put(words, { word: 'a' })] }, versions))).toEqual({ 'word/a': null })
  })

  it('asks nothing of a counter, whose bounds are its guard', () => {
    const sealing = sealed({ writes: [add(noteCounts, ['acme'], 1, { min: 0, max: 9 })] })
    expect(conditions(sealing)).toEqual({})
    expect(sealing.changes.writes).toContainEqual({ op: 'add', ref: 'note_count/acme', by: 1, min: 0, max: 9 })
  })

  it('makes a change set that contradicts itself of a remove of what was not there: that is our bug', () => {
    expect(() => sealed({ writes: [remove(notes, 'acme', 'n1')] })).toThrow('absence of note/acme/n1')
  })
})

describe('seal: the audit entry (AUD-1, INV-20)', () => {
  const both: Partial<Decision<unknown>> = {
    writes: [
      put(notes, note('acme', 'n1')),
      put(notes, note('beta', 'n2')),
      put(words, { word: 'a' }),
      add(noteCounts, ['acme'], 1),
      add(noteCounts, ['beta'], -1),
      add(wordCounts, ['a'], 2),
    ],
  }

  it('is one for each organization touched, each with the id of the commit', () => {
    const sealing = sealed(both)
    const entries = entriesOf(sealing)
    expect(entries.map(({ organizationId }) => organizationId)).toEqual(['acme', 'beta'])
    expect(entries.map(({ id }) => id)).toEqual([sealing.changes.id, sealing.changes.id])
    expect(sealing.entry).toBe(`audit_entry/acme/${sealing.changes.id}`)
  })

  it('tells each change once, in the trail of the organization whose it is (INV-24)', () => {
    const targets = entriesOf(sealed(both)).map(({ changes }) => changes.map(({ target }) => target))
    expect(targets).toEqual([
      ['note/acme/n1', 'word/a', 'note_count/acme', 'word_count/a'],
      ['note/beta/n2', 'note_count/beta'],
    ])
  })

  it('tells a removed record in the trail of the organization that it was in', () => {
    const versions = read({ 'note/beta/n2': note('beta', 'n2', 'old') })
    const entries = entriesOf(sealed({ writes: [remove(notes, 'beta', 'n2')] }, versions))
    expect(entries).toHaveLength(1)
    expect(entries[0]).toMatchObject({
      organizationId: 'beta',
      changes: [{ target: 'note/beta/n2', fields: { text: { before: 'old' }, id: { before: 'n2' } } }],
    })
  })

  it('tells which other had what belongs to nobody in the trail of none, and all else of it in that of the command (INV-24)', () => {
    const versions = read({
      'name/was': { name: 'was', holder: 'beta' },
      'name/kept': { name: 'kept', holder: 'acme', rival: 'beta' },
      'name/renewed': { name: 'renewed', holder: 'acme' },
      'name/given': { name: 'given', holder: 'acme' },
    })
    const writes = [
      put(names, { name: 'new', holder: 'acme' }),
      put(names, { name: 'was', holder: 'acme' }),
      put(names, { name: 'kept', holder: 'acme' }),
      put(names, { name: 'renewed', holder: 'acme', rival: 'acme' }),
      remove(names, 'given'),
    ]
    const told = (entries: readonly AuditEntry[]) =>
      entries.map(({ organizationId, changes }) => [organizationId, ...changes.map(({ target }) => target)])
    expect(told(entriesOf(sealed({ writes }, versions)))).toEqual([
      ['acme', 'name/new', 'name/renewed', 'name/given'],
      ['platform', 'name/was', 'name/kept'],
    ])
    expect(told(entriesOf(sealed({ writes: [remove(names, 'was')] }, versions)))).toEqual([
      ['platform', 'name/was'],
      ['acme'],
    ])
  })

  it('tells each field with its value before and after; a missing one was absent', () => {
    const list = ['x']
    const before = { word: 'a', meaning: 'old', gone: 1, list, nil: null, undone: undefined } as StoredRecord
    const after = { word: 'a', meaning: 'new', list, nil: 0, more: false, undone: undefined }
    const [entry] = entriesOf(sealed({ writes: [put(words, after as never)] }, read({ 'word/a': before })))
    expect(entry?.changes).toEqual([
      {
        target: 'word/a',
        fields: {
          meaning: { before: 'old', after: 'new' },
          nil: { before: null, after: 0 },
          more: { after: false },
          gone: { before: 1 },
        },
      },
    ])
  })

  it('takes a field set to undefined for one taken away', () => {
    const after = { word: 'a', meaning: undefined }
    const [entry] = entriesOf(
      sealed({ writes: [put(words, after as never)] }, read({ 'word/a': { word: 'a', meaning: 'old' } })),
    )
    expect(entry?.changes).toEqual([{ target: 'word/a', fields: { meaning: { before: 'old' } } }])
  })

  it('tells what was added to a counter', () => {
    const [entry] = entriesOf(sealed({ writes: [add(noteCounts, ['acme'], -2)] }))
    expect(entry?.changes).toEqual([{ target: 'note_count/acme', added: -2 }])
  })

  it('says who, when, what, for whom and by which rules, each rule once and in order', () => {
    const entries = entriesOf(
      sealed(
        {
          because: [reason('a', ['ROL-4', 'AUD-1']), reason('b', ['AUD-1', 'INV-07'])],
          actingOrganizationId: 'vendor',
          writes: [put(notes, note('acme', 'n1')), put(notes, note('beta', 'n1'))],
        },
        new Map(),
        { command: { correlationId: 'request-7', idempotencyKey: 'k' } },
      ),
    )
    for (const entry of entries)
      expect(entry).toMatchObject({
        at: NOW,
        actor: ada,
        action: 'toys.do',
        actingOrganizationId: 'vendor',
        rules: ['AUD-1', 'INV-07', 'ROL-4'],
        correlationId: 'request-7',
      })
    expect(entries).toHaveLength(2)
  })

  it('leaves out what there is not', () => {
    const [entry] = entriesOf(sealed({ writes: [put(notes, note('acme', 'n1'))] }))
    expect(Object.keys(entry ?? {})).not.toContain('actingOrganizationId')
    expect(Object.keys(entry ?? {})).not.toContain('correlationId')
  })

  it('describes no bookkeeping, but is there even where nothing else changes', () => {
    const kept = { scope: 'host', key: 'k', action: 'a', fingerprint: 'f', expiresAt: 1 }
    const outcome = { value: null, because: [], effects: [] }
    const entries = entriesOf(sealed({ writes: [put(idempotencyRecords, { ...kept, outcome })] }))
    expect(entries).toMatchObject([{ organizationId: 'acme', changes: [] }])
  })
})

describe('seal: effects (AUD-7)', () => {
  it('keeps each in the outbox by the same commit, with an id of its own, to be taken at once', () => {
    const sealing = sealed({
      effects: [
        { kind: 'notify', organizationId: 'acme', payload: { to: 'ada' } },
        { kind: 'notify', payload: {} },
      ],
    })
    const times = { createdAt: NOW, availableAt: NOW, attempts: 0, queue: 'outbox', kind: 'notify' }
    expect(sealing.effects).toEqual([
      { ...times, id: 'id2', organizationId: 'acme', payload: { to: 'ada' } },
      { ...times, id: 'id3', payload: {} },
    ])
    for (const effect of sealing.effects)
      expect(sealing.changes.writes).toContainEqual({ op: 'put', ref: `effect/${effect.id}`, record: effect })
    expect(conditions(sealing)).toEqual({ 'effect/id2': null, 'effect/id3': null })
  })

  it('hands what it kept to whoever remembers the outcome', () => {
    const given: Sealing = {
      action: 'toys.do',
      actor: ada,
      command: {},
      versions: new Map(),
      collectionOf,
      env: { now: NOW, newId: countingIds(), random: () => new Uint8Array(), secrets },
    }
    const result = seal(decision('v', { effects: [{ kind: 'notify', payload: {} }] }), given, kept =>
      kept.map(({ id }) => put(words, { word: id })),
    )
    expect(result.changes.writes).toContainEqual({ op: 'put', ref: 'word/id2', record: { word: 'id2' } })
    expect(result.changes.preconditions).toContainEqual({ ref: 'word/id2', version: null })
  })
})
