import { describe, expect, it } from 'vitest'
import {
  add,
  kernelRefusals,
  ok,
  put,
  type Ref,
  refOf,
  refused,
  type StoredRecord,
} from '../../../src/core/kernel/index.ts'
import type { Store, Stored } from '../../../src/ports/store.ts'
import { execute, MAX_ATTEMPTS } from '../../../src/runtime/execute.ts'
import { conflictingStore, manualClock } from '../../../src/testing/fakes/index.ts'
import { ada, decision, NOW, note, noteCounts, notes, toyRuntime, toyStore, useCase } from './toy.ts'

const N1: Ref = 'note/acme/n1'
const all = (store: { records(): Iterable<Stored> }): Readonly<Record<string, StoredRecord>> =>
  Object.fromEntries([...store.records()].map(({ ref, record }) => [ref, record]))
const kindsIn = (store: { records(): Iterable<Stored> }) => Object.keys(all(store)).map(ref => ref.split('/')[0])

/** Appends to a note, so that a lost update shows. */
const append = useCase<string>(
  ({ organizationId, id, text }, slice) => {
    const before = slice.get(notes, organizationId, id)?.text ?? ''
    return ok(decision(before + text, { writes: [put(notes, note(organizationId, id, before + text))] }))
  },
  { reads: ({ organizationId, id }) => [refOf(notes, organizationId, id)] },
)

describe('execute', () => {
  it('answers the value, why, and the effects that it kept', async () => {
    const store = toyStore()
    const done = useCase(() =>
      ok(
        decision('v', {
          writes: [put(notes, note('acme', 'n1'))],
          effects: [{ kind: 'notify', payload: { a: 1 } }],
        }),
      ),
    )
    const answer = await execute(toyRuntime(store), done, { actor: ada })
    expect(answer).toMatchObject({ ok: true, value: 'v', because: [{ code: 'toy' }], effects: [{ kind: 'notify' }] })
    expect(answer).not.toHaveProperty('repeated')
    expect(answer.ok && all(store)[`effect/${answer.effects[0]?.id}`]).toEqual(answer.ok && answer.effects[0])
  })

  it('commits nothing and tells nothing in the audit where it refuses', async () => {
    const store = toyStore()
    const refusal = kernelRefusals.cursor_invalid({})
    const answer = await execute(
      toyRuntime(store),
      useCase(() => refused(refusal)),
      { actor: ada },
    )
    expect(answer).toEqual({ ok: false, refusal })
    expect(kindsIn(store)).toEqual([])
  })

  it('commits nothing and tells nothing in the audit where nothing changes', async () => {
    const store = toyStore()
    const answer = await execute(
      toyRuntime(store),
      useCase(() => ok(decision('as it was'))),
      { actor: ada },
    )
    expect(answer).toEqual({ ok: true, value: 'as it was', because: expect.any(Array), effects: [] })
    expect(kindsIn(store)).toEqual([])
  })

  it('commits effects alone, with their entry', async () => {
    const store = toyStore()
    const notify = useCase(() => ok(decision('v', { effects: [{ kind: 'notify', payload: {} }] })))
    await execute(toyRuntime(store), notify, { actor: ada })
    expect(kindsIn(store)).toEqual(['audit_entry', 'effect'])
  })

  it('plans with the settings, the time of the attempt, and whoever acts', async () => {
    const clock = manualClock(NOW)
    const store = toyStore()
    const runtime = toyRuntime(conflictingStore(store, 1), { clock: () => clock.advance(1) })
    const times: number[] = []
    const asksTime = useCase((_, __, env) => {
      times.push(env.now)
      return ok(decision(env.proofValidFor, { writes: [put(notes, note('acme', 'n1'))] }))
    })
    expect(await execute(runtime, asksTime, { actor: ada })).toMatchObject({ value: 90 * 86_400_000 })
    expect(times).toEqual([NOW + 1, NOW + 2])
    expect(Object.values(all(store))).toContainEqual(expect.objectContaining({ at: NOW + 2, actor: ada }))
  })

  it('takes a decision without anybody who acts for a bug, and commits nothing', async () => {
    const { command } = useCase(() => ok(decision('v')))
    const store = toyStore()
    const nobody = useCase(() => ok(decision('v', { writes: [put(notes, note('acme', 'n1'))] })), {
      command: { ...command, safeParse: () => ({ success: true, data: {} }) } as never,
    })
    await expect(execute(toyRuntime(store), nobody, {})).rejects.toThrow('toys.do does not say who acts')
    expect(kindsIn(store)).toEqual([])
  })

  it('lets the use case say who acts, before the command does', async () => {
    const store = toyStore()
    const own = useCase(() => ok(decision('new', { writes: [put(notes, note('acme', 'n1'))] })), {
      actor: (_, { value }) => ({ kind: 'user', userId: value as never }),
    })
    await execute(toyRuntime(store), own, { actor: ada })
    expect(Object.values(all(store))).toContainEqual(
      expect.objectContaining({ actor: { kind: 'user', userId: 'new' } }),
    )
  })

  it('throws what a plan throws, and has written nothing', async () => {
    const store = toyStore()
    const asks = useCase((_, slice) => ok(decision(slice.get(notes, 'acme', 'n1'))))
    await expect(execute(toyRuntime(store), asks, { actor: ada })).rejects.toThrow('which reads() did not name')
    expect(kindsIn(store)).toEqual([])
  })
})

