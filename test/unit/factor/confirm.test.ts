import { describe, expect, it } from 'vitest'
import {
  credentialHolders,
  factorSecrets,
  liveChallenges,
  revokedFactors,
  userFactors,
} from '../../../src/core/factor/index.ts'
import { put } from '../../../src/core/kernel/index.ts'
import { type User, users } from '../../../src/core/user/index.ts'
import { createCharter } from '../../../src/runtime/create-charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import {
  answerWith,
  byPassword,
  codeAt,
  codesOf,
  createMfaWorld,
  credentialOf,
  deliveredIn,
  enrolEmail,
  enrolKey,
  enrolSms,
  enrolTotp,
  type MfaWorld,
  MINUTE,
  mfaWorldOver,
  nextCode,
  otherThan,
  PHONE,
  STEP,
  sessionWith,
  sharedBox,
  told,
  wrongCode,
} from '../../support/mfa-charter.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { as, codeOf, deactivate, noted, OPERATOR, START, type World } from '../../support/world.ts'

const begin = async (world: MfaWorld, kind: 'totp' | 'webauthn' | 'sms' | 'email_otp', session = byPassword(world)) => {
  const of = kind === 'sms' ? { kind, phoneNumber: PHONE } : { kind }
  const answer = await world.charter.mfa.enroll({ actor: world.ada, session, ...of } as never)
  const value = unwrap(answer) as unknown as { factorId: string; secret: string; challenge: string }
  return { ...value, answer }
}

const confirm = (world: MfaWorld, factorId: string, given: object) =>
  world.charter.mfa.confirm({ actor: world.ada, factorId, ...given } as never)

const withTotp = async (world: World) => {
  const mfa = await mfaWorldOver(world)
  return { mfa, ...(await begin(mfa, 'totp')) }
}

const refusals = {
  operator_not_allowed: async world => {
    const { factorId } = await withTotp(world)
    return () => world.charter.mfa.confirm({ actor: OPERATOR, factorId, code: '000000' })
  },
  user_not_found: async world => () =>
    world.charter.mfa.confirm({ actor: as('nobody'), factorId: 'x', code: '000000' }),
  user_deactivated: async world => {
    const { mfa, factorId } = await withTotp(world)
    await deactivate(world, mfa.adaId)
    return () => confirm(mfa, factorId, { code: '000000' })
  },
  factor_not_found: async world => {
    const { mfa } = await withTotp(world)
    return () => confirm(mfa, 'other', { code: '000000' })
  },
  factor_active: async world => {
    const mfa = await mfaWorldOver(world)
    const { factorId, secret } = await enrolTotp(mfa)
    return () => confirm(mfa, factorId, { code: codeAt(secret, world.clock.now()) })
  },
  enrollment_expired: async world => {
    const { mfa, factorId, secret } = await withTotp(world)
    world.clock.advance(60 * MINUTE)
    return () => confirm(mfa, factorId, { code: codeAt(secret, world.clock.now()) })
  },
  factors_locked: async world => {
    const { mfa, factorId, secret } = await withTotp(world)
    for (let count = 0; count < 5; count++) await confirm(mfa, factorId, { code: wrongCode(secret, world.clock.now()) })
    return () => confirm(mfa, factorId, { code: codeAt(secret, world.clock.now()) })
  },
  factor_disabled: async world => {
    const { mfa, factorId, secret } = await withTotp(world)
    const own = await mfa.own()
    const failures = { factors: [{ factorId, consecutive: 100, recent: [], lockouts: 7 }], seenAt: START }
    await world.write(put(userFactors, { ...own, failures } as never))
    return () => confirm(mfa, factorId, { code: codeAt(secret, world.clock.now()) })
  },
  factor_unreadable: async world => {
    const { mfa, factorId, secret } = await withTotp(world)
    const stored = await world.get(factorSecrets, mfa.adaId, factorId)
    await world.write(put(factorSecrets, { ...stored, sealed: 'v1.k1.00.00' } as never))
    return () => confirm(mfa, factorId, { code: codeAt(secret, world.clock.now()) })
  },
  answer_unfit: async world => {
    const { mfa, factorId } = await withTotp(world)
    return () => confirm(mfa, factorId, { credential: credentialOf('YWJj') })
  },
  totp_code_malformed: async world => {
    const { mfa, factorId } = await withTotp(world)
    return () => confirm(mfa, factorId, { code: '12345' })
  },
  totp_code_wrong: async world => {
    const { mfa, factorId, secret } = await withTotp(world)
    return () => confirm(mfa, factorId, { code: wrongCode(secret, world.clock.now()) })
  },
  code_malformed: async world => {
    const mfa = await mfaWorldOver(world)
    const { factorId } = await begin(mfa, 'sms')
    return () => confirm(mfa, factorId, { code: '12345' })
  },
  code_wrong: async world => {
    const mfa = await mfaWorldOver(world)
    const { factorId, answer } = await begin(mfa, 'sms')
    return () => confirm(mfa, factorId, { code: otherThan(deliveredIn(answer)) })
  },
  code_not_asked: async world => {
    const mfa = await mfaWorldOver(world)
    const { factorId, answer } = await begin(mfa, 'sms')
    world.clock.advance(10 * MINUTE)
    return () => confirm(mfa, factorId, { code: deliveredIn(answer) })
  },
  credential_taken: async world => {
    const mfa = await mfaWorldOver(world)
    const { proof } = await enrolKey(mfa)
    const { factorId, challenge } = await begin(mfa, 'webauthn', sessionWith(proof))
    return () => confirm(mfa, factorId, { credential: credentialOf(challenge) })
  },
} satisfies Omit<Refusals<World['charter']['mfa']['confirm']>, 'totp_code_used' | 'totp_clock_behind'>

