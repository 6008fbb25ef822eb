import { describe, expect, it } from 'vitest'
import { type Session, trustedDevices } from '../../../src/core/factor/index.ts'
import { put } from '../../../src/core/kernel/index.ts'
import { type Membership, memberships } from '../../../src/core/membership/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { memberOf } from '../../support/members.ts'
import { comesIn, giveFactors, sessionOf, setByOperator, signInto } from '../../support/policies.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { give, hostingIn, take } from '../../support/vendors.ts'
import { createWorld, DAYS, OPERATOR, type Org, START, type World } from '../../support/world.ts'

const REQUIRED = { mode: 'required', factors: ['totp', 'webauthn'] } as {
  mode: 'required'
  factors: ['totp', 'webauthn']
}
const PASSWORD: Session = { authenticated: [{ method: 'password', at: START }] }

const into = async (world: World, userId: string, org: { readonly id: string }, session: Session = PASSWORD) =>
  (await signInto(world, userId, org, session)).kind

const toAccount = async (world: World, userId: string, session: Session = PASSWORD) =>
  unwrap(await world.charter.mfa.evaluateSignIn({ userId: userId as never, session }))

const deadlineOf = async (world: World, userId: string, org: Org): Promise<number | undefined> => {
  const decision = await signInto(world, userId, org, PASSWORD)
  return 'deadline' in decision ? decision.deadline : undefined
}

