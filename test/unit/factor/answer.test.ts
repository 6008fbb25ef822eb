import { describe, expect, it } from 'vitest'
import { factorSecrets, liveChallenges, trustedDevices, userFactors } from '../../../src/core/factor/index.ts'
import { put } from '../../../src/core/kernel/index.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import {
  answerWith,
  askedCode,
  byPassword,
  codeAt,
  codesOf,
  createMfaWorld,
  enrolEmail,
  enrolKey,
  enrolSms,
  enrolTotp,
  type MfaWorld,
  MINUTE,
  mfaWorldOver,
  nextCode,
  otherThan,
  remembering,
  STEP,
  sessionWith,
  sharedBox,
  told,
  wrongCode,
} from '../../support/mfa-charter.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { as, codeOf, deactivate, noted, OPERATOR, START, type World } from '../../support/world.ts'

const answer = (world: MfaWorld, given: object, session = byPassword(world)) =>
  world.charter.mfa.answer({ actor: world.ada, session, answer: given } as never)

const challenged = async (world: MfaWorld, factorId: string): Promise<string> => {
  const made = unwrap(await world.charter.mfa.challenge({ actor: world.ada, session: byPassword(world), factorId }))
  return (made as { challenge: string }).challenge
}

const assertion = (challenge: string, more: object = {}) => ({
  assertion: { credentialId: 'a2V5', counter: 2, challenge, ...more },
})

/** A device that is remembered, and its token. */
const deviceOf = async (world: MfaWorld) => {
  const factor = await enrolTotp(world)
  await remembering(world)
  const session = sessionWith(...byPassword(world).authenticated, factor.proof)
  const trusted = unwrap(await world.charter.mfa.trustDevice({ actor: world.ada, session }))
  return { ...factor, ...trusted }
}

const CODE = { kind: 'code', factorId: 'none', code: '000000' } as const

