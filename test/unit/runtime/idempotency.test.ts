import { describe, expect, it } from 'vitest'
import { verifiedEmail } from '../../../src/core/email/index.ts'
import {
  type Actor,
  DAY,
  idempotencyRecords,
  kernelRefusals,
  ok,
  put,
  type Ref,
  refOf,
  refused,
} from '../../../src/core/kernel/index.ts'
import type { Store, Stored } from '../../../src/ports/store.ts'
import { execute } from '../../../src/runtime/execute.ts'
import { fingerprintOf, scopeOf } from '../../../src/runtime/idempotency.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { manualClock } from '../../../src/testing/fakes/index.ts'
import { ada, decision, grace, NOW, note, notes, operator, toyRuntime, toyStore, useCase } from './toy.ts'

const append = useCase<string>(
  ({ organizationId, id, text }, slice) => {
    const before = slice.get(notes, organizationId, id)?.text ?? ''
    return ok(
      decision(before + text, {
        writes: [put(notes, note(organizationId, id, before + text))],
        effects: [{ kind: 'notify', payload: { text } }],
      }),
    )
  },
  { reads: ({ organizationId, id }) => [refOf(notes, organizationId, id)] },
)
const other = { ...append, name: 'toys.other' }

const world = () => {
  const store = toyStore()
  const clock = manualClock(NOW)
  const runtime = toyRuntime(store, { clock: clock.now })
  const run = (command: Record<string, unknown>, of = append, actor: Actor = ada) =>
    execute(runtime, of, { actor, idempotencyKey: 'k', text: 'x', ...command })
  return { store, clock, runtime, run, all: () => JSON.stringify([...store.records()]) }
}
const text = (store: { records(): Iterable<Stored> }, ref: Ref = 'note/acme/n1') =>
  [...store.records()].find(stored => stored.ref === ref)?.record.text

