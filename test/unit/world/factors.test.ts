import { describe, expect, it } from 'vitest'
import { credentialDigest } from '../../../src/core/factor/index.ts'
import type { StoredRecord } from '../../../src/core/kernel/index.ts'
import { MfaPolicy } from '../../../src/core/organization/index.ts'
import { type Breach, checkInvariants } from '../../../src/core/world/index.ts'
import { withGrace } from '../../support/addresses.ts'
import { active, demand, failed, give, pending, remember, signInBy } from '../../support/factors.ts'
import { createWorld, DAYS, START, type World } from '../../support/world.ts'

type Records = Map<string, Record<string, unknown>>
type Tamper = (records: Records, userId: string, acme: string) => void

const hash = (letter: string) => letter.repeat(64)
const recovery = { id: 'codes', madeAt: START, unused: [{ codeHash: hash('a') }, { codeHash: hash('b') }] }
const required = (changed: object = {}) => MfaPolicy.parse({ mode: 'required', ...changed })

/** Grace of Acme has one factor of each kind, and another app that waits; whose last step was taken twice. */
const withFactors = async () => {
  const world = createWorld()
  const { acme, userId } = await withGrace(world)
  const factors = [active('totp'), active('sms'), active('email_otp'), active('webauthn'), pending('totp')]
  await give(world, userId, { factors, recovery, failures: failed('the-totp') })
  await give(world, userId, { factors: [active('totp', { lastStep: 2, usedAt: START }), ...factors.slice(1)] })
  await remember(world, userId, 'laptop')
  return { world, acme, userId }
}

const breachesOf = ({ store, clock }: World, userId: string, acme: string, tamper?: Tamper): readonly Breach[] => {
  const records: Records = new Map(
    [...store.records()].map(({ ref, record }) => [ref, structuredClone(record) as Record<string, unknown>]),
  )
  tamper?.(records, userId, acme)
  const items = [...records].map(([ref, record]) => ({ ref, record: record as StoredRecord }))
  return checkInvariants(items as never, { now: clock.now() }).breaches
}

const told = (breaches: readonly Breach[]) =>
  breaches
    .filter(({ facts }) => facts['problem'] !== 'not_as_audited')
    .map(({ invariant, facts }) => `${invariant} ${String(facts['problem'])}`)

const ofGrace = (records: Records, userId: string) =>
  records.get(`user_factors/${userId}`) as { factors: Record<string, unknown>[] } & Record<string, unknown>

/** An entry more, that tells of such a change. */
const tell = (records: Records, target: string, fields: object): void => {
  const [, some] = [...records].filter(([ref]) => ref.startsWith('audit_entry/')).at(-1) ?? []
  const id = `told${records.size}`
  records.set(`audit_entry/${String(some?.['organizationId'])}/${id}`, { ...some, id, changes: [{ target, fields }] })
}

const turned =
  (field: string, ...turns: readonly (readonly [before: unknown, after: unknown])[]): Tamper =>
  (records, userId) => {
    for (const [before, after] of turns) tell(records, `user_factors/${userId}`, { [field]: { before, after } })
  }

const app = (step: number, usedAt?: number, changed: object = {}) => [
  active('totp', { lastStep: step, ...(usedAt !== undefined && { usedAt }), ...changed }),
]
const codes = (id: string, ...letters: readonly string[]) => ({
  id,
  madeAt: START,
  unused: letters.map(letter => ({ codeHash: hash(letter) })),
})

