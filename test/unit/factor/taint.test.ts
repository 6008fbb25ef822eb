import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import type { Answer } from '../../../src/runtime/execute.ts'
import { type RefusedError, unwrap } from '../../../src/runtime/unwrap.ts'
import { useCases } from '../../../src/runtime/use-cases.ts'
import {
  answerWith,
  byPassword,
  createMfaWorld,
  deliveredIn,
  enrolTotp,
  fromBase32,
  type MfaWorld,
  MINUTE,
  otherThan,
  PHONE,
  remembering,
  STEP,
  sessionWith,
} from '../../support/mfa-charter.ts'
import { codeOf } from '../../support/world.ts'

/** A text in the ways in which it could stand somewhere. */
const forms = (text: string): readonly string[] => [
  text,
  Buffer.from(text).toString('base64').replace(/=+$/, ''),
  Buffer.from(text).toString('hex'),
  encodeURIComponent(text),
]

/** Of six digits only the whole number: such a run stands in many an instant by chance. */
const occurs = (secret: string, where: string): boolean =>
  /^[0-9]{6}$/.test(secret)
    ? new RegExp(`(?<![0-9a-f])${secret}(?![0-9a-f])`).test(where)
    : forms(secret).some(form => where.includes(form))

type Seen = { readonly secrets: Map<string, string>; readonly answers: { told: unknown; may: readonly string[] }[] }

/** Notes what was answered, but for the one place that is meant to carry a secret. */
const note = (seen: Seen, answer: Answer<unknown>, ...may: readonly string[]): void => {
  const effects = answer.ok ? answer.effects.map(({ secret: _, ...effect }) => effect) : []
  seen.answers.push({ told: answer.ok ? { ...answer, effects } : answer, may })
  if (answer.ok) return
  try {
    unwrap(answer)
  } catch (error) {
    const thrown = error as RefusedError
    seen.answers.push({ told: { message: thrown.message, stack: thrown.stack, all: { ...thrown } }, may: [] })
  }
}

/** Everything that there is to do with factors, right and wrong, each with a key for repeats. */
const everything = async (world: MfaWorld): Promise<Seen> => {
  const seen: Seen = { secrets: new Map(), answers: [] }
  const { mfa } = world.charter
  const actor = world.ada
  let count = 0
  const keyed = () => ({ actor, idempotencyKey: `k${++count}` })
  const secret = (name: string, value: string): string => {
    seen.secrets.set(name, value)
    return value
  }
  const totp = await mfa.enroll({ ...keyed(), kind: 'totp', session: byPassword(world) })
  const begun = unwrap(totp) as { factorId: string; secret: string; uri: string }
  secret('base32', begun.secret)
  secret('hex', fromBase32(begun.secret).toString('hex'))
  note(seen, totp, 'base32')
  const factor = await enrolTotp(world)
  const { proof } = factor
  const session = sessionWith(...byPassword(world).authenticated, proof)
  const sms = await mfa.enroll({ ...keyed(), kind: 'sms', phoneNumber: secret('phone', PHONE), session })
  note(seen, sms)
  const { factorId } = unwrap(sms)
  const code = secret('code', deliveredIn(sms))
  note(seen, await mfa.confirm({ ...keyed(), factorId, code: otherThan(code) }))
  note(seen, await mfa.confirm({ ...keyed(), factorId, code }))
  world.clock.advance(STEP)
  const sent = await mfa.challenge({ ...keyed(), factorId, session })
  note(seen, sent)
  const second = secret('second code', deliveredIn(sent))
  for (const given of [otherThan(second), 'x', second])
    note(seen, await mfa.answer({ ...keyed(), session, answer: { kind: 'code', factorId, code: given } }))
  const made = await mfa.recoveryCodes({ ...keyed(), session })
  const { codes } = unwrap(made)
  for (const [index, each] of codes.entries()) secret(`recovery ${index}`, each)
  note(seen, made, ...codes.map((_, index) => `recovery ${index}`))
  for (const each of [codes[0] as string, codes[0] as string, 'aaaaaa-aaaaaa-aaaaaa-aaaaaa'])
    note(seen, await mfa.answer({ ...keyed(), session, answer: { kind: 'recovery_code', code: each } }))
  await remembering(world)
  const trusted = await mfa.trustDevice({ ...keyed(), session })
  const token = unwrap(trusted).token
  secret('device', token.split('.')[1] as string)
  note(seen, trusted, 'device')
  const known = await mfa.answer({ ...keyed(), session, answer: { kind: 'device', token } })
  secret('next device', (unwrap(known) as { token: string }).token.split('.')[1] as string)
  note(seen, known, 'next device')
  note(seen, await mfa.answer({ ...keyed(), session, answer: { kind: 'device', token } }))
  const key = await mfa.enroll({ ...keyed(), kind: 'webauthn', session })
  secret('ceremony', (unwrap(key) as { challenge: string }).challenge)
  note(seen, key, 'ceremony')
  world.clock.advance(MINUTE)
  note(seen, await answerWith(world, factor.factorId, otherThan(codes[0] as string)))
  return seen
}