const refusals = {
  operator_not_allowed: async world => {
    const session = byPassword(world)
    return () => world.charter.mfa.answer({ actor: OPERATOR, session, answer: CODE })
  },
  user_not_found: async world => {
    const session = byPassword(world)
    return () => world.charter.mfa.answer({ actor: as('nobody'), session, answer: CODE })
  },
  user_deactivated: async world => {
    const mfa = await mfaWorldOver(world)
    await deactivate(world, mfa.adaId)
    return () => answer(mfa, CODE)
  },
  session_unproven: async world => {
    const mfa = await mfaWorldOver(world)
    const factor = await enrolTotp(mfa)
    const code = nextCode(world, factor)
    return () => answer(mfa, { ...CODE, factorId: factor.factorId, code }, sessionWith())
  },
  factor_not_found: async world => {
    const mfa = await mfaWorldOver(world)
    return () => answer(mfa, CODE)
  },
  factor_pending: async world => {
    const mfa = await mfaWorldOver(world)
    const session = byPassword(world)
    const begun = unwrap(await world.charter.mfa.enroll({ actor: mfa.ada, kind: 'totp', session }))
    const { factorId, secret } = begun as { factorId: string; secret: string }
    return () => answer(mfa, { ...CODE, factorId, code: codeAt(secret, START) })
  },
  factor_disabled: async world => {
    const mfa = await mfaWorldOver(world)
    const factor = await enrolTotp(mfa)
    const failures = {
      factors: [{ factorId: factor.factorId, consecutive: 100, recent: [], lockouts: 7 }],
      seenAt: START,
    }
    await world.write(put(userFactors, { ...(await mfa.own()), failures } as never))
    const code = nextCode(world, factor)
    return () => answerWith(mfa, factor.factorId, code)
  },
  factors_locked: async world => {
    const mfa = await mfaWorldOver(world)
    const factor = await enrolTotp(mfa)
    for (let count = 0; count < 5; count++) await answerWith(mfa, factor.factorId, wrongCode(factor.secret, START))
    const code = nextCode(world, factor)
    return () => answerWith(mfa, factor.factorId, code)
  },
  factor_unreadable: async world => {
    const mfa = await mfaWorldOver(world)
    const factor = await enrolSms(mfa)
    const code = await askedCode(mfa, factor.factorId)
    const stored = await world.get(factorSecrets, mfa.adaId, factor.factorId)
    await world.write(put(factorSecrets, { ...stored, sealed: 'x' } as never))
    return () => answerWith(mfa, factor.factorId, code)
  },
  answer_unfit: async world => {
    const mfa = await mfaWorldOver(world)
    const { factorId } = await enrolTotp(mfa)
    return () => answer(mfa, { kind: 'webauthn', factorId, ...assertion('YWJj') })
  },
  totp_code_malformed: async world => {
    const mfa = await mfaWorldOver(world)
    const { factorId } = await enrolTotp(mfa)
    return () => answerWith(mfa, factorId, '12345')
  },
  totp_code_wrong: async world => {
    const mfa = await mfaWorldOver(world)
    const { factorId, secret } = await enrolTotp(mfa)
    return () => answerWith(mfa, factorId, wrongCode(secret, START))
  },
  totp_code_used: async world => {
    const mfa = await mfaWorldOver(world)
    const { factorId, secret } = await enrolTotp(mfa)
    return () => answerWith(mfa, factorId, codeAt(secret, START))
  },
  totp_clock_behind: async world => {
    const mfa = await mfaWorldOver(world)
    const { factorId, secret } = await enrolTotp(mfa)
    unwrap(await answerWith(mfa, factorId, codeAt(secret, START + STEP)))
    return () => answerWith(mfa, factorId, codeAt(secret, START + STEP))
  },
  code_malformed: async world => {
    const mfa = await mfaWorldOver(world)
    const { factorId } = await enrolSms(mfa)
    return () => answerWith(mfa, factorId, 'abcdef')
  },
  code_not_asked: async world => {
    const mfa = await mfaWorldOver(world)
    const { factorId } = await enrolSms(mfa)
    return () => answerWith(mfa, factorId, '000000')
  },
  code_wrong: async world => {
    const mfa = await mfaWorldOver(world)
    const { factorId } = await enrolSms(mfa)
    const code = await askedCode(mfa, factorId)
    return () => answerWith(mfa, factorId, otherThan(code))
  },
  recovery_codes_missing: async world => {
    const mfa = await mfaWorldOver(world)
    await enrolTotp(mfa)
    return () => answer(mfa, { kind: 'recovery_code', code: 'abcdef-abcdef-abcdef-abcdef' })
  },
  credential_unknown: async world => {
    const mfa = await mfaWorldOver(world)
    const { factorId } = await enrolKey(mfa)
    const challenge = await challenged(mfa, factorId)
    return () => answer(mfa, { kind: 'webauthn', factorId, ...assertion(challenge, { credentialId: 'b3RoZXI' }) })
  },
  credential_counter_behind: async world => {
    const mfa = await mfaWorldOver(world)
    const { factorId } = await enrolKey(mfa)
    const challenge = await challenged(mfa, factorId)
    return () => answer(mfa, { kind: 'webauthn', factorId, ...assertion(challenge, { counter: 1 }) })
  },
  device_token_wrong: async world => {
    const mfa = await mfaWorldOver(world)
    return () => answer(mfa, { kind: 'device', token: `none.${'0'.repeat(40)}` })
  },
} satisfies Refusals<World['charter']['mfa']['answer']>