describe('evaluateSignIn of the charter', () => {
  const session = PASSWORD
  itRefuses({
    user_not_found: async world => () => world.charter.mfa.evaluateSignIn({ userId: 'nobody' as never, session }),
    organization_not_found: async world => {
      const { adminId: userId } = await world.found('Acme')
      return () => world.charter.mfa.evaluateSignIn({ userId, organizationId: 'nowhere' as never, session })
    },
    organization_archived: async world => {
      const { adminId: userId, id: organizationId } = await world.found('Acme')
      unwrap(await world.charter.organizations.archive({ actor: OPERATOR, organizationId }))
      return () => world.charter.mfa.evaluateSignIn({ userId, organizationId, session })
    },
  } satisfies Refusals<Charter<string>['mfa']['evaluateSignIn']>)

  it('asks for what home and the entered organization ask, the strictest of both (MFA-6)', async () => {
    const world = createWorld()
    const [home, acme] = [await world.found('Home'), await world.found('Acme')]
    const { userId } = await comesIn(world, home, 'eve@people.com', 'internal')
    await comesIn(world, acme, 'eve@people.com')
    expect([await into(world, userId, acme), (await toAccount(world, userId)).kind]).toEqual(['allow', 'allow'])
    unwrap(await setByOperator(world, acme, REQUIRED))
    expect([await into(world, userId, acme), await into(world, userId, home)]).toEqual(['require_enrollment', 'allow'])
    unwrap(await setByOperator(world, home, { mode: 'required', factors: ['webauthn'] }))
    expect(await signInto(world, userId, acme, PASSWORD)).toMatchObject({
      kind: 'require_enrollment',
      factors: ['webauthn'],
      determinedBy: [acme.id, home.id].sort(),
    })
    await giveFactors(world, userId, ['totp', 'webauthn'])
    const answered = async (kind: 'totp' | 'webauthn') => into(world, userId, acme, sessionOf(world, userId, kind))
    expect([await answered('totp'), await answered('webauthn')]).toEqual(['challenge', 'allow'])
  })

  it('asks one of a vendor’s people for what the vendor asks and for what the host asks (MFA-6, WRK-1)', async () => {
    const world = createWorld()
    const scene = await hostingIn(world)
    const { acme, labelers, vic } = scene
    unwrap(await setByOperator(world, labelers, { mode: 'required', factors: ['totp', 'webauthn'] }))
    expect(await into(world, vic, acme)).toBe('deny')
    unwrap(await give(scene))
    expect(await into(world, vic, acme)).toBe('require_enrollment')
    await giveFactors(world, vic, ['totp'])
    expect(await into(world, vic, acme, sessionOf(world, vic, 'totp'))).toBe('allow')
    unwrap(await setByOperator(world, acme, { mode: 'required', factors: ['webauthn'], appliesTo: ['workforce'] }))
    expect(await into(world, vic, acme, sessionOf(world, vic, 'totp'))).toBe('require_enrollment')
    unwrap(await take(scene))
    expect(await into(world, vic, acme, sessionOf(world, vic, 'totp'))).toBe('deny')
  })

  it('lets nobody be locked out by whoever merely listed their domain, or has them as a guest (MFA-6)', async () => {
    const world = createWorld()
    const [home, acme] = [await world.found('Home'), await world.found('Acme')]
    await world.rule(home, 'home.com')
    await world.rule(acme, 'home.com', { role: 'external', joining: 'offered' }, { kind: 'operator', reason: 'x' })
    unwrap(await setByOperator(world, acme, REQUIRED))
    const { user } = unwrap(await world.signUp('eve@home.com'))
    expect([(await toAccount(world, user.id)).kind, await into(world, user.id, home)]).toEqual(['allow', 'allow'])
    await comesIn(world, acme, 'eve@home.com')
    expect([(await toAccount(world, user.id)).kind, await into(world, user.id, home)]).toEqual(['allow', 'allow'])
    expect(await into(world, user.id, acme)).toBe('require_enrollment')
  })

  it('lets a home bind its active internal people, and no others (MFA-6)', async () => {
    const world = createWorld()
    const home = await world.found('Home')
    unwrap(await setByOperator(world, home, REQUIRED))
    const eve = await memberOf(world, home, 'eve', 'internal')
    expect((await toAccount(world, eve.userId)).kind).toBe('require_enrollment')
    const is = (role: string, more: Partial<Membership> = {}) =>
      world.member(home, eve.userId, { assigned: { role, by: OPERATOR, at: START }, ...more })
    for (const [role, more] of [
      ['external', {}],
      ['workforce', {}],
      ['internal', { status: 'suspended', suspendedAt: START }],
      ['internal', { status: 'ended', endedAt: START, ending: 'left' }],
      ['internal', { assigned: { role: 'internal', by: OPERATOR, at: START, until: START } }],
    ] as const) {
      await is(role, more as never)
      expect((await toAccount(world, eve.userId)).kind).toBe('allow')
    }
  })

  it('lets nobody in who is no active member, or no active user (MEM-2, MEM-7)', async () => {
    const world = createWorld()
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    const { userId } = await memberOf(world, acme, 'eve', 'internal')
    expect(await into(world, userId, globex)).toBe('deny')
    const member = { actor: OPERATOR, organizationId: acme.id, userId }
    unwrap(await world.charter.members.suspend(member))
    expect(await into(world, userId, acme)).toBe('deny')
    unwrap(await world.charter.members.reactivate(member))
    expect(await into(world, userId, acme)).toBe('allow')
    unwrap(await world.charter.users.deactivate({ actor: OPERATOR, userId }))
    expect(await into(world, userId, acme)).toBe('deny')
    expect((await toAccount(world, userId)).kind).toBe('deny')
    unwrap(await world.charter.users.reactivate({ actor: OPERATOR, userId }))
    unwrap(await world.charter.members.remove(member))
    expect(await into(world, userId, acme)).toBe('deny')
  })

  it.each([
    ['password', [{ method: 'password', at: START }], 'require_enrollment'],
    ['API token', [{ method: 'api_token', at: START }], 'require_enrollment'],
    ['magic link', [{ method: 'magic_link', at: START }], 'require_enrollment'],
    ['invitation', [{ method: 'invitation', at: START }], 'require_enrollment'],
    ['SSO that says nothing', [{ method: 'sso', at: START }], 'require_enrollment'],
    ['SSO with a password', [{ method: 'sso', at: START, amr: ['pwd'] }], 'require_enrollment'],
    ['SSO with two factors', [{ method: 'sso', at: START, amr: ['pwd', 'otp'] }], 'allow'],
    ['nothing', [], 'deny'],
    ['a proof from the future', [{ method: 'password', at: START + 1 }], 'deny'],
    [
      'somebody else’s factor',
      [
        { method: 'password', at: START },
        { method: 'totp', at: START, factorId: 'x' },
      ],
      'require_enrollment',
    ],
  ] as const)('decides alike however one comes in: %s (MFA-17)', async (_, authenticated, kind) => {
    const world = createWorld()
    const acme = await world.found('Acme')
    unwrap(await setByOperator(world, acme, REQUIRED))
    expect(await into(world, acme.adminId, acme, { authenticated } as never)).toBe(kind)
  })
})