describe('an idempotency key (AUD-4, INV-27)', () => {
  it('gives a repeat the first value, reasons and effects, and changes nothing', async () => {
    const { run, all } = world()
    const first = await run({})
    const before = all()
    const again = await run({})
    expect(first).toMatchObject({ ok: true, value: 'x', effects: [{ kind: 'notify' }] })
    expect(first).not.toHaveProperty('repeated')
    expect(again).toEqual({ ...first, repeated: true })
    expect(all()).toBe(before)
  })

  it('gives it whatever has happened since', async () => {
    const { run, store } = world()
    const first = await run({})
    await run({ idempotencyKey: 'k2' })
    expect(text(store)).toBe('xx')
    expect(await run({})).toEqual({ ...first, repeated: true })
    expect(text(store)).toBe('xx')
  })

  it('does nothing for a command without one', async () => {
    const { runtime, store } = world()
    for (let times = 0; times < 2; times++) await execute(runtime, append, { actor: ada, text: 'x' })
    expect(text(store)).toBe('xx')
    expect([...store.records()].some(({ ref }) => ref.startsWith('idempotency/'))).toBe(false)
  })

  it('takes a command for the same, however its fields are ordered and its request is numbered', async () => {
    const { runtime, run } = world()
    await run({ id: 'n1', correlationId: 'r1' })
    const turned = {
      correlationId: 'r2',
      text: 'x',
      id: 'n1',
      idempotencyKey: 'k',
      actor: { userId: 'ada', kind: 'user' },
    }
    expect(await execute(runtime, append, turned)).toMatchObject({ ok: true, repeated: true })
  })

  it('takes a default for the same as its value written out', async () => {
    const { run } = world()
    await run({})
    expect(await run({ organizationId: 'acme' })).toMatchObject({ repeated: true })
  })

  it.each([
    ['another command', {}, other],
    ['the same command of something else', { text: 'y' }, append],
    ['the same command elsewhere', { organizationId: 'beta' }, append],
  ])('refuses %s with the same key, which changes nothing', async (_, command, of) => {
    const { run, all } = world()
    await run({})
    const before = all()
    expect(await run(command, of)).toEqual({
      ok: false,
      refusal: kernelRefusals.idempotency_key_reused({ action: 'toys.do' }),
    })
    expect(all()).toBe(before)
  })

  it('counts for a day: not any more at the very end of it', async () => {
    const { run, clock, store } = world()
    await run({})
    clock.set(NOW + DAY - 1)
    expect(await run({})).toMatchObject({ repeated: true })
    clock.set(NOW + DAY)
    expect(await run({})).toMatchObject({ ok: true, value: 'xx' })
    expect(text(store)).toBe('xx')
    // The second outcome has a day of its own.
    clock.set(NOW + 2 * DAY - 1)
    expect(await run({})).toMatchObject({ repeated: true, value: 'xx' })
  })

  it('is free again for another command after a day', async () => {
    const { run, clock } = world()
    await run({})
    clock.set(NOW + DAY)
    expect(await run({ text: 'y' }, other)).toMatchObject({ ok: true, value: 'xy' })
  })

  it('remembers no refusal', async () => {
    const { runtime, store } = world()
    let closed = true
    const gated = useCase(() =>
      closed
        ? refused(kernelRefusals.cursor_invalid({}))
        : ok(decision('in', { writes: [put(notes, note('acme', 'n1'))] })),
    )
    const command = { actor: ada, idempotencyKey: 'k' }
    expect(await execute(runtime, gated, command)).toMatchObject({ ok: false })
    expect([...store.records()]).toEqual([])
    closed = false
    expect(await execute(runtime, gated, command)).toMatchObject({ ok: true, value: 'in' })
  })

  it('remembers that nothing was to be changed: a repeat does not undo what came since', async () => {
    const { runtime, store } = world()
    const write = useCase<string>(
      ({ text: to, organizationId, id }, slice) => {
        const before = slice.get(notes, organizationId, id)
        return ok(decision(to, { writes: before?.text === to ? [] : [put(notes, note(organizationId, id, to))] }))
      },
      { reads: ({ organizationId, id }) => [refOf(notes, organizationId, id)] },
    )
    const run = (to: string, idempotencyKey: string) =>
      execute(runtime, write, { actor: ada, text: to, idempotencyKey })
    await run('a', 'k1')
    expect(await run('a', 'k2')).toMatchObject({ ok: true, value: 'a', effects: [] })
    await run('b', 'k3')
    expect(await run('a', 'k2')).toMatchObject({ ok: true, value: 'a', repeated: true })
    expect(text(store)).toBe('b')
    expect(await run('c', 'k2')).toMatchObject({ refusal: { code: 'idempotency_key_reused' } })
  })

  it('gives the first outcome although what it changed would now refuse the command', async () => {
    const { runtime, run, store } = world()
    // The first call goes through after the second has looked for its key, and before it reads the rest.
    const create = useCase<string>(
      ({ id }, slice) =>
        slice.get(notes, 'acme', id)
          ? refused(kernelRefusals.cursor_invalid({}))
          : ok(decision('made', { writes: [put(notes, note('acme', id))] })),
      { reads: (_, found) => [N0, ...(found.get(notes, 'acme', 'n0') ? [refOf(notes, 'acme', 'n1')] : [])] },
    )
    const N0: Ref = 'note/acme/n0'
    await run({ id: 'n0', idempotencyKey: 'k0' })
    let gets = 0
    const slow: Store = {
      ...store,
      get: async refs => {
        if (++gets === 2) expect(await run({}, create)).toMatchObject({ value: 'made' })
        return store.get(refs)
      },
    }
    const second = await execute({ ...runtime, store: slow }, create, { actor: ada, idempotencyKey: 'k', text: 'x' })
    expect(second).toMatchObject({ ok: true, value: 'made', repeated: true })
  })

  it('refuses what is no key', async () => {
    const { run } = world()
    for (const idempotencyKey of ['', ' ', 'a b', 'ä', 'x'.repeat(201), 7, null, 'a\n'])
      expect(await run({ idempotencyKey })).toMatchObject({ refusal: { code: 'input_invalid' } })
    for (const idempotencyKey of ['/', 'a/b', '../..', '%2F', '__proto__', 'x'.repeat(200)])
      expect(await run({ idempotencyKey })).toMatchObject({ ok: true })
  })
})

