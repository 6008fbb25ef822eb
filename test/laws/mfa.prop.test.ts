import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as mfa from '../../src/mfa.ts'
import {
  combinePolicies,
  evaluatePolicy,
  evaluateSignIn,
  type FailureState,
  failureVerdict,
  type MfaPolicyFacts,
  nextFailures,
  noFailures,
  type SignInFacts,
} from '../../src/mfa.ts'
import { naiveSignIn } from '../model/mfa.ts'
import { NOW } from '../support/mfa.ts'
import { anything } from './arbitraries.ts'
import { memberships, policies, signIns } from './mfa-arbitraries.ts'

const runs = { numRuns: 3_000 }
const isIn = (facts: SignInFacts) => ['allow', 'offer_enrollment'].includes(evaluateSignIn(facts).kind)

/** What makes a policy stricter. */
const restrictions: fc.Arbitrary<(policy: MfaPolicyFacts) => MfaPolicyFacts> = fc.oneof(
  fc.constant((policy: MfaPolicyFacts) => ({ ...policy, mode: 'required' as const })),
  fc.constant(({ grace: _, ...policy }: MfaPolicyFacts) => policy),
  fc.constant(({ exemptions: _, ...policy }: MfaPolicyFacts) => policy),
  fc.constant(({ appliesTo: _, ...policy }: MfaPolicyFacts) => policy),
  fc.constant(({ rememberedDevices: _, ...policy }: MfaPolicyFacts) => policy),
  fc.constant(({ maxAge = 10, ...policy }: MfaPolicyFacts) => ({ ...policy, maxAge: Math.min(maxAge, 5) })),
  fc.constant((policy: MfaPolicyFacts) => ({ ...policy, onOverdue: 'suspend' as const })),
  fc.nat(3).map(index => (policy: MfaPolicyFacts) => ({
    ...policy,
    factors: (policy.factors ?? (['webauthn', 'totp', 'sms'] as const)).filter((_, at) => at !== index),
  })),
)

