import { describe, expect, it } from 'vitest'
import { memberships } from '../../../src/core/membership/index.ts'
import { defaultRoles } from '../../../src/core/role/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { administer } from '../../support/addresses.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { memberOf } from '../../support/members.ts'
import { giveFactors, sessionOf, setByOperator, signInto } from '../../support/policies.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { createWorld, DAYS, decided, OPERATOR, type Org, START, type World } from '../../support/world.ts'

const sweep = (world: World, org: Org, more: object = {}) =>
  world.charter.mfa.sweepOverdue({ actor: org.admin, organizationId: org.id, ...more })

const SUSPENDS = { mode: 'required', grace: DAYS, onOverdue: 'suspend' } as const

/** Acme, whose policy asked everybody two days ago. */
const late = async (world: World, policy: Parameters<typeof setByOperator>[2] = SUSPENDS) => {
  const acme = await world.found('Acme')
  const una = await memberOf(world, acme, 'una', 'internal')
  const ewa = await memberOf(world, acme, 'ewa', 'external')
  const key = await memberOf(world, acme, 'key', 'internal')
  await giveFactors(world, key.userId, ['totp'])
  unwrap(await setByOperator(world, acme, policy))
  world.clock.advance(2 * DAYS)
  const at = world.clock.now()
  const role = { role: 'internal', by: OPERATOR, at: at - 1, until: at }
  // Their role was given for a time, which is over: nobody who could be suspended.
  const over = await memberOf(world, acme, 'over', 'internal', { joinedAt: START, assigned: role })
  return { acme, una, ewa, key, over }
}

const statesOf = (world: World, org: Org) =>
  Object.fromEntries(
    world
      .all(memberships)
      .filter(({ organizationId }) => organizationId === org.id)
      .map(({ userId, status }) => [userId, status]),
  )

