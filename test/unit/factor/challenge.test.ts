import { describe, expect, it } from 'vitest'
import { newCode } from '../../../src/core/factor/delivered-code.ts'
import { factorSecrets, liveChallenges, userFactors } from '../../../src/core/factor/index.ts'
import { put } from '../../../src/core/kernel/index.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { seededRandom } from '../../../src/testing/fakes/index.ts'
import {
  answerWith,
  askedCode,
  byPassword,
  codesOf,
  createMfaWorld,
  enrolEmail,
  enrolKey,
  enrolSms,
  enrolTotp,
  type MfaWorld,
  MINUTE,
  mfaWorldOver,
  otherThan,
  PHONE,
  STEP,
  sessionWith,
  sharedBox,
} from '../../support/mfa-charter.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { as, codeOf, deactivate, OPERATOR, START, type World } from '../../support/world.ts'

const challenge = (world: MfaWorld, factorId: string, session = byPassword(world), more: object = {}) =>
  world.charter.mfa.challenge({ actor: world.ada, factorId, session, ...more })

const failing = async (world: MfaWorld, factorId: string, consecutive: number, lockedUntil?: number) => {
  const factors = [{ factorId, consecutive, recent: [], lockouts: 1 }]
  const failures = { factors, seenAt: START, ...(lockedUntil !== undefined && { lockedUntil }) }
  await world.write(put(userFactors, { ...(await world.own()), failures } as never))
}

const withSms = async (world: World) => {
  const mfa = await mfaWorldOver(world)
  return { mfa, ...(await enrolSms(mfa)) }
}

const refusals = {
  operator_not_allowed: async world => () =>
    world.charter.mfa.challenge({ actor: OPERATOR, factorId: 'x', session: byPassword(world) }),
  user_not_found: async world => () =>
    world.charter.mfa.challenge({ actor: as('nobody'), factorId: 'x', session: byPassword(world) }),
  user_deactivated: async world => {
    const { mfa, factorId } = await withSms(world)
    await deactivate(world, mfa.adaId)
    return () => challenge(mfa, factorId)
  },
  session_unproven: async world => {
    const { mfa, factorId } = await withSms(world)
    return () => challenge(mfa, factorId, sessionWith())
  },
  factor_not_found: async world => {
    const { mfa } = await withSms(world)
    return () => challenge(mfa, 'other')
  },
  enrollment_expired: async world => {
    const mfa = await mfaWorldOver(world)
    const begun = { actor: mfa.ada, kind: 'email_otp', session: byPassword(world) } as const
    const { factorId } = unwrap(await world.charter.mfa.enroll(begun))
    world.clock.advance(60 * MINUTE)
    return () => challenge(mfa, factorId)
  },
  factors_locked: async world => {
    const { mfa, factorId } = await withSms(world)
    await failing(mfa, factorId, 5, world.clock.now() + 1)
    return () => challenge(mfa, factorId)
  },
  factor_disabled: async world => {
    const { mfa, factorId } = await withSms(world)
    await failing(mfa, factorId, 100)
    return () => challenge(mfa, factorId)
  },
  factor_unreadable: async world => {
    const { mfa, factorId } = await withSms(world)
    const stored = await world.get(factorSecrets, mfa.adaId, factorId)
    await world.write(put(factorSecrets, { ...stored, sealed: 'x' } as never))
    return () => challenge(mfa, factorId)
  },
  step_up_required: async world => {
    const mfa = await mfaWorldOver(world)
    const { proof } = await enrolTotp(mfa)
    const begun = { actor: mfa.ada, kind: 'webauthn', session: sessionWith(proof) } as const
    const { factorId } = unwrap(await world.charter.mfa.enroll(begun))
    return () => challenge(mfa, factorId)
  },
  code_sent_lately: async world => {
    const { mfa, factorId } = await withSms(world)
    unwrap(await challenge(mfa, factorId))
    world.clock.advance(STEP - 1)
    return () => challenge(mfa, factorId)
  },
} satisfies Refusals<World['charter']['mfa']['challenge']>