describe('answer', () => {
  const counted = ['totp_code_wrong', 'totp_code_used', 'code_wrong', 'credential_unknown', 'credential_counter_behind']
  itRefuses(refusals, { secrets: sharedBox() }, counted)

  it('takes a code of an app, once, whatever the session or the repeat (MFA-8, INV-16)', async () => {
    const world = await createMfaWorld()
    const factor = await enrolTotp(world)
    const { factorId } = factor
    const code = nextCode(world, factor)
    const taken = await answerWith(world, factorId, code)
    const proof = { method: 'totp', at: START + STEP, factorId }
    expect(taken).toMatchObject({ ok: true, value: { kind: 'totp', proof }, effects: [] })
    expect((await world.own())?.factors).toMatchObject([{ usedAt: START + STEP, lastStep: START / STEP + 1 }])
    expect(noted(world.entries(world.acme.id).at(-1))).toMatchObject({
      action: 'mfa.answer',
      rules: ['INV-16', 'MFA-7'],
    })
    const others = [byPassword(world), sessionWith({ method: 'magic_link', at: START }), sessionWith(proof as never)]
    for (const session of others)
      expect(codeOf(await answerWith(world, factorId, code, { session }))).toBe('totp_code_used')
    unwrap(await world.charter.mfa.challenge({ actor: world.ada, session: byPassword(world), factorId }))
    expect(codeOf(await answerWith(world, factorId, code))).toBe('totp_code_used')
    const rules = () => noted(world.entries(world.acme.id).at(-1))?.rules
    expect(rules()).toEqual(['INV-16', 'MFA-9'])
    await answerWith(world, factorId, wrongCode(factor.secret, world.clock.now()))
    expect(rules()).toEqual(['MFA-9'])
  })

  it('takes no code again when the clock went back, after a restart either (INV-16, INV-25)', async () => {
    const world = await createMfaWorld()
    const factor = await enrolTotp(world)
    world.clock.advance(10 * STEP)
    const code = nextCode(world, factor)
    unwrap(await answerWith(world, factor.factorId, code))
    world.clock.set(START)
    const session = sessionWith({ method: 'password', at: START })
    const given = { kind: 'code', factorId: factor.factorId } as const
    const after = world.restarted()
    for (const text of [code, codeAt(factor.secret, START), codeAt(factor.secret, START + STEP)])
      expect(codeOf(await after.mfa.answer({ actor: world.ada, session, answer: { ...given, code: text } }))).toBe(
        'totp_clock_behind',
      )
    expect((await world.own())?.failures?.factors).toEqual([])
  })

  it.each(['sms', 'email_otp'] as const)(
    'takes a code by %s, once, and the last one alone (MFA-10, INV-16)',
    async kind => {
      const world = await createMfaWorld()
      const { factorId } = kind === 'sms' ? await enrolSms(world) : await enrolEmail(world)
      const first = await askedCode(world, factorId)
      world.clock.advance(STEP)
      const second = await askedCode(world, factorId)
      if (first !== second) expect(codeOf(await answerWith(world, factorId, first))).toBe('code_wrong')
      expect(codeOf(await answerWith(world, factorId, second))).toBe('ok')
      expect(codeOf(await answerWith(world, factorId, second))).toBe('code_not_asked')
      world.clock.advance(STEP)
      const third = await askedCode(world, factorId)
      if (second !== third) expect(codeOf(await answerWith(world, factorId, second))).toBe('code_wrong')
    },
  )

  it('takes a delivered code for ten minutes, and not at the end of them (INV-25)', async () => {
    const world = await createMfaWorld()
    const { factorId } = await enrolSms(world)
    const code = await askedCode(world, factorId)
    world.clock.advance(10 * MINUTE)
    expect(await answerWith(world, factorId, code)).toMatchObject({
      refusal: { code: 'code_not_asked', facts: { problem: 'expired' } },
    })
    const again = await askedCode(world, factorId)
    world.clock.advance(10 * MINUTE - 1)
    expect(codeOf(await answerWith(world, factorId, again))).toBe('ok')
  })

  it('ends a code with its fifth wrong try, though nobody is locked out (MFA-10)', async () => {
    const world = await createMfaWorld()
    const { factorId } = await enrolSms(world)
    const code = await askedCode(world, factorId)
    for (let tries = 1; tries <= 5; tries++) {
      expect(codeOf(await answerWith(world, factorId, otherThan(code)))).toBe('code_wrong')
      expect(world.all(liveChallenges)).toMatchObject([{ tries }])
      const { failures: _, ...forgiven } = (await world.own()) as never as { failures: unknown }
      await world.write(put(userFactors, forgiven as never))
    }
    expect(await answerWith(world, factorId, code)).toMatchObject({
      refusal: { code: 'code_not_asked', facts: { problem: 'tries_over' } },
    })
    expect(world.all(liveChallenges)[0]).not.toHaveProperty('sealedCodeHash')
  })

  it('takes a signature over the live challenge, once, by the key of the factor, whose counter goes on (MFA-1)', async () => {
    const world = await createMfaWorld()
    const { factorId } = await enrolKey(world)
    const challenge = await challenged(world, factorId)
    const given = { kind: 'webauthn', factorId, ...assertion(challenge, { userVerified: true }) }
    const proof = { method: 'webauthn', at: START, factorId, userVerified: true }
    expect(await answer(world, given)).toMatchObject({ ok: true, value: { kind: 'webauthn', proof } })
    expect((await world.own())?.factors).toMatchObject([{ credential: { counter: 2 } }])
    expect(codeOf(await answer(world, given))).toBe('code_not_asked')
    const [old, live] = [await challenged(world, factorId), await challenged(world, factorId)]
    const later = (text: string) => ({ kind: 'webauthn', factorId, ...assertion(text, { counter: 3 }) })
    expect(codeOf(await answer(world, later(old)))).toBe('code_wrong')
    world.clock.advance(10 * MINUTE)
    expect(codeOf(await answer(world, later(live)))).toBe('code_not_asked')
  })

  it('tells the user that there may be a copy of a key, whose signature is used up (WebAuthn §6.1.1)', async () => {
    const world = await createMfaWorld()
    const { factorId } = await enrolKey(world, {}, 'a2V5', 7)
    for (const counter of [7, 6, 0]) {
      const given = { kind: 'webauthn', factorId, ...assertion(await challenged(world, factorId), { counter }) }
      expect(codeOf(await answer(world, given))).toBe('credential_counter_behind')
      expect(codeOf(await answer(world, { ...given, ...assertion('YWJj', { counter: 8 }) }))).toBe('code_not_asked')
    }
    expect(told(world).filter(about => about === 'credential_cloned')).toHaveLength(3)
    expect((await world.own())?.failures?.factors).toMatchObject([{ factorId, consecutive: 3 }])
  })

  it('asks no counter of a key that has none', async () => {
    const world = await createMfaWorld()
    const { factorId } = await enrolKey(world, {}, 'a2V5', 0)
    for (let times = 0; times < 2; times++) {
      const given = assertion(await challenged(world, factorId), { counter: 0 })
      expect(codeOf(await answer(world, { kind: 'webauthn', factorId, ...given }))).toBe('ok')
    }
  })

  it('takes a recovery code once, tells the user, and warns when three are left (MFA-11, INV-16)', async () => {
    const world = await createMfaWorld()
    const { proof } = await enrolTotp(world)
    const codes = await codesOf(world, proof)
    const [first = ''] = codes
    const taken = await answer(world, { kind: 'recovery_code', code: first })
    expect(taken).toMatchObject({
      ok: true,
      value: { kind: 'recovery_code', proof: { method: 'recovery_code', at: START }, left: 9 },
    })
    expect(told(taken)).toEqual(['recovery_code_used'])
    expect(codeOf(await answer(world, { kind: 'recovery_code', code: first }))).toBe('code_wrong')
    const warned: number[] = []
    for (const code of codes.slice(1)) {
      const next = await answer(world, { kind: 'recovery_code', code })
      if (told(next).includes('recovery_codes_low')) warned.push((unwrap(next) as { left: number }).left)
    }
    expect(warned).toEqual([3])
    expect(codeOf(await answer(world, { kind: 'recovery_code', code: first }))).toBe('recovery_codes_missing')
  })

  it('forgives the case of a recovery code and its dashes, and nothing else', async () => {
    const world = await createMfaWorld()
    const { proof } = await enrolTotp(world)
    const [one = '', two = '', three = ''] = await codesOf(world, proof)
    for (const code of [one.toUpperCase(), two.replaceAll('-', ''), three.replace('-', '')])
      expect(codeOf(await answer(world, { kind: 'recovery_code', code }))).toBe('ok')
    const before = world.snapshot()
    for (const code of ['', ' ', ` ${one}`, `${one} `, one.slice(1), `${one}a`, one.replaceAll('-', '--')].concat(
      one.replaceAll('-', ' '),
      one.replaceAll('-', '‐'),
      `-${one}`,
      one.replace(/./, '1'),
      one.replace(/./, '\u212a'),
      one.replace(/./, 'ſ'),
    ))
      expect(codeOf(await answer(world, { kind: 'recovery_code', code })), code).toBe('code_malformed')
    for (const code of [null, 7, [one], {}])
      expect(codeOf(await answer(world, { kind: 'recovery_code', code }))).toBe('input_invalid')
    expect(world.snapshot()).toEqual(before)
  })

  it('takes no recovery code of somebody else, nor of a set that was replaced (MFA-11)', async () => {
    const world = await createMfaWorld()
    const { proof } = await enrolTotp(world)
    const [old = ''] = await codesOf(world, proof)
    const [fresh = ''] = await codesOf(world, proof)
    expect(codeOf(await answer(world, { kind: 'recovery_code', code: old }))).toBe('code_wrong')
    const globex = await world.found('Globex')
    const theirs = { ...world, ada: globex.admin, adaId: globex.adminId } as MfaWorld
    const factor = await enrolTotp(theirs)
    await codesOf(theirs, factor.proof)
    expect(codeOf(await answer(theirs, { kind: 'recovery_code', code: fresh }))).toBe('code_wrong')
    expect(codeOf(await answer(world, { kind: 'recovery_code', code: fresh }))).toBe('ok')
  })

  it('counts wrong recovery codes under their set, and takes none for a factor (MFA-9)', async () => {
    const world = await createMfaWorld()
    const { proof } = await enrolTotp(world)
    const [right = ''] = await codesOf(world, proof)
    const id = String((await world.own())?.recovery?.id)
    const wrong = 'aaaaaa-aaaaaa-aaaaaa-aaaaaa'
    expect(codeOf(await answer(world, { ...CODE, factorId: id }))).toBe('answer_unfit')
    for (let count = 0; count < 4; count++) await answer(world, { kind: 'recovery_code', code: wrong })
    expect((await world.own())?.failures?.factors).toMatchObject([{ factorId: id, consecutive: 4 }])
    expect(codeOf(await answer(world, { kind: 'recovery_code', code: right }))).toBe('ok')
    expect((await world.own())?.failures?.factors).toEqual([])
  })

  it('knows a device by its token, once, and gives another one (MFA-13, INV-16)', async () => {
    const world = await createMfaWorld()
    const { deviceId, token, until } = await deviceOf(world)
    const device = await world.get(trustedDevices, world.adaId, deviceId)
    const known = await answer(world, { kind: 'device', token })
    expect(known).toMatchObject({ ok: true, value: { kind: 'device', rememberedDevice: { deviceId }, until } })
    expect(await world.get(trustedDevices, world.adaId, deviceId)).toMatchObject({ at: device?.at })
    const next = (unwrap(known) as { token: string }).token
    expect(next).not.toBe(token)
    expect(codeOf(await answer(world, { kind: 'device', token }))).toBe('device_token_wrong')
    const session = { ...byPassword(world), rememberedDevice: { deviceId } }
    const signedIn = unwrap(await world.charter.mfa.evaluateSignIn({ userId: world.adaId, session }))
    expect(signedIn.kind).toBe('allow')
    expect(codeOf(await answer(world, { kind: 'device', token: next }))).toBe('ok')
  })

  it('counts a wrong token for nothing, and knows no device of another user', async () => {
    const world = await createMfaWorld()
    const { deviceId, token } = await deviceOf(world)
    const before = world.snapshot()
    for (const text of [
      '',
      '.',
      deviceId,
      `${deviceId}.`,
      `${deviceId}.${'0'.repeat(40)}`,
      `${token}0`,
      ` ${token}`,
      token.toUpperCase(),
    ])
      expect(codeOf(await answer(world, { kind: 'device', token: text }))).toBe('device_token_wrong')
    const globex = await world.found('Globex')
    const theirs = { ...world, ada: globex.admin } as MfaWorld
    expect(codeOf(await answer(theirs, { kind: 'device', token }))).toBe('device_token_wrong')
    expect(before.size).toBeGreaterThan(0)
    expect((await world.own())?.failures?.factors ?? []).toEqual([])
    expect(codeOf(await answer(world, { kind: 'device', token }))).toBe('ok')
  })

  it('forgets a device that was trusted before a factor changed, when it shows its token (MFA-13)', async () => {
    const world = await createMfaWorld()
    const { deviceId, token, proof } = await deviceOf(world)
    await enrolKey(world, { session: sessionWith(proof) })
    expect(codeOf(await answer(world, { kind: 'device', token: `${deviceId}.${'0'.repeat(40)}` }))).toBe(
      'device_token_wrong',
    )
    expect(world.all(trustedDevices)).toHaveLength(1)
    expect(codeOf(await answer(world, { kind: 'device', token }))).toBe('device_token_wrong')
    expect(world.all(trustedDevices)).toEqual([])
  })

  it.each([
    ['is empty', []],
    ['is of the future', [{ method: 'password', at: START + STEP + 1 }]],
    ['is by a factor that is none', [{ method: 'totp', at: START, factorId: 'other' }]],
    ['is by a factor of another kind', [{ method: 'sms', at: START, factorId: 'THE' }]],
  ])('looks at nothing where what was proven %s (MFA-17)', async (_, authenticated) => {
    const world = await createMfaWorld()
    const factor = await enrolTotp(world)
    const code = nextCode(world, factor)
    const own = authenticated.map(proof =>
      'factorId' in proof && proof.factorId === 'THE' ? { ...proof, factorId: factor.factorId } : proof,
    )
    const session = { authenticated: own } as never
    expect(codeOf(await answerWith(world, factor.factorId, code, { session }))).toBe('session_unproven')
    expect(codeOf(await answerWith(world, factor.factorId, code))).toBe('ok')
  })

  it.each(['', ' ', '12345', '1234567', '12 456', '１２３４５６', '-12345', '12345\n', '0x1234'])(
    'takes %j for no code of any kind, and counts no guess (INV-26)',
    async code => {
      const world = await createMfaWorld()
      const [sms] = [await enrolSms(world)]
      const totp = await enrolTotp(world, { session: sessionWith(sms.proof) })
      await askedCode(world, sms.factorId)
      const before = world.snapshot()
      expect(codeOf(await answerWith(world, totp.factorId, code))).toBe('totp_code_malformed')
      expect(codeOf(await answerWith(world, sms.factorId, code))).toBe('code_malformed')
      expect(world.snapshot()).toEqual(before)
    },
  )

  it('clears away with its commit what was not confirmed within an hour (INV-25)', async () => {
    const world = await createMfaWorld()
    const factor = await enrolTotp(world)
    for (const kind of ['totp', 'webauthn'] as const)
      unwrap(await world.charter.mfa.enroll({ actor: world.ada, kind, session: sessionWith(factor.proof) }))
    world.clock.advance(60 * MINUTE)
    expect(codeOf(await answerWith(world, factor.factorId, nextCode(world, factor)))).toBe('ok')
    expect((await world.own())?.factors.map(({ id }) => id)).toEqual([factor.factorId])
    expect(world.all(factorSecrets).map(({ factorId }) => factorId)).toEqual([factor.factorId])
    expect(world.all(liveChallenges)).toEqual([])
  })

  it('keeps failures that belong to no factor any more out of the record', async () => {
    const world = await createMfaWorld()
    const factor = await enrolTotp(world)
    const failures = { factors: [{ factorId: 'gone', consecutive: 3, recent: [START], lockouts: 0 }], seenAt: START }
    await world.write(put(userFactors, { ...(await world.own()), failures } as never))
    await answerWith(world, factor.factorId, wrongCode(factor.secret, START))
    expect((await world.own())?.failures?.factors.map(({ factorId }) => factorId)).toEqual([factor.factorId])
  })
})
