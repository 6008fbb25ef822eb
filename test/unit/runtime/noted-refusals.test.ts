import { describe, expect, it } from 'vitest'
import { ephemeralSecretBox } from '../../../src/adapters/system/index.ts'
import {
  auditEntries,
  type Decision,
  idempotencyRecords,
  kernelRefusals,
  ok,
  put,
  reason,
  refOf,
  refused,
} from '../../../src/core/kernel/index.ts'
import { execute, MAX_ATTEMPTS } from '../../../src/runtime/execute.ts'
import { conflictingStore, seededRandom } from '../../../src/testing/fakes/index.ts'
import { ada, decision, note, notes, toyRuntime, toyStore, useCase } from './toy.ts'

const refusal = kernelRefusals.cursor_invalid({})

/** A no that is written down: one letter more in the note for each time. */
const declining = useCase<string>(
  ({ organizationId, id }, slice) => {
    const text = `${slice.get(notes, organizationId, id)?.text ?? ''}x`
    const noted: Omit<Decision<null>, 'value'> = {
      because: [reason('toy', ['AUD-1'])],
      writes: [put(notes, note(organizationId, id, text))],
      effects: [{ kind: 'notify', payload: { text }, secret: { token: 'secret' } }],
      organizationId: 'acme',
    }
    return { ...refused(refusal), noted }
  },
  { reads: ({ organizationId, id }) => [refOf(notes, organizationId, id)] },
)

const answers = useCase<string>(({ text }) =>
  ok(decision(`secret ${text}`, { writes: [put(notes, note('acme', 'n1', 'y'))] })),
)
const secretly = { ...answers, answers: 'a_secret' as const }

const world = (commits = 0) => {
  const store = toyStore()
  const secrets = ephemeralSecretBox(seededRandom(2))
  const runtime = toyRuntime(conflictingStore(store, commits), { secrets })
  const all = () => [...store.records()]
  return {
    store,
    runtime,
    text: () => all().find(({ ref }) => ref === 'note/acme/n1')?.record.text,
    of: (name: string) => all().filter(({ ref }) => ref.startsWith(`${name}/`)),
    ask: (command: object = {}, of = declining) => execute(runtime, of, { actor: ada, ...command }),
  }
}

describe('a no that is written down', () => {
  it('is committed with its entry and its effects, and then refused (AUD-1, MFA-9)', async () => {
    const { ask, of, text } = world()
    expect(await ask()).toEqual({ ok: false, refusal })
    expect(text()).toBe('x')
    expect(of('audit_entry')).toMatchObject([{ record: { action: 'toys.do', actor: ada, rules: ['AUD-1'] } }])
    expect(of('effect')).toMatchObject([{ record: { kind: 'notify', payload: { text: 'x' } } }])
    expect(JSON.stringify(of('effect'))).not.toContain('"token"')
  })

  it('is planned anew after a conflict, and written once', async () => {
    const { ask, of, text } = world(3)
    expect(await ask()).toEqual({ ok: false, refusal })
    expect(text()).toBe('x')
    expect(of('audit_entry')).toHaveLength(1)
  })

  it('is not refused as if it were written where it never could be', async () => {
    const { ask, of } = world(Number.POSITIVE_INFINITY)
    expect(await ask()).toEqual({ ok: false, refusal: kernelRefusals.contention_persisted({ attempts: MAX_ATTEMPTS }) })
    expect(of('note')).toEqual([])
  })

  it('is counted each time without a key, also of many at once', async () => {
    const { ask, text } = world()
    await Promise.all(Array.from({ length: 8 }, () => ask()))
    expect(text()).toBe('xxxxxxxx')
  })

  it('is answered the same to a repeat, and written once (AUD-4, INV-27)', async () => {
    const { ask, text, of } = world()
    const first = await ask({ idempotencyKey: 'k' })
    expect(await ask({ idempotencyKey: 'k' })).toEqual(first)
    await Promise.all(Array.from({ length: 8 }, () => ask({ idempotencyKey: 'k' })))
    expect(text()).toBe('x')
    expect(of('idempotency').map(({ record }) => idempotencyRecords.schema.parse(record).outcome)).toEqual([
      { refusal },
    ])
    expect(await ask({ idempotencyKey: 'k', text: 'other' })).toMatchObject({
      refusal: { code: 'idempotency_key_reused' },
    })
    expect(text()).toBe('x')
  })

  it('leaves other refusals as they are: nothing is kept of them', async () => {
    const { ask, store } = world()
    await ask(
      { idempotencyKey: 'k' },
      useCase<string>(() => refused(refusal)),
    )
    expect([...store.records()]).toEqual([])
  })
})

describe('an answer that is a secret (INV-21)', () => {
  it('is kept sealed, with the fingerprint of its command, and given to a repeat', async () => {
    const { ask, of } = world()
    const first = await ask({ idempotencyKey: 'k', text: 'seven' }, secretly)
    expect(first).toMatchObject({ ok: true, value: 'secret seven' })
    expect(await ask({ idempotencyKey: 'k', text: 'seven' }, secretly)).toEqual({ ...first, repeated: true })
    const [kept] = of('idempotency')
    expect(JSON.stringify(kept)).not.toContain('seven')
    const open = await world().ask({ idempotencyKey: 'k', text: 'seven' }, answers)
    expect(open).toMatchObject({ value: 'secret seven' })
    const record = idempotencyRecords.schema.parse(kept?.record)
    expect(record.outcome).toMatchObject({ value: null, sealed: expect.any(String) })
    const other = world()
    await other.ask({ idempotencyKey: 'k', text: 'seven' }, answers)
    const plain = idempotencyRecords.schema.parse(other.of('idempotency')[0]?.record)
    expect(record.fingerprint).not.toBe(plain.fingerprint)
    expect(record.fingerprint).toMatch(/^[0-9a-f]{64}$/)
  })

  it('is given to no other command, whether that is a secret or not', async () => {
    const { ask } = world()
    await ask({ idempotencyKey: 'k', text: 'seven' }, secretly)
    for (const [command, of] of [
      [{ text: 'eight' }, secretly],
      [{ text: 'seven' }, { ...secretly, name: 'toys.other' }],
      [{ text: 'eight' }, answers],
    ] as const)
      expect(await ask({ idempotencyKey: 'k', ...command }, of)).toMatchObject({
        refusal: { code: 'idempotency_key_reused' },
      })
  })

  it('is refused to a repeat once its key is gone', async () => {
    const { ask, runtime } = world()
    await ask({ idempotencyKey: 'k', text: 'seven' }, secretly)
    const later = { ...runtime, secrets: ephemeralSecretBox(seededRandom(9)) }
    expect(await execute(later, secretly, { actor: ada, idempotencyKey: 'k', text: 'seven' })).toMatchObject({
      refusal: { code: 'idempotency_key_reused' },
    })
    expect(auditEntries.name).toBe('audit_entry')
  })
})
