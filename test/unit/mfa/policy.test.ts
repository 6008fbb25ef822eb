import { describe, expect, it } from 'vitest'
import {
  combinePolicies,
  enrollmentDeadline,
  evaluatePolicy,
  guessBound,
  judgePolicy,
  type MfaPolicyFacts,
} from '../../../src/mfa.ts'
import { factorOf, homeOf, NOW } from '../../support/mfa.ts'

const codeOf = (policy: unknown) => {
  const judged = judgePolicy(policy)
  return judged.ok ? 'taken' : judged.refusal.code
}
const fieldOf = (policy: unknown) => {
  const judged = judgePolicy(policy)
  return judged.ok ? undefined : judged.refusal.facts
}

describe('judgePolicy', () => {
  it('takes what can be satisfied, and names the factors in one order (MFA-2)', () => {
    expect(codeOf({ mode: 'off' })).toBe('taken')
    expect(codeOf({ mode: 'required' })).toBe('taken')
    expect(judgePolicy({ mode: 'required', factors: ['totp', 'webauthn', 'totp'], grace: 0 })).toEqual({
      ok: true,
      value: { mode: 'required', factors: ['webauthn', 'totp'], grace: 0 },
    })
  })

  it('refuses a policy that nothing can satisfy (MFA-6)', () => {
    expect(codeOf({ mode: 'required', factors: [] })).toBe('mfa_policy_without_factor')
    expect(codeOf({ mode: 'off', factors: [] })).toBe('taken')
  })

  it('refuses text messages alone (MFA-7)', () => {
    expect(codeOf({ mode: 'required', factors: ['sms', 'sms'] })).toBe('mfa_policy_sms_only')
    expect(codeOf({ mode: 'optional', factors: ['sms'] })).toBe('mfa_policy_sms_only')
    expect(codeOf({ mode: 'required', factors: ['sms', 'totp'] })).toBe('taken')
  })

  it('refuses a grace that ends before it begins (MFA-4)', () => {
    expect(codeOf({ mode: 'required', grace: -1 })).toBe('mfa_policy_grace_negative')
  })

  it('refuses codes that are guessed more often than once in 1,000 times (MFA-9)', () => {
    expect(codeOf({ mode: 'required', guessing: { window: 4 } })).toBe('taken')
    expect(fieldOf({ mode: 'required', guessing: { window: 5 } })).toEqual({ oneIn: 909, least: 1_000 })
  })

  it.each([
    ['policy', null],
    ['policy', 'required'],
    ['mode', []],
    ['mode', { mode: 'must' }],
    ['maxage', { mode: 'off', maxage: 1 }],
    ['factors', { mode: 'required', factors: 'totp' }],
    ['factors', { mode: 'required', factors: ['recovery_code'] }],
    ['factors', { mode: 'required', factors: new Array(2) }],
    ['requiredFrom', { mode: 'required', requiredFrom: Number.NaN }],
    ['grace', { mode: 'required', grace: 0.5 }],
    ['maxAge', { mode: 'required', maxAge: 0 }],
    ['rememberedDevices', { mode: 'required', rememberedDevices: -1 }],
    ['appliesTo', { mode: 'required', appliesTo: ['admin'] }],
    ['exemptions', { mode: 'required', exemptions: [{ userId: 'ada', until: 1 }] }],
    ['exemptions', { mode: 'required', exemptions: [{ userId: 'ada', until: 1, reason: 'x', more: 1 }] }],
    ['onOverdue', { mode: 'required', onOverdue: 'delete' }],
    ['guessing', { mode: 'required', guessing: { digits: 5 } }],
  ])('says that %s is wrong (INV-26)', (field, policy) => {
    expect(fieldOf(policy)).toEqual({ field })
  })
})

describe('combinePolicies (MFA-6)', () => {
  const combined = (...policies: MfaPolicyFacts[]) => {
    const result = combinePolicies(policies)
    return result.ok ? result.value : result.refusal.code
  }

  it('is required over optional over off, with the shortest times', () => {
    expect(
      combined(
        { mode: 'required', requiredFrom: 20, grace: 5, maxAge: 9, rememberedDevices: 8, factors: ['totp', 'sms'] },
        { mode: 'required', requiredFrom: 10, grace: 7, maxAge: 7, rememberedDevices: 9, onOverdue: 'suspend' },
        { mode: 'optional', factors: ['email_otp', 'totp'], grace: 1, rememberedDevices: 10 },
      ),
    ).toEqual({
      mode: 'required',
      factors: ['totp', 'sms'],
      requiredFrom: 10,
      grace: 5,
      maxAge: 7,
      rememberedDevices: 8,
      onOverdue: 'suspend',
    })
  })

  it('lets a remembered device count, and exempts, only where each does', () => {
    const exempt = (until: number) => [{ userId: 'ada', until, reason: 'lost' }]
    expect(combined({ mode: 'off', rememberedDevices: 5, exemptions: exempt(9) }, { mode: 'off' })).not.toHaveProperty(
      'rememberedDevices',
    )
    expect(combined({ mode: 'off', exemptions: exempt(9) }, { mode: 'off' })).not.toHaveProperty('exemptions')
    expect(combined({ mode: 'off', exemptions: exempt(9) }, { mode: 'off', exemptions: exempt(4) })).toHaveProperty(
      'exemptions',
      exempt(4),
    )
  })

  it('binds whomever one of them binds, and guesses by the hardest', () => {
    expect(
      combined({ mode: 'off', appliesTo: ['workforce'] }, { mode: 'off', appliesTo: ['internal'] }),
    ).toHaveProperty('appliesTo', ['internal', 'workforce'])
    expect(combined({ mode: 'off', appliesTo: ['workforce'] }, { mode: 'off' })).not.toHaveProperty('appliesTo')
    expect(combined({ mode: 'off', guessing: { digits: 8 } }, { mode: 'off', guessing: { window: 0 } })).toHaveProperty(
      'guessing',
      { digits: 8, window: 0, failures: 100 },
    )
  })

  it('refuses policies that no factor satisfies together', () => {
    const keys: MfaPolicyFacts = { mode: 'required', factors: ['webauthn'] }
    expect(combined(keys, { mode: 'required', factors: ['totp'] })).toBe('mfa_policies_disjoint')
    expect(combined(keys, { mode: 'optional', factors: ['totp'] })).toHaveProperty('factors', ['webauthn'])
    expect(combined()).toBe('mfa_policy_invalid')
    expect(combined(keys, { mode: 'required', factors: ['sms'] })).toBe('mfa_policy_sms_only')
  })
})