describe('laws of signing in', () => {
  it('evaluate_sign_in_decides_as_the_model_reads (MFA-5)', () => {
    fc.assert(
      fc.property(signIns, facts => {
        expect(evaluateSignIn(facts).kind).toBe(naiveSignIn(facts))
      }),
      { numRuns: 10_000 },
    )
  })

  it('an_organization_more_never_lets_in (MFA-7)', () => {
    fc.assert(
      fc.property(signIns, memberships, (facts, member) => {
        fc.pre(!facts.memberships.some(({ organizationId }) => organizationId === member.organizationId))
        fc.pre(facts.entering !== member.organizationId)
        if (isIn({ ...facts, memberships: [...facts.memberships, member] })) expect(isIn(facts)).toBe(true)
      }),
      runs,
    )
  })

  it('entering_an_organization_is_never_easier_than_signing_in (MFA-6)', () => {
    fc.assert(
      fc.property(signIns, ({ entering, ...facts }) => {
        if (entering !== undefined && isIn({ ...facts, entering })) expect(isIn(facts)).toBe(true)
      }),
      runs,
    )
  })

  it('a_restriction_never_lets_in (MFA-7)', () => {
    fc.assert(
      fc.property(signIns, restrictions, fc.nat(3), (facts, restrict, index) => {
        const stricter = facts.memberships.map((member, at) =>
          at === index ? { ...member, policy: restrict(member.policy) } : member,
        )
        if (isIn({ ...facts, memberships: stricter })) expect(isIn(facts)).toBe(true)
      }),
      runs,
    )
  })

  it('whoever_is_let_in_would_be_under_each_policy_alone (INV-18)', () => {
    fc.assert(
      fc.property(signIns, facts => {
        if (!isIn(facts)) return
        for (const member of facts.memberships)
          if (member.isHome || member.organizationId === facts.entering) {
            const entering = facts.entering === member.organizationId ? member.organizationId : undefined
            expect(isIn({ ...facts, memberships: [member], entering })).toBe(true)
          }
      }),
      runs,
    )
  })

  it('unconfirmed_and_revoked_factors_are_as_if_they_were_not_there (MFA-7)', () => {
    fc.assert(
      fc.property(signIns, facts => {
        const confirmed = facts.factors.filter(({ status }) => status === 'active' || status === 'disabled')
        expect(evaluateSignIn({ ...facts, factors: confirmed })).toEqual(evaluateSignIn(facts))
      }),
      runs,
    )
  })

  it('whoever_must_enrol_is_let_in_by_any_of_the_factors_named (INV-19)', () => {
    fc.assert(
      fc.property(signIns, facts => {
        const decision = evaluateSignIn(facts)
        if (decision.kind !== 'require_enrollment') return
        expect(decision.factors.length).toBeGreaterThan(0)
        for (const kind of decision.factors) {
          const factor = { id: 'new', kind, status: 'active' } as const
          const proof = { method: kind, at: NOW, factorId: 'new', ...(kind === 'webauthn' && { userVerified: true }) }
          const authenticated = [...facts.session.authenticated, proof as mfa.Proof]
          const enrolled = {
            ...facts,
            factors: [...facts.factors, factor],
            session: { ...facts.session, authenticated },
          }
          expect(isIn(enrolled)).toBe(true)
        }
      }),
      { numRuns: 10_000 },
    )
  })

  it('whoever_answers_a_challenge_comes_further (MFA-5)', () => {
    fc.assert(
      fc.property(signIns, facts => {
        const decision = evaluateSignIn(facts)
        if (decision.kind !== 'challenge') return
        for (const option of decision.factors) {
          const proof =
            option.kind === 'sso'
              ? { method: 'sso', amr: ['pwd', 'otp', 'hwk', 'mfa'] }
              : { method: option.kind, factorId: option.factorId, userVerified: true }
          const authenticated = [...facts.session.authenticated, { ...proof, at: NOW } as mfa.Proof]
          const next = evaluateSignIn({ ...facts, session: { ...facts.session, authenticated } })
          if (option.kind !== 'sso') expect(['challenge']).not.toContain(next.kind)
        }
      }),
      { numRuns: 10_000 },
    )
  })

  it('order_never_matters', () => {
    const shuffled = signIns.chain(facts => {
      const all = <T>(list: readonly T[]) => fc.shuffledSubarray([...list], { minLength: list.length })
      return fc
        .tuple(all(facts.memberships), all(facts.factors), all(facts.session.authenticated))
        .map(([those, factors, authenticated]): readonly [SignInFacts, SignInFacts] => [
          facts,
          { ...facts, memberships: those, factors, session: { ...facts.session, authenticated } },
        ])
    })
    fc.assert(
      fc.property(shuffled, ([facts, other]) => {
        expect(evaluateSignIn(other)).toEqual(evaluateSignIn(facts))
      }),
      runs,
    )
  })

  it('time_only_brings_deadlines_closer (MFA-4, INV-25)', () => {
    const members = memberships.map(({ policy: { exemptions: _, ...policy }, ...member }) => ({ ...member, policy }))
    const ORDER = ['not_bound', 'may_enrol', 'should_enrol', 'must_enrol', 'overdue']
    fc.assert(
      fc.property(members, fc.nat(40), fc.nat(40), (membership, a, b) => {
        const at = (now: number) => evaluatePolicy({ now: NOW - 20 + now, userId: 'ada', membership, factors: [] })
        const [before, after] = [at(Math.min(a, b)), at(Math.max(a, b))]
        expect(after.deadline).toBe(before.deadline)
        expect(ORDER.indexOf(after.kind)).toBeGreaterThanOrEqual(ORDER.indexOf(before.kind))
      }),
      runs,
    )
  })

  it('the_combined_policy_is_as_strict_as_each (MFA-6)', () => {
    let combinedCount = 0
    const lists = fc.array(
      policies.map(({ appliesTo: _, ...policy }) => policy),
      { minLength: 1, maxLength: 3 },
    )
    fc.assert(
      fc.property(lists, signIns, (those, facts) => {
        const combined = combinePolicies(those)
        expect(combinePolicies([...those].reverse())).toEqual(combined)
        if (!combined.ok) return
        combinedCount++
        const under = (policy: MfaPolicyFacts) =>
          isIn({
            ...facts,
            entering: undefined,
            memberships: [
              { organizationId: 'a', policy, status: 'active', type: 'internal', isHome: true, memberSince: 0 },
            ],
          })
        if (under(combined.value)) for (const policy of those) expect(under(policy)).toBe(true)
      }),
      runs,
    )
    expect(combinedCount).toBeGreaterThan(500)
  })
})

