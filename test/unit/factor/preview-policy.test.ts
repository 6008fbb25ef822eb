import { describe, expect, it } from 'vitest'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { memberOf } from '../../support/members.ts'
import { comesIn, giveFactors, sessionOf, setByOperator, signInto } from '../../support/policies.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { codeOf, createWorld, DAYS, deactivate, OPERATOR, type Org, START, type World } from '../../support/world.ts'

const preview = (world: World, org: Org, policy: object, more: object = {}) =>
  world.charter.mfa.previewPolicy({ actor: org.admin, organizationId: org.id, policy: policy as never, ...more })

const NOBODY = { notBound: 0, complies: 0, mayEnrol: 0, shouldEnrol: 0, mustEnrol: 0, overdue: 0 }

/** An admin without a factor, Una with a key, Ewa and Val without, and some who are out. */
const staffed = async (world: World) => {
  const acme = await world.found('Acme')
  const una = await memberOf(world, acme, 'una', 'internal', { joinedAt: START + 1 })
  const ewa = await memberOf(world, acme, 'ewa', 'external', { joinedAt: START + 2 })
  const val = await memberOf(world, acme, 'val', 'workforce', { joinedAt: START + 3 })
  await giveFactors(world, una.userId, ['webauthn'])
  await memberOf(world, acme, 'out', 'internal', { status: 'suspended', suspendedAt: START } as never)
  await memberOf(world, acme, 'left', 'internal', { status: 'ended', endedAt: START, ending: 'left' } as never)
  const over = { role: 'internal', by: OPERATOR, at: START, until: START }
  await memberOf(world, acme, 'over', 'internal', { assigned: over })
  const closed = await memberOf(world, acme, 'closed', 'internal')
  await deactivate(world, closed.userId)
  return { acme, una, ewa, val }
}