describe('a deadline (MFA-4)', () => {
  const asking = async (grace = DAYS, more: object = {}) => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const eve = await memberOf(world, acme, 'eve', 'internal')
    const ask = async (policy: object) => unwrap(await setByOperator(world, acme, { ...REQUIRED, ...policy } as never))
    await ask({ grace, ...more })
    return { world, acme, ...eve, ask, deadline: () => deadlineOf(world, eve.userId, acme) }
  }

  it('is not moved by skipping, and over at its very moment', async () => {
    const { world, acme, userId, deadline } = await asking()
    for (const day of [0, 0.5, 0.4]) {
      world.clock.set(START + day * DAYS)
      expect(await deadline()).toBe(START + DAYS)
    }
    world.clock.set(START + DAYS - 1)
    expect(await into(world, userId, acme)).toBe('offer_enrollment')
    world.clock.advance(1)
    expect(await into(world, userId, acme)).toBe('require_enrollment')
  })

  it('is not moved by turning the policy off and on, nor by a longer grace', async () => {
    const { world, ask, deadline } = await asking()
    world.clock.advance(DAYS / 2)
    await ask({ mode: 'off' })
    expect(await deadline()).toBeUndefined()
    world.clock.advance(DAYS / 4)
    await ask({ grace: DAYS })
    expect(await deadline()).toBe(START + DAYS)
    await ask({ grace: 30 * DAYS })
    expect(await deadline()).toBe(START + DAYS)
    await ask({ mode: 'optional' })
    await ask({ grace: 30 * DAYS, maxAge: 5 })
    expect(await deadline()).toBe(START + DAYS)
  })

  it('is not forgotten by a policy that asks the very same, in whatever else it differs', async () => {
    const { ask, deadline } = await asking(DAYS, { requiredFrom: START })
    await ask({ grace: DAYS, requiredFrom: START, maxAge: 5 })
    await ask({ grace: 30 * DAYS })
    expect(await deadline()).toBe(START + DAYS)
  })

  it('comes nearer by a shorter grace', async () => {
    const { ask, deadline } = await asking()
    await ask({ grace: DAYS / 2 })
    expect(await deadline()).toBe(START + DAYS / 2)
    await ask({ grace: DAYS })
    expect(await deadline()).toBe(START + DAYS / 2)
  })

  it('is not moved by leaving and coming back', async () => {
    const { world, acme, userId, deadline } = await asking()
    world.clock.advance(DAYS / 2)
    unwrap(await world.charter.members.remove({ actor: acme.admin, organizationId: acme.id, userId }))
    world.clock.advance(1)
    await comesIn(world, acme, 'eve@people.com', 'internal')
    expect((await world.get(memberships, acme.id, userId))?.term).toBe(2)
    expect(await deadline()).toBe(START + DAYS)
    unwrap(await world.charter.members.remove({ actor: acme.admin, organizationId: acme.id, userId }))
    world.clock.advance(1)
    await comesIn(world, acme, 'eve@people.com', 'internal')
    expect(await deadline()).toBe(START + DAYS)
  })

  it('is each member’s own, from their joining on', async () => {
    const { world, acme } = await asking()
    world.clock.advance(5 * DAYS)
    const late = await comesIn(world, acme, 'late@people.com')
    expect(await deadlineOf(world, late.userId, acme)).toBe(START + 6 * DAYS)
  })

  it('is their own of those to whom the policy is widened', async () => {
    const { world, acme, ask } = await asking(DAYS, { appliesTo: ['internal'] })
    const ewa = await memberOf(world, acme, 'ewa', 'external')
    world.clock.advance(10 * DAYS)
    expect(await into(world, ewa.userId, acme)).toBe('allow')
    await ask({ grace: DAYS, appliesTo: ['internal', 'external'] })
    expect(await deadlineOf(world, ewa.userId, acme)).toBe(START + 11 * DAYS)
  })

  it('begins with the policy where that is in the future, and may be put off before it has begun', async () => {
    const { world, acme, userId, ask, deadline } = await asking(DAYS, { requiredFrom: START + 10 * DAYS })
    expect(await deadline()).toBe(START + 11 * DAYS)
    await ask({ grace: DAYS, requiredFrom: START + 20 * DAYS })
    expect(await deadline()).toBe(START + 21 * DAYS)
    world.clock.set(START + 20 * DAYS)
    await ask({ grace: DAYS, requiredFrom: START + 30 * DAYS })
    // Nothing is required until then, and no time is left from then on.
    expect(await deadline()).toBe(START + 30 * DAYS)
    world.clock.set(START + 30 * DAYS)
    expect(await into(world, userId, acme)).toBe('require_enrollment')
  })

  it('is over at once after a reset (MFA-12)', async () => {
    const { world, acme, userId } = await asking()
    await giveFactors(world, userId, [], { resetAt: START })
    expect(await into(world, userId, acme)).toBe('require_enrollment')
  })

  it('blocks who was promoted after it, and suspends who let it pass (MFA-2)', async () => {
    const { world, acme, userId, ask } = await asking()
    await ask({ grace: DAYS, onOverdue: 'suspend', appliesTo: ['internal'] })
    const ewa = await memberOf(world, acme, 'ewa', 'external')
    world.clock.advance(2 * DAYS)
    expect(await into(world, userId, acme)).toBe('deny')
    const promoted = { actor: acme.admin, organizationId: acme.id, userId: ewa.userId, role: 'internal' }
    unwrap(await world.charter.members.changeRole(promoted))
    expect(await into(world, ewa.userId, acme)).toBe('require_enrollment')
  })
})