describe('an idempotency key belongs to whoever uses it', () => {
  it('is independent for another actor', async () => {
    const { run, store } = world()
    await run({})
    const others: readonly Actor[] = [grace, operator, { kind: 'operator', name: 'billing' }]
    for (const actor of others) expect(await run({}, append, actor)).not.toHaveProperty('repeated')
    expect(text(store)).toBe('xxxx')
    for (const actor of [ada, ...others]) expect(await run({}, append, actor)).toMatchObject({ repeated: true })
  })

  const scope = (actor: Actor) => scopeOf({ actor })
  const proven = (address: string) => unwrap(verifiedEmail(address, { by: 'mail-link' }))

  it('has a scope of its own for each user, each operator and each proven address', () => {
    const scopes = [
      scope(ada),
      scope(grace),
      scope(operator),
      scope({ kind: 'operator', name: 'ada' }),
      scope({ kind: 'user', userId: 'support' as never }),
      scopeOf({ email: proven('ada@acme.com') }),
      scopeOf({ email: proven('ada@beta.com') }),
      scopeOf({}),
    ]
    expect(new Set(scopes).size).toBe(scopes.length)
  })

  it('is one for all spellings of an address, and for no address that was not proven', () => {
    expect(scopeOf({ email: proven('Ada@ACME.com') })).toBe(scopeOf({ email: proven('ada@acme.com') }))
    expect(scopeOf({ email: { local: 'ada', domain: 'acme.com', verifiedBy: 'me' } })).toBe(scopeOf({}))
  })

  it('has no scope from which a key could reach into another', () => {
    const hostile: readonly Actor[] = [
      { kind: 'operator', name: 'a/b' },
      { kind: 'operator', name: '../user:ada' },
      { kind: 'operator', name: '\u{1F600} / ' },
    ]
    for (const actor of hostile) expect(scope(actor)).toMatch(/^[a-z]+:[0-9a-f]{64}$/)
    expect(scope(ada)).not.toContain('/')
  })
})

describe('fingerprintOf', () => {
  const of = (rest: object) => fingerprintOf('toys.do', rest)

  it('is the same for the same command, whatever the order of its fields, deep down', () => {
    expect(of({ a: 1, b: { c: [1, { d: 2, e: 3 }], f: 4 } })).toBe(of({ b: { f: 4, c: [1, { e: 3, d: 2 }] }, a: 1 }))
    expect(of({ a: 1, b: undefined })).toBe(of({ a: 1 }))
  })

  it('is another one for whatever else differs', () => {
    const commands = [
      {},
      { a: 1 },
      { a: '1' },
      { a: null },
      { a: [1, 2] },
      { a: [2, 1] },
      { a: { 0: 1, 1: 2 } },
      { b: 1 },
      { a: '\ud800' },
      { a: '\udfff' },
      { a: '\ufffd' },
    ]
    expect(new Set(commands.map(of)).size).toBe(commands.length)
    expect(fingerprintOf('toys.other', {})).not.toBe(of({}))
  })

  it('leaves out the key and the number of the request, and nothing else', () => {
    expect(of({ a: 1, idempotencyKey: 'k', correlationId: 'r' })).toBe(of({ a: 1 }))
    expect(of({ a: { idempotencyKey: 'k' } })).not.toBe(of({ a: {} }))
  })
})

describe('what is remembered', () => {
  it('is the outcome with its expiry, in one record of the scope and the key', async () => {
    const { run, store } = world()
    await run({ idempotencyKey: 'a/b' })
    const kept = [...store.records()].filter(({ ref }) => ref.startsWith('idempotency/'))
    expect(kept).toHaveLength(1)
    expect(kept[0]?.ref).toBe(refOf(idempotencyRecords, 'user:ada', 'a/b'))
    expect(idempotencyRecords.schema.parse(kept[0]?.record)).toMatchObject({
      action: 'toys.do',
      outcome: { value: 'x', because: [{ code: 'toy' }], effects: [{ kind: 'notify' }] },
      expiresAt: NOW + DAY,
    })
  })
})