describe('previewPolicy', () => {
  itRefuses({
    ...authorizationRefusals(({ charter }, actor, organizationId) =>
      charter.mfa.previewPolicy({ actor, organizationId: organizationId as never, policy: { mode: 'optional' } }),
    ),
    mfa_policy_without_factor: async world => {
      const acme = await world.found('Acme')
      return () => preview(world, acme, { mode: 'optional', factors: [] })
    },
    mfa_policy_sms_only: async world => {
      const acme = await world.found('Acme')
      return () => preview(world, acme, { mode: 'required', factors: ['sms'] })
    },
    mfa_policy_grace_negative: async world => {
      const acme = await world.found('Acme')
      return () => preview(world, acme, { mode: 'required', grace: -1 })
    },
  } satisfies Refusals<Charter<string>['mfa']['previewPolicy']>)

  it('says who complies, who is asked and until when, and writes nothing (MFA-15)', async () => {
    const world = createWorld()
    const { acme, una, ewa, val } = await staffed(world)
    const before = world.snapshot()
    const policy = { mode: 'required', grace: DAYS, appliesTo: ['external', 'internal'] }
    world.clock.advance(10)
    expect(unwrap(await preview(world, acme, policy))).toEqual({
      policy: { ...policy, appliesTo: ['internal', 'external'] },
      counts: { ...NOBODY, complies: 1, shouldEnrol: 2, notBound: 1 },
      lockedOut: 0,
      deadlines: { first: START + 10 + DAYS, last: START + 10 + DAYS },
      finished: true,
      members: [
        { userId: acme.adminId, standing: 'should_enrol', deadline: START + 10 + DAYS },
        { userId: una.userId, standing: 'complies', deadline: START + 10 + DAYS },
        { userId: ewa.userId, standing: 'should_enrol', deadline: START + 10 + DAYS },
        { userId: val.userId, standing: 'not_bound' },
      ],
    })
    expect(world.snapshot()).toEqual(before)
  })

  it('says who would be blocked at once, whoever asks among them (MFA-14, MFA-15)', async () => {
    const world = createWorld()
    const { acme } = await staffed(world)
    world.clock.advance(10)
    const { counts } = unwrap(await preview(world, acme, { mode: 'required', factors: ['totp'] }))
    expect(counts).toEqual({ ...NOBODY, mustEnrol: 4 })
  })

  it('knows whose time is over already by an earlier policy, admins apart (MFA-4, INV-01)', async () => {
    const world = createWorld()
    const { acme } = await staffed(world)
    unwrap(await setByOperator(world, acme, { mode: 'required', grace: DAYS }))
    unwrap(await setByOperator(world, acme, { mode: 'off' }))
    world.clock.advance(2 * DAYS)
    const again = { mode: 'required', grace: 30 * DAYS, onOverdue: 'suspend' }
    const { counts } = unwrap(await preview(world, acme, again))
    expect(counts).toEqual({ ...NOBODY, complies: 1, mustEnrol: 1, overdue: 2 })
  })

  it('sums what it counts over all pages, and names nobody where only counts are asked (MFA-15)', async () => {
    const world = createWorld()
    const { acme } = await staffed(world)
    const policy = { mode: 'required', grace: 5 }
    const whole = unwrap(await preview(world, acme, policy, { show: 'counts' }))
    expect(whole).toEqual({
      policy,
      counts: { ...NOBODY, complies: 1, shouldEnrol: 3 },
      lockedOut: 0,
      deadlines: { first: START + 5, last: START + 8 },
      finished: true,
    })
    const pages = []
    let after: string | undefined
    do {
      const page = unwrap(await preview(world, acme, policy, { limit: 2, ...(after !== undefined && { after }) }))
      pages.push(page)
      after = page.next
    } while (after !== undefined)
    expect(pages.length).toBeGreaterThan(2)
    expect(pages.map(({ finished }) => finished)).toEqual([...pages.slice(1).map(() => false), true])
    expect(pages.flatMap(({ members = [] }) => members)).toEqual(unwrap(await preview(world, acme, policy)).members)
    const { members: _, ...last } = pages.at(-1) ?? {}
    expect(last).toEqual(whole)
  })

  it('shows for whom no factor satisfies this policy and that of their home (MFA-6)', async () => {
    const world = createWorld()
    const [home, acme] = [await world.found('Home'), await world.found('Acme')]
    const eve = await comesIn(world, home, 'eve@people.com', 'internal')
    await comesIn(world, home, 'ext@people.com', 'external')
    unwrap(await setByOperator(world, home, { mode: 'required', factors: ['totp'] }))
    await comesIn(world, acme, 'eve@people.com')
    await comesIn(world, acme, 'ext@people.com')
    const keys = { mode: 'required', factors: ['webauthn'], grace: DAYS }
    const seen = unwrap(await preview(world, acme, keys))
    expect(seen.lockedOut).toBe(1)
    expect(seen.members?.filter(({ lockedOut }) => lockedOut)).toEqual([
      { userId: eve.userId, standing: 'should_enrol', deadline: START + DAYS, lockedOut: true },
    ])
    expect(codeOf(await setByOperator(world, acme, keys as never))).toBe('mfa_policies_disjoint')
    expect(unwrap(await preview(world, acme, { ...keys, appliesTo: ['internal'] })).lockedOut).toBe(0)
  })

  it('refuses a cursor that no page gave (INV-26)', async () => {
    const world = createWorld()
    const { acme } = await staffed(world)
    const page = unwrap(await preview(world, acme, { mode: 'optional' }, { limit: 1 }))
    const [tally, place] = JSON.parse(page.next ?? '')
    const wrong = [
      ...['', 'x', '[]', 'null', '{}', '[{},"x"]', JSON.stringify([tally, 'x']), JSON.stringify([tally, ''])],
      ...[JSON.stringify([{ ...tally, complies: -1 }, place]), JSON.stringify([{ ...tally, isAdmin: 1 }, place])],
      JSON.stringify([{ ...tally, __proto__: null, deadlines: { first: 1 } }, place]),
    ]
    for (const after of wrong)
      expect(codeOf(await preview(world, acme, { mode: 'optional' }, { after }))).toBe('cursor_invalid')
    expect(codeOf(await preview(world, acme, { mode: 'optional' }, { after: page.next }))).toBe('ok')
  })

  it('is for whoever sees the settings, and says of each what the sign-in then says (INV-22)', async () => {
    const world = createWorld()
    const { acme, una, ewa } = await staffed(world)
    const policy = { mode: 'required', factors: ['totp', 'webauthn'] } as const
    world.clock.advance(10)
    unwrap(await preview(world, acme, policy, { actor: OPERATOR }))
    unwrap(await setByOperator(world, acme, { ...policy, factors: [...policy.factors] }))
    expect((await signInto(world, una.userId, acme, sessionOf(world, una.userId, 'webauthn'))).kind).toBe('allow')
    expect((await signInto(world, ewa.userId, acme, sessionOf(world))).kind).toBe('require_enrollment')
  })
})