describe('a remembered device (MFA-13)', () => {
  const remembering = async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const eve = await memberOf(world, acme, 'eve', 'internal')
    const policy = { ...REQUIRED, rememberedDevices: 30 * DAYS }
    unwrap(await setByOperator(world, acme, policy))
    await giveFactors(world, eve.userId, ['totp'])
    const role = { organizationId: acme.id, term: 1, role: 'internal', roleSince: START, policyEdition: 1 }
    const device = { userId: eve.userId, id: 'laptop', tokenHash: '0'.repeat(64), method: 'totp', at: START } as const
    await world.write(put(trustedDevices, { ...device, until: START + 30 * DAYS, edition: 1, organizations: [role] }))
    const session: Session = { ...PASSWORD, rememberedDevice: { deviceId: 'laptop' } }
    return {
      world,
      acme,
      policy,
      ...eve,
      at: (org: { readonly id: string } = acme) => into(world, eve.userId, org, session),
    }
  }
  type Remembering = Awaited<ReturnType<typeof remembering>>

  it('stands for the factor as long as the policy says', async () => {
    const { world, at } = await remembering()
    expect(await at()).toBe('allow')
    world.clock.advance(30 * DAYS)
    expect(await at()).toBe('challenge')
  })

  const changes: { readonly [what: string]: (scene: Remembering) => Promise<unknown> } = {
    'a change of a factor': ({ world, userId }) => giveFactors(world, userId, ['totp', 'webauthn']),
    'a change of the policy': ({ world, acme, policy }) => setByOperator(world, acme, { ...policy, maxAge: 90 * DAYS }),
    'a policy that was changed and changed back': async ({ world, acme, policy }) => {
      await setByOperator(world, acme, { ...policy, maxAge: 90 * DAYS })
      await setByOperator(world, acme, policy)
    },
    'a change of the role': ({ world, acme, userId }) =>
      world.charter.members.changeRole({ actor: acme.admin, organizationId: acme.id, userId, role: 'external' }),
    'a role that was changed and changed back (INV-25)': async ({ world, acme, userId }) => {
      const asked = { actor: acme.admin, organizationId: acme.id, userId }
      unwrap(await world.charter.members.changeRole({ ...asked, role: 'external' }))
      world.clock.advance(1)
      unwrap(await world.charter.members.changeRole({ ...asked, role: 'internal' }))
    },
    'another role for a time, which is over (INV-25)': async ({ world, acme, userId }) => {
      const member = (await world.get(memberships, acme.id, userId)) as Membership
      const assigned = { role: 'external', by: acme.admin, at: START, until: START + 1 }
      const byRule = { role: 'internal', domain: 'people.com', edition: 1, at: START }
      await world.rule(acme, 'people.com', { role: 'internal' })
      await world.member(acme, userId, { ...member, assigned, byRule } as never)
      world.clock.advance(1)
    },
    'leaving and coming back': async ({ world, acme, userId }) => {
      await world.charter.members.remove({ actor: acme.admin, organizationId: acme.id, userId })
      await comesIn(world, acme, 'eve@people.com', 'internal')
    },
  }
  it.each(Object.entries(changes))('is forgotten by %s', async (_, change) => {
    const scene = await remembering()
    await change(scene)
    expect(await scene.at()).toBe('challenge')
  })

  it('is kept where the same policy is set again', async () => {
    const { world, acme, policy, at } = await remembering()
    unwrap(await setByOperator(world, acme, { ...policy, factors: ['webauthn', 'totp'] }))
    expect(await at()).toBe('allow')
  })

  it('does not let into an organization that it was not trusted for', async () => {
    const { world, policy, at } = await remembering()
    const globex = await world.found('Globex')
    await comesIn(world, globex, 'eve@people.com')
    expect(await at(globex)).toBe('challenge')
    unwrap(await setByOperator(world, globex, policy))
    expect(await at(globex)).toBe('challenge')
  })

  it('is nobody else’s', async () => {
    const { world, acme } = await remembering()
    const una = await memberOf(world, acme, 'una', 'internal')
    await giveFactors(world, una.userId, ['totp'])
    const session = { ...PASSWORD, rememberedDevice: { deviceId: 'laptop' } }
    expect(await into(world, una.userId, acme, session)).toBe('challenge')
    expect(await into(world, una.userId, acme, sessionOf(world, una.userId, 'totp'))).toBe('allow')
  })
})
