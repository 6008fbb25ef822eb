import type {
  FactorKind,
  MfaPolicyFacts,
  Proof,
  SignInFactor,
  SignInFacts,
  SignInMembership,
  SignInSession,
} from '../../src/mfa.ts'

export const NOW = 1_000_000_000
export const HOUR = 3_600_000

export const REQUIRED: MfaPolicyFacts = { mode: 'required', factors: ['totp', 'webauthn'] }

export const homeOf = (
  policy: MfaPolicyFacts = REQUIRED,
  changed: Partial<SignInMembership> = {},
): SignInMembership => ({
  organizationId: 'home',
  policy,
  status: 'active',
  type: 'internal',
  isHome: true,
  memberSince: 0,
  ...changed,
})

export const hostOf = (policy: MfaPolicyFacts, changed: Partial<SignInMembership> = {}): SignInMembership =>
  homeOf(policy, { organizationId: 'host', isHome: false, type: 'workforce', ...changed })

export const factorOf = (kind: SignInFactor['kind'], changed: Partial<SignInFactor> = {}): SignInFactor => ({
  id: `the-${kind}`,
  kind,
  status: 'active',
  ...changed,
})

/** A proof just now, of the factor that `factorOf` makes. */
export const proofOf = (method: Proof['method'], at = NOW): Proof =>
  ['totp', 'sms', 'email_otp', 'webauthn'].includes(method)
    ? { method: method as FactorKind, at, factorId: `the-${method}` }
    : ({ method, at } as Proof)

export const sessionOf = (...proofs: readonly (Proof | Proof['method'])[]): SignInSession => ({
  authenticated: proofs.map(proof => (typeof proof === 'string' ? proofOf(proof) : proof)),
})

/** Somebody who comes in by a password, to an account whose home requires a second factor, and has none. */
export const signInOf = (changed: Partial<SignInFacts> = {}): SignInFacts => ({
  now: NOW,
  user: { id: 'ada', status: 'active' },
  memberships: [homeOf()],
  factors: [],
  session: sessionOf('password'),
  ...changed,
})
