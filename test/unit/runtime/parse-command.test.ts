import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { VerifiedEmailInput, verifiedEmail } from '../../../src/core/email/index.ts'
import { Actor, commandFields } from '../../../src/core/kernel/index.ts'
import { parseCommand } from '../../../src/runtime/parse-command.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'

const Command = z.strictObject({
  actor: Actor,
  name: z.string().max(50),
  note: z.string().optional(),
  ids: z.array(z.string()).max(100).optional(),
  deep: z.strictObject({ list: z.array(z.strictObject({ id: z.string() })) }).optional(),
  ...commandFields,
})
const right = { actor: { kind: 'user', userId: 'ada' }, name: 'Acme' }
const codes = (input: unknown, schema: z.ZodType = Command) => {
  const parsed = parseCommand(schema, input)
  if (parsed.ok) return 'ok'
  expect(JSON.parse(JSON.stringify(parsed))).toEqual(parsed)
  if (parsed.refusal.code !== 'input_invalid') return parsed.refusal.code
  expect(parsed.refusal.kind).toBe('invalid')
  return parsed.refusal.facts.issues
}

describe('parseCommand', () => {
  it('gives a copy of what has the declared shape', () => {
    const parsed = parseCommand(Command, right)
    expect(parsed).toEqual({ ok: true, value: right })
    expect(parsed.ok && parsed.value).not.toBe(right)
    expect(parsed.ok && parsed.value.actor).not.toBe(right.actor)
  })

  it('takes an optional field that is undefined for one that is not there', () => {
    expect(codes({ ...right, note: undefined, idempotencyKey: undefined, correlationId: undefined })).toBe('ok')
  })

  it('says where a command has not its shape, by codes and not by prose (INV-26)', () => {
    expect(codes({ ...right, name: 7 })).toEqual([{ path: ['name'], code: 'invalid_type' }])
    expect(codes({ ...right, deep: { list: [{ id: 'a' }, { id: 7 }] } })).toEqual([
      { path: ['deep', 'list', 1, 'id'], code: 'invalid_type' },
    ])
    for (const input of [undefined, null, 7, 'x', true, [], () => {}, Symbol('x'), 7n, new Date(), new Map()])
      expect(codes(input)).not.toBe('ok')
  })

  it('refuses unknown fields by their names, at any depth (INV-26)', () => {
    expect(codes({ ...right, admin: true })).toEqual([{ path: ['admin'], code: 'unrecognized_keys' }])
    expect(codes({ ...right, actor: { ...right.actor, role: 'admin', is: 1 } })).toEqual([
      { path: ['actor', 'role'], code: 'unrecognized_keys' },
      { path: ['actor', 'is'], code: 'unrecognized_keys' },
    ])
    expect(codes({ ...right, constructor: {} })).toEqual([{ path: ['constructor'], code: 'unrecognized_keys' }])
  })

  it('names the first five of unknown fields, and what else is wrong beside them', () => {
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`k${at}${'x'.repeat(200)}`, at]))
    const named = (step: number) => ({ path: [`k${step}${'x'.repeat(98)}`], code: 'unrecognized_keys' })
    const issues = codes({ ...right, name: 7, ...many })
    expect(issues).toEqual([{ path: ['name'], code: 'invalid_type' }, ...[0, 1, 2, 3, 4].map(named)])
    const list = codes(
      Array.from({ length: 50 }, () => many),
      z.array(z.strictObject({})),
    )
    expect(list).toHaveLength(20)
  })

  it('lets no __proto__ of a request through, and leaves Object.prototype as it is', () => {
    for (const text of [
      '{"actor":{"kind":"user","userId":"ada"},"name":"Acme","__proto__":{"admin":true}}',
      '{"actor":{"kind":"user","userId":"ada","__proto__":{"admin":true}},"name":"Acme"}',
    ]) {
      const parsed = parseCommand(Command, JSON.parse(text))
      if (parsed.ok) {
        expect(Object.getPrototypeOf(parsed.value)).toBe(Object.prototype)
        expect(parsed.value).toEqual(right)
        expect((parsed.value as { admin?: unknown }).admin).toBeUndefined()
      }
    }
    expect(({} as { admin?: unknown }).admin).toBeUndefined()
  })

  it('names at most 20 issues', () => {
    const parsed = parseCommand(
      z.array(z.string()),
      Array.from({ length: 1_000 }, () => 7),
    )
    expect(!parsed.ok && parsed.refusal.code === 'input_invalid' && parsed.refusal.facts.issues).toHaveLength(20)
  })

  it('keeps paths short: at most ten steps of at most 100 characters', () => {
    let schema: z.ZodType = z.string()
    let input: unknown = 7
    for (let depth = 0; depth < 15; depth++) {
      schema = z.strictObject({ down: schema })
      input = { down: input }
    }
    expect(codes(input, schema)).toEqual([{ path: Array.from({ length: 10 }, () => 'down'), code: 'invalid_type' }])
    const long = 'k'.repeat(100_000)
    expect(codes({ [long]: 7 }, z.record(z.string(), z.string()))).toEqual([
      { path: ['k'.repeat(100)], code: 'invalid_type' },
    ])
  })

  it('says nothing of the values that it refuses', () => {
    const secret = 'hunter2-hunter2'
    for (const input of [
      { ...right, name: secret.repeat(9) },
      { ...right, actor: secret },
      { ...right, ids: secret },
    ])
      expect(JSON.stringify(codes(input))).not.toContain(secret)
  })

  it('refuses what throws while it is read', () => {
    const thrower = () => {
      throw new Error('mine')
    }
    const proxies = ['get', 'has', 'ownKeys', 'getOwnPropertyDescriptor', 'getPrototypeOf'] as const
    const inputs: unknown[] = proxies.map(trap => new Proxy({ ...right }, { [trap]: thrower }))
    inputs.push({
      ...right,
      get name() {
        return thrower()
      },
    })
    const revoked = Proxy.revocable({}, {})
    revoked.revoke()
    inputs.push(revoked.proxy, { ...right, actor: revoked.proxy })
    for (const input of inputs) expect(() => codes(input)).not.toThrow()
    expect(codes(inputs[0])).toEqual([{ path: [], code: 'unreadable' }])
    expect(codes(revoked.proxy)).toEqual([{ path: [], code: 'unreadable' }])
  })

  it('reads each field once, so that what was checked is what is used', () => {
    let reads = 0
    const shifting = {
      ...right,
      get name() {
        return reads++ === 0 ? 'Acme' : ({ evil: true } as unknown as string)
      },
    }
    expect(parseCommand(Command, shifting)).toEqual({ ok: true, value: right })
    expect(reads).toBe(1)
  })

  it('needs no more than linear time for huge inputs', () => {
    const time = (size: number): number => {
      const inputs = [
        { ...right, name: 'x'.repeat(size) },
        { ...right, ids: Array.from({ length: size / 10 }, () => 7) },
        Object.fromEntries(Array.from({ length: size / 10 }, (_, at) => [`k${at}`, at])),
        { ...right, idempotencyKey: ' '.repeat(size), correlationId: '\u{1F600}'.repeat(size) },
      ]
      const start = performance.now()
      for (const input of inputs) expect(parseCommand(Command, input).ok).toBe(false)
      return performance.now() - start
    }
    time(20_000)
    const small = Math.min(time(20_000), time(20_000), time(20_000))
    const large = Math.min(time(200_000), time(200_000))
    // Ten times the input: ten times the time, and not a hundred times; with room for a busy machine.
    expect(large).toBeLessThan(40 * small + 50)
  }, 30_000)
})

describe('parseCommand: a carried refusal', () => {
  const WithEmail = z.strictObject({ email: VerifiedEmailInput, name: z.string() })

  it('is the answer instead of input_invalid (EML-3)', () => {
    for (const email of [undefined, null, 'ada@acme.com', { local: 'ada', domain: 'acme.com', verifiedBy: 'me' }])
      expect(codes({ email, name: 'Ada' }, WithEmail)).toBe('email_not_verified')
  })

  it('comes before whatever else is wrong, and from any depth', () => {
    expect(codes({ name: 7, more: 1 }, WithEmail)).toBe('email_not_verified')
    expect(codes({ founders: [{ email: 'x', name: 'A' }] }, z.strictObject({ founders: z.array(WithEmail) }))).toBe(
      'email_not_verified',
    )
  })

  it('is not met by an address that was proven', () => {
    const email = unwrap(verifiedEmail('ada@acme.com', { by: 'mail-link' }))
    const parsed = parseCommand(WithEmail, { email, name: 'Ada' })
    expect(parsed.ok && parsed.value.email).toBe(email)
    expect(codes({ email: { ...email }, name: 'Ada' }, WithEmail)).toBe('email_not_verified')
  })
})