describe('execute: conflicts', () => {
  it('plans again with fresh data', async () => {
    const memory = toyStore()
    const rival = toyRuntime(memory, { ids: () => `r${++count}` })
    let count = 0
    let rivals = 3
    const store: Store = {
      ...memory,
      commit: async changes => {
        if (rivals-- > 0) await execute(rival, append, { actor: ada, text: String(rivals) })
        return memory.commit(changes)
      },
    }
    expect(await execute(toyRuntime(store), append, { actor: ada, text: 'x' })).toMatchObject({ value: '210x' })
    expect(all(memory)[N1]).toMatchObject({ text: '210x' })
  })

  it('does so with what was read and not written as well', async () => {
    const memory = toyStore([{ ref: N1, record: note('acme', 'n1', 'open') }])
    let changed = false
    const store: Store = {
      ...memory,
      commit: async changes => {
        if (!changed) {
          changed = true
          const version = (await memory.get([N1])).get(N1)?.version ?? null
          const write = { op: 'put', ref: N1, record: note('acme', 'n1', 'closed') } as const
          await memory.commit({ id: 'rival', preconditions: [{ ref: N1, version }], writes: [write] })
        }
        return memory.commit(changes)
      },
    }
    const ifOpen = useCase(
      (_, slice) =>
        slice.get(notes, 'acme', 'n1')?.text === 'open'
          ? ok(decision('written', { writes: [put(notes, note('acme', 'n2'))] }))
          : refused(kernelRefusals.cursor_invalid({})),
      { reads: () => [N1] },
    )
    expect(await execute(toyRuntime(store), ifOpen, { actor: ada })).toMatchObject({ ok: false })
    expect(all(memory)['note/acme/n2']).toBeUndefined()
  })

  it(`answers contention_persisted after ${MAX_ATTEMPTS} attempts (INV-22)`, async () => {
    const memory = toyStore()
    let attempts = 0
    const counted = useCase(() => {
      attempts++
      return ok(decision('v', { writes: [put(notes, note('acme', 'n1'))] }))
    })
    expect(await execute(toyRuntime(conflictingStore(memory, Infinity)), counted, { actor: ada })).toEqual({
      ok: false,
      refusal: { kind: 'contention', code: 'contention_persisted', facts: { attempts: MAX_ATTEMPTS } },
    })
    expect(attempts).toBe(MAX_ATTEMPTS)
    expect(kindsIn(memory)).toEqual([])
    const last = toyRuntime(conflictingStore(memory, MAX_ATTEMPTS - 1))
    expect(await execute(last, counted, { actor: ada })).toMatchObject({ ok: true })
  })

  it('takes a counter out of its bounds for a conflict, and gives up alike', async () => {
    const memory = toyStore()
    const below = useCase(() => ok(decision('v', { writes: [add(noteCounts, ['acme'], -1, { min: 0 })] })))
    expect(await execute(toyRuntime(memory), below, { actor: ada })).toMatchObject({
      refusal: { code: 'contention_persisted' },
    })
    expect(kindsIn(memory)).toEqual([])
  })

  it('decides nothing on a record that changed while it was read', async () => {
    const memory = toyStore([{ ref: N1, record: note('acme', 'n1', 'old', 1) }])
    let lists = 0
    const store: Store = {
      ...memory,
      list: async query => {
        if (++lists === 1) await execute(toyRuntime(memory, { ids: () => 'rival' }), append, { actor: ada, text: '!' })
        return memory.list(query)
      },
    }
    const reader = useCase(
      (_, slice) => {
        const listed = slice.list(notes, 'note_by_organization', 'acme').map(({ text }) => text)
        return ok(decision([slice.get(notes, 'acme', 'n1')?.text, ...listed]))
      },
      {
        reads: (_, found) => [
          N1,
          ...(found.get(notes, 'acme', 'n1') ? [{ list: 'note_by_organization/acme', limit: 5 }] : []),
        ],
      },
    )
    expect(await execute(toyRuntime(store), reader, { actor: ada })).toMatchObject({ value: ['old!', 'old!'] })
  })
})

