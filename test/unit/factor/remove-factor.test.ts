import { describe, expect, it } from 'vitest'
import {
  credentialHolders,
  factorSecrets,
  liveChallenges,
  revokedFactors,
  type Session,
} from '../../../src/core/factor/index.ts'
import { put, UserId } from '../../../src/core/kernel/index.ts'
import { MfaPolicy } from '../../../src/core/organization/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { joinMany, withGrace } from '../../support/addresses.ts'
import {
  active,
  demand,
  factorsOf,
  failed,
  freshSession,
  give,
  pending,
  provenBy,
  signInBy,
} from '../../support/factors.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { as, codeOf, createWorld, DAYS, decided, noted, OPERATOR, START, type World } from '../../support/world.ts'

const recovery = { id: 'codes', madeAt: START, unused: [{ codeHash: 'a'.repeat(64) }] }
const MINUTES = 60_000

const removal = (world: World, userId: string, factorId: string, session?: Session) =>
  world.charter.mfa.removeFactor({
    actor: as(userId),
    factorId,
    session: session ?? provenBy('the-totp', world.clock.now()),
  })

const required = (changed: object = {}) => MfaPolicy.parse({ mode: 'required', ...changed })

describe('removeFactor', () => {
  it('takes a factor away with all that is kept beside it, for good, and tells the user (MFA-13, INV-17)', async () => {
    const world = createWorld()
    const { acme, userId } = await withGrace(world)
    await give(world, userId, {
      edition: 4,
      factors: [active('totp'), active('webauthn'), active('sms')],
      recovery,
      failures: failed('the-totp', { consecutive: 3 }, { lockedUntil: START + DAYS }),
    })
    const common = { id: 'c', expiresAt: START + 1, tries: 0 }
    await world.write(put(liveChallenges, { userId, factorId: 'the-totp', ...common }))
    world.clock.advance(2)
    const answer = await removal(world, userId, 'the-totp')
    expect(unwrap(answer)).toEqual({ factorId: 'the-totp', left: 2, recoveryCodes: 'kept' })
    expect(decided(answer)).toEqual({
      because: ['session_is_fresh', 'factor_removed'],
      // The kind is that of the factor.
      effects: [{ about: 'factor_removed', userId, factorId: 'the-totp', kind: 'totp' }],
    })
    expect(await factorsOf(world, userId)).toMatchObject({
      edition: 5,
      factors: [{ id: 'the-webauthn' }, { id: 'the-sms' }],
      recovery,
      failures: { factors: [], lockedUntil: START + DAYS },
    })
    expect(world.all(revokedFactors)).toEqual([
      { userId, factorId: 'the-totp', kind: 'totp', enrolledAt: START, revokedAt: START + 2, why: 'removed' },
    ])
    expect(world.all(factorSecrets).map(({ factorId }) => factorId)).toEqual(['the-sms'])
    expect(world.all(liveChallenges)).toEqual([])
    expect(noted(world.entries(acme.id).at(-1))).toEqual({
      action: 'mfa.removeFactor',
      actor: as(userId),
      rules: ['INV-17', 'MFA-12', 'MFA-13'],
      targets: [`user_factors/${userId}`, `revoked_factor/${userId}/the-totp`],
    })
  })

  it('lets another user enrol a key that was removed (MFA-1)', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    await give(world, userId, { factors: [active('totp'), active('webauthn')] })
    unwrap(await removal(world, userId, 'the-webauthn'))
    expect(world.all(credentialHolders)).toEqual([])
  })

  it('takes the recovery codes away with the last factor, and their failures (MFA-11)', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    await give(world, userId, {
      factors: [active('totp'), pending('email_otp', { expiresAt: START + DAYS })],
      recovery,
      failures: failed('codes', { consecutive: 3 }),
    })
    const answer = await removal(world, userId, 'the-totp')
    expect(unwrap(answer)).toEqual({ factorId: 'the-totp', left: 0, recoveryCodes: 'removed' })
    expect(decided(answer)).toMatchObject({ because: ['session_is_fresh', 'factor_removed', 'recovery_codes_removed'] })
    const own = await factorsOf(world, userId)
    expect(own).not.toHaveProperty('recovery')
    expect(own?.failures?.factors).toEqual([])
    expect(own?.factors.map(({ id }) => id)).toEqual(['new-email_otp'])
  })

  it('drops what was never confirmed, and nobody is told (MFA-7)', async () => {
    const world = createWorld()
    const { acme, userId } = await withGrace(world)
    await demand(world, acme, required())
    await give(world, userId, { edition: 7, factors: [pending('sms')] })
    const answer = await removal(world, userId, 'new-sms', freshSession(START))
    expect(unwrap(answer)).toEqual({ factorId: 'new-sms', left: 0, recoveryCodes: 'none' })
    expect(decided(answer)).toEqual({ because: ['session_is_fresh', 'enrollment_dropped'], effects: [] })
    expect(await factorsOf(world, userId)).toMatchObject({ edition: 7, factors: [] })
    expect([world.all(revokedFactors), world.all(factorSecrets)]).toEqual([[], []])
  })

  it('takes away one that failed too often, by a proof of another (MFA-9)', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    const failures = failed('the-sms', { consecutive: 100 })
    await give(world, userId, { factors: [active('totp'), active('sms')], failures })
    expect(codeOf(await removal(world, userId, 'the-sms', provenBy('the-sms', START, 'sms')))).toBe('step_up_required')
    unwrap(await removal(world, userId, 'the-sms'))
    expect((await factorsOf(world, userId))?.failures?.factors).toEqual([])
  })

  it.each([
    ['a password', freshSession(START)],
    ['a factor that is not theirs', provenBy('another', START)],
    ['a factor under another kind', provenBy('the-totp', START, 'sms')],
    ['one that waits', provenBy('new-totp', START)],
    ['a proof that is ten minutes old', provenBy('the-totp', START - 10 * MINUTES)],
    ['one in the future', provenBy('the-totp', START + 1)],
  ])('takes %s for no fresh proof (MFA-13)', async (_, session) => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    await give(world, userId, { factors: [active('totp'), pending('totp')] })
    expect(codeOf(await removal(world, userId, 'the-totp', session))).toBe('step_up_required')
    expect(codeOf(await removal(world, userId, 'new-totp', session))).toBe('step_up_required')
    expect(codeOf(await removal(world, userId, 'the-totp', provenBy('the-totp', START - 10 * MINUTES + 1)))).toBe('ok')
  })

  const needing = async (world: World, policy: object, factors = [active('totp')], userPolicy?: object) => {
    const { acme, userId } = await withGrace(world)
    const globex = await world.found('Globex')
    await world.member(globex, userId, { assigned: { role: 'external', by: OPERATOR, at: START } })
    if (userPolicy) await demand(world, acme, required(userPolicy))
    await demand(world, globex, required(policy))
    await give(world, userId, { factors })
    return { acme, globex, userId }
  }

  it('needs a factor wherever the user is a member, and for as long as that lasts (MFA-12)', async () => {
    const world = createWorld()
    const { globex, userId } = await needing(world, {})
    expect(await removal(world, userId, 'the-totp')).toMatchObject({
      refusal: { code: 'factor_needed', facts: { organizationIds: [globex.id] } },
    })
    await world.member(globex, userId, {
      status: 'suspended',
      suspendedAt: START,
      assigned: { role: 'external', by: OPERATOR, at: START },
    } as never)
    expect(codeOf(await removal(world, userId, 'the-totp'))).toBe('ok')
  })

  it('needs none for an archived organization, which nobody enters (MFA-12, ORG-5)', async () => {
    const world = createWorld()
    const { globex, userId } = await needing(world, {})
    unwrap(await world.charter.organizations.archive({ actor: OPERATOR, organizationId: globex.id }))
    expect(codeOf(await removal(world, userId, 'the-totp'))).toBe('ok')
  })

  it('names home too, where it is the account that is lost (MFA-6)', async () => {
    const world = createWorld()
    const { acme, globex, userId } = await needing(world, {}, undefined, {})
    expect(await removal(world, userId, 'the-totp')).toMatchObject({
      refusal: { facts: { organizationIds: [acme.id, globex.id].sort() } },
    })
  })

  it.each<[string, object]>([
    ['that offers', { mode: 'optional' }],
    ['that asks nothing', { mode: 'off' }],
    ['that begins later', { requiredFrom: START + 1 }],
    ['in its grace', { grace: DAYS }],
    ['for others', { appliesTo: ['internal'] }],
    ['that takes no such factor', { factors: ['webauthn'] }],
  ])('lets the last factor go under a policy %s (MFA-12)', async (_, policy) => {
    const world = createWorld()
    const { userId } = await needing(world, policy)
    expect(codeOf(await removal(world, userId, 'the-totp'))).toBe('ok')
  })

  it('lets whoever is exempt go without, until they are not any more (MFA-2)', async () => {
    const world = createWorld()
    const { globex, userId } = await needing(world, {})
    const exemptions = [{ userId: UserId.parse(userId), until: START + 1, reason: 'lost' }]
    await demand(world, globex, required({ exemptions }))
    expect(codeOf(await removal(world, userId, 'none'))).toBe('factor_not_found')
    world.clock.advance(1)
    expect(codeOf(await removal(world, userId, 'the-totp'))).toBe('factor_needed')
    world.clock.set(START)
    await give(world, userId, { factors: [active('totp')] })
    await demand(world, globex, required({ exemptions: [{ ...exemptions[0], until: START + DAYS }] }))
    expect(codeOf(await removal(world, userId, 'the-totp'))).toBe('ok')
  })

  it('lets one go where another that counts is left, and not where that failed too often (MFA-9, MFA-12)', async () => {
    const world = createWorld()
    const { userId } = await needing(world, { factors: ['totp', 'sms'] }, [active('totp'), active('sms')])
    await give(world, userId, { failures: failed('the-sms', { consecutive: 100 }) })
    expect(codeOf(await removal(world, userId, 'the-totp'))).toBe('factor_needed')
    await give(world, userId, { failures: failed('the-sms', { consecutive: 99 }) })
    expect(codeOf(await removal(world, userId, 'the-totp'))).toBe('ok')
  })

  it('takes no code by mail, and no recovery code, for what is left (MFA-7)', async () => {
    const world = createWorld()
    const { userId } = await needing(world, {}, [active('totp'), active('email_otp')])
    await give(world, userId, { recovery })
    expect(codeOf(await removal(world, userId, 'the-totp'))).toBe('factor_needed')
    expect(codeOf(await removal(world, userId, 'the-email_otp'))).toBe('ok')
  })

  it('needs what both home and the other organization take (MFA-6)', async () => {
    const world = createWorld()
    const factors = [active('totp'), active('sms'), active('webauthn')]
    const home = { factors: ['totp', 'webauthn'] }
    const { globex, userId } = await needing(world, { factors: ['webauthn', 'sms'] }, factors, home)
    expect(await removal(world, userId, 'the-webauthn')).toMatchObject({
      refusal: { code: 'factor_needed', facts: { organizationIds: [globex.id] } },
    })
    expect(codeOf(await removal(world, userId, 'the-sms'))).toBe('ok')
  })

  it('leaves whoever removes their last factor able to enrol where one is asked for later (INV-19)', async () => {
    const world = createWorld()
    const { acme, userId } = await withGrace(world)
    await give(world, userId, { factors: [active('totp')] })
    unwrap(await removal(world, userId, 'the-totp'))
    expect(await signInBy(world, userId)).toMatchObject({ kind: 'allow' })
    await demand(world, acme, required())
    expect(await signInBy(world, userId)).toMatchObject({ kind: 'require_enrollment' })
  })

  it('gives back nothing that was removed: a repeat finds nothing (INV-17)', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    await give(world, userId, { factors: [active('totp'), active('sms')] })
    unwrap(await removal(world, userId, 'the-sms'))
    expect(codeOf(await removal(world, userId, 'the-sms'))).toBe('factor_not_found')
  })

  it('names a hundred organizations at most', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    for (let index = 0; index < 101; index++) {
      const org = await world.found(`Many${index}`)
      await world.member(org, userId, { assigned: { role: 'external', by: OPERATOR, at: START } })
      await demand(world, org, required())
    }
    await give(world, userId, { factors: [active('totp')] })
    const answer = await removal(world, userId, 'the-totp')
    const named = answer.ok || answer.refusal.code !== 'factor_needed' ? [] : answer.refusal.facts.organizationIds
    expect([named.length, [...named].sort()]).toEqual([100, named])
  })

  const refusals: Refusals<Charter<string>['mfa']['removeFactor']> = {
    operator_not_allowed: async world => () => world.charter.mfa.removeFactor({ actor: OPERATOR, factorId: 'x' }),
    user_not_found: async world => () => removal(world, 'nobody', 'x'),
    user_deactivated: async world => {
      const { userId } = await withGrace(world)
      unwrap(await world.charter.users.deactivate({ actor: OPERATOR, userId }))
      return () => removal(world, userId, 'x')
    },
    step_up_required: async world => {
      const { userId } = await withGrace(world)
      return () => world.charter.mfa.removeFactor({ actor: as(userId), factorId: 'x' })
    },
    factor_not_found: async world => {
      const { userId } = await withGrace(world)
      return () => removal(world, userId, 'x', freshSession(START))
    },
    factor_needed: async world => {
      const { userId } = await needing(world, {})
      return () => removal(world, userId, 'the-totp')
    },
    memberships_too_many: async world => {
      const { userId } = await withGrace(world)
      await joinMany(world, userId, 1_000)
      await give(world, userId, { factors: [active('totp')] })
      return () => removal(world, userId, 'the-totp')
    },
  }
  itRefuses(refusals)
})
