import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { deadlineUnder, schedulesAfter } from '../../src/core/factor/index.ts'
import { memberships } from '../../src/core/membership/index.ts'
import type { FactorKind } from '../../src/core/mfa/index.ts'
import type { MfaHistory, MfaPolicy } from '../../src/core/organization/index.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { memberOf } from '../support/members.ts'
import { comesIn, giveFactors, organizationOf, sessionOf, setByOperator, signInto } from '../support/policies.ts'
import { breachesOf, createWorld, email, OPERATOR, START, type World } from '../support/world.ts'

const kinds: fc.Arbitrary<FactorKind> = fc.constantFrom('webauthn', 'totp', 'sms', 'email_otp')
const factorSets = fc.uniqueArray(kinds, { maxLength: 3 })
const types = fc.uniqueArray(fc.constantFrom('internal' as const, 'external' as const, 'workforce' as const), {
  minLength: 1,
})

/** Times small enough to meet one another. */
const policies: fc.Arbitrary<MfaPolicy> = fc.record(
  {
    mode: fc.constantFrom('required', 'required', 'optional', 'off'),
    requiredFrom: fc.integer({ min: START - 20, max: START + 40 }),
    grace: fc.nat(40),
    factors: fc.uniqueArray(kinds, { minLength: 1 }),
    appliesTo: types,
    onOverdue: fc.constantFrom('block', 'suspend'),
  },
  { requiredKeys: ['mode'] },
)

const roles = fc.constantFrom('admin', 'internal', 'external', 'workforce')

/** Everything is used that there is, so that only what must be enrolled is missing. */
const usingAll = (world: World, userId: string, factors: readonly FactorKind[]) => sessionOf(world, userId, ...factors)

const LET_IN = ['allow', 'offer_enrollment']
const SAYS = {
  not_bound: LET_IN,
  may_enrol: LET_IN,
  complies: LET_IN,
  should_enrol: ['offer_enrollment'],
  must_enrol: ['require_enrollment'],
  overdue: ['deny'],
  unknown: [],
} as const

describe('previewPolicy', () => {
  const people = fc.array(fc.record({ role: roles, joins: fc.nat(20), factors: factorSets }), { maxLength: 6 })
  const histories = fc.array(fc.record({ policy: policies, wait: fc.nat(15) }), { maxLength: 3 })

  it('says of each member what their sign-in says once it is set (INV-22, MFA-15)', async () => {
    const seen = new Set<string>()
    await fc.assert(
      fc.asyncProperty(people, histories, policies, async (members, before, policy) => {
        const world = createWorld({ check: 'by_hand' })
        const acme = await world.found('Acme')
        const factorsOf = new Map<string, readonly FactorKind[]>([[acme.adminId, []]])
        for (const [index, { role, joins, factors }] of members.entries()) {
          const at = START + joins
          const state = { joinedAt: at, assigned: { role, by: OPERATOR, at } }
          const { userId } = await memberOf(world, acme, `m${index}`, role, state)
          await giveFactors(world, userId, factors)
          factorsOf.set(userId, factors)
        }
        world.clock.advance(20)
        for (const { policy: earlier, wait } of before) {
          await setByOperator(world, acme, earlier)
          world.clock.advance(wait)
        }
        const asked = { actor: OPERATOR, organizationId: acme.id, policy }
        const preview = await world.charter.mfa.previewPolicy(asked)
        const set = await setByOperator(world, acme, policy)
        expect(preview.ok).toBe(set.ok)
        if (!preview.ok) return
        expect(preview.value.members).toHaveLength(factorsOf.size)
        for (const { userId, standing, deadline } of preview.value.members ?? []) {
          const session = usingAll(world, userId, factorsOf.get(userId) ?? [])
          const decision = await signInto(world, userId, acme, session)
          seen.add(standing)
          expect(SAYS[standing]).toContain(decision.kind)
          if (standing === 'should_enrol') expect(decision).toMatchObject({ deadline })
        }
        expect(breachesOf(world)).toEqual([])
      }),
      { numRuns: 300 },
    )
    expect([...seen].sort()).toEqual(
      Object.keys(SAYS)
        .filter(kind => kind !== 'unknown')
        .sort(),
    )
  }, 120_000)
})