describe('execute: an ambiguous end', () => {
  const lost = new Error('the connection was lost')
  const once = (store: Store, commit: (changes: Parameters<Store['commit']>[0]) => ReturnType<Store['commit']>) => {
    let commits = 0
    return {
      ...store,
      commit: (changes: Parameters<Store['commit']>[0]) => (commits++ ? store.commit(changes) : commit(changes)),
    }
  }

  it('is a success where the commit went through before the store threw, and is applied once', async () => {
    const memory = toyStore()
    const store = once(memory, async changes => {
      await memory.commit(changes)
      throw lost
    })
    expect(await execute(toyRuntime(store), append, { actor: ada, text: 'x' })).toMatchObject({ ok: true, value: 'x' })
    expect(all(memory)[N1]).toMatchObject({ text: 'x' })
    expect(kindsIn(memory)).toEqual(['note', 'audit_entry'])
  })

  it('is the error of the store, untouched, where nothing was written', async () => {
    const memory = toyStore()
    const store = once(memory, () => Promise.reject(lost))
    await expect(execute(toyRuntime(store), append, { actor: ada })).rejects.toBe(lost)
    expect(kindsIn(memory)).toEqual([])
  })

  it('is a success where the store sent the change set twice and answers with a conflict', async () => {
    const memory = toyStore()
    const store = once(memory, async changes => {
      await memory.commit(changes)
      return memory.commit(changes)
    })
    expect(await execute(toyRuntime(store), append, { actor: ada, text: 'x' })).toMatchObject({ ok: true, value: 'x' })
    expect(all(memory)[N1]).toMatchObject({ text: 'x' })
    expect(kindsIn(memory)).toEqual(['note', 'audit_entry'])
  })

  it('is a success although the store gives the entry back with its fields in another order', async () => {
    const memory = toyStore()
    const reversed = (record: StoredRecord): StoredRecord => Object.fromEntries(Object.entries(record).reverse())
    const store = once(memory, async changes => {
      await memory.commit(changes)
      throw lost
    })
    const get: Store['get'] = async refs =>
      new Map([...(await memory.get(refs))].map(([ref, at]) => [ref, { ...at, record: reversed(at.record) }]))
    expect(await execute(toyRuntime({ ...store, get }), append, { actor: ada })).toMatchObject({ ok: true })
  })

  it('is the first error where the store is still away when it is asked', async () => {
    const memory = toyStore()
    let gone = false
    const store: Store = {
      ...memory,
      get: async refs => {
        if (gone) throw new Error('a second error')
        return memory.get(refs)
      },
      commit: async () => {
        gone = true
        throw lost
      },
    }
    await expect(execute(toyRuntime(store), append, { actor: ada })).rejects.toBe(lost)
  })

  it('is the first error where get throws at once and not by its promise', async () => {
    const memory = toyStore()
    let gone = false
    const store: Store = {
      ...memory,
      get: refs => {
        if (gone) throw new Error('a second error')
        return memory.get(refs)
      },
      commit: () => {
        gone = true
        throw lost
      },
    }
    await expect(execute(toyRuntime(store), append, { actor: ada })).rejects.toBe(lost)
  })
})

describe('execute: ids that repeat', () => {
  const text = (store: ReturnType<typeof toyStore>) => all(store)[N1]?.text

  it('never passes for done what was not written: the entry found is another one', async () => {
    const memory = toyStore()
    const runtime = toyRuntime(memory, { ids: () => 'same' })
    expect(await execute(runtime, append, { actor: ada, text: 'a' })).toMatchObject({ ok: true, value: 'a' })
    expect(await execute(runtime, append, { actor: ada, text: 'b' })).toMatchObject({
      refusal: { code: 'contention_persisted' },
    })
    expect(text(memory)).toBe('a')
  })

  it('nor where the store threw before it wrote anything', async () => {
    const memory = toyStore()
    await execute(toyRuntime(memory, { ids: () => 'same' }), append, { actor: ada, text: 'a' })
    const lost = new Error('lost')
    const store: Store = { ...memory, commit: () => Promise.reject(lost) }
    const again = execute(toyRuntime(store, { ids: () => 'same' }), append, { actor: ada, text: 'b' })
    await expect(again).rejects.toBe(lost)
    expect(text(memory)).toBe('a')
  })

  it('goes on with a new id where one repeats', async () => {
    const memory = toyStore()
    const ids = ['a', 'a', 'b']
    const runtime = toyRuntime(memory, { ids: () => ids.shift() as string })
    await execute(runtime, append, { actor: ada, text: 'a' })
    expect(await execute(runtime, append, { actor: ada, text: 'b' })).toMatchObject({ ok: true, value: 'ab' })
    expect(Object.keys(all(memory)).filter(ref => ref.startsWith('audit_entry'))).toEqual([
      'audit_entry/acme/a',
      'audit_entry/acme/b',
    ])
  })

  it('takes two effects of one id for a bug, and writes nothing', async () => {
    const memory = toyStore()
    const effect = { kind: 'notify', payload: {} }
    const twice = useCase(() => ok(decision('v', { effects: [effect, effect] })))
    await expect(execute(toyRuntime(memory, { ids: () => 'same' }), twice, { actor: ada })).rejects.toThrow(
      'two preconditions on effect/same',
    )
    expect(kindsIn(memory)).toEqual([])
  })
})
