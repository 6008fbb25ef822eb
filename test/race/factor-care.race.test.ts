import { describe, expect, it } from 'vitest'
import {
  factorSecrets,
  liveChallenges,
  revokedFactors,
  type Session,
  type UserFactors,
} from '../../src/core/factor/index.ts'
import type { Actor } from '../../src/core/kernel/index.ts'
import { MfaPolicy } from '../../src/core/organization/index.ts'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { withGrace } from '../support/addresses.ts'
import { active, demand, factorsOf, failed, freshSession, give, provenBy, signInBy } from '../support/factors.ts'
import { codeAt, STEP, sharedBox, wrongCode } from '../support/mfa-charter.ts'
import { race } from '../support/races.ts'
import { codeOf, DAYS, OPERATOR, START, type World } from '../support/world.ts'

const required = MfaPolicy.parse({ mode: 'required', factors: ['totp', 'sms'] })

/** Grace has an app and a number, of which Acme requires one; one failure more locks her out no more than she is. */
const withTwo = async (world: World) => {
  const { acme, userId, grace } = await withGrace(world)
  await demand(world, acme, required)
  const failures = failed('the-totp', { consecutive: 5, lockouts: 1 }, { lockedUntil: START + DAYS })
  await give(world, userId, { factors: [active('totp'), active('sms')], failures })
  return { acme, userId, grace, session: provenBy('the-totp', START) }
}

const left = async (world: World, userId: string) =>
  ((await factorsOf(world, userId)) as UserFactors).factors.map(({ id }) => id)