describe('challenge', () => {
  itRefuses(refusals, { secrets: sharedBox() })

  it('makes nothing for what has its codes already, and still says who is locked out', async () => {
    const world = await createMfaWorld()
    const { factorId, proof } = await enrolTotp(world)
    await codesOf(world, proof)
    const id = String((await world.own())?.recovery?.id)
    const before = world.snapshot()
    expect(await challenge(world, factorId)).toMatchObject({ ok: true, value: { kind: 'totp', factorId } })
    expect(await challenge(world, id)).toMatchObject({ ok: true, value: { kind: 'recovery_code', factorId: id } })
    expect(world.snapshot()).toEqual(before)
    await failing(world, id, 5, START + 1)
    for (const each of [factorId, id]) expect(codeOf(await challenge(world, each))).toBe('factors_locked')
  })

  it('sends a new code to the number as it was enrolled (MFA-10)', async () => {
    const world = await createMfaWorld()
    const { factorId } = await enrolSms(world)
    const sent = await challenge(world, factorId)
    const expiresAt = START + STEP + 10 * MINUTE
    expect(unwrap(sent)).toEqual({ kind: 'sms', factorId, expiresAt, hint: '56' })
    expect(sent.ok && sent.effects).toMatchObject([
      { kind: 'deliver_code', payload: { factorId, expiresAt }, secret: { phoneNumber: PHONE } },
    ])
  })

  it('sends five messages an hour at most, and none within half a minute of another (MFA-10)', async () => {
    const world = await createMfaWorld()
    const { factorId } = await enrolSms(world)
    for (let sent = 1; sent < 5; sent++) {
      expect(codeOf(await challenge(world, factorId))).toBe('ok')
      expect(await challenge(world, factorId)).toMatchObject({
        refusal: {
          code: 'code_sent_lately',
          facts: { until: sent < 4 ? world.clock.now() + STEP : START + 60 * MINUTE },
        },
      })
      world.clock.advance(STEP)
    }
    expect(await challenge(world, factorId)).toMatchObject({ refusal: { facts: { until: START + 60 * MINUTE } } })
    world.clock.set(START + 60 * MINUTE - 1)
    expect(codeOf(await challenge(world, factorId))).toBe('code_sent_lately')
    world.clock.set(START + 60 * MINUTE)
    expect(codeOf(await challenge(world, factorId))).toBe('ok')
    expect(codeOf(await challenge(world, factorId))).toBe('code_sent_lately')
  })

  it('sends no more after a right answer, a restart or a clock that went back (MFA-10, INV-25)', async () => {
    const world = await createMfaWorld()
    const { factorId } = await enrolEmail(world)
    expect(codeOf(await answerWith(world, factorId, await askedCode(world, factorId)))).toBe('ok')
    expect(codeOf(await challenge(world, factorId))).toBe('code_sent_lately')
    const session = sessionWith({ method: 'password', at: 0 })
    world.clock.set(START - 60 * MINUTE)
    const later = world.restarted().mfa.challenge({ actor: world.ada, factorId, session })
    expect(codeOf(await later)).toBe('code_sent_lately')
  })

  it('makes a new challenge for a key, and for one that waits to be registered', async () => {
    const world = await createMfaWorld()
    const { factorId, proof } = await enrolKey(world)
    const [one, two] = [unwrap(await challenge(world, factorId)), unwrap(await challenge(world, factorId))]
    expect(one).toMatchObject({ kind: 'webauthn', credential: { id: 'a2V5' }, expiresAt: START + 10 * MINUTE })
    expect((one as { challenge: string }).challenge).not.toBe((two as { challenge: string }).challenge)
    const begun = { actor: world.ada, kind: 'webauthn', session: sessionWith(proof) } as const
    const waiting = unwrap(await world.charter.mfa.enroll(begun)).factorId
    expect(unwrap(await challenge(world, waiting, sessionWith(proof)))).not.toHaveProperty('credential')
    expect(world.all(liveChallenges)).toHaveLength(2)
  })

  it('lets nobody choose the key of a registration by less than what began it (MFA-13)', async () => {
    const world = await createMfaWorld()
    const session = byPassword(world)
    const begun = { actor: world.ada, kind: 'webauthn', session } as const
    const { factorId } = unwrap(await world.charter.mfa.enroll(begun))
    world.clock.advance(10 * MINUTE)
    const before = world.snapshot()
    expect(await challenge(world, factorId, session)).toMatchObject({
      refusal: { code: 'step_up_required', facts: { byFactor: false } },
    })
    expect(world.snapshot()).toEqual(before)
    expect(codeOf(await challenge(world, factorId))).toBe('ok')
  })

  it('keeps of a challenge for a repeat nothing in the clear (INV-21)', async () => {
    const world = await createMfaWorld()
    const { factorId } = await enrolKey(world)
    const session = byPassword(world)
    const first = await challenge(world, factorId, session, { idempotencyKey: 'k' })
    expect(await challenge(world, factorId, session, { idempotencyKey: 'k' })).toEqual({ ...first, repeated: true })
  })

  it('resets no failures (MFA-9)', async () => {
    const world = await createMfaWorld()
    const { factorId } = await enrolSms(world)
    const code = await askedCode(world, factorId)
    await answerWith(world, factorId, otherThan(code))
    const before = (await world.own())?.failures
    world.clock.advance(STEP)
    await challenge(world, factorId)
    expect((await world.own())?.failures).toEqual(before)
  })
})

describe('newCode', () => {
  it('gives every code the same share: numbers above the last full million are drawn anew', () => {
    const drawn = (...numbers: readonly number[]) => {
      let index = 0
      return newCode(() => {
        const bytes = new Uint8Array(4)
        new DataView(bytes.buffer).setUint32(0, numbers[index++] ?? 0)
        return bytes
      })
    }
    expect(drawn(4_293_999_999)).toBe('999999')
    expect(drawn(4_294_000_000, 7)).toBe('000007')
    expect(drawn(2 ** 32 - 1, 4_294_967_000, 1_000_000)).toBe('000000')
    expect(drawn(2_147_483_648)).toBe('483648')
  })

  it('does not wait for ever for randomness that is none', () => {
    expect(() => newCode(() => new Uint8Array(4).fill(255))).toThrow('again and again')
  })

  it('favours no digit at any place', () => {
    const draws = 20_000
    const random = seededRandom(5)
    const codes = Array.from({ length: draws }, () => newCode(random))
    for (const place of [0, 1, 2, 3, 4, 5]) {
      const expected = draws / 10
      const counts = [...'0123456789'].map(digit => codes.filter(code => code[place] === digit).length)
      const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
      // Nine degrees of freedom: one in 100,000 is above 39.
      expect(chiSquare).toBeLessThan(39)
    }
  })
})
