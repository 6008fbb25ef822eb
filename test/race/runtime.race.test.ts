import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../src/adapters/memory/index.ts'
import { type AuditEntry, ok, put, type Ref, refOf, type StoredRecord } from '../../src/core/kernel/index.ts'
import type { Store, Stored } from '../../src/ports/store.ts'
import { createCharter } from '../../src/runtime/create-charter.ts'
import { execute, MAX_ATTEMPTS } from '../../src/runtime/execute.ts'
import { countingIds, interleavingStore } from '../../src/testing/fakes/index.ts'
import { email, OPERATOR } from '../support/world.ts'
import { ada, decision, note, notes, toyRuntime, toyStore, useCase } from '../unit/runtime/toy.ts'

const recordsOf = (store: { records(): Iterable<Stored> }, collection: string): readonly StoredRecord[] =>
  [...store.records()].filter(({ ref }) => ref.startsWith(`${collection}/`)).map(({ record }) => record)

/** Appends to one note: an update that is lost, or made twice, shows in the text. */
const append = useCase<string>(
  ({ id, text }, slice) => {
    const after = `${slice.get(notes, 'acme', id)?.text ?? ''}${text}`
    const effects = [{ kind: 'notify', payload: { text } }]
    return ok(decision(after, { writes: [put(notes, note('acme', id, after))], effects }))
  },
  { reads: ({ id }) => [refOf(notes, 'acme', id)] },
)

describe('commands at the same moment', () => {
  test.prop([fc.scheduler(), fc.integer({ min: 2, max: 6 })])('lose no update, in whatever order', async (s, count) => {
    const memory = toyStore()
    const runtime = toyRuntime(interleavingStore(memory, s))
    const letters = Array.from({ length: count }, (_, at) => String.fromCharCode(97 + at))
    const all = Promise.all(letters.map(text => execute(runtime, append, { actor: ada, text })))
    await s.waitFor(all)
    for (const answer of await all) expect(answer.ok).toBe(true)
    expect([...String(recordsOf(memory, 'note')[0]?.text)].sort()).toEqual(letters)
    const entries = recordsOf(memory, 'audit_entry') as unknown as readonly AuditEntry[]
    expect(entries).toHaveLength(count)
    expect(recordsOf(memory, 'effect')).toHaveLength(count)
  })

  test.prop([fc.scheduler(), fc.integer({ min: 2, max: 8 })])(
    'have one effect with one key, and all get its outcome (AUD-4, INV-27)',
    async (s, count) => {
      const memory = toyStore()
      const runtime = toyRuntime(interleavingStore(memory, s))
      const command = { actor: ada, text: 'x', idempotencyKey: 'k' }
      const all = Promise.all(
        Array.from({ length: count }, (_, at) => execute(runtime, append, { ...command, correlationId: `r${at}` })),
      )
      await s.waitFor(all)
      const answers = await all
      expect(answers.filter(answer => answer.ok && !answer.repeated)).toHaveLength(1)
      const outcomes = answers.map(answer => (answer.ok ? { ...answer, repeated: undefined } : answer))
      for (const outcome of outcomes) expect(outcome).toEqual(outcomes[0])
      expect(recordsOf(memory, 'note')[0]).toMatchObject({ text: 'x' })
      for (const collection of ['audit_entry', 'effect', 'idempotency'])
        expect(recordsOf(memory, collection)).toHaveLength(1)
    },
  )

  test.prop([fc.scheduler()])('of two kinds with one key: one is done, the other is refused', async s => {
    const memory = toyStore()
    const runtime = toyRuntime(interleavingStore(memory, s))
    const run = (text: string) => execute(runtime, append, { actor: ada, text, idempotencyKey: 'k' })
    const all = Promise.all([run('a'), run('b'), run('a'), run('b')])
    await s.waitFor(all)
    const codes = (await all).map(answer => (answer.ok ? answer.value : answer.refusal.code))
    const won = String(recordsOf(memory, 'note')[0]?.text)
    expect(['a', 'b']).toContain(won)
    const expected = ['a', 'b', 'a', 'b'].map(text => (text === won ? won : 'idempotency_key_reused'))
    expect(codes).toEqual(expected)
  })

  test.prop([fc.scheduler(), fc.array(fc.constantFrom('pass', 'throw_before', 'throw_after'), { maxLength: 6 })])(
    'are each done once or not at all, although connections die in between',
    async (s, fates) => {
      const memory = toyStore()
      let commits = 0
      const dying: Store = {
        ...memory,
        commit: async changes => {
          const fate = fates[commits++]
          if (fate === 'throw_before') throw new Error('lost')
          const committed = await memory.commit(changes)
          if (fate === 'throw_after') throw new Error('lost')
          return committed
        },
      }
      const runtime = toyRuntime(interleavingStore(dying, s))
      const run = (text: string) => execute(runtime, append, { actor: ada, text })
      const all = Promise.allSettled(['a', 'b', 'c'].map(run))
      await s.waitFor(all)
      const done = (await all).flatMap((settled, at) => (settled.status === 'fulfilled' ? ['abc'[at]] : []))
      expect([...String(recordsOf(memory, 'note')[0]?.text ?? '')].sort()).toEqual(done)
      expect(recordsOf(memory, 'audit_entry')).toHaveLength(done.length)
    },
  )

  it('have one effect with one key, sixty-four of them (INV-27)', async () => {
    const memory = toyStore()
    const runtime = toyRuntime(memory)
    const answers = await Promise.all(
      Array.from({ length: 64 }, () => execute(runtime, append, { actor: ada, text: 'x', idempotencyKey: 'k' })),
    )
    expect(answers.filter(answer => answer.ok && !answer.repeated)).toHaveLength(1)
    expect(answers.every(answer => answer.ok && answer.value === 'x')).toBe(true)
    expect(recordsOf(memory, 'note')[0]).toMatchObject({ text: 'x' })
  })

  it(`all go through on one record while there are no more than ${MAX_ATTEMPTS} of them`, async () => {
    const memory = toyStore()
    const runtime = toyRuntime(memory)
    const answers = await Promise.all(
      Array.from({ length: MAX_ATTEMPTS }, () => execute(runtime, append, { actor: ada, text: 'x' })),
    )
    expect(answers.every(({ ok: isDone }) => isDone)).toBe(true)
    expect(recordsOf(memory, 'note')[0]).toMatchObject({ text: 'x'.repeat(MAX_ATTEMPTS) })
  })
})