describe('factors at the same moment', () => {
  it('never both go where one is needed (MFA-12)', async () => {
    const seen = new Set<string>()
    await race({
      given: withTwo,
      when: (charter, { grace, session }) =>
        ['the-totp', 'the-sms'].map(factorId => charter.mfa.removeFactor({ actor: grace, factorId, session })),
      holds: async (world, answers, { userId }) => {
        const codes = answers.map(codeOf)
        seen.add(codes.join())
        // Once the app is gone, no proof by it is one.
        expect(['ok,step_up_required', 'factor_needed,ok']).toContain(codes.join())
        expect(await left(world, userId)).toHaveLength(1)
        expect(await signInBy(world, userId)).not.toMatchObject({ kind: 'require_enrollment' })
      },
      runs: 100,
      atLeast: 10,
    })
    expect(seen.size).toBe(2)
  }, 60_000)

  it('are removed once (INV-17)', async () => {
    await race({
      given: withTwo,
      when: (charter, { grace, session }) =>
        Array.from({ length: 8 }, () => charter.mfa.removeFactor({ actor: grace, factorId: 'the-sms', session })),
      holds: async (world, answers) => {
        expect(answers.map(codeOf).sort()).toEqual([...Array(7).fill('factor_not_found'), 'ok'])
        expect(world.all(revokedFactors)).toHaveLength(1)
      },
      runs: 50,
      atLeast: 10,
    })
  }, 60_000)

  it('are all gone after a reset, whatever else happens (MFA-12)', async () => {
    await race({
      given: withTwo,
      when: (charter, { acme, userId, grace, session }) => [
        charter.mfa.reset({ actor: acme.admin, userId, session: freshSession(START), reason: 'lost' }),
        charter.mfa.removeFactor({ actor: grace, factorId: 'the-sms', session }),
        charter.mfa.unlock({ actor: acme.admin, userId }),
        charter.mfa.reseal({ actor: OPERATOR }),
      ],
      holds: async (world, answers, { userId }) => {
        const [reset, removed, unlocked, resealed] = answers.map(codeOf)
        expect([reset, unlocked, resealed]).toEqual(['ok', 'ok', 'ok'])
        expect(['ok', 'step_up_required']).toContain(removed)
        expect(await factorsOf(world, userId)).toMatchObject({ factors: [], resetAt: START })
        expect(await factorsOf(world, userId)).not.toHaveProperty('failures')
        expect(world.all(revokedFactors)).toHaveLength(2)
        expect(world.all(factorSecrets)).toEqual([])
        expect(await signInBy(world, userId)).toMatchObject({ kind: 'require_enrollment' })
      },
      runs: 100,
      atLeast: 10,
    })
  }, 60_000)

  it('are unlocked once, and told of once (MFA-9)', async () => {
    await race({
      given: withTwo,
      when: (charter, { acme, userId }) => [acme.admin, OPERATOR].map(actor => charter.mfa.unlock({ actor, userId })),
      holds: async (world, answers, { userId }) => {
        expect(answers.map(answer => (answer.ok ? answer.value : answer))).toEqual(
          expect.arrayContaining([
            { userId, wasLocked: true },
            { userId, wasLocked: false },
          ]),
        )
        expect(world.outbox().filter(({ payload }) => payload['about'] === 'factors_unlocked')).toHaveLength(1)
      },
      runs: 50,
      atLeast: 5,
    })
  }, 60_000)

  /** Grace has an app that she confirmed, and one that waits. */
  const withApps = async (world: World) => {
    const { acme, userId, grace } = await withGrace(world)
    await demand(world, acme, required)
    const first = await app(world, grace, freshSession(START))
    const proven = provenBy(first.factorId, START)
    unwrap(
      await world.charter.mfa.confirm({ actor: grace, factorId: first.factorId, code: codeAt(first.secret, START) }),
    )
    const second = await app(world, grace, proven)
    return { acme, userId, grace, first, second, code: codeAt(first.secret, START + STEP), proven }
  }

  const app = async (world: World, actor: Actor, session: Session) =>
    unwrap(await world.charter.mfa.enroll({ actor, kind: 'totp', session }))

  it('are neither confirmed nor used once they were reset (MFA-12, INV-17)', async () => {
    const seen = new Set<string>()
    await race({
      secrets: sharedBox,
      given: withApps,
      when: (charter, { acme, userId, grace, first, second, code, proven }) => [
        charter.mfa.reset({ actor: acme.admin, userId, session: freshSession(START), reason: 'lost' }),
        charter.mfa.confirm({ actor: grace, factorId: second.factorId, code: codeAt(second.secret, START) }),
        charter.mfa.answer({
          actor: grace,
          session: freshSession(START),
          answer: { kind: 'code', factorId: first.factorId, code },
        }),
        charter.mfa.recoveryCodes({ actor: grace, session: proven }),
      ],
      holds: async (world, answers, { userId }) => {
        const [reset, ...others] = answers.map(codeOf)
        seen.add(others.join())
        expect(reset).toBe('ok')
        for (const code of others)
          expect(['ok', 'factor_not_found', 'step_up_required', 'recovery_codes_alone']).toContain(code)
        const own = await factorsOf(world, userId)
        expect(own).toMatchObject({ factors: [], resetAt: START })
        expect(own).not.toHaveProperty('recovery')
        expect([world.all(factorSecrets), world.all(liveChallenges)]).toEqual([[], []])
        expect(await signInBy(world, userId)).toMatchObject({ kind: 'require_enrollment' })
      },
      runs: 100,
      atLeast: 20,
    })
    expect(seen.size).toBeGreaterThan(1)
  }, 60_000)

  it('lose no failure to whoever unlocks them (MFA-9)', async () => {
    const seen = new Set<string>()
    await race({
      secrets: sharedBox,
      given: async world => {
        const scene = await withApps(world)
        const { factorId } = scene.first
        await give(world, scene.userId, {
          failures: failed(factorId, { consecutive: 9, recent: [START, START, START, START], lockouts: 0 }),
        })
        return { ...scene, wrong: wrongCode(scene.first.secret, START) }
      },
      when: (charter, { acme, userId, grace, first: { factorId }, wrong }) => [
        charter.mfa.unlock({ actor: acme.admin, userId }),
        ...Array.from({ length: 3 }, () =>
          charter.mfa.answer({
            actor: grace,
            session: freshSession(START),
            answer: { kind: 'code', factorId, code: wrong },
          }),
        ),
        charter.mfa.unlock({ actor: OPERATOR, userId }),
      ],
      holds: async (world, answers, { userId }) => {
        const codes = answers.slice(1, 4).map(codeOf)
        const looked = codes.filter(code => code === 'totp_code_wrong').length
        seen.add(answers.map(answer => (answer.ok ? JSON.stringify(answer.value) : answer.refusal.code)).join())
        expect(looked + codes.filter(code => code === 'factors_locked').length).toBe(3)
        expect(looked).toBeGreaterThan(0)
        const [failures] = (await factorsOf(world, userId))?.failures?.factors ?? []
        expect(failures?.consecutive).toBe(9 + looked)
        expect(failures?.lockouts).toBe(1)
      },
      runs: 100,
      atLeast: 20,
    })
    expect(seen.size).toBeGreaterThan(2)
  }, 60_000)
})
