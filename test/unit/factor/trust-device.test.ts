import { describe, expect, it } from 'vitest'
import { DEVICES_PER_USER, type Session, type SessionProof, trustedDevices } from '../../../src/core/factor/index.ts'
import { OrganizationId, put } from '../../../src/core/kernel/index.ts'
import { organizations } from '../../../src/core/organization/index.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import {
  byPassword,
  codesOf,
  createMfaWorld,
  enrolEmail,
  enrolKey,
  enrolTotp,
  type MfaWorld,
  MINUTE,
  mfaWorldOver,
  remembering,
  STEP,
  sessionWith,
  sharedBox,
  told,
} from '../../support/mfa-charter.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { as, codeOf, DAYS, deactivate, OPERATOR, START, type World } from '../../support/world.ts'

const beside = (world: MfaWorld, ...proofs: readonly SessionProof[]): Session =>
  sessionWith(...byPassword(world).authenticated, ...proofs)

const trust = (world: MfaWorld, session: Session, more: object = {}) =>
  world.charter.mfa.trustDevice({ actor: world.ada, session, ...more })

const policyOf = async (world: MfaWorld, mfa: object, id = world.acme.id) =>
  world.write(put(organizations, { ...(await world.get(organizations, id)), mfa } as never))

const withFactor = async (world: World) => {
  const mfa = await mfaWorldOver(world)
  const { proof } = await enrolTotp(mfa)
  await remembering(mfa)
  return { mfa, proof }
}

const refusals = {
  operator_not_allowed: async world => () =>
    world.charter.mfa.trustDevice({ actor: OPERATOR, session: byPassword(world) }),
  user_not_found: async world => () =>
    world.charter.mfa.trustDevice({ actor: as('nobody'), session: byPassword(world) }),
  user_deactivated: async world => {
    const { mfa, proof } = await withFactor(world)
    await deactivate(world, mfa.adaId)
    return () => trust(mfa, beside(mfa, proof))
  },
  organization_not_found: async world => {
    const { mfa, proof } = await withFactor(world)
    return () => trust(mfa, beside(mfa, proof), { organizationId: 'nowhere' })
  },
  organization_archived: async world => {
    const { mfa, proof } = await withFactor(world)
    unwrap(await world.charter.organizations.archive({ actor: mfa.ada, organizationId: mfa.acme.id }))
    return () => trust(mfa, beside(mfa, proof), { organizationId: mfa.acme.id })
  },
  not_a_member: async world => {
    const { mfa, proof } = await withFactor(world)
    const globex = await world.found('Globex')
    return () => trust(mfa, beside(mfa, proof), { organizationId: globex.id })
  },
  step_up_required: async world => {
    const { mfa } = await withFactor(world)
    return () => trust(mfa, byPassword(world))
  },
  device_not_to_remember: async world => {
    const { mfa, proof } = await withFactor(world)
    await policyOf(mfa, { mode: 'required', factors: ['totp'] })
    return () => trust(mfa, beside(mfa, proof))
  },
} satisfies Refusals<World['charter']['mfa']['trustDevice']>

