import { describe, expect, it } from 'vitest'
import { UserId } from '../../../src/core/kernel/index.ts'
import { type Membership, putMemberships } from '../../../src/core/membership/index.ts'
import { MfaPolicy, type MfaPolicy as Policy } from '../../../src/core/organization/index.ts'
import { defaultRoles } from '../../../src/core/role/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { authorizationRefusals } from '../../support/authorization.ts'
import { comesIn, giveFactors, organizationOf, sessionOf, setByOperator, signInto } from '../../support/policies.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import {
  codeOf,
  createWorld,
  DAYS,
  decided,
  email,
  noted,
  OPERATOR,
  type Org,
  START,
  type World,
} from '../../support/world.ts'

const TOTP: Policy = { mode: 'required', factors: ['totp'] }
const KEYS: Policy = { mode: 'required', factors: ['webauthn'] }

const byAdmin = (world: World, org: Org, policy: object, session?: object) =>
  world.charter.mfa.setPolicy({
    actor: org.admin,
    organizationId: org.id,
    policy: policy as never,
    session: (session ?? sessionOf(world)) as never,
  })

describe('setPolicy', () => {
  itRefuses({
    ...authorizationRefusals(({ charter }, actor, organizationId) =>
      charter.mfa.setPolicy({ actor, organizationId: organizationId as never, policy: { mode: 'optional' } }),
    ),
    step_up_required: async world => {
      const acme = await world.found('Acme')
      return () => byAdmin(world, acme, { mode: 'optional' }, { authenticated: [] })
    },
    mfa_policy_without_factor: async world => {
      const acme = await world.found('Acme')
      return () => byAdmin(world, acme, { mode: 'optional', factors: [] })
    },
    mfa_policy_sms_only: async world => {
      const acme = await world.found('Acme')
      return () => byAdmin(world, acme, { mode: 'required', factors: ['sms'], grace: DAYS })
    },
    mfa_policy_grace_negative: async world => {
      const acme = await world.found('Acme')
      return () => byAdmin(world, acme, { mode: 'required', grace: -1 })
    },
    policy_locks_out: async world => {
      const acme = await world.found('Acme')
      return () => byAdmin(world, acme, TOTP)
    },
    mfa_policies_disjoint: async world => {
      const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
      await comesIn(world, globex, 'admin@acme-hq.com')
      unwrap(await setByOperator(world, acme, TOTP))
      return () => setByOperator(world, globex, KEYS)
    },
  } satisfies Refusals<Charter<string>['mfa']['setPolicy']>)

  it('writes the policy, what it asks and a new edition, and tells the admins (MFA-2, MFA-4)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const answer = await byAdmin(world, acme, { ...TOTP, grace: DAYS })
    expect(decided(answer)).toEqual({
      because: ['role_permits', 'session_is_fresh', 'complies_with_own_policy', 'mfa_policy_set'],
      effects: [{ kind: 'notify_admins', organizationId: acme.id, about: 'mfa_policy_set', mode: 'required' }],
    })
    expect(unwrap(answer)).toEqual({ organizationId: acme.id, policy: { ...TOTP, grace: DAYS }, edition: 1 })
    expect(await organizationOf(world, acme)).toMatchObject({
      mfa: { ...TOTP, grace: DAYS },
      mfaHistory: {
        edition: 1,
        setAt: START,
        schedules: [{ types: ['internal', 'external', 'workforce'], from: START, grace: DAYS, askedAt: START }],
      },
    })
    expect(noted(world.entries(acme.id).at(-1))).toEqual({
      action: 'mfa.setPolicy',
      actor: acme.admin,
      rules: ['MFA-13', 'MFA-14', 'MFA-2', 'MFA-4', 'MFA-6', 'ROL-4'],
      targets: [`organization/${acme.id}`],
    })
  })

  it('refuses what no field of a policy is, `guessing` among it (MFA-2, INV-26)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    for (const policy of [
      { ...TOTP, guessing: {} },
      { mode: 'on' },
      { ...TOTP, grace: 0.5 },
      { ...TOTP, factors: ['pin'] },
      { ...TOTP, appliesTo: [] },
    ])
      expect(await byAdmin(world, acme, policy)).toMatchObject({ refusal: { code: 'input_invalid' } })
  })

  it('keeps one plain form: exemptions that are over or said twice are dropped (MFA-2)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const exemptions = [
      { userId: 'b', until: START + 5, reason: 'first' },
      { userId: 'b', until: START + 9, reason: 'second' },
      { userId: 'a', until: START, reason: 'is over' },
      { userId: 'a', until: START + 1, reason: 'is not' },
      { userId: 'b', until: START + 3, reason: 'third' },
    ]
    const set = unwrap(
      await byAdmin(world, acme, {
        mode: 'optional',
        factors: ['sms', 'webauthn', 'sms'],
        appliesTo: ['external', 'internal'],
        exemptions,
      }),
    )
    expect(set.policy).toEqual({
      mode: 'optional',
      factors: ['webauthn', 'sms'],
      appliesTo: ['internal', 'external'],
      exemptions: [
        { userId: 'a', until: START + 1, reason: 'is not' },
        { userId: 'b', until: START + 9, reason: 'second' },
      ],
    })
    expect(MfaPolicy.parse(set.policy)).toEqual(set.policy)
  })

  it('is the same policy where a default is written out (MFA-13)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    unwrap(await setByOperator(world, acme, { mode: 'optional' }))
    const before = world.snapshot()
    const appliesTo = ['workforce', 'internal', 'external'] as const
    for (const said of [{ grace: 0 }, { onOverdue: 'block' }, { appliesTo }] as const)
      expect(unwrap(await setByOperator(world, acme, { mode: 'optional', ...said }))).toMatchObject({
        policy: { mode: 'optional' },
        edition: 1,
      })
    expect(world.snapshot()).toEqual(before)
  })

  it('changes nothing where the policy is the same already, however it is written (MFA-13)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    const policy = {
      mode: 'optional',
      factors: ['totp', 'webauthn'],
      exemptions: [{ userId: 'a', until: START + 1, reason: 'x' }],
    }
    unwrap(await byAdmin(world, acme, policy))
    world.clock.advance(1)
    const before = world.snapshot()
    const same = { factors: ['webauthn', 'totp', 'totp'], mode: 'optional' }
    expect(unwrap(await byAdmin(world, acme, same)).edition).toBe(1)
    expect(world.snapshot()).toEqual(before)
    expect(unwrap(await byAdmin(world, acme, { mode: 'off' })).edition).toBe(2)
    expect(unwrap(await byAdmin(world, acme, policy)).edition).toBe(3)
  })

  it('takes an optional policy, or one with a grace, from an admin without a factor (MFA-14)', async () => {
    for (const policy of [
      { mode: 'optional' },
      { ...TOTP, grace: 1 },
      { ...TOTP, requiredFrom: START + 1 },
      { mode: 'off' },
    ]) {
      const world = createWorld()
      expect(codeOf(await byAdmin(world, await world.found('Acme'), policy))).toBe('ok')
    }
  })

  it('takes a requirement at once from an admin who has used a factor that it takes, and from no other (MFA-14)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await giveFactors(world, acme.adminId, ['totp'])
    const used = sessionOf(world, acme.adminId, 'totp')
    expect(await byAdmin(world, acme, KEYS, used)).toMatchObject({
      refusal: { code: 'policy_locks_out', facts: { organizationId: acme.id, standing: 'must_enrol' } },
    })
    // A factor that is there and was not used of late proves nothing.
    expect(codeOf(await byAdmin(world, acme, TOTP))).toBe('step_up_required')
    expect(codeOf(await byAdmin(world, acme, TOTP, used))).toBe('ok')
    expect((await signInto(world, acme.adminId, acme, used)).kind).toBe('allow')
  })

  it('does not take a grace for one where the time was over before (MFA-4, MFA-14)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    unwrap(await byAdmin(world, acme, { ...TOTP, grace: DAYS }))
    unwrap(await byAdmin(world, acme, { mode: 'off' }))
    world.clock.advance(DAYS)
    expect(await byAdmin(world, acme, { ...TOTP, grace: 30 * DAYS })).toMatchObject({
      refusal: { code: 'policy_locks_out', facts: { standing: 'must_enrol' } },
    })
  })

  it('refuses an admin whom the policy of their home would keep out of it (MFA-6, MFA-14)', async () => {
    const world = createWorld()
    const [home, acme] = [await world.found('Home'), await world.found('Acme')]
    unwrap(
      await world.charter.organizations.appointAdmin({
        actor: OPERATOR,
        organizationId: acme.id,
        email: email('admin@home-hq.com'),
        reason: 'x',
      }),
    )
    await giveFactors(world, home.adminId, ['totp', 'webauthn'])
    unwrap(
      await setByOperator(world, home, {
        ...TOTP,
        exemptions: [{ userId: home.adminId, until: START + 5, reason: 'x' }],
      }),
    )
    const asked = () =>
      world.charter.mfa.setPolicy({
        actor: home.admin,
        organizationId: acme.id,
        policy: KEYS,
        session: sessionOf(world, home.adminId, 'webauthn'),
      })
    world.clock.advance(5)
    expect(codeOf(await asked())).toBe('mfa_policies_disjoint')
    unwrap(await setByOperator(world, home, { mode: 'off' }))
    expect(codeOf(await asked())).toBe('ok')
  })

  it('refuses an admin who would not get in by this very session (MFA-7, MFA-14)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    await giveFactors(world, acme.adminId, ['email_otp'])
    const policy = { mode: 'required', factors: ['email_otp'] }
    const session = sessionOf(world, acme.adminId, 'email_otp')
    // A link in a mail and a code in a mail are the same mailbox.
    const mails = { authenticated: [{ method: 'magic_link', at: START }, session.authenticated[1]] }
    expect(await byAdmin(world, acme, policy, mails)).toMatchObject({
      refusal: { code: 'policy_locks_out', facts: { standing: 'deny' } },
    })
    expect(codeOf(await byAdmin(world, acme, policy, session))).toBe('ok')
  })

  it('refuses an admin whose home lets them do nothing but enrol (MFA-3, MFA-14)', async () => {
    const world = createWorld()
    const [home, acme] = [await world.found('Home'), await world.found('Acme')]
    const appointed = { actor: OPERATOR, organizationId: acme.id, email: email('admin@home-hq.com'), reason: 'x' }
    unwrap(await world.charter.organizations.appointAdmin(appointed))
    unwrap(await setByOperator(world, home, TOTP))
    expect(await byAdmin(world, { ...acme, admin: home.admin }, { mode: 'optional' })).toMatchObject({
      refusal: { code: 'policy_locks_out', facts: { standing: 'require_enrollment' } },
    })
  })

  it('does not bind the operator, who has no session (ORG-6)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    expect(codeOf(await setByOperator(world, acme, TOTP))).toBe('ok')
    // The admin still gets to the enrollment (INV-19).
    expect((await signInto(world, acme.adminId, acme, sessionOf(world))).kind).toBe('require_enrollment')
  })

  it('leaves an admin a way in, however late they are (INV-01, MFA-2)', async () => {
    const world = createWorld()
    const acme = await world.found('Acme')
    unwrap(await setByOperator(world, acme, { ...TOTP, grace: DAYS, onOverdue: 'suspend' }))
    world.clock.advance(2 * DAYS)
    expect((await signInto(world, acme.adminId, acme, sessionOf(world))).kind).toBe('require_enrollment')
    expect(unwrap(await world.charter.mfa.sweepOverdue({ actor: OPERATOR, organizationId: acme.id })).suspended).toBe(0)
  })
})