describe('checkInvariants, of factors', () => {
  it('finds nothing wrong with factors as they are kept', async () => {
    const { world, acme, userId } = await withFactors()
    expect(breachesOf(world, userId, acme.id)).toEqual([])
  })

  it.each<[string, string, Tamper]>([
    [
      'two numbers',
      'INV-17 numbers_too_many',
      (records, userId) => {
        ofGrace(records, userId).factors.push(active('sms', { id: 'other' }) as never)
        records.set(`factor_secret/${userId}/other`, { userId, factorId: 'other', list: 'all', sealed: 'x' })
      },
    ],
    [
      'a factor that is there twice',
      'INV-17 factor_repeated',
      (records, userId) => void ofGrace(records, userId).factors.push(active('email_otp') as never),
    ],
    [
      'a factor that was revoked',
      'INV-17 revoked_factor_back',
      (records, userId) =>
        void records.set(`revoked_factor/${userId}/the-sms`, {
          ...{ userId, factorId: 'the-sms', kind: 'sms', enrolledAt: 1, revokedAt: 2, why: 'removed' },
        }),
    ],
    [
      'an app without a secret',
      'INV-17 secret_missing',
      (records, userId) => void records.delete(`factor_secret/${userId}/the-totp`),
    ],
    [
      'an app that waits without a secret',
      'INV-17 secret_missing',
      (records, userId) => void records.delete(`factor_secret/${userId}/new-totp`),
    ],
    [
      'a secret of a factor that is gone',
      'INV-17 factor_secret_of_no_factor',
      (records, userId) =>
        void records.set(`factor_secret/${userId}/gone`, { userId, factorId: 'gone', list: 'all', sealed: 'x' }),
    ],
    [
      'a secret of a factor that has none',
      'INV-17 factor_secret_of_no_factor',
      (records, userId) =>
        void records.set(`factor_secret/${userId}/the-email_otp`, {
          ...{ userId, factorId: 'the-email_otp', list: 'all', sealed: 'x' },
        }),
    ],
    [
      'a challenge of a factor that is gone',
      'INV-17 live_challenge_of_no_factor',
      (records, userId) =>
        void records.set(`live_challenge/${userId}/gone`, {
          ...{ userId, factorId: 'gone', id: 'c', expiresAt: 1, tries: 0 },
        }),
    ],
    [
      'a key that nobody holds',
      'INV-17 credential_missing',
      records => void records.delete(`webauthn_credential/${credentialDigest('AAAA')}`),
    ],
    [
      'a credential of no key',
      'INV-17 webauthn_credential_of_no_factor',
      (records, userId) =>
        void records.set(`webauthn_credential/${hash('c')}`, {
          ...{ digest: hash('c'), userId, factorId: 'the-webauthn' },
        }),
    ],
    [
      'another home than the user has',
      'INV-03 home_differs',
      (records, userId) => {
        const globex = { ...records.get(`organization/${[...records.keys()].find(isOrganization)?.slice(13)}`) }
        records.set('organization/globex', { ...globex, id: 'globex', status: 'archived', archivedAt: 1 })
        ofGrace(records, userId)['homeOrganizationId'] = 'globex'
      },
    ],
    [
      'a device of nobody',
      'INV-03 user_missing',
      (records, userId) => {
        const device = records.get(`trusted_device/${userId}/laptop`)
        records.set('trusted_device/nobody/laptop', { ...device, userId: 'nobody' })
      },
    ],
    [
      'factors under another key',
      'INV-17 ref_is_not_its_key',
      (records, userId) => void records.set('user_factors/another', ofGrace(records, userId)),
    ],
    ['a home that changed', 'INV-03 homeOrganizationId_changed', turned('homeOrganizationId', ['a', 'b'])],
    ['a step that went back', 'INV-16 step_went_back', turned('factors', [app(7), app(6)])],
    ['a step that was used twice', 'INV-16 step_used_twice', turned('factors', [app(7, 1), app(7, 2)])],
    ['a first use of the step of the confirmation', 'INV-16 step_used_twice', turned('factors', [app(7), app(7, 2)])],
    [
      'a factor that is not confirmed any more',
      'INV-17 factor_unconfirmed',
      turned('factors', [[active('email_otp')], [pending('email_otp', { id: 'the-email_otp' })]]),
    ],
    [
      'an enrollment that was confirmed too late',
      'INV-25 enrollment_was_over',
      turned('factors', [[pending('email_otp', { expiresAt: START, id: 'the-email_otp' })], [active('email_otp')]]),
    ],
    [
      'a factor that came back',
      'INV-17 factor_came_back',
      turned(
        'factors',
        [[], app(1, 1, { id: 'x' })],
        [app(1, 1, { id: 'x' }), []],
        [undefined, app(2, 2, { id: 'x' })],
      ),
    ],
    ['a code that came back', 'INV-16 recovery_code_came_back', turned('recovery', [codes('s', 'a'), codes('s', 'b')])],
    [
      'a code more of the same set',
      'INV-16 recovery_code_came_back',
      turned('recovery', [codes('s', 'a'), codes('s', 'a', 'a')]),
    ],
    [
      'a set that came back',
      'INV-16 recovery_codes_came_back',
      turned('recovery', [undefined, codes('s', 'a')], [codes('s', 'a'), codes('t')], [codes('t'), codes('s', 'a')]),
    ],
    [
      'a recovery code in the clear',
      'INV-21 secret_in_the_clear',
      (records, userId) => {
        const code = 'abcdef-ghijkl-mnopqr-stuvwx'
        const own = ofGrace(records, userId)
        own['recovery'] = { id: 'set', madeAt: 1, unused: [{ codeHash: credentialDigest(code) }] }
        own['resetReason'] = `lost ${code}`
      },
    ],
    [
      'the token of a device in the clear',
      'INV-21 secret_in_the_clear',
      (records, userId) => {
        const [device, token] = [records.get(`trusted_device/${userId}/laptop`) ?? {}, 'f'.repeat(40)]
        device['tokenHash'] = credentialDigest(token)
        device['label'] = token
      },
    ],
    [
      'the challenge of a key in the clear',
      'INV-21 secret_in_the_clear',
      (records, userId) => {
        const challenge = 'c'.repeat(43)
        records.set(`live_challenge/${userId}/the-webauthn`, {
          ...{ userId, factorId: 'the-webauthn', id: 'c', expiresAt: 1, tries: 0 },
          challengeHash: credentialDigest(challenge),
        })
        ofGrace(records, userId)['resetReason'] = challenge
      },
    ],
  ])('tells of %s: %s', async (_, expected, tamper) => {
    const { world, acme, userId } = await withFactors()
    expect([...new Set(told(breachesOf(world, userId, acme.id, tamper)))]).toEqual([expected])
  })

  it.each<[string, Tamper]>([
    ['a later step', turned('factors', [app(7, 1), app(8, 2)])],
    ['a label', turned('factors', [app(7, 1), app(7, 1, { label: 'phone' })])],
    [
      'a confirmation in time',
      turned('factors', [[pending('email_otp', { id: 'the-email_otp' })], [active('email_otp')]]),
    ],
    ['a code less', turned('recovery', [codes('s', 'a', 'b'), codes('s', 'b')])],
    ['another set', turned('recovery', [codes('s', 'a'), codes('t', 'b', 'c')])],
    ['what is no factor', turned('factors', [null, 7], [[{ id: 'x' }], 'no'])],
  ])('tells nothing of %s', async (_, tamper) => {
    const { world, acme, userId } = await withFactors()
    expect(told(breachesOf(world, userId, acme.id, tamper))).toEqual([])
  })
})