describe('a deadline', () => {
  type Step = { readonly set: MfaPolicy } | { readonly wait: number } | { readonly rejoins: true }
  const began = policies.map(({ requiredFrom: _, ...policy }) => policy)
  const steps: fc.Arbitrary<Step> = fc.oneof(
    began.map(set => ({ set })),
    fc.nat(20).map(wait => ({ wait })),
    fc.constant({ rejoins: true as const }),
  )

  it('is never later than it was, whatever is set, and however often one leaves and comes back (MFA-4)', async () => {
    let compared = 0
    await fc.assert(
      fc.asyncProperty(fc.array(steps, { maxLength: 10 }), async history => {
        const world = createWorld({ check: 'by_hand' })
        const acme = await world.found('Acme')
        const { userId } = await memberOf(world, acme, 'eve', 'internal')
        let earliest = Number.POSITIVE_INFINITY
        for (const step of history) {
          if ('set' in step) await setByOperator(world, acme, step.set)
          else if ('wait' in step) world.clock.advance(step.wait)
          else {
            unwrap(await world.charter.members.remove({ actor: OPERATOR, organizationId: acme.id, userId }))
            await comesIn(world, acme, 'eve@people.com', 'internal')
          }
          const decision = await signInto(world, userId, acme, sessionOf(world))
          const deadline = 'deadline' in decision ? decision.deadline : undefined
          if (deadline === undefined) continue
          compared++
          expect(deadline).toBeLessThanOrEqual(earliest)
          earliest = Math.min(earliest, deadline)
        }
      }),
      { numRuns: 300 },
    )
    expect(compared).toBeGreaterThan(100)
  }, 120_000)

  it('is as early after any number of policies, of which a bounded number is remembered (MFA-4)', () => {
    const many = fc.array(fc.tuple(policies, fc.nat(5)), { maxLength: 80 })
    /** Chance alone does not always bring as many that are remembered. */
    const EVER_EARLIER = [30, 20, 10].map((grace): [MfaPolicy, number] => [{ mode: 'required', grace }, 1])
    const member = fc.record({
      type: fc.constantFrom('internal' as const, 'external' as const, 'workforce' as const),
      firstJoinedAt: fc.integer({ min: START - 50, max: START + 400 }),
      resetAt: fc.constant(undefined),
    })
    let most = 0
    fc.assert(
      fc.property(many, member, (changes, who) => {
        let history: MfaHistory = { edition: 1, setAt: START, schedules: [] }
        let now = START
        for (const [policy, wait] of changes) {
          const begun = history.schedules.filter(({ from }) => from <= now)
          const schedules = schedulesAfter(history, policy, now)
          const before = deadlineUnder(begun, who)
          const after = deadlineUnder(schedules, who)
          if (before !== undefined) expect(after ?? Number.POSITIVE_INFINITY).toBeLessThanOrEqual(before)
          expect(schedules.length).toBeLessThanOrEqual(32)
          most = Math.max(most, schedules.length)
          history = { edition: history.edition + 1, setAt: now, schedules }
          now += wait
        }
      }),
      { numRuns: 300, examples: [[EVER_EARLIER, { type: 'internal', firstJoinedAt: START, resetAt: undefined }]] },
    )
    expect(most).toBeGreaterThan(2)
  })

  it('is as early where so many policies are set that not each is remembered (MFA-4)', () => {
    let history: MfaHistory = { edition: 1, setAt: START, schedules: [] }
    const who = { type: 'internal', firstJoinedAt: START + 17, resetAt: undefined } as const
    let earliest = Number.POSITIVE_INFINITY
    for (let index = 0; index < 100; index++) {
      // Each asks something that none before has asked.
      const policy: MfaPolicy = { mode: 'required', grace: 1_000 - 7 * index }
      history = { ...history, schedules: schedulesAfter(history, policy, START + index) }
      const deadline = deadlineUnder(history.schedules, who) ?? Number.POSITIVE_INFINITY
      expect(deadline).toBeLessThanOrEqual(earliest)
      earliest = deadline
      expect(history.schedules.length).toBe(Math.min(index + 1, 32))
    }
  })
})

describe('setPolicy', () => {
  const changes = fc.array(fc.record({ of: fc.constantFrom(0, 1), policy: policies, wait: fc.nat(30) }), {
    maxLength: 6,
  })

  /** Chance alone does not always bring two that meet. */
  const DISJOINT = (['totp', 'webauthn'] as const).map((factor, of) => {
    const policy: MfaPolicy = { mode: 'required', factors: [factor] }
    return { of, policy, wait: 0 }
  })

  it('never leaves an organization without an admin who gets in or can enrol (MFA-14, INV-19, INV-01)', async () => {
    let refused = 0
    await fc.assert(
      fc.asyncProperty(changes, factorSets, async (history, factors) => {
        const world = createWorld({ check: 'by_hand' })
        const [home, acme] = [await world.found('Home'), await world.found('Acme')]
        // Acme is left to somebody of another home.
        const { adminId } = home
        const appointed = { actor: OPERATOR, organizationId: acme.id, email: email('admin@home-hq.com'), reason: 'x' }
        unwrap(await world.charter.organizations.appointAdmin(appointed))
        const gone = { actor: OPERATOR, organizationId: acme.id, userId: acme.adminId }
        unwrap(await world.charter.members.remove(gone))
        await giveFactors(world, adminId, factors)
        for (const { of, policy, wait } of history) {
          const answer = await setByOperator(world, of === 0 ? home : acme, policy)
          if (!answer.ok && answer.refusal.code === 'mfa_policies_disjoint') refused++
          world.clock.advance(wait)
          for (const org of [home, acme]) {
            const decision = await signInto(world, adminId, org, usingAll(world, adminId, factors))
            expect(decision.kind).not.toBe('deny')
          }
        }
        expect(world.all(memberships).filter(({ status }) => status === 'active')).toHaveLength(2)
        expect((await organizationOf(world, acme)).status).toBe('active')
      }),
      { numRuns: 300, examples: [[DISJOINT, ['totp']]] },
    )
    expect(refused).toBeGreaterThan(0)
  }, 120_000)
})
