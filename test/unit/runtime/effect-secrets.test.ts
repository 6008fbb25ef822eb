import { describe, expect, it } from 'vitest'
import { createSecretBox, ephemeralSecretBox, systemRandom } from '../../../src/adapters/system/index.ts'
import { takeEffects } from '../../../src/core/audit/use-cases/take-effects.ts'
import { type Effect, ok, put } from '../../../src/core/kernel/index.ts'
import { execute, type Runtime } from '../../../src/runtime/execute.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { manualClock, seededRandom } from '../../../src/testing/fakes/index.ts'
import { ada, decision, NOW, note, notes, operator, toyRuntime, toyStore, useCase } from './toy.ts'

const TOKEN = 'pv7Rk2-not-for-anybody-else-0193'

/** Sends a token, as an invitation does, and one effect without a secret beside it. */
const send = useCase(({ organizationId, id }) =>
  ok(
    decision('sent', {
      writes: [put(notes, note(organizationId, id))],
      effects: [
        { kind: 'deliver', payload: { to: 'ada' }, secret: { token: TOKEN } },
        { kind: 'notify', payload: { about: 'sent' } },
      ],
    }),
  ),
)

const world = (more: Partial<Runtime> = {}) => {
  const store = toyStore()
  const clock = manualClock(NOW)
  const runtime = toyRuntime(store, { clock: clock.now, ...more })
  const take = (by: Runtime = runtime) => execute(by, takeEffects, { actor: operator, limit: 10, lease: 1_000 })
  const records = () => [...store.records()]
  return { store, clock, runtime, take, records, text: () => JSON.stringify(records()) }
}

describe('the secret of an effect (AUD-7, INV-21)', () => {
  it('is in the answer and in what is taken, and in no stored record', async () => {
    const { runtime, take, text } = world()
    const answer = unwrapped(await execute(runtime, send, { actor: ada, idempotencyKey: 'k', correlationId: 'r1' }))
    expect(answer.effects.map(({ kind, secret }) => [kind, secret])).toEqual([
      ['deliver', { token: TOKEN }],
      ['notify', undefined],
    ])
    expect(answer.effects[0]).not.toHaveProperty('sealed')
    expect(text()).not.toContain(TOKEN)
    expect(text()).not.toContain(Buffer.from(TOKEN).toString('hex'))
    expect(text()).not.toContain(Buffer.from(TOKEN).toString('base64').slice(0, -4))
    const taken = unwrap(await take())
    expect(taken.map(({ kind, secret }) => [kind, secret])).toEqual([
      ['deliver', { token: TOKEN }],
      ['notify', undefined],
    ])
    expect(taken.some(effect => 'sealed' in effect)).toBe(false)
    expect(text()).not.toContain(TOKEN)
  })

  it('is handed out again with the effect when its lease has ended', async () => {
    const { runtime, clock, take } = world()
    await execute(runtime, send, { actor: ada })
    await take()
    expect(unwrap(await take())).toEqual([])
    clock.advance(1_000)
    expect(unwrap(await take())[0]).toMatchObject({ attempts: 2, secret: { token: TOKEN } })
  })

  it('comes again with the first outcome of an idempotency key, sealed in between', async () => {
    const { runtime, text } = world()
    const first = unwrapped(await execute(runtime, send, { actor: ada, idempotencyKey: 'k' }))
    const again = unwrapped(await execute(runtime, send, { actor: ada, idempotencyKey: 'k' }))
    expect(again).toEqual({ ...first, repeated: true })
    expect(again.effects[0]?.secret).toEqual({ token: TOKEN })
    expect(text()).not.toContain(TOKEN)
  })

  it('is null under another key, and the effect is there all the same', async () => {
    const { store, runtime, take } = world()
    await execute(runtime, send, { actor: ada, idempotencyKey: 'k' })
    const other = toyRuntime(store, { secrets: ephemeralSecretBox(systemRandom) })
    const repeated = unwrapped(await execute(other, send, { actor: ada, idempotencyKey: 'k' }))
    expect(repeated.effects[0]).toMatchObject({ kind: 'deliver', payload: { to: 'ada' }, secret: null })
    expect(unwrap(await take(other))[0]).toMatchObject({ kind: 'deliver', secret: null })
  })

  it('stays readable over a rotation of keys (MFA-16)', async () => {
    const [k1, k2] = [seededRandom(11)(32), seededRandom(12)(32)]
    const sealing = (keys: Record<string, Uint8Array>, current: string) =>
      createSecretBox({ keys, current, random: systemRandom })
    const { store, runtime, take } = world({ secrets: sealing({ k1 }, 'k1') })
    await execute(runtime, send, { actor: ada })
    const rotated = toyRuntime(store, { secrets: sealing({ k1, k2 }, 'k2') })
    expect(unwrap(await take(rotated))[0]?.secret).toEqual({ token: TOKEN })
  })

  it('is bound to its effect: moved to another one it is null', async () => {
    const { store, runtime, take, records } = world()
    await execute(runtime, send, { actor: ada })
    const [sealed, plain] = records()
      .filter(({ ref }) => ref.startsWith('effect/'))
      .sort((a, b) => Number('sealed' in b.record) - Number('sealed' in a.record))
    if (!sealed || !plain) throw new Error('there are two effects')
    const moved = { ...(plain.record as unknown as Effect), sealed: String(sealed.record['sealed']) }
    await store.commit({
      id: 'moved',
      preconditions: [{ ref: plain.ref, version: plain.version }],
      writes: [{ op: 'put', ref: plain.ref, record: moved as never }],
    })
    expect(unwrap(await take()).map(({ kind, secret }) => [kind, secret])).toEqual(
      expect.arrayContaining([
        ['deliver', { token: TOKEN }],
        ['notify', null],
      ]),
    )
  })

  it('makes no commit where the box fails', async () => {
    const seal = () => {
      throw new Error('the key store is away')
    }
    const { runtime, records } = world({ secrets: { seal, open: () => null } })
    await expect(execute(runtime, send, { actor: ada })).rejects.toThrow('the key store is away')
    expect(records()).toEqual([])
  })
})

const unwrapped = <A extends { readonly ok: boolean }>(answer: A): Extract<A, { ok: true }> => {
  if (!answer.ok) throw new Error(JSON.stringify(answer))
  return answer as Extract<A, { ok: true }>
}