describe('confirm', () => {
  itRefuses(refusals, { secrets: sharedBox() }, ['totp_code_wrong', 'code_wrong'])

  it('makes a TOTP factor active, tells the user, and gives a proof: confirming is using (MFA-1, MFA-7, MFA-13)', async () => {
    const world = await createMfaWorld()
    const { factorId, secret } = await begin(world, 'totp')
    const answer = await confirm(world, factorId, { code: codeAt(secret, START) })
    const proof = { method: 'totp', at: START, factorId }
    expect(unwrap(answer)).toEqual({ factor: { id: factorId, kind: 'totp' }, proof, recoveryCodesLeft: 0 })
    expect(answer.ok && answer.effects).toMatchObject([
      { kind: 'notify_user', payload: { about: 'factor_enrolled', userId: world.adaId, factorId, kind: 'totp' } },
    ])
    expect(await world.own()).toMatchObject({
      edition: 2,
      factors: [{ id: factorId, status: 'active', confirmedAt: START, lastStep: START / STEP }],
    })
    expect(noted(world.entries(world.acme.id).at(-1))).toMatchObject({
      action: 'mfa.confirm',
      rules: ['MFA-1', 'MFA-13', 'MFA-7'],
      targets: [`user_factors/${world.adaId}`],
    })
    const signIn = { userId: world.adaId, session: sessionWith(...byPassword(world).authenticated, proof as never) }
    expect(unwrap(await world.charter.mfa.evaluateSignIn(signIn))).toMatchObject({ kind: 'allow', aal: 2 })
  })

  it('uses up the step of the code, and those before it (MFA-8, INV-16)', async () => {
    const world = await createMfaWorld()
    const { factorId, secret } = await begin(world, 'totp')
    unwrap(await confirm(world, factorId, { code: codeAt(secret, START) }))
    for (const at of [START - STEP, START])
      expect(codeOf(await answerWith(world, factorId, codeAt(secret, at)))).toBe('totp_code_used')
    expect(codeOf(await answerWith(world, factorId, codeAt(secret, START + STEP)))).toBe('ok')
    // Its clock is one step ahead: until then no code is free, and none is a guess.
    expect(codeOf(await answerWith(world, factorId, codeAt(secret, START + STEP)))).toBe('totp_clock_behind')
    expect((await world.own())?.failures?.factors).toEqual([])
  })

  it.each(['sms', 'email_otp'] as const)(
    'makes %s active by the code that was delivered, once (MFA-10)',
    async kind => {
      const world = await createMfaWorld()
      const { factorId, answer } = await begin(world, kind)
      const code = deliveredIn(answer)
      const confirmed = unwrap(await confirm(world, factorId, { code }))
      expect(confirmed.proof).toEqual({ method: kind, at: START, factorId })
      expect(world.all(liveChallenges)).toEqual([])
      expect(codeOf(await confirm(world, factorId, { code }))).toBe('factor_active')
      expect(codeOf(await answerWith(world, factorId, code))).toBe('code_not_asked')
    },
  )

  it('takes the code that was sent last, and for the factor that it was sent for', async () => {
    const world = await createMfaWorld()
    const [sms, mail] = [await begin(world, 'sms'), await begin(world, 'email_otp')]
    world.clock.advance(STEP)
    const again = await world.charter.mfa.challenge({
      actor: world.ada,
      factorId: sms.factorId,
      session: byPassword(world),
    })
    expect(again).toMatchObject({ ok: true, value: { hint: '56' } })
    expect(codeOf(await confirm(world, sms.factorId, { code: deliveredIn(sms.answer) }))).toBe('code_wrong')
    expect(codeOf(await confirm(world, sms.factorId, { code: deliveredIn(mail.answer) }))).toBe('code_wrong')
    expect(codeOf(await confirm(world, sms.factorId, { code: deliveredIn(again) }))).toBe('ok')
  })

  it('takes no code that was sent to an address which is the user’s no more (EML-5)', async () => {
    const world = await createMfaWorld()
    const { factorId, answer } = await begin(world, 'email_otp')
    const user = (await world.get(users, world.adaId)) as User
    await world.write(put(users, { ...user, email: { local: 'other', domain: 'acme-hq.com' } } as never))
    expect(codeOf(await confirm(world, factorId, { code: deliveredIn(answer) }))).toBe('code_wrong')
    await world.write(put(users, user))
    expect(codeOf(await confirm(world, factorId, { code: deliveredIn(answer) }))).toBe('ok')
  })

  it('puts a number in the place of the one before, which never comes back (INV-17)', async () => {
    const world = await createMfaWorld()
    const first = await enrolSms(world)
    const { factorId, answer } = await begin(world, 'sms', sessionWith(first.proof))
    expect((await world.own())?.factors.map(({ status }) => status)).toEqual(['active', 'pending'])
    unwrap(await confirm(world, factorId, { code: deliveredIn(answer) }))
    expect((await world.own())?.factors.map(({ id }) => id)).toEqual([factorId])
    expect(world.all(revokedFactors)).toMatchObject([{ factorId: first.factorId, kind: 'sms', why: 'replaced' }])
    expect(world.all(factorSecrets).map(secret => secret.factorId)).toEqual([factorId])
    expect(codeOf(await answerWith(world, first.factorId, '000000'))).toBe('factor_not_found')
  })

  it('ends what was begun without a proof by a factor, once the first is active (MFA-13)', async () => {
    const world = await createMfaWorld()
    const [stolen, own] = [await begin(world, 'totp'), await begin(world, 'webauthn')]
    unwrap(await confirm(world, own.factorId, { credential: credentialOf(own.challenge) }))
    const code = codeAt(stolen.secret, world.clock.now())
    expect(codeOf(await confirm(world, stolen.factorId, { code }))).toBe('factor_not_found')
    expect([world.all(factorSecrets), world.all(liveChallenges)]).toEqual([[], []])
  })

  it('leaves what was begun with a proof by a factor', async () => {
    const world = await createMfaWorld()
    const { proof } = await enrolKey(world)
    const [one, two] = [await begin(world, 'totp', sessionWith(proof)), await begin(world, 'totp', sessionWith(proof))]
    for (const { factorId, secret } of [one, two])
      expect(codeOf(await confirm(world, factorId, { code: codeAt(secret, world.clock.now()) }))).toBe('ok')
    expect((await world.own())?.edition).toBe(4)
  })

  it('enrols a key over the challenge that was made for it, once, and for one user (MFA-1)', async () => {
    const world = await createMfaWorld()
    const [one, two] = [await begin(world, 'webauthn'), await begin(world, 'webauthn')]
    expect(codeOf(await confirm(world, one.factorId, { credential: credentialOf(two.challenge) }))).toBe('code_wrong')
    const credential = { ...credentialOf(one.challenge), userVerified: true }
    const { proof } = unwrap(await confirm(world, one.factorId, { credential }))
    expect(proof).toEqual({ method: 'webauthn', at: START, factorId: one.factorId, userVerified: true })
    expect(world.all(credentialHolders)).toMatchObject([{ userId: world.adaId, factorId: one.factorId }])
    expect((await world.own())?.factors).toMatchObject([{ credential: { id: 'a2V5', counter: 1 } }])
    const globex = await world.found('Globex')
    const theirs = { ...world, ada: globex.admin } as MfaWorld
    const { factorId, challenge } = await begin(theirs, 'webauthn')
    expect(codeOf(await confirm(theirs, factorId, { credential: credentialOf(challenge) }))).toBe('credential_taken')
    expect(codeOf(await confirm(theirs, factorId, { credential: credentialOf(challenge, 'b3RoZXI') }))).toBe('ok')
  })

  it('confirms nothing that was begun by somebody else', async () => {
    const world = await createMfaWorld()
    const { factorId, secret } = await begin(world, 'totp')
    const globex = await world.found('Globex')
    const code = codeAt(secret, START)
    expect(codeOf(await world.charter.mfa.confirm({ actor: globex.admin, factorId, code }))).toBe('factor_not_found')
  })

  it.each<readonly [string, object, string]>([
    ['nothing', {}, 'answer_unfit'],
    ['both', { code: '000000', credential: credentialOf('YWJj') }, 'answer_unfit'],
    ...['', ' ', '12345', '1234567', '12 345', '１２３４５６', '-12345', '12345\n', '1e5000'].map(
      code => [JSON.stringify(code), { code }, 'totp_code_malformed'] as const,
    ),
    ...[null, 123456, ['123456'], {}, true].map(code => [JSON.stringify(code), { code }, 'input_invalid'] as const),
  ])('takes %s for no code, and counts no guess (INV-26)', async (_, given, code) => {
    const world = await createMfaWorld()
    const { factorId } = await begin(world, 'totp')
    const before = world.snapshot()
    expect(codeOf(await confirm(world, factorId, given))).toBe(code)
    expect(world.snapshot()).toEqual(before)
  })

  it('takes no code for a key, nor a registration for a code', async () => {
    const world = await createMfaWorld()
    const { factorId, challenge } = await begin(world, 'webauthn')
    expect(codeOf(await confirm(world, factorId, { code: '000000' }))).toBe('answer_unfit')
    const both = { code: '000000', credential: credentialOf(challenge) }
    expect(codeOf(await confirm(world, factorId, both))).toBe('answer_unfit')
  })

  it('counts wrong codes under the factor, and takes them back by its success alone (MFA-9)', async () => {
    const world = await createMfaWorld()
    const first = await enrolTotp(world)
    const begun = await begin(world, 'totp', sessionWith(first.proof))
    const wrong = wrongCode(begun.secret, START)
    for (let count = 0; count < 3; count++)
      expect(codeOf(await confirm(world, begun.factorId, { code: wrong }))).toBe('totp_code_wrong')
    expect((await world.own())?.failures?.factors).toMatchObject([{ factorId: begun.factorId, consecutive: 3 }])
    expect(codeOf(await answerWith(world, first.factorId, nextCode(world, first)))).toBe('ok')
    expect((await world.own())?.failures?.factors).toMatchObject([{ factorId: begun.factorId, consecutive: 3 }])
    expect(codeOf(await confirm(world, begun.factorId, { code: codeAt(begun.secret, world.clock.now()) }))).toBe('ok')
    expect((await world.own())?.failures?.factors).toEqual([])
  })

  it('looks at no answer of whoever is locked out, and tells the user that they are (MFA-9)', async () => {
    const world = await createMfaWorld()
    const { factorId, secret } = await begin(world, 'totp')
    for (let count = 0; count < 5; count++) await confirm(world, factorId, { code: wrongCode(secret, START) })
    expect(told(world)).toEqual(['factors_locked'])
    const until = START + 15 * MINUTE
    const before = world.snapshot()
    for (const code of [codeAt(secret, START), wrongCode(secret, START), 'x'])
      expect(await confirm(world, factorId, { code })).toMatchObject({
        refusal: { code: 'factors_locked', facts: { until } },
      })
    expect(world.snapshot()).toEqual(before)
    world.clock.advance(15 * MINUTE)
    expect(codeOf(await confirm(world, factorId, { code: codeAt(secret, world.clock.now()) }))).toBe('ok')
  })

  it('counts nothing where a code could not be checked, for want of the key (MFA-16)', async () => {
    const world = await createMfaWorld()
    const { factorId, answer } = await begin(world, 'sms')
    const keyless = createCharter<string>({
      store: world.store,
      clock: world.clock.now,
      secrets: { seal: () => 'x', open: () => null },
    })
    const before = world.snapshot()
    const code = deliveredIn(answer)
    expect(codeOf(await keyless.mfa.confirm({ actor: world.ada, factorId, code }))).toBe('factor_unreadable')
    const mail = await begin(world, 'email_otp')
    expect(codeOf(await keyless.mfa.confirm({ actor: world.ada, factorId: mail.factorId, code }))).toBe(
      'factor_unreadable',
    )
    expect((await world.own())?.failures).toBeUndefined()
    expect(before.size).toBeLessThan(world.snapshot().size)
  })

  it('says how many recovery codes there are', async () => {
    const world = await createMfaWorld()
    const { proof } = await enrolEmail(world)
    await codesOf(world, proof)
    const { factorId, challenge } = await begin(world, 'webauthn', sessionWith(proof))
    const value = unwrap(await confirm(world, factorId, { credential: credentialOf(challenge) }))
    expect(value).toMatchObject({ recoveryCodesLeft: 10 })
  })
})
