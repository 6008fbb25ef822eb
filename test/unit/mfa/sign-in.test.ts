import { describe, expect, it } from 'vitest'
import {
  allowedDuring,
  evaluateSignIn,
  type MfaPolicyFacts,
  type Proof,
  type SignInDecision,
  type SignInFacts,
} from '../../../src/mfa.ts'
import { factorOf, HOUR, homeOf, hostOf, NOW, proofOf, REQUIRED, sessionOf, signInOf } from '../../support/mfa.ts'

const decide = (changed: Partial<SignInFacts> = {}) => evaluateSignIn(signInOf(changed))
const kindOf = (changed: Partial<SignInFacts> = {}) => decide(changed).kind
const codes = ({ because }: SignInDecision) => because.map(({ code }) => code)
const verified: Proof = { method: 'webauthn', at: NOW, factorId: 'the-webauthn', userVerified: true }
const factorsIn = (decision: SignInDecision) => ('factors' in decision ? decision.factors : undefined)

describe('evaluateSignIn', () => {
  it('asks whoever has no factor to enrol, and lets them do nothing else (MFA-3, INV-19)', () => {
    expect(decide()).toEqual({
      kind: 'require_enrollment',
      factors: ['webauthn', 'totp'],
      deadline: 0,
      because: [
        { code: 'home_policy_binds', rules: ['MFA-6'], facts: { organizationId: 'home', mode: 'required' } },
        { code: 'enrollment_required', rules: ['MFA-3'], facts: { factors: ['webauthn', 'totp'] } },
      ],
      determinedBy: ['home'],
      aal: 1,
      amr: ['pwd'],
    })
    expect(allowedDuring('require_enrollment')).toEqual(['mfa.enroll', 'mfa.confirm'])
  })

  it('challenges whoever has one, and lets in whoever used it (MFA-7)', () => {
    const factors = [factorOf('recovery_code'), factorOf('totp'), factorOf('sms')]
    const asked = decide({ factors })
    expect(asked.kind).toBe('challenge')
    expect(factorsIn(asked)).toEqual([
      { kind: 'totp', factorId: 'the-totp' },
      { kind: 'recovery_code', factorId: 'the-recovery_code' },
    ])
    expect(decide({ factors, session: sessionOf('password', 'totp') })).toMatchObject({
      kind: 'allow',
      determinedBy: ['home'],
      aal: 2,
      amr: ['mfa', 'otp', 'pwd'],
    })
  })

  it('takes a recovery code for an answer, and never for an enrollment (MFA-7)', () => {
    const session = sessionOf('password', 'recovery_code')
    expect(kindOf({ session, factors: [factorOf('totp')] })).toBe('allow')
    expect(codes(decide({ session, factors: [factorOf('sms')] }))).toContain('recovery_code_is_no_enrollment')
    expect(kindOf({ session, factors: [factorOf('sms')] })).toBe('require_enrollment')
  })

  it('does not let a password enrol a factor where there is another (MFA-13)', () => {
    const factors = [factorOf('sms')]
    const first = decide({ factors })
    expect([first.kind, factorsIn(first)]).toEqual(['challenge', [{ kind: 'sms', factorId: 'the-sms' }]])
    expect(codes(first)).toContain('existing_factor_first')
    expect(kindOf({ factors, session: sessionOf('password', 'sms') })).toBe('require_enrollment')
    const rememberedDevice = { at: NOW, method: 'sms' } as const
    const memberships = [homeOf({ ...REQUIRED, rememberedDevices: HOUR })]
    expect(kindOf({ memberships, factors, session: { ...sessionOf('password'), rememberedDevice } })).toBe('challenge')
  })

  it('does not let a factor that failed too often be a way in (MFA-9)', () => {
    const factors = [factorOf('totp', { status: 'disabled' })]
    for (const mode of ['off', 'optional', 'required'] as const) {
      const decision = decide({ memberships: [homeOf({ mode })], factors })
      expect([mode, decision.kind, codes(decision).at(-1)]).toEqual([mode, 'deny', 'factors_disabled'])
    }
  })

  it('looks at nothing that a user who is locked out answers, and says until when (MFA-9)', () => {
    const factors = [factorOf('totp', { lockedUntil: NOW + 7 }), factorOf('webauthn')]
    expect(decide({ factors })).toMatchObject({ kind: 'deny', until: NOW + 7 })
    expect(kindOf({ factors, session: sessionOf('password', 'totp') })).toBe('allow')
  })

  it('does not take two factors of one category for two (MFA-7)', () => {
    const factors = [factorOf('totp'), factorOf('webauthn'), factorOf('email_otp')]
    const memberships = [homeOf({ mode: 'required', factors: ['totp', 'email_otp'] })]
    expect(kindOf({ memberships, factors, session: sessionOf('webauthn', 'totp') })).toBe('deny')
    expect(kindOf({ memberships, factors, session: sessionOf('magic_link', 'email_otp') })).toBe('challenge')
    expect(kindOf({ memberships, factors, session: sessionOf('magic_link', 'totp') })).toBe('allow')
    expect(kindOf({ memberships, factors, session: sessionOf('password', 'email_otp') })).toBe('allow')
    expect(kindOf({ factors, session: { authenticated: [verified] } })).toBe('allow')
  })

  it('believes an identity provider that names its factors, and else takes it for one (MFA-17)', () => {
    const by = (...amr: string[]) => ({ authenticated: [{ method: 'sso', at: NOW, amr } as const] })
    expect(kindOf({ session: by() })).toBe('require_enrollment')
    expect(kindOf({ session: by('pwd', 'otp') })).toBe('allow')
    expect(kindOf({ session: by('pwd', 'mfa') })).toBe('require_enrollment')
    expect(kindOf({ session: by('pwd', 'mfa'), memberships: [homeOf({ mode: 'required' })] })).toBe('allow')
    const old = { authenticated: [{ method: 'sso', at: NOW - HOUR, amr: ['pwd', 'otp'] } as const] }
    const memberships = [homeOf({ ...REQUIRED, maxAge: HOUR })]
    expect(factorsIn(decide({ session: old, memberships, factors: [factorOf('totp')] }))).toContainEqual({
      kind: 'sso',
    })
  })

  it('binds the account by the home of its own people, and by no other organization (MFA-6)', () => {
    expect(kindOf({ memberships: [homeOf({ mode: 'off' }), hostOf(REQUIRED)] })).toBe('allow')
    expect(kindOf({ memberships: [homeOf({ mode: 'off' }), hostOf(REQUIRED)], entering: 'host' })).toBe(
      'require_enrollment',
    )
    const others = [homeOf({ mode: 'off' }), hostOf(REQUIRED, { type: 'internal' })]
    expect(codes(decide({ memberships: others }))).toEqual(['home_policy_binds', 'no_second_factor_asked'])
    const listed = homeOf(REQUIRED, { type: 'external' })
    expect(codes(decide({ memberships: [listed] }))).toEqual(['home_binds_its_own_people', 'no_second_factor_asked'])
    const disjoint = [
      homeOf({ mode: 'required', factors: ['webauthn'] }),
      hostOf({ mode: 'required', factors: ['totp'] }),
    ]
    expect(decide({ memberships: disjoint, entering: 'host' })).toMatchObject({
      kind: 'deny',
      determinedBy: ['home', 'host'],
    })
  })

  it('denies whoever is deactivated (MEM-7)', () => {
    const user = { id: 'ada', status: 'deactivated' } as const
    expect(codes(decide({ user, memberships: [] }))).toEqual(['user_deactivated'])
  })

  it('offers, until it must be (MFA-4)', () => {
    const memberships = [homeOf({ ...REQUIRED, grace: HOUR }, { memberSince: NOW })]
    expect(decide({ memberships })).toMatchObject({ kind: 'offer_enrollment', deadline: NOW + HOUR })
    expect(decide({ memberships: [homeOf({ mode: 'optional' })] })).not.toHaveProperty('deadline')
    const late = [homeOf({ ...REQUIRED, grace: 1, onOverdue: 'suspend' })]
    expect(decide({ memberships: late })).toMatchObject({ kind: 'deny', suspend: ['home'] })
  })

  it('suspends nobody who came in after the deadline that was written down (MFA-2, MFA-4)', () => {
    const policy: MfaPolicyFacts = { ...REQUIRED, grace: HOUR, onOverdue: 'suspend' }
    const since = (memberSince: number, deadline?: number) =>
      decide({ memberships: [homeOf(policy, { memberSince, deadline })] })
    const deadline = NOW - 5
    expect(since(deadline - 1, deadline)).toMatchObject({ kind: 'deny', suspend: ['home'] })
    expect(since(deadline, deadline)).toMatchObject({ kind: 'require_enrollment', deadline })
    expect(since(deadline + 1, deadline)).toMatchObject({ kind: 'require_enrollment', deadline })
    expect(since(NOW - HOUR)).toMatchObject({ kind: 'deny', suspend: ['home'] })
  })

  it('suspends nobody who has enrolled, be it what counts no more or failed too often (MFA-2, INV-19)', () => {
    const memberships = [homeOf({ ...REQUIRED, factors: ['webauthn'], grace: HOUR, onOverdue: 'suspend' })]
    const used = { session: sessionOf('password', 'totp') }
    expect(decide({ memberships, factors: [factorOf('totp')], ...used }).kind).toBe('require_enrollment')
    const codesLeft = [factorOf('webauthn', { status: 'disabled' }), factorOf('recovery_code')]
    const by = { session: sessionOf('password', 'recovery_code') }
    expect(decide({ memberships, factors: codesLeft, ...by }).kind).toBe('require_enrollment')
    for (const status of ['pending', 'revoked'] as const)
      expect(decide({ memberships, factors: [factorOf('totp', { status })] })).toMatchObject({ suspend: ['home'] })
  })

  it('suspends nobody who was exempt when the deadline passed (MFA-2)', () => {
    const exempt = (until: number) => {
      const exemptions = [{ userId: 'ada', until, reason: 'on leave' }]
      return decide({ memberships: [homeOf({ ...REQUIRED, grace: HOUR, onOverdue: 'suspend', exemptions })] })
    }
    expect(exempt(NOW)).toMatchObject({ kind: 'require_enrollment', deadline: HOUR })
    expect(exempt(HOUR)).toMatchObject({ kind: 'require_enrollment' })
    expect(exempt(HOUR - 1)).toMatchObject({ kind: 'deny', suspend: ['home'] })
  })

  it('takes a remembered device where every policy that binds does, and for no longer (MFA-2)', () => {
    const remembered = (home: MfaPolicyFacts, host: MfaPolicyFacts, at = NOW - 5) =>
      kindOf({
        memberships: [homeOf(home), hostOf(host)],
        entering: 'host',
        factors: [factorOf('totp')],
        session: { ...sessionOf('password'), rememberedDevice: { at, method: 'totp' } },
      })
    const [long, short] = [
      { ...REQUIRED, rememberedDevices: HOUR },
      { ...REQUIRED, rememberedDevices: 6 },
    ]
    expect(remembered(long, short)).toBe('allow')
    expect(remembered(long, short, NOW - 6)).toBe('challenge')
    expect(remembered(long, { mode: 'optional' })).toBe('challenge')
    expect(remembered(long, { ...long, maxAge: 5 })).toBe('challenge')
    expect(remembered(long, { ...long, factors: ['webauthn'] })).toBe('challenge')
  })

  it('says what NIST and RFC 8176 call it', () => {
    const factors = [factorOf('webauthn', { deviceBound: true }), factorOf('email_otp'), factorOf('sms')]
    const of = (...proofs: readonly (Proof | Proof['method'])[]) => {
      const { aal, amr } = decide({ memberships: [], factors, session: sessionOf(...proofs) })
      return [aal, ...amr]
    }
    expect(of('magic_link')).toEqual([0])
    expect(of('password', 'email_otp')).toEqual([1, 'mfa', 'otp', 'pwd'])
    expect(of('password', 'sms')).toEqual([2, 'mfa', 'pwd', 'sms'])
    expect(of(verified)).toEqual([3, 'hwk', 'mfa', 'user'])
    expect(of(proofOf('webauthn'))).toEqual([1, 'hwk', 'user'])
    expect(of({ method: 'sso', at: NOW, amr: ['made-up', 'pwd'] })).toEqual([1, 'pwd'])
  })

  it('hands out nothing by which a later answer could change', () => {
    const reasons = [
      { memberships: [] },
      { factors: [factorOf('totp')] },
      { factors: [factorOf('totp')], session: sessionOf('password', 'totp') },
      { now: Number.NaN },
    ].flatMap(changed => {
      const decision = decide(changed)
      const again = structuredClone(decision)
      for (const list of [decision.because, decision.determinedBy, decision.amr, factorsIn(decision) ?? []])
        (list as unknown[]).length = 0
      expect(decide(changed)).toEqual(again)
      return decide(changed).because
    })
    for (const each of reasons.filter(({ facts }) => Object.keys(facts).length === 0))
      expect([each, each.rules, each.facts].map(Object.isFrozen)).toEqual([true, true, true])
    expect(reasons.map(({ code }) => code)).toContain('second_factor_used')
  })

  it('denies where the facts make no sense (INV-28)', () => {
    const senseless = [
      { now: Number.NaN },
      { memberships: [homeOf({ mode: 'must' as 'off' })] },
      { memberships: [homeOf({ ...REQUIRED, maxAge: '5' as never })] },
      { memberships: [homeOf({ ...REQUIRED, factors: 'totp' as never })] },
      { memberships: [homeOf(REQUIRED, { memberSince: undefined as never })] },
      { memberships: [homeOf(REQUIRED, { deadline: Number.NaN })] },
      { memberships: [homeOf({ ...REQUIRED, appliesTo: ['Internal' as never] })] },
      { memberships: [homeOf(REQUIRED, { type: 'admin' as never })] },
      {
        memberships: [homeOf({ ...REQUIRED, appliesTo: ['internal'] }, { type: undefined as never })],
        entering: 'home',
      },
      { memberships: [homeOf(REQUIRED, { status: 'Active' as never })] },
      { memberships: [homeOf(REQUIRED, { isHome: 1 as never })] },
      { memberships: [homeOf(REQUIRED, { isHome: undefined as never })] },
      { memberships: [], factors: [factorOf('TOTP' as never)] },
      { memberships: [], factors: [factorOf('totp', { status: 'Active' as never })] },
      { memberships: [], factors: [factorOf('totp', { status: undefined as never })] },
      { session: sessionOf({ method: 'password', at: undefined as never }) },
      { user: { id: 'ada', status: 'active', lockedUntil: 'soon' as never } },
      { factors: [factorOf('totp', { lockedUntil: 'soon' as never })] },
    ] satisfies Partial<SignInFacts>[]
    for (const changed of senseless) expect(codes(decide(changed))).toEqual(['facts_invalid'])
    expect(allowedDuring('__proto__' as 'deny')).toEqual([])
  })
})