describe('a record that moves while it is read', () => {
  test.prop([fc.scheduler()])('is decided on as it was at one moment', async s => {
    const ref: Ref = 'note/acme/n1'
    const memory = toyStore([{ ref, record: note('acme', 'n1', 'left') }])
    const runtime = toyRuntime(interleavingStore(memory, s))
    const move = useCase<string>(
      (_, slice) => {
        const text = slice.get(notes, 'acme', 'n1')?.text === 'left' ? 'right' : 'left'
        return ok(decision(text, { writes: [put(notes, note('acme', 'n1', text))] }))
      },
      { reads: () => [ref] },
    )
    /** Where is it? It is in one of the two lists at any moment, and never in both. */
    const look = useCase<readonly string[]>(
      (_, slice) => {
        const seen = ['left', 'right'].filter(text => slice.list(notes, 'note_by_text', text).length > 0)
        return ok(decision(seen, { writes: [put(notes, note('acme', 'seen', seen.join(' ')))] }))
      },
      { reads: () => ['left', 'right'].map(text => ({ list: `note_by_text/${text}`, limit: 5 })) },
    )
    const moves = [1, 2, 3].map(() => execute(runtime, move, { actor: ada }))
    const looked = execute(runtime, look, { actor: ada })
    await s.waitFor(Promise.all([...moves, looked]))
    expect(await looked).toMatchObject({ ok: true })
    // Absence from a list is not guarded; to be in both would mean that two versions were decided on.
    expect((recordsOf(memory, 'note') as readonly { text?: string }[]).map(({ text }) => text)).not.toContain(
      'left right',
    )
  })
})

describe('sign-ups at the same moment', () => {
  test.prop([fc.scheduler(), fc.boolean()], { numRuns: 60 })(
    'of one address make one user, with a key or without (INV-04, INV-27)',
    async (s, hasKey) => {
      const memory = createMemoryStore()
      const ids = countingIds()
      const plain = createCharter({ store: memory, ids })
      const founders = [{ email: email('admin@acme-hq.com') }]
      const founded = await plain.organizations.create({ actor: OPERATOR, name: 'Acme', kind: 'standard', founders })
      const organizationId = founded.ok ? founded.value.organization.id : ''
      const on = {
        actor: { kind: 'user', userId: founded.ok ? (founded.value.members[0]?.userId as string) : '' },
        organizationId,
      } as const
      await plain.domainRules.add({ ...on, domain: 'acme.com', match: 'exact', role: 'internal', joining: 'automatic' })
      const proof = { kind: 'operator', reason: 'contract' } as const
      await plain.domainRules.prove({ actor: OPERATOR, organizationId, domain: 'acme.com', proof })
      const charter = createCharter({ store: interleavingStore(memory, s), ids })
      const key = hasKey ? { idempotencyKey: 'k' } : {}
      const all = Promise.all(
        ['ada@acme.com', 'Ada@ACME.com', 'grace@acme.com'].map(address =>
          charter.users.signUp({ email: email(address), ...key }),
        ),
      )
      await s.waitFor(all)
      const answers = await all
      const codes = answers.map(answer => (answer.ok ? 'ok' : answer.refusal.code))
      // Another address is another person: their key is theirs, and nobody blocks it.
      expect(codes[2]).toBe('ok')
      expect(codes.slice(0, 2).filter(code => code === 'ok')).toHaveLength(1)
      expect(recordsOf(memory, 'user')).toHaveLength(3)
      expect(recordsOf(memory, 'member_count')).toEqual([{ count: 3 }])
    },
  )
})