describe('trustDevice', () => {
  itRefuses(refusals, { secrets: sharedBox() })

  it('remembers a device for as long as the policy lets it, and tells the user (MFA-2, MFA-13)', async () => {
    const world = await createMfaWorld()
    const { proof } = await enrolTotp(world)
    await remembering(world, 30 * DAYS)
    world.clock.advance(MINUTE)
    const answer = await trust(world, beside(world, proof), { label: 'laptop', organizationId: world.acme.id })
    const { deviceId, token, until } = unwrap(answer)
    expect(until).toBe(START + 30 * DAYS)
    expect(token).toMatch(new RegExp(`^${deviceId}\\.[0-9a-f]{40}$`))
    expect(told(answer)).toEqual(['device_trusted'])
    expect(world.all(trustedDevices)).toMatchObject([
      {
        id: deviceId,
        label: 'laptop',
        method: 'totp',
        at: START,
        until,
        edition: 2,
        organizations: [{ role: 'admin' }],
      },
    ])
    const signIn = () =>
      world.charter.mfa.evaluateSignIn({
        userId: world.adaId,
        organizationId: world.acme.id,
        session: { ...byPassword(world), rememberedDevice: { deviceId } },
      })
    world.clock.set(until - 1)
    expect(unwrap(await signIn()).kind).toBe('allow')
    world.clock.set(until)
    expect(unwrap(await signIn()).kind).toBe('challenge')
  })

  it('counts it no longer than a factor counts', async () => {
    const world = await createMfaWorld()
    const { proof } = await enrolTotp(world)
    await policyOf(world, { mode: 'required', factors: ['totp'], rememberedDevices: 30 * DAYS, maxAge: DAYS })
    expect(unwrap(await trust(world, beside(world, proof))).until).toBe(START + DAYS)
    await policyOf(world, { mode: 'required', factors: ['totp'], rememberedDevices: 8_640_000_000_000_000 })
    expect(unwrap(await trust(world, beside(world, proof))).until).toBe(8_640_000_000_000_000)
  })

  it('asks each organization that binds, and remembers nothing where none does (MFA-6)', async () => {
    const world = await createMfaWorld()
    const { proof } = await enrolTotp(world)
    await remembering(world, 30 * DAYS)
    const globex = await world.found('Globex')
    const assigned = { role: 'external', by: OPERATOR, at: START }
    await world.member(globex, world.adaId, { assigned } as never)
    const organizationId = OrganizationId.parse(globex.id)
    expect(await trust(world, beside(world, proof), { organizationId })).toMatchObject({
      refusal: { code: 'device_not_to_remember', facts: { organizationIds: [globex.id] } },
    })
    await policyOf(world, { mode: 'optional', rememberedDevices: DAYS }, globex.id)
    expect(unwrap(await trust(world, beside(world, proof), { organizationId })).until).toBe(START + DAYS)
    expect(world.all(trustedDevices)[0]?.organizations).toHaveLength(2)
    const stranger = (await world.user('eve@people.com', world.acme)).id
    const eve = { ...world, ada: as(stranger) } as MfaWorld
    const factor = await enrolTotp(eve)
    expect(await trust(eve, beside(eve, factor.proof))).toMatchObject({
      refusal: { code: 'device_not_to_remember', facts: { organizationIds: [] } },
    })
  })

  it('trusts by a factor that was used in this session a short time ago, and by nothing else (MFA-7, MFA-13)', async () => {
    const world = await createMfaWorld()
    const { proof } = await enrolTotp(world)
    await remembering(world)
    const [code = ''] = await codesOf(world, proof)
    const { deviceId } = unwrap(await trust(world, beside(world, proof)))
    const used = await world.charter.mfa.answer({
      actor: world.ada,
      session: byPassword(world),
      answer: { kind: 'recovery_code', code },
    })
    const recovery = (unwrap(used) as { proof: SessionProof }).proof
    const sso = { method: 'sso', at: START, amr: ['mfa', 'otp'] } as const
    const other = { method: 'totp', at: START, factorId: 'other' } as const
    const future = { ...proof, at: START + 1 }
    for (const weak of [recovery, sso, other, future])
      expect(codeOf(await trust(world, beside(world, weak)))).toBe('step_up_required')
    const byDevice = { ...byPassword(world), rememberedDevice: { deviceId } }
    expect(codeOf(await trust(world, byDevice))).toBe('step_up_required')
    expect(codeOf(await trust(world, sessionWith(proof)))).toBe('step_up_required')
    world.clock.advance(10 * MINUTE)
    expect(codeOf(await trust(world, beside(world, proof)))).toBe('step_up_required')
  })

  it('trusts by no factor that the policy does not take, whatever the identity provider says (MFA-6)', async () => {
    const world = await createMfaWorld()
    const { proof } = await enrolEmail(world)
    await policyOf(world, { mode: 'required', factors: ['webauthn'], rememberedDevices: DAYS })
    const sso = { method: 'sso', at: START, amr: ['hwk', 'mfa'] } as const
    expect(codeOf(await trust(world, sessionWith(sso, proof)))).toBe('step_up_required')
    const key = await enrolKey(world, { session: sessionWith(proof) })
    unwrap(await trust(world, beside(world, proof, key.proof)))
    expect(world.all(trustedDevices)).toMatchObject([{ method: 'webauthn' }])
  })

  it('makes room: devices from before a change of factors go, and the oldest of too many (MFA-13)', async () => {
    const world = await createMfaWorld()
    const { proof } = await enrolTotp(world)
    await remembering(world)
    const old = unwrap(await trust(world, beside(world, proof)))
    const key = await enrolKey(world, { session: beside(world, proof) })
    const made: string[] = []
    for (let count = 0; count <= DEVICES_PER_USER; count++) {
      const fresh = { ...key.proof, at: world.clock.advance(1) } as SessionProof
      made.push(unwrap(await trust(world, beside(world, fresh))).deviceId)
      expect(world.all(trustedDevices).map(({ id }) => id)).not.toContain(old.deviceId)
    }
    const ids = world.all(trustedDevices).map(({ id }) => id)
    expect(ids).toHaveLength(DEVICES_PER_USER)
    expect(ids).not.toContain(old.deviceId)
    expect(ids).not.toContain(made[0])
    expect(ids).toContain(made.at(-1))
    expect(STEP).toBeGreaterThan(DEVICES_PER_USER)
  })
})