describe('sweepOverdue', () => {
  itRefuses({
    ...authorizationRefusals(({ charter }, actor, organizationId) =>
      charter.mfa.sweepOverdue({ actor, organizationId: organizationId as never }),
    ),
  } satisfies Refusals<Charter<string>['mfa']['sweepOverdue']>)

  it('suspends whoever did not enrol in time, admins apart, and says why (MFA-2, INV-01)', async () => {
    const world = createWorld()
    const { acme, una, ewa, key, over } = await late(world)
    const answer = await sweep(world, acme)
    expect(unwrap(answer)).toEqual({ suspended: 2, skipped: 0, finished: true })
    expect(statesOf(world, acme)).toEqual({
      [acme.adminId]: 'active',
      [una.userId]: 'suspended',
      [ewa.userId]: 'suspended',
      [key.userId]: 'active',
      [over.userId]: 'active',
    })
    const told = (userId: string) => [
      { kind: 'end_sessions', organizationId: acme.id, userId },
      { kind: 'notify_user', organizationId: acme.id, about: 'suspended', userId, why: 'mfa_overdue' },
    ]
    const members = [una.userId, ewa.userId]
    expect(decided(answer)).toEqual({
      because: ['role_permits', 'overdue_suspended'],
      effects: members.flatMap(told),
    })
    const before = world.snapshot()
    expect(unwrap(await sweep(world, acme))).toEqual({ suspended: 0, skipped: 0, finished: true })
    expect(world.snapshot()).toEqual(before)
  })

  it.each([
    ['blocks', { ...SUSPENDS, onOverdue: 'block' }],
    ['gives more time', { ...SUSPENDS, grace: 3 * DAYS }],
    ['is optional', { ...SUSPENDS, mode: 'optional' }],
    ['is for nobody here', { ...SUSPENDS, appliesTo: ['workforce'] }],
  ] as const)('suspends nobody where the policy %s (MFA-2)', async (_, policy) => {
    const world = createWorld()
    const { acme } = await late(world, policy as never)
    expect(unwrap(await sweep(world, acme)).suspended).toBe(0)
  })

  it('suspends nobody who enrolled in time, whatever counts now (MFA-2, INV-19)', async () => {
    const world = createWorld()
    const { acme, una, ewa, key } = await late(world)
    await giveFactors(world, una.userId, ['email_otp'])
    unwrap(await setByOperator(world, acme, { ...SUSPENDS, factors: ['webauthn'] }))
    expect(unwrap(await sweep(world, acme)).suspended).toBe(1)
    expect(statesOf(world, acme)).toMatchObject({
      [una.userId]: 'active',
      [ewa.userId]: 'suspended',
      [key.userId]: 'active',
    })
    const session = sessionOf(world, key.userId, 'totp')
    expect(await signInto(world, key.userId, acme, session)).toMatchObject({ kind: 'require_enrollment' })
  })

  it('suspends nobody by a deadline that had passed when it was set, and whoever had time before (MFA-2, MFA-4)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const una = await memberOf(world, acme, 'una', 'internal')
    world.clock.advance(30 * DAYS)
    const requiredFrom = START + DAYS
    unwrap(await setByOperator(world, acme, { ...SUSPENDS, requiredFrom }))
    expect(unwrap(await sweep(world, acme)).suspended).toBe(0)
    expect(await signInto(world, una.userId, acme, sessionOf(world))).toMatchObject({
      kind: 'require_enrollment',
      deadline: START + 2 * DAYS,
    })
    const globex = await world.found('Globex')
    await memberOf(world, globex, 'eve', 'internal')
    unwrap(await setByOperator(world, globex, SUSPENDS))
    world.clock.advance(DAYS)
    unwrap(await setByOperator(world, globex, { ...SUSPENDS, grace: 1, requiredFrom: world.clock.now() - 2 * DAYS }))
    expect(unwrap(await sweep(world, globex)).suspended).toBe(1)
  })

  it('suspends nobody by a policy that was turned off, nor who joined when there was no time (MFA-2)', async () => {
    const world = createWorld()
    const { acme, una } = await late(world)
    unwrap(await setByOperator(world, acme, { mode: 'off' }))
    expect(unwrap(await sweep(world, acme)).suspended).toBe(0)
    unwrap(await setByOperator(world, acme, { mode: 'required', onOverdue: 'suspend' }))
    const at = world.clock.now()
    const late2 = await memberOf(world, acme, 'late', 'internal', {
      joinedAt: at,
      assigned: { role: 'internal', by: OPERATOR, at },
    })
    expect(unwrap(await sweep(world, acme)).suspended).toBe(2)
    expect(statesOf(world, acme)).toMatchObject({ [una.userId]: 'suspended', [late2.userId]: 'active' })
  })

  it('goes on where it stopped, and counts each once', async () => {
    const world = createWorld()
    const { acme } = await late(world)
    const seen: number[] = []
    let after: string | undefined
    do {
      const step = unwrap(await sweep(world, acme, { limit: 1, ...(after !== undefined && { after }) }))
      seen.push(step.suspended)
      after = step.next
    } while (after !== undefined)
    expect(seen.filter(count => count === 1)).toHaveLength(2)
    expect(seen.length).toBeGreaterThanOrEqual(4)
  })

  it('leaves whoever alone administers something, and keeps them out all the same (INV-08, MFA-2)', async () => {
    const world = createWorld()
    const { acme, una } = await late(world)
    await administer(world, acme, una.userId)
    expect(unwrap(await sweep(world, acme))).toEqual({ suspended: 1, skipped: 1, finished: true })
    expect(statesOf(world, acme)[una.userId]).toBe('active')
    expect(await signInto(world, una.userId, acme, sessionOf(world))).toMatchObject({
      kind: 'deny',
      suspend: [acme.id],
    })
  })

  it('suspends one of two who administer something together, not both (INV-08)', async () => {
    const world = createWorld()
    const { acme, una, ewa } = await late(world)
    unwrap(
      await world.charter.datasets.create({
        actor: acme.admin,
        organizationId: acme.id,
        name: 'Lanes',
        admins: [una.userId, ewa.userId],
      }),
    )
    expect(unwrap(await sweep(world, acme))).toEqual({ suspended: 1, skipped: 1, finished: true })
  })

  it('suspends hundreds, page by page, but for who is the last of what they administer (INV-08, MFA-2)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const ids: string[] = []
    for (let each = 0; each < 250; each++) ids.push((await memberOf(world, acme, `late${each}`, 'internal')).userId)
    const [alone, other, another] = [ids[130], ids[131], ids[132]] as [string, string, string]
    const here = { actor: acme.admin, organizationId: acme.id }
    unwrap(await world.charter.datasets.create({ ...here, name: 'Lanes', admins: [alone] as never }))
    unwrap(await world.charter.datasets.create({ ...here, name: 'Signs', admins: [other, another] as never }))
    unwrap(await setByOperator(world, acme, SUSPENDS))
    world.clock.advance(2 * DAYS)
    const pages: { suspended: number; skipped: number; next?: string }[] = []
    let after: string | undefined
    do {
      pages.push(unwrap(await sweep(world, acme, { ...(after !== undefined && { after }) })))
      after = pages.at(-1)?.next
    } while (after !== undefined)
    const sum = (field: 'suspended' | 'skipped') => pages.reduce((total, page) => total + page[field], 0)
    expect([pages.length, sum('suspended'), sum('skipped')]).toEqual([3, 248, 2])
    const states = statesOf(world, acme)
    expect(states[alone]).toBe('active')
    expect([states[other], states[another]].sort()).toEqual(['active', 'suspended'])
    expect(Object.values(states).filter(state => state === 'active')).toHaveLength(3)
  })

  it('leaves whom the actor may not change (ROL-3)', async () => {
    const { internal, ...rest } = defaultRoles.roles
    const roles = {
      ...defaultRoles,
      roles: { ...rest, internal: { ...internal, permissions: ['members.write'], manages: ['external'] } },
    } as never
    const world = createWorld({ roles })
    const { acme, key } = await late(world)
    expect(unwrap(await sweep(world, acme, { actor: key }))).toEqual({ suspended: 1, skipped: 1, finished: true })
    expect(unwrap(await sweep(world, acme, { actor: OPERATOR }))).toEqual({ suspended: 1, skipped: 0, finished: true })
  })

  it('lets whoever enrols at the last moment stay, and whoever is back enrol after a reset (MFA-12)', async () => {
    const world = createWorld()
    const { acme, una, ewa } = await late(world)
    await giveFactors(world, ewa.userId, ['totp'])
    expect(unwrap(await sweep(world, acme)).suspended).toBe(1)
    const member = { actor: acme.admin, organizationId: acme.id, userId: una.userId }
    unwrap(await world.charter.members.reactivate(member))
    expect((await signInto(world, una.userId, acme, sessionOf(world))).kind).toBe('deny')
    await giveFactors(world, una.userId, [], { resetAt: world.clock.now() })
    expect((await signInto(world, una.userId, acme, sessionOf(world))).kind).toBe('require_enrollment')
    expect(unwrap(await sweep(world, acme)).suspended).toBe(0)
  })
})