describe('secrets of factors (INV-21, MFA-16)', () => {
  it('stand in no record in the clear, in no entry, and in no outcome that is kept', async () => {
    const world = await createMfaWorld()
    const { secrets } = await everything(world)
    expect(secrets.size).toBe(18)
    expect([...world.store.records()].filter(({ ref }) => ref.startsWith('idempotency/')).length).toBeGreaterThan(12)
    for (const { ref, record } of world.store.records())
      for (const [name, secret] of secrets)
        expect(occurs(secret, JSON.stringify(record)), `${name} in ${ref}`).toBe(false)
  })

  it('are told by the one answer that is meant to carry them, and by no other, no refusal and no error', async () => {
    const world = await createMfaWorld()
    const { secrets, answers } = await everything(world)
    expect(answers.length).toBeGreaterThan(15)
    for (const { told, may } of answers)
      for (const [name, secret] of secrets)
        if (!may.includes(name))
          expect(occurs(secret, JSON.stringify(told)), `${name} in ${JSON.stringify(told)}`).toBe(false)
    for (const name of ['base32', 'device', 'next device', 'ceremony', 'recovery 0'])
      expect(
        answers.some(({ told, may }) => may.includes(name) && occurs(String(secrets.get(name)), JSON.stringify(told))),
        name,
      ).toBe(true)
  })

  it('would be found where they were in the clear', async () => {
    for (const [secret, where] of [
      ['123456', '{"code":"123456"}'],
      [PHONE, `{"to":"${PHONE}"}`],
      [PHONE, JSON.stringify({ to: Buffer.from(PHONE).toString('hex') })],
    ] as const)
      expect(occurs(secret, where)).toBe(true)
    expect(occurs('123456', '{"at":1123456000}')).toBe(false)
  })

  it('are kept sealed for a repeat of every command that takes a code or a number', () => {
    type Any = { readonly name: string; readonly command: z.ZodType; readonly answers?: 'a_secret' }
    const all = Object.values(useCases).flatMap(room => Object.values<unknown>(room) as readonly Any[])
    const few = all.filter(it => {
      const fields = JSON.stringify(z.toJSONSchema(it.command, { unrepresentable: 'any', io: 'input' }))
      return 'plan' in it && /"(code|phoneNumber)":/.test(fields)
    })
    expect(few.map(({ name }) => name).sort()).toEqual(['mfa.answer', 'mfa.confirm', 'mfa.enroll'])
    for (const { name, answers } of few) expect([name, answers]).toEqual([name, 'a_secret'])
  })

  it('cannot be found out by trying all from what is kept of a command', async () => {
    const { fingerprintOf } = await import('../../../src/runtime/idempotency.ts')
    const world = await createMfaWorld()
    const session = byPassword(world)
    const command = { actor: world.ada, kind: 'sms', phoneNumber: PHONE, session } as const
    expect(codeOf(await world.charter.mfa.enroll({ ...command, idempotencyKey: 'k' }))).toBe('ok')
    expect(JSON.stringify([...world.store.records()])).not.toContain(fingerprintOf('mfa.enroll', command as never))
  })
})
