import { describe, expect, it } from 'vitest'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { withGrace } from '../../support/addresses.ts'
import { active, failed, give, pending, remember } from '../../support/factors.ts'
import { managingOptions, managingRefusals } from '../../support/managing.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { createWorld, OPERATOR, START } from '../../support/world.ts'

const recovery = { id: 'codes', madeAt: START, unused: [{ codeHash: 'a'.repeat(64) }, { codeHash: 'b'.repeat(64) }] }

describe('factors', () => {
  it('shows what a user has, and nothing by which it is answered (MFA-1, MFA-16)', async () => {
    const world = createWorld()
    const { userId, grace } = await withGrace(world)
    await give(world, userId, {
      edition: 3,
      factors: [
        active('totp', { label: 'phone', usedAt: START + 1 }),
        active('sms'),
        active('webauthn'),
        pending('email_otp', { expiresAt: START + 2 }),
        pending('totp', { expiresAt: START + 1 }),
      ],
      recovery,
      failures: failed('the-sms', { consecutive: 100 }, { lockedUntil: START + 9 }),
      resetAt: START,
      resetReason: 'lost',
    })
    await remember(world, userId, 'laptop', { edition: 3, label: 'laptop' })
    await remember(world, userId, 'old', { edition: 2 })
    world.clock.advance(1)
    const since = { enrolledAt: START, confirmedAt: START }
    const expected = {
      factors: [
        { id: 'the-totp', kind: 'totp', label: 'phone', status: 'active', ...since, usedAt: START + 1 },
        { id: 'the-sms', kind: 'sms', hint: '56', status: 'disabled', ...since },
        { id: 'the-webauthn', kind: 'webauthn', status: 'active', ...since },
        { id: 'new-email_otp', kind: 'email_otp', status: 'pending', enrolledAt: START, expiresAt: START + 2 },
      ],
      recovery: { left: 2, madeAt: START, status: 'active' },
      lockedUntil: START + 9,
      devices: [{ id: 'laptop', label: 'laptop', method: 'totp', at: START }],
      resetAt: START,
    }
    expect(unwrap(await world.charter.mfa.factors({ actor: grace }))).toEqual(expected)
    expect(unwrap(await world.charter.mfa.factors({ actor: grace, userId }))).toEqual(expected)
    expect(unwrap(await world.charter.mfa.factors({ actor: OPERATOR, userId }))).toEqual(expected)
  })

  it('shows an admin those of the people of their organization, deactivated or not (MEM-7)', async () => {
    const world = createWorld()
    const { acme, userId } = await withGrace(world)
    await give(world, userId, { factors: [active('email_otp')] })
    for (const deactivates of [false, true]) {
      if (deactivates) unwrap(await world.charter.users.deactivate({ actor: acme.admin, userId }))
      const seen = unwrap(await world.charter.mfa.factors({ actor: acme.admin, userId }))
      expect(seen.factors.map(({ id }) => id)).toEqual(['the-email_otp'])
    }
    const own = unwrap(await world.charter.mfa.factors({ actor: acme.admin }))
    expect(own).toEqual({ factors: [], devices: [] })
  })

  it('tells no lock that is over, and that codes were disabled (MFA-9, MFA-11)', async () => {
    const world = createWorld()
    const { userId, grace } = await withGrace(world)
    await give(world, userId, {
      factors: [active('totp')],
      recovery,
      failures: failed('codes', { consecutive: 100 }, { lockedUntil: START + 1 }),
    })
    world.clock.advance(1)
    const seen = unwrap(await world.charter.mfa.factors({ actor: grace }))
    expect(seen.recovery?.status).toBe('disabled')
    expect(seen).not.toHaveProperty('lockedUntil')
  })

  const refusals: Refusals<Charter<string>['mfa']['factors']> = {
    ...managingRefusals((world, actor, userId) => world.charter.mfa.factors({ actor, userId })),
    operator_not_allowed: async world => () => world.charter.mfa.factors({ actor: OPERATOR }),
  }
  itRefuses(refusals, managingOptions)
})