describe('policies that meet (MFA-6)', () => {
  /** Somebody of Acme’s own who comes into Globex. */
  const met = async (world: World, role = 'external') => {
    const [acme, globex] = [await world.found('Acme'), await world.found('Globex')]
    const eve = await comesIn(world, acme, 'eve@people.com', 'internal')
    await comesIn(world, globex, 'eve@people.com', role)
    return { acme, globex, eve }
  }

  it.each(['home', 'host'] as const)('are refused whichever is set last: that of the %s', async last => {
    const world = createWorld()
    const { acme, globex } = await met(world)
    const [first, second] = last === 'host' ? [acme, globex] : [globex, acme]
    unwrap(await setByOperator(world, first, TOTP))
    expect(await setByOperator(world, second, KEYS)).toEqual({
      ok: false,
      refusal: { kind: 'conflict', code: 'mfa_policies_disjoint', facts: { factors: [['totp'], ['webauthn']] } },
    })
    unwrap(await setByOperator(world, second, { ...KEYS, factors: ['totp', 'webauthn'] }))
  })

  it('are not refused where one of them requires nothing, or has a factor that the other takes', async () => {
    const world = createWorld()
    const { acme, globex } = await met(world)
    unwrap(await setByOperator(world, acme, TOTP))
    expect(codeOf(await setByOperator(world, globex, { ...KEYS, mode: 'optional' }))).toBe('ok')
    expect(codeOf(await setByOperator(world, globex, { ...KEYS, factors: ['webauthn', 'totp'] }))).toBe('ok')
    unwrap(await setByOperator(world, globex, { mode: 'off' }))
    unwrap(await setByOperator(world, acme, { ...TOTP, mode: 'optional' }))
    expect(codeOf(await setByOperator(world, globex, KEYS))).toBe('ok')
  })

  it('are refused also while their grace lasts, since it ends', async () => {
    const world = createWorld()
    const { acme, globex } = await met(world)
    unwrap(await setByOperator(world, acme, { ...TOTP, grace: 90 * DAYS }))
    expect(codeOf(await setByOperator(world, globex, { ...KEYS, requiredFrom: START + DAYS }))).toBe(
      'mfa_policies_disjoint',
    )
  })

  it('do not meet where nobody is in any more, or whom they do not bind', async () => {
    const world = createWorld()
    const { acme, globex, eve } = await met(world)
    unwrap(await setByOperator(world, acme, TOTP))
    const disjoint = async (policy: Policy) => codeOf(await setByOperator(world, globex, policy))
    // Not the guest’s type, and the guest by name.
    expect(await disjoint({ ...KEYS, appliesTo: ['internal', 'workforce'] })).toBe('ok')
    expect(await disjoint({ ...KEYS, exemptions: [{ userId: eve.userId, until: START + 1, reason: 'x' }] })).toBe('ok')
    expect(await disjoint({ ...KEYS, appliesTo: ['external'] })).toBe('mfa_policies_disjoint')
    // At home only internal people are bound.
    unwrap(
      await world.charter.members.changeRole({
        actor: acme.admin,
        organizationId: acme.id,
        userId: eve.userId,
        role: 'external',
      }),
    )
    expect(await disjoint(KEYS)).toBe('ok')
    unwrap(
      await world.charter.members.changeRole({
        actor: OPERATOR,
        organizationId: acme.id,
        userId: eve.userId,
        role: 'internal',
      }),
    )
    expect(await disjoint({ ...KEYS, maxAge: 5 })).toBe('mfa_policies_disjoint')
    unwrap(await world.charter.members.remove({ actor: globex.admin, organizationId: globex.id, userId: eve.userId }))
    expect(await disjoint({ ...KEYS, maxAge: 5 })).toBe('ok')
  })

  it('meet in an archived organization too: restoring it asks nothing (MFA-6, ORG-5)', async () => {
    const world = createWorld()
    const { acme, globex } = await met(world)
    unwrap(await setByOperator(world, globex, KEYS))
    unwrap(await world.charter.organizations.archive({ actor: OPERATOR, organizationId: globex.id }))
    expect(codeOf(await setByOperator(world, acme, TOTP))).toBe('mfa_policies_disjoint')
  })

  /** So many homes, of each of which a guest has been in Globex and has left. */
  const metOnce = async (world: World, homes: number) => {
    const globex = await world.found('Globex')
    for (let index = 0; index < homes; index++) {
      const home = await world.found(`Home${index}`)
      unwrap(await setByOperator(world, home, TOTP))
      const { userId } = await comesIn(world, globex, `admin@home${index}-hq.com`)
      unwrap(await world.charter.members.remove({ actor: OPERATOR, organizationId: globex.id, userId }))
    }
    return globex
  }

  it('are looked into for five others, and supposed to meet in more', async () => {
    const [few, many] = [createWorld(), createWorld()]
    expect(codeOf(await setByOperator(few, await metOnce(few, 5), KEYS))).toBe('ok')
    expect(codeOf(await setByOperator(many, await metOnce(many, 6), KEYS))).toBe('mfa_policies_disjoint')
  })

  it('are supposed to meet where there are more members than one look takes in', async () => {
    const world = createWorld({ check: 'by_hand' })
    const globex = await metOnce(world, 1)
    const others = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        before: undefined,
        after: {
          organizationId: globex.id,
          userId: UserId.parse(`many${index}`),
          ...{ term: 1, status: 'ended', endedAt: START, ending: 'left', joinedAt: START + index },
        } as Membership,
      }))
    await world.write(...putMemberships(others(998), defaultRoles))
    expect(codeOf(await setByOperator(world, globex, KEYS))).toBe('ok')
    unwrap(await setByOperator(world, globex, { mode: 'off' }))
    await world.write(...putMemberships(others(999).slice(-1), defaultRoles))
    expect(codeOf(await setByOperator(world, globex, KEYS))).toBe('mfa_policies_disjoint')
  })

  it('do not rest on what came with a vendor to somebody’s home', async () => {
    const world = createWorld({ check: 'by_hand' })
    const { acme, globex, eve } = await met(world)
    const byWorkforce = { vendorId: globex.id, term: 1, edition: 1, at: START, groups: [] }
    await world.member(acme, eve.userId, { assigned: { role: 'internal', by: OPERATOR, at: START }, byWorkforce })
    unwrap(await setByOperator(world, acme, TOTP))
    expect(codeOf(await setByOperator(world, globex, KEYS))).toBe('mfa_policies_disjoint')
    expect(
      unwrap(await world.charter.mfa.previewPolicy({ actor: OPERATOR, organizationId: globex.id, policy: KEYS }))
        .lockedOut,
    ).toBe(1)
  })
})
