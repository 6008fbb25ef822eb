import fc from 'fast-check'
import type { MfaPolicyFacts, Proof, SignInFactor, SignInFacts, SignInMembership } from '../../src/mfa.ts'
import { NOW } from '../support/mfa.ts'

// Few moments, so that they meet.
const moments = fc.constantFrom(0, NOW - 10, NOW - 5, NOW - 1, NOW, NOW + 1, NOW + 10)
const lengths = fc.constantFrom(1, 5, 6, 10, 1_000)
const kinds = fc.constantFrom('webauthn' as const, 'totp' as const, 'sms' as const, 'email_otp' as const)

export const policies: fc.Arbitrary<MfaPolicyFacts> = fc.record(
  {
    mode: fc.constantFrom('off' as const, 'optional' as const, 'required' as const, 'required' as const),
    requiredFrom: moments,
    grace: lengths,
    factors: fc.uniqueArray(kinds, { maxLength: 4 }),
    appliesTo: fc.uniqueArray(fc.constantFrom('internal' as const, 'external' as const, 'workforce' as const)),
    exemptions: fc.array(
      fc.record({ userId: fc.constantFrom('ada', 'bob'), until: moments, reason: fc.constant('x') }),
      {
        maxLength: 1,
      },
    ),
    maxAge: lengths,
    rememberedDevices: lengths,
    onOverdue: fc.constantFrom('block' as const, 'suspend' as const),
  },
  { requiredKeys: ['mode'] },
)

export const memberships: fc.Arbitrary<SignInMembership> = fc.record(
  {
    organizationId: fc.constantFrom('a', 'b', 'c', 'd'),
    policy: policies,
    status: fc.constantFrom('active' as const, 'active' as const, 'suspended' as const, 'ended' as const),
    type: fc.constantFrom('internal' as const, 'internal' as const, 'external' as const, 'workforce' as const),
    isHome: fc.boolean(),
    memberSince: moments,
    deadline: moments,
  },
  { requiredKeys: ['organizationId', 'policy', 'status', 'type', 'isHome', 'memberSince'] },
)

const factors: fc.Arbitrary<SignInFactor> = fc.record(
  {
    id: fc.constantFrom('f1', 'f2', 'f3', 'f4', 'f5'),
    kind: fc.oneof(kinds, fc.constant('recovery_code' as const)),
    status: fc.constantFrom(
      'active' as const,
      'active' as const,
      'pending' as const,
      'revoked' as const,
      'disabled' as const,
    ),
    lockedUntil: moments,
  },
  { requiredKeys: ['id', 'kind', 'status'] },
)

const factorIds = fc.constantFrom('f1', 'f2', 'f3', 'f4', 'f5')
export const proofs: fc.Arbitrary<Proof> = fc.oneof(
  fc.record({
    method: fc.constantFrom('password', 'magic_link', 'api_token', 'invitation', 'recovery_code'),
    at: moments,
  }),
  fc.record({
    method: fc.constant('sso' as const),
    at: moments,
    amr: fc.array(fc.constantFrom('pwd', 'otp', 'hwk', 'face', 'mfa', 'user', 'x')),
  }),
  fc.record({ method: fc.constantFrom('totp', 'sms', 'email_otp'), at: moments, factorId: factorIds }),
  fc.record({ method: fc.constant('webauthn' as const), at: moments, factorId: factorIds, userVerified: fc.boolean() }),
)

/** One membership of each organization, and one home. */
const memberLists = fc
  .uniqueArray(memberships, { maxLength: 4, selector: ({ organizationId }) => organizationId })
  .map(list => list.map((member, index) => ({ ...member, isHome: index === 0 })))

export const signIns: fc.Arbitrary<SignInFacts> = fc.record(
  {
    now: fc.constant(NOW),
    user: fc.record({ id: fc.constant('ada'), status: fc.constant('active' as const) }),
    memberships: memberLists,
    entering: fc.constantFrom('a', 'b', 'c', 'd'),
    factors: fc.uniqueArray(factors, { maxLength: 5, selector: ({ id }) => id }),
    session: fc.record(
      {
        authenticated: fc.array(proofs, { maxLength: 4 }),
        rememberedDevice: fc.record({ at: moments, method: kinds }),
      },
      { requiredKeys: ['authenticated'] },
    ),
  },
  { requiredKeys: ['now', 'user', 'memberships', 'factors', 'session'] },
)
