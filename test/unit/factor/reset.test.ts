import { describe, expect, it } from 'vitest'
import {
  credentialHolders,
  factorSecrets,
  liveChallenges,
  revokedFactors,
  trustedDevices,
} from '../../../src/core/factor/index.ts'
import { type Actor, put } from '../../../src/core/kernel/index.ts'
import { MfaPolicy } from '../../../src/core/organization/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { withGrace } from '../../support/addresses.ts'
import {
  active,
  demand,
  factorsOf,
  failed,
  freshSession,
  give,
  pending,
  provenBy,
  remember,
  signInBy,
} from '../../support/factors.ts'
import { managingOptions, managingRefusals } from '../../support/managing.ts'
import { memberOf } from '../../support/members.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { as, codeOf, createWorld, DAYS, decided, noted, OPERATOR, START, type World } from '../../support/world.ts'

const reset = (world: World, actor: Actor, userId: string, session = freshSession(world.clock.now())) =>
  world.charter.mfa.reset({ actor, userId: userId as never, session, reason: 'lost the phone' })

const required = (changed: object = {}) => MfaPolicy.parse({ mode: 'required', ...changed })
const recovery = { id: 'codes', madeAt: START, unused: [{ codeHash: 'a'.repeat(64) }] }

describe('reset', () => {
  it('takes everything away at once, and cuts the sessions (MFA-12, INV-17)', async () => {
    const world = createWorld()
    const { acme, userId } = await withGrace(world)
    await give(world, userId, {
      edition: 2,
      factors: [active('totp'), active('webauthn'), pending('sms')],
      recovery,
      failures: failed('the-totp', { consecutive: 100, lockouts: 7 }, { lockedUntil: START + DAYS }),
    })
    await remember(world, userId, 'laptop', { edition: 2 })
    await remember(world, userId, 'old')
    await world.write(put(liveChallenges, { userId, factorId: 'new-sms', id: 'c', expiresAt: START, tries: 0 }))
    world.clock.advance(5)
    const answer = await reset(world, acme.admin, userId)
    expect(unwrap(answer)).toEqual({ userId, removed: 2, resetAt: START + 5 })
    expect(decided(answer)).toEqual({
      because: ['role_permits', 'session_is_fresh', 'factors_reset'],
      effects: [
        { kind: 'end_sessions', userId },
        { kind: 'notify_user', about: 'factors_reset', userId },
      ],
    })
    const home = { userId, homeOrganizationId: acme.id }
    expect(await factorsOf(world, userId)).toEqual({
      ...{ ...home, edition: 3, factors: [], resetAt: START + 5, resetReason: 'lost the phone' },
    })
    const gone = { userId, enrolledAt: START, revokedAt: START + 5, why: 'reset' }
    expect(world.all(revokedFactors)).toEqual([
      { ...gone, factorId: 'the-totp', kind: 'totp' },
      { ...gone, factorId: 'the-webauthn', kind: 'webauthn' },
    ])
    const beside = [factorSecrets, liveChallenges, credentialHolders, trustedDevices] as const
    expect(beside.map(of => world.all<unknown>(of as never))).toEqual([[], [], [], []])
    const entry = noted(world.entries(acme.id).at(-1))
    expect(entry).toMatchObject({ action: 'mfa.reset', rules: ['INV-17', 'MFA-12', 'MFA-13', 'ROL-4'] })
    expect(entry?.targets).toContain(`user_factors/${userId}`)
  })

  it('is for whoever has no factor too, and for whoever is deactivated', async () => {
    const world = createWorld()
    const { acme, userId } = await withGrace(world)
    unwrap(await world.charter.users.deactivate({ actor: acme.admin, userId }))
    expect(unwrap(await reset(world, acme.admin, userId))).toMatchObject({ removed: 0, resetAt: START })
    expect(await factorsOf(world, userId)).toMatchObject({ edition: 2, factors: [], resetAt: START })
  })

  it('is done by an operator without a session (ORG-6)', async () => {
    const world = createWorld()
    const { acme, userId } = await withGrace(world)
    const by = { actor: OPERATOR, reason: 'called support' }
    expect(decided(await world.charter.mfa.reset({ ...by, userId }))).toMatchObject({
      because: ['actor_is_operator', 'actor_is_operator', 'factors_reset'],
    })
    expect(codeOf(await world.charter.mfa.reset({ ...by, userId: acme.adminId }))).toBe('ok')
  })

  it('leaves no time to whoever was in their grace, and suspends nobody for it (MFA-4, MFA-12)', async () => {
    for (const onOverdue of ['block', 'suspend'] as const) {
      const world = createWorld()
      const { acme, userId } = await withGrace(world)
      await demand(world, acme, required({ grace: 90 * DAYS, onOverdue }))
      await give(world, userId, { factors: [active('totp')] })
      world.clock.advance(DAYS)
      expect(await signInBy(world, userId)).toMatchObject({ kind: 'challenge' })
      unwrap(await reset(world, acme.admin, userId))
      for (const organizationId of [undefined, acme.id])
        expect(await signInBy(world, userId, organizationId)).toMatchObject({ kind: 'require_enrollment' })
      world.clock.advance(400 * DAYS)
      expect(await signInBy(world, userId)).toMatchObject({ kind: 'require_enrollment' })
    }
  })

  it('leaves the time of a policy that comes after it (MFA-4)', async () => {
    const world = createWorld()
    const { acme, userId } = await withGrace(world)
    unwrap(await reset(world, acme.admin, userId))
    world.clock.advance(DAYS)
    await demand(world, acme, required({ grace: DAYS, onOverdue: 'suspend' }))
    expect(await signInBy(world, userId)).toMatchObject({ kind: 'offer_enrollment', deadline: START + 2 * DAYS })
    world.clock.advance(DAYS)
    expect(await signInBy(world, userId)).toMatchObject({ kind: 'deny', suspend: [acme.id] })
  })

  it.each(['off', 'optional'] as const)('demands nothing under a policy that is %s', async mode => {
    const world = createWorld()
    const { acme, userId } = await withGrace(world)
    await demand(world, acme, required({ grace: DAYS }))
    await demand(world, acme, MfaPolicy.parse({ mode }), [
      { types: ['internal'], from: START, grace: DAYS, askedAt: START },
    ])
    await give(world, userId, { factors: [active('totp')] })
    unwrap(await reset(world, acme.admin, userId))
    expect(await signInBy(world, userId)).toMatchObject({ kind: mode === 'off' ? 'allow' : 'offer_enrollment' })
  })

  it('takes a factor of the admin to reset another admin, and tells the others (MFA-12)', async () => {
    const world = createWorld()
    const { acme } = await withGrace(world)
    const { userId } = await memberOf(world, acme, 'second', 'admin')
    expect(await reset(world, acme.admin, userId)).toMatchObject({
      refusal: { code: 'step_up_required', facts: { byFactor: true } },
    })
    await give(world, acme.adminId, { factors: [active('totp')] })
    expect(codeOf(await reset(world, acme.admin, userId))).toBe('step_up_required')
    const answer = await reset(world, acme.admin, userId, provenBy('the-totp', START))
    expect(decided(answer)).toMatchObject({
      effects: [{}, {}, { kind: 'notify_admins', organizationId: acme.id, about: 'factors_reset', userId }],
    })
  })

  it('takes one for an admin of another organization, and tells that one (MFA-12)', async () => {
    const world = createWorld()
    const { acme, userId } = await withGrace(world)
    const [globex, initech] = [await world.found('Globex'), await world.found('Initech')]
    const role = { assigned: { role: 'admin', by: OPERATOR, at: START } }
    await world.member(globex, userId, role)
    const ended = { status: 'ended', endedAt: START, ending: 'left' } as const
    await world.member(initech, userId, { ...role, ...ended } as never)
    expect(await reset(world, acme.admin, userId)).toMatchObject({
      refusal: { code: 'step_up_required', facts: { byFactor: true } },
    })
    await give(world, acme.adminId, { factors: [active('totp')] })
    expect(decided(await reset(world, acme.admin, userId, provenBy('the-totp', START))).effects).toEqual([
      { kind: 'end_sessions', userId },
      { kind: 'notify_user', about: 'factors_reset', userId },
      { kind: 'notify_admins', organizationId: globex.id, about: 'factors_reset', userId },
    ])
  })

  it('takes one for an admin who is suspended, too', async () => {
    const world = createWorld()
    const { acme } = await withGrace(world)
    const state = { status: 'suspended', suspendedAt: START } as const
    const { userId } = await memberOf(world, acme, 'second', 'admin', state)
    expect(codeOf(await reset(world, acme.admin, userId))).toBe('step_up_required')
  })

  it('takes the factor of the user for no proof of the admin (MFA-12, MFA-17)', async () => {
    const world = createWorld()
    const { acme, userId } = await withGrace(world)
    await give(world, userId, { factors: [active('totp')] })
    await give(world, acme.adminId, { factors: [active('totp', { id: 'mine' })] })
    expect(codeOf(await reset(world, acme.admin, userId, provenBy('the-totp', START)))).toBe('step_up_required')
    expect(codeOf(await reset(world, acme.admin, userId, provenBy('mine', START)))).toBe('ok')
  })

  it('never goes back behind an earlier one (INV-25)', async () => {
    const world = createWorld()
    const { acme, userId } = await withGrace(world)
    await give(world, userId, { resetAt: START + 9 })
    expect(unwrap(await reset(world, acme.admin, userId))).toMatchObject({ resetAt: START + 9 })
  })

  const refusals: Refusals<Charter<string>['mfa']['reset']> = {
    ...managingRefusals(reset),
    own_factors: async world => {
      const { acme } = await withGrace(world)
      return () => reset(world, acme.admin, acme.adminId)
    },
    step_up_required: async world => {
      const { acme, userId } = await withGrace(world)
      return () => world.charter.mfa.reset({ actor: acme.admin, userId, reason: 'x' })
    },
  }
  itRefuses(refusals, managingOptions)

  it('is refused to whoever would reset their own, however fresh (MFA-12)', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    await give(world, userId, { factors: [active('totp')] })
    expect(codeOf(await reset(world, as(userId), userId, provenBy('the-totp', START)))).toBe('own_factors')
  })
})
