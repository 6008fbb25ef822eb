import { describe, expect, it } from 'vitest'
import {
  evaluateSignIn,
  type MfaPolicyFacts,
  type Proof,
  type SignInFactor,
  type SignInFacts,
  type SignInMembership,
  type SignInSession,
} from '../../../src/mfa.ts'
import { naiveSignIn } from '../../model/mfa.ts'
import { factorOf, HOUR, homeOf, hostOf, NOW, proofOf } from '../../support/mfa.ts'

type Named<T> = { readonly [name: string]: T }

const waysIn: Named<readonly Proof[]> = {
  nothing: [],
  password: [proofOf('password')],
  'a password, tomorrow': [proofOf('password', NOW + 1)],
  'a link in a mail': [proofOf('magic_link')],
  'an invitation': [proofOf('invitation')],
  'an API token': [proofOf('api_token')],
  SSO: [proofOf('sso')],
  'SSO with mfa': [{ method: 'sso', at: NOW, amr: ['pwd', 'mfa'] }],
  'SSO with otp': [{ method: 'sso', at: NOW, amr: ['pwd', 'otp'] }],
  'SSO with otp, long ago': [{ method: 'sso', at: NOW - HOUR, amr: ['pwd', 'otp'] }],
  'SSO by otp alone': [{ method: 'sso', at: NOW, amr: ['otp', 'unheard-of'] }],
  'a passkey': [{ method: 'webauthn', at: NOW, factorId: 'the-webauthn', userVerified: true }],
  'a security key': [proofOf('webauthn')],
}

const off: MfaPolicyFacts = { mode: 'off' }
const optional: MfaPolicyFacts = { mode: 'optional' }
const required: MfaPolicyFacts = { mode: 'required' }
const later: MfaPolicyFacts = { mode: 'required', requiredFrom: NOW - 1, grace: 2 }
const due: MfaPolicyFacts = { mode: 'required', requiredFrom: NOW - 2, grace: 2, factors: ['totp'] }

const memberships: Named<readonly SignInMembership[]> = {
  none: [],
  off: [homeOf(off), hostOf(off)],
  'optional, then off': [homeOf(optional), hostOf(off)],
  'off, then required': [homeOf(off), hostOf(required)],
  'required of keys': [homeOf({ mode: 'required', factors: ['webauthn'] }), hostOf(optional)],
  'required of e-mail': [homeOf({ mode: 'required', factors: ['email_otp'] }), hostOf(off)],
  'required of each': [homeOf(required), hostOf({ mode: 'required', factors: ['totp', 'email_otp'] })],
  disjoint: [homeOf({ mode: 'required', factors: ['webauthn'] }), hostOf({ mode: 'required', factors: ['totp'] })],
  'in its grace': [homeOf(later), hostOf({ ...later, factors: ['webauthn'] })],
  'due now': [homeOf(due), hostOf(optional)],
  overdue: [homeOf({ ...due, onOverdue: 'suspend' }), hostOf(required)],
  'suspends, without grace': [homeOf({ ...required, onOverdue: 'suspend' }), hostOf(off)],
  'with a deadline kept': [homeOf(due, { deadline: NOW + 1 }), hostOf(required, { deadline: NOW })],
  'exempt at home': [
    homeOf({ ...required, exemptions: [{ userId: 'ada', until: NOW + 1, reason: 'lost' }] }),
    hostOf(off),
  ],
  'exempt no more': [homeOf({ ...required, exemptions: [{ userId: 'ada', until: NOW, reason: 'lost' }] }), hostOf(off)],
  'for others': [homeOf({ ...required, appliesTo: ['external'] }), hostOf({ ...required, appliesTo: ['workforce'] })],
  'a guest at home': [homeOf(required, { type: 'external' }), hostOf(off)],
  'suspended at home': [homeOf(required, { status: 'suspended' }), hostOf(required, { status: 'ended' })],
  'of an hour': [homeOf({ ...required, maxAge: HOUR }), hostOf({ ...optional, maxAge: HOUR / 2 })],
  remembering: [homeOf({ ...required, rememberedDevices: HOUR }), hostOf({ ...off, rememberedDevices: HOUR / 2 })],
  'remembering at home': [homeOf({ ...optional, rememberedDevices: HOUR }), hostOf(off)],
}