it('judgePolicy refuses what applies to nobody, for it is no protection (MFA-2)', () => {
  expect(judgePolicy({ mode: 'required', appliesTo: [] })).toMatchObject({
    refusal: { code: 'mfa_policy_invalid', facts: { field: 'appliesTo' } },
  })
})

describe('evaluatePolicy', () => {
  const kindOf = (policy: MfaPolicyFacts, factors = [factorOf('sms', { status: 'pending' })], deadline?: number) =>
    evaluatePolicy({ now: NOW, userId: 'ada', membership: homeOf(policy, { deadline }), factors }).kind

  it('tells who complies, who is asked, and who is out (MFA-15)', () => {
    expect(kindOf({ mode: 'off' })).toBe('not_bound')
    expect(kindOf({ mode: 'required', appliesTo: ['external'] })).toBe('not_bound')
    expect(kindOf({ mode: 'optional' })).toBe('may_enrol')
    expect(kindOf({ mode: 'required' })).toBe('must_enrol')
    expect(kindOf({ mode: 'required' }, [factorOf('recovery_code')])).toBe('must_enrol')
    expect(kindOf({ mode: 'required' }, [factorOf('email_otp')])).toBe('must_enrol')
    expect(kindOf({ mode: 'required' }, [factorOf('sms')])).toBe('complies')
    const late: MfaPolicyFacts = { mode: 'required', requiredFrom: NOW - 5, grace: 5, onOverdue: 'suspend' }
    expect(kindOf(late)).toBe('overdue')
    expect(kindOf(late, [factorOf('email_otp')])).toBe('must_enrol')
    expect(kindOf(late, [factorOf('totp', { status: 'disabled' })])).toBe('must_enrol')
    expect(kindOf(late, [factorOf('recovery_code'), factorOf('totp', { status: 'revoked' })])).toBe('overdue')
    expect(kindOf({ ...late, grace: 6 })).toBe('should_enrol')
    expect(kindOf({ ...late, mode: 'must' as 'off' })).toBe('unknown')
    expect(kindOf({ ...late, appliesTo: ['Internal' as never] })).toBe('unknown')
  })

  it('keeps a deadline that was written down (MFA-4)', () => {
    const late: MfaPolicyFacts = { mode: 'required', grace: NOW * 2 }
    expect(kindOf(late, [], NOW)).toBe('must_enrol')
    expect(kindOf({ ...late, onOverdue: 'suspend' }, [], NOW)).toBe('overdue')
    expect(kindOf({ ...late, onOverdue: 'suspend' }, [], 0)).toBe('must_enrol')
    expect(kindOf(late, [], NOW + 1)).toBe('should_enrol')
    expect(kindOf({ ...late, requiredFrom: NOW + 1 }, [], NOW)).toBe('should_enrol')
  })
})

describe('enrollmentDeadline (MFA-4)', () => {
  it('counts from the later of the start and the joining', () => {
    const policy: MfaPolicyFacts = { mode: 'required', grace: 10 }
    expect(enrollmentDeadline(policy, { setAt: 100, memberSince: 50 })).toBe(110)
    expect(enrollmentDeadline(policy, { setAt: 100, memberSince: 200 })).toBe(210)
    expect(enrollmentDeadline({ ...policy, requiredFrom: 300 }, { setAt: 100, memberSince: 200 })).toBe(310)
    expect(enrollmentDeadline({ mode: 'optional' }, { setAt: 100, memberSince: 200 })).toBeUndefined()
    expect(enrollmentDeadline(policy, { setAt: Number.NaN, memberSince: 200 })).toBeUndefined()
  })
})

describe('guessBound (MFA-9)', () => {
  it('is failures × accepted steps ÷ 10^digits', () => {
    expect(guessBound({})).toBeCloseTo(0.0003, 12)
    expect(guessBound({ guessing: { digits: 8, window: 0, failures: 5 } })).toBeCloseTo(5e-8, 15)
    expect(guessBound(null as never)).toBe(1)
    expect(guessBound({ guessing: { digits: 1 } })).toBe(1)
  })

  it('bounds what happens to somebody who guesses, and not by much', () => {
    let state = 2_026
    const below = (end: number) => {
      state = (state * 48_271) % 2_147_483_647
      return Math.floor((state / 2_147_483_647) * end)
    }
    // Of a million codes one guess in 10,000 is right: as with 6 digits, 100 times as many steps and all the failures.
    const [rounds, failures, accepted, codes] = [20_000, 100, 21, 10_000]
    let guessed = 0
    for (let round = 0; round < rounds; round++)
      for (let failure = 0; failure < failures; failure++)
        if (below(codes) < accepted) {
          guessed++
          break
        }
    const bound = 100 * guessBound({ guessing: { digits: 6, window: 10, failures } })
    expect(guessed / rounds).toBeLessThanOrEqual(bound)
    expect(guessed / rounds).toBeGreaterThan(bound * 0.85)
  })
})
