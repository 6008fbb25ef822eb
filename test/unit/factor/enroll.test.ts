import { isValidPhoneNumber } from 'libphonenumber-js'
import { describe, expect, it } from 'vitest'
import { FACTORS_PER_USER, factorSecrets, liveChallenges, userFactors } from '../../../src/core/factor/index.ts'
import { put } from '../../../src/core/kernel/index.ts'
import { organizations } from '../../../src/core/organization/index.ts'
import { type User, users } from '../../../src/core/user/index.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import {
  byPassword,
  codeAt,
  createMfaWorld,
  deliveredIn,
  enrolEmail,
  enrolSms,
  enrolTotp,
  type MfaWorld,
  MINUTE,
  mfaWorldOver,
  PHONE,
  STEP,
  sessionWith,
  sharedBox,
  wrongCode,
} from '../../support/mfa-charter.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { as, codeOf, deactivate, noted, OPERATOR, START, type World } from '../../support/world.ts'

type Kind = 'totp' | 'sms' | 'email_otp' | 'webauthn'

const enroll = (world: MfaWorld, kind: Kind, session = byPassword(world), more: object = {}) =>
  world.charter.mfa.enroll({
    actor: world.ada,
    kind,
    session,
    ...(kind === 'sms' && { phoneNumber: PHONE }),
    ...more,
  } as never)

const refusals = {
  operator_not_allowed: async world => {
    await mfaWorldOver(world)
    return () => world.charter.mfa.enroll({ actor: OPERATOR, kind: 'totp', session: byPassword(world) })
  },
  user_not_found: async world => () =>
    world.charter.mfa.enroll({ actor: as('nobody'), kind: 'totp', session: byPassword(world) }),
  user_deactivated: async world => {
    const mfa = await mfaWorldOver(world)
    await deactivate(world, mfa.adaId)
    return () => enroll(mfa, 'totp')
  },
  step_up_required: async world => {
    const mfa = await mfaWorldOver(world)
    return () => enroll(mfa, 'totp', sessionWith())
  },
  phone_number_invalid: async world => {
    const mfa = await mfaWorldOver(world)
    return () => enroll(mfa, 'sms', undefined, { phoneNumber: '030123456' })
  },
  code_sent_lately: async world => {
    const mfa = await mfaWorldOver(world)
    unwrap(await enroll(mfa, 'sms'))
    return () => enroll(mfa, 'sms')
  },
  factor_active: async world => {
    const mfa = await mfaWorldOver(world)
    const { proof } = await enrolEmail(mfa)
    return () => enroll(mfa, 'email_otp', sessionWith(proof))
  },
  factors_too_many: async world => {
    const mfa = await mfaWorldOver(world)
    for (let count = 0; count < FACTORS_PER_USER; count++) unwrap(await enroll(mfa, 'webauthn'))
    return () => enroll(mfa, 'totp')
  },
} satisfies Refusals<World['charter']['mfa']['enroll']>