const isOrganization = (ref: string): boolean => ref.startsWith('organization/')

const ofAcme = (records: Records, acme: string) => records.get(`organization/${acme}`) as Record<string, unknown>

describe('checkInvariants, of sign-ins', () => {
  it.each<[string, object]>([
    ['off', { mode: 'off' }],
    ['required', {}],
    ['in its grace', { grace: DAYS }],
    ['of keys', { factors: ['webauthn'] }],
    ['that suspends', { onOverdue: 'suspend' }],
    ['that suspends after a grace', { grace: DAYS, onOverdue: 'suspend' }],
  ])('finds nothing wrong with a policy %s', async (_, policy) => {
    const { world, acme, userId } = await withFactors()
    world.clock.advance(10 * DAYS)
    await demand(world, acme, required(policy))
    expect(breachesOf(world, userId, acme.id)).toEqual([])
    world.clock.advance(2 * DAYS)
    expect(breachesOf(world, userId, acme.id)).toEqual([])
  })

  it('finds nothing wrong where home and another organization take nothing in common (MFA-6)', async () => {
    const { world, acme } = await withFactors()
    const globex = await world.found('Globex')
    const { id } = await world.user('new@people.com', acme)
    const internal = { assigned: { role: 'internal', by: globex.admin, at: START } }
    for (const org of [acme, globex]) await world.member(org, id, internal)
    await demand(world, acme, required({ factors: ['totp'] }))
    await demand(world, globex, required({ factors: ['webauthn'] }))
    expect(breachesOf(world, id, acme.id)).toEqual([])
  })

  it('asks nobody to enrol whom home has put out for being late (MFA-2)', async () => {
    const { world, acme } = await withFactors()
    const globex = await world.found('Globex')
    const { id } = await world.user('new@people.com', acme)
    const internal = { assigned: { role: 'internal', by: globex.admin, at: START } }
    for (const org of [acme, globex]) await world.member(org, id, internal)
    await demand(world, acme, required({ grace: DAYS, onOverdue: 'suspend' }))
    await demand(world, globex, required())
    world.clock.advance(DAYS)
    expect(await signInBy(world, id, globex.id)).toMatchObject({ kind: 'deny', suspend: [acme.id] })
    expect(breachesOf(world, id, acme.id)).toEqual([])
  })

  it('tells of whoever is let in by a history that gives more time than the policy (INV-18, MFA-4)', async () => {
    const { world, acme, userId } = await withFactors()
    await demand(world, acme, required())
    const late = { types: ['internal'], from: START, grace: DAYS, askedAt: START }
    const breaches = breachesOf(world, userId, acme.id, (records, _, id) => {
      ofAcme(records, id)['mfaHistory'] = { edition: 1, setAt: START, schedules: [late] }
    })
    // The admin, who has no factor: to their account, and into Acme. Whoever has one is asked for it all the same.
    expect(breaches.filter(({ invariant }) => invariant === 'INV-18')).toEqual([
      {
        invariant: 'INV-18',
        ids: [acme.adminId],
        facts: { problem: 'let_in_without_factor', kind: 'offer_enrollment' },
      },
      {
        invariant: 'INV-18',
        ids: [acme.adminId, acme.id],
        facts: { problem: 'let_in_without_factor', kind: 'offer_enrollment' },
      },
    ])
  })

  it('tells of a policy that nothing satisfies, and of whom it asks (INV-19)', async () => {
    const { world, acme, userId } = await withFactors()
    const breaches = breachesOf(world, userId, acme.id, (records, _, id) => {
      ofAcme(records, id)['mfa'] = { mode: 'required', factors: [] }
    })
    expect(told(breaches).sort()).toEqual([
      'INV-19 enrollment_out_of_reach',
      'INV-19 enrollment_out_of_reach',
      'INV-19 policy_impossible',
    ])
  })

  it('tells of a policy that is no protection (MFA-7)', async () => {
    const { world, acme, userId } = await withFactors()
    const breaches = breachesOf(world, userId, acme.id, (records, _, id) => {
      ofAcme(records, id)['mfa'] = { mode: 'optional', factors: ['sms'] }
    })
    expect(breaches.filter(({ invariant }) => invariant === 'INV-19')).toEqual([
      { invariant: 'INV-19', ids: [acme.id], facts: { problem: 'policy_impossible', code: 'mfa_policy_sms_only' } },
    ])
  })
})