describe('laws of failures (MFA-9)', () => {
  const outcomes = fc.array(
    fc.record({
      factorId: fc.constantFrom('a', 'b'),
      kind: fc.constantFrom('failure' as const, 'failure' as const, 'failure' as const, 'success' as const),
      now: fc.integer({ min: 0, max: 200 * 60_000 }),
    }),
    { maxLength: 60 },
  )

  it('a_lock_ends_only_by_time_and_no_state_is_ever_lost (INV-25)', () => {
    fc.assert(
      fc.property(outcomes, list => {
        let state: FailureState = noFailures
        for (const { now, ...outcome } of list) {
          const before = state
          state = nextFailures(state, outcome, now)
          expect(state.seenAt).toBeGreaterThanOrEqual(before.seenAt)
          const wasLocked = failureVerdict(before, outcome.factorId, now).kind === 'locked'
          if (wasLocked) expect(failureVerdict(state, outcome.factorId, now).kind).not.toBe('open')
          const of = (those: FailureState, id: string) =>
            those.factors.find(({ factorId }) => factorId === id)?.consecutive ?? 0
          const other = outcome.factorId === 'a' ? 'b' : 'a'
          expect(of(state, other)).toBe(of(before, other))
          if (outcome.kind === 'failure')
            expect(of(state, outcome.factorId)).toBe(Math.min(100, of(before, outcome.factorId) + 1))
        }
        expect(JSON.parse(JSON.stringify(state))).toEqual(state)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('whatever is handed in (INV-26)', () => {
  const functions = Object.entries(mfa).filter(([, it]) => typeof it === 'function') as [
    string,
    (...given: unknown[]) => unknown,
  ][]

  it.each(functions)('is no reason for %s to throw', (_, it) => {
    fc.assert(
      fc.property(anything, anything, anything, (a, b, c) => {
        expect(() => it(a.it, b.it, c.it)).not.toThrow()
      }),
      { numRuns: 500 },
    )
  })

  it('is denied, in any field of a sign-in', () => {
    const fields = fc.constantFrom('now', 'user', 'memberships', 'factors', 'session')
    fc.assert(
      fc.property(signIns, fields, anything, (facts, field, { it }) => {
        expect(() => evaluateSignIn({ ...facts, [field]: it } as SignInFacts)).not.toThrow()
        const wrong = evaluateSignIn({ ...facts, [field]: null } as unknown as SignInFacts)
        expect(wrong.kind).toBe('deny')
      }),
      runs,
    )
  })

  it('takes linear time, however much it is', () => {
    const many = 100_000
    const factors = Array.from({ length: many }, (_, id) => ({ id: `${id}`, kind: 'totp', status: 'active' }) as const)
    const authenticated = factors.map(({ id }) => ({ method: 'totp', at: 1, factorId: id }) as const)
    const policy: MfaPolicyFacts = {
      mode: 'required',
      exemptions: Array(many).fill({ userId: 'x', until: 1, reason: 'x' }),
    }
    const member = { organizationId: 'a', policy, status: 'active', type: 'internal', memberSince: 0 } as const
    const memberships = [{ ...member, isHome: true }]
    const start = performance.now()
    evaluateSignIn({ now: 1, user: { id: 'ada', status: 'active' }, memberships, factors, session: { authenticated } })
    expect(performance.now() - start).toBeLessThan(5_000)
  })
})