describe('enroll', () => {
  itRefuses(refusals, { secrets: sharedBox() })

  it('gives a TOTP secret of 160 bits, its URI and its QR code, and stores it sealed (MFA-8, MFA-16)', async () => {
    const world = await createMfaWorld()
    const { value } = (await enroll(world, 'totp', undefined, { label: 'phone' })) as never as {
      value: { factorId: string; secret: string; uri: string; qr: string; expiresAt: number }
    }
    expect(value).toMatchObject({ kind: 'totp', expiresAt: START + 60 * MINUTE })
    expect(value.secret).toMatch(/^[A-Z2-7]{32}$/)
    expect(value.uri).toBe(
      `otpauth://totp/Acme:admin%40acme-hq.com?secret=${value.secret}&issuer=Acme&algorithm=SHA1&digits=6&period=30`,
    )
    expect(value.qr).toMatch(/^<svg /)
    expect(await world.own()).toMatchObject({ edition: 1, factors: [{ status: 'pending', label: 'phone' }] })
    const stored = await world.get(factorSecrets, world.adaId, value.factorId)
    const context = `factor/${world.adaId}/${value.factorId}`
    expect(sharedBox().open(String(stored?.sealed), context)).toMatch(/^[0-9a-f]{40}$/)
    expect(sharedBox().open(String(stored?.sealed), `factor/other/${value.factorId}`)).toBeNull()
    const entry = world.entries(world.acme.id).at(-1)
    expect(noted(entry)).toMatchObject({ action: 'mfa.enroll', targets: [`user_factors/${world.adaId}`] })
    expect(await world.charter.mfa.enroll({ actor: world.ada, kind: 'totp' })).toMatchObject({ ok: false })
  })

  it.each([
    ['Ü: & Sons', 'Ü: & Sons', '%C3%9C%20%20%26%20Sons'],
    [':', ':', undefined],
    ['a long name', '漢'.repeat(200), encodeURIComponent('漢'.repeat(60))],
    ['a name of emoji', '😀'.repeat(100), encodeURIComponent('😀'.repeat(60))],
  ])('writes an issuer without a colon that fits into a QR code, for %s', async (_, name, issuer) => {
    const world = await createMfaWorld()
    unwrap(await world.charter.organizations.rename({ actor: world.ada, organizationId: world.acme.id, name }))
    const long = { local: 'ü'.repeat(30) + 'a'.repeat(4), domain: `${'d'.repeat(60)}.${'e'.repeat(60)}.com` }
    const user = (await world.get(users, world.adaId)) as User
    await world.write(put(users, { ...user, email: long } as never))
    const begun = unwrap(await enroll(world, 'totp')) as unknown as { uri: string; qr: string }
    expect(begun.uri.slice(15).split('?')[0]).toBe(
      `${issuer ?? world.acme.id}:${encodeURIComponent(`${long.local}@${long.domain}`)}`,
    )
    expect(begun.qr).toMatch(/^<svg /)
    await world.write(put(users, user))
  })

  it('shows the issuer that the host set', async () => {
    const world = await createMfaWorld({ mfa: { issuer: 'Encoder' } })
    expect(unwrap(await enroll(world, 'totp'))).toMatchObject({
      uri: expect.stringContaining('otpauth://totp/Encoder:admin%40acme-hq.com?'),
    })
  })

  it('sends a code to a number, and keeps of it two digits to show (MFA-10, MFA-16)', async () => {
    const world = await createMfaWorld()
    const answer = await enroll(world, 'sms')
    const { factorId } = unwrap(answer)
    expect(answer).toMatchObject({ value: { kind: 'sms', hint: '56', answerBy: START + 10 * MINUTE } })
    const [effect] = answer.ok ? answer.effects : []
    expect(effect).toMatchObject({
      kind: 'deliver_code',
      payload: { userId: world.adaId, factorId, kind: 'sms', expiresAt: START + 10 * MINUTE },
      secret: { phoneNumber: PHONE, code: expect.stringMatching(/^[0-9]{6}$/) },
    })
    expect(JSON.stringify(effect?.payload)).not.toContain(PHONE)
  })

  it('sends a code to the one stored address, as it is spelled there (EML-5)', async () => {
    const world = await createMfaWorld()
    const answer = await enroll(world, 'email_otp')
    expect(answer.ok && answer.effects).toMatchObject([
      { kind: 'deliver_code', payload: { kind: 'email_otp', email: 'admin@acme-hq.com' } },
    ])
  })

  it('gives a challenge of 32 bytes for a key, of which it keeps the hash', async () => {
    const world = await createMfaWorld()
    const begun = unwrap(await enroll(world, 'webauthn')) as unknown as { challenge: string; factorId: string }
    expect(begun).toMatchObject({ challenge: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) })
    const live = await world.get(liveChallenges, world.adaId, begun.factorId)
    expect(live?.challengeHash).toMatch(/^[0-9a-f]{64}$/)
  })

  it.each([
    ...[
      '',
      ' ',
      '+',
      '+0123456',
      '49301234',
      '+49 30 1234',
      '+4930123456789012',
      '+49301234x',
      '+４９３０１２３',
      '+49301\n',
    ],
  ])('takes %j for no number (MFA-1)', async phoneNumber => {
    const world = await createMfaWorld()
    expect(codeOf(await enroll(world, 'sms', undefined, { phoneNumber }))).toBe('phone_number_invalid')
  })

  it.each([
    ['says no', () => false],
    ['says something else', () => 'yes'],
    ['promises', async () => true],
    [
      'throws',
      () => {
        throw new Error('down')
      },
    ],
  ])('takes no number where the host’s function %s (INV-28)', async (_, isPhoneNumber) => {
    const world = await createMfaWorld({ mfa: { isPhoneNumber: isPhoneNumber as never } })
    expect(codeOf(await enroll(world, 'sms'))).toBe('phone_number_invalid')
  })

  it('lets a library judge numbers (MFA-1)', async () => {
    const world = await createMfaWorld({ mfa: { isPhoneNumber: isValidPhoneNumber } })
    // Berlin has a subscriber number after 30, and no country has the code 999.
    const judged = ['+4930123456', '+4930', '+999123456789'].map(async phoneNumber =>
      codeOf(await enroll(world, 'sms', undefined, { phoneNumber })),
    )
    expect(await Promise.all(judged)).toEqual(['ok', 'phone_number_invalid', 'phone_number_invalid'])
  })

  it('asks the host only of what is a number, and takes none that is not (INV-28)', async () => {
    const asked: string[] = []
    const isPhoneNumber = (number: string) => asked.push(number) > 0
    const world = await createMfaWorld({ mfa: { isPhoneNumber } })
    expect(codeOf(await enroll(world, 'sms', undefined, { phoneNumber: '12' }))).toBe('phone_number_invalid')
    expect(codeOf(await enroll(world, 'sms'))).toBe('ok')
    expect(asked).toEqual([PHONE])
  })

  it('takes a fresh proof of any kind where there is no factor, and by a factor where there is one (MFA-13)', async () => {
    const world = await createMfaWorld()
    const stale = byPassword(world)
    world.clock.advance(10 * MINUTE)
    expect(codeOf(await enroll(world, 'totp', stale))).toBe('step_up_required')
    const { proof } = await enrolTotp(world)
    expect(await enroll(world, 'totp')).toMatchObject({
      refusal: { code: 'step_up_required', facts: { byFactor: true } },
    })
    expect(codeOf(await enroll(world, 'totp', sessionWith(proof)))).toBe('ok')
    const strange = { method: 'sms', at: world.clock.now(), factorId: 'other' } as const
    expect(codeOf(await enroll(world, 'totp', sessionWith(strange)))).toBe('step_up_required')
    const early = { ...proof, at: world.clock.now() + 1 }
    expect(codeOf(await enroll(world, 'totp', sessionWith(early)))).toBe('step_up_required')
    world.clock.advance(10 * MINUTE)
    expect(codeOf(await enroll(world, 'totp', sessionWith(proof)))).toBe('step_up_required')
  })

  it('begins a number anew in place of the one that waited: its code and its number are gone (INV-17)', async () => {
    const world = await createMfaWorld()
    const first = await enroll(world, 'sms')
    world.clock.advance(STEP)
    const second = await enroll(world, 'sms', byPassword(world), { phoneNumber: '+14155550123' })
    const { factorId } = unwrap(first)
    expect((await world.own())?.factors).toMatchObject([{ id: unwrap(second).factorId, hint: '23' }])
    expect(world.all(factorSecrets)).toHaveLength(1)
    expect(world.all(liveChallenges)).toHaveLength(1)
    const code = deliveredIn(first)
    expect(codeOf(await world.charter.mfa.confirm({ actor: world.ada, factorId, code }))).toBe('factor_not_found')
  })

  it('does not make wrong codes undone by beginning again (MFA-9)', async () => {
    const world = await createMfaWorld()
    const codes: string[] = []
    for (let round = 0; round < 5; round++) {
      const begun = await enroll(world, 'sms', byPassword(world))
      const { factorId } = unwrap(begun)
      const code = deliveredIn(begun) === '000000' ? '000001' : '000000'
      codes.push(codeOf(await world.charter.mfa.confirm({ actor: world.ada, factorId, code })))
      world.clock.advance(STEP)
    }
    expect(codes).toEqual(Array(5).fill('code_wrong'))
    expect((await world.own())?.failures?.lockedUntil).toBe(world.clock.now() - STEP + 15 * MINUTE)
  })

  it('has no more messages sent by enrolling anew, whatever is confirmed or runs out between (MFA-10)', async () => {
    const world = await createMfaWorld()
    let session = byPassword(world)
    for (let sent = 0; sent < 5; sent++) {
      const begun = await enroll(world, 'sms', session)
      const { factorId } = unwrap(begun)
      const code = deliveredIn(begun)
      session = sessionWith(unwrap(await world.charter.mfa.confirm({ actor: world.ada, factorId, code })).proof)
      world.clock.advance(STEP)
    }
    expect(await enroll(world, 'sms', session)).toMatchObject({
      refusal: { code: 'code_sent_lately', facts: { until: START + 60 * MINUTE } },
    })
    // Messages of another kind are counted apart.
    expect(codeOf(await enroll(world, 'email_otp', session))).toBe('ok')
  })

  it('clears away what was not confirmed within an hour, with its secret (INV-25)', async () => {
    const world = await createMfaWorld()
    unwrap(await enroll(world, 'totp'))
    unwrap(await enroll(world, 'webauthn'))
    world.clock.advance(60 * MINUTE - 1)
    unwrap(await enroll(world, 'webauthn'))
    expect((await world.own())?.factors).toHaveLength(3)
    world.clock.advance(1)
    unwrap(await enroll(world, 'totp'))
    expect((await world.own())?.factors.map(({ kind }) => kind)).toEqual(['webauthn', 'totp'])
    expect([world.all(factorSecrets).length, world.all(liveChallenges).length]).toEqual([1, 1])
  })

  it('is possible where the home organization is archived (MEM-6)', async () => {
    const world = await createMfaWorld()
    unwrap(await world.charter.organizations.archive({ actor: world.ada, organizationId: world.acme.id }))
    expect(codeOf(await enroll(world, 'totp'))).toBe('ok')
  })

  it('does not take one kind’s field for another, nor a number for a text (INV-26)', async () => {
    const world = await createMfaWorld()
    for (const more of [
      { phoneNumber: PHONE },
      { label: '' },
      { kind: 'sms' },
      { kind: 'recovery_code' },
      { session: null },
    ])
      expect(codeOf(await enroll(world, 'totp', undefined, more))).toBe('input_invalid')
    for (const phoneNumber of [null, 49301234, [PHONE], {}])
      expect(codeOf(await enroll(world, 'sms', undefined, { phoneNumber }))).toBe('input_invalid')
  })

  it('gives a repeat the same secret, which is kept sealed, and refuses another number (AUD-4, INV-21)', async () => {
    const world = await createMfaWorld()
    const session = byPassword(world)
    const first = await enroll(world, 'sms', session, { idempotencyKey: 'k' })
    expect(await enroll(world, 'sms', session, { idempotencyKey: 'k' })).toEqual({ ...first, repeated: true })
    const other = { idempotencyKey: 'k', phoneNumber: '+14155550123' }
    expect(codeOf(await enroll(world, 'sms', session, other))).toBe('idempotency_key_reused')
    expect(world.all(userFactors)).toMatchObject([{ factors: [{ kind: 'sms' }] }])
  })

  it('is bound to the user: a secret of one is none of another (MFA-16)', async () => {
    const world = await createMfaWorld()
    const { factorId, secret } = await enrolTotp(world)
    const globex = await world.found('Globex')
    const code = codeAt(secret, world.clock.advance(STEP))
    const answer = { kind: 'code', factorId, code } as const
    const stolen = await world.charter.mfa.answer({ actor: globex.admin, session: byPassword(world), answer })
    expect(codeOf(stolen)).toBe('factor_not_found')
    expect(wrongCode(secret, world.clock.now())).not.toBe(code)
    expect(await world.get(organizations, globex.id)).toBeDefined()
    await enrolSms(world, { session: sessionWith({ method: 'totp', at: world.clock.now(), factorId }) })
  })
})