const entering: Named<string | undefined> = { account: undefined, home: 'home', host: 'host', nowhere: 'elsewhere' }

const users: Named<SignInFacts['user']> = {
  active: { id: 'ada', status: 'active' },
  deactivated: { id: 'ada', status: 'deactivated' },
  locked: { id: 'ada', status: 'active', lockedUntil: NOW + 1 },
  'locked before': { id: 'ada', status: 'active', lockedUntil: NOW },
}

const factorSets: Named<readonly SignInFactor[]> = {
  none: [],
  'an app': [factorOf('totp')],
  'an app not confirmed': [factorOf('totp', { status: 'pending', lockedUntil: NOW + 1 })],
  'an app disabled': [factorOf('totp', { status: 'disabled' })],
  'an app revoked': [factorOf('totp', { status: 'revoked' })],
  'an app locked': [factorOf('totp', { lockedUntil: NOW + 1 })],
  'a phone number': [factorOf('sms')],
  mail: [factorOf('email_otp')],
  'a key': [factorOf('webauthn')],
  'a key and an app': [factorOf('webauthn'), factorOf('totp')],
  'recovery codes': [factorOf('recovery_code')],
  'an app and recovery codes': [factorOf('totp'), factorOf('recovery_code')],
  'an app disabled and recovery codes': [factorOf('recovery_code'), factorOf('totp', { status: 'disabled' })],
  'all of them': ['email_otp', 'sms', 'totp', 'webauthn', 'recovery_code'].map(kind => factorOf(kind as 'totp')),
}

type Seconds = { readonly proofs: readonly Proof[]; readonly rememberedDevice?: SignInSession['rememberedDevice'] }
const seconds: Named<Seconds> = {
  nothing: { proofs: [] },
  'an app': { proofs: [proofOf('totp')] },
  'an app half an hour ago': { proofs: [proofOf('totp', NOW - HOUR / 2)] },
  'an app an hour ago': { proofs: [proofOf('totp', NOW - HOUR)] },
  'an app, in the future': { proofs: [proofOf('totp', NOW + 1)] },
  'a text message and an app': { proofs: [proofOf('sms'), proofOf('totp')] },
  mail: { proofs: [proofOf('email_otp')] },
  'a recovery code': { proofs: [proofOf('recovery_code')] },
  'a key': { proofs: [{ method: 'webauthn', at: NOW, factorId: 'the-webauthn', userVerified: true }] },
  'a device': { proofs: [], rememberedDevice: { at: NOW - 1, method: 'totp' } },
  'an old device': { proofs: [], rememberedDevice: { at: NOW - HOUR, method: 'totp' } },
}

/** Every combination of the five, one way in. */
const combinations = function* (first: readonly Proof[]): Generator<readonly [name: string, facts: SignInFacts]> {
  for (const [policy, those] of Object.entries(memberships))
    for (const [into, organizationId] of Object.entries(entering))
      for (const [state, user] of Object.entries(users))
        for (const [set, factors] of Object.entries(factorSets))
          for (const [use, { proofs, rememberedDevice }] of Object.entries(seconds))
            yield [
              [policy, into, state, set, use].join(' | '),
              {
                ...{ now: NOW, user, memberships: those, entering: organizationId, factors },
                session: { authenticated: [...first, ...proofs], rememberedDevice },
              },
            ]
}

describe('a sign-in is decided as the model reads (MFA-3 to MFA-7, MFA-17)', () => {
  it.each(Object.entries(waysIn))('by %s', (_, first) => {
    const wrong: string[] = []
    const seen = new Set<string>()
    let count = 0
    for (const [name, facts] of combinations(first)) {
      const [is, should] = [evaluateSignIn(facts).kind, naiveSignIn(facts)]
      seen.add(is)
      count++
      if (is !== should && wrong.length < 20) wrong.push(`${name}: ${is}, not ${should}`)
    }
    expect(wrong).toEqual([])
    expect(count).toBe(21 * 4 * 4 * 14 * 11)
    expect(seen.size).toBeGreaterThan(first.length === 0 ? 2 : 3)
  })
})
