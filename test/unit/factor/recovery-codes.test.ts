import { describe, expect, it } from 'vitest'
import { userFactors } from '../../../src/core/factor/index.ts'
import { isSameHash } from '../../../src/core/factor/same-hash.ts'
import { put } from '../../../src/core/kernel/index.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import {
  byPassword,
  codesOf,
  createMfaWorld,
  enrolTotp,
  MINUTE,
  mfaWorldOver,
  sessionWith,
  sharedBox,
  told,
} from '../../support/mfa-charter.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { as, codeOf, deactivate, OPERATOR, START, type World } from '../../support/world.ts'

const refusals = {
  operator_not_allowed: async world => () =>
    world.charter.mfa.recoveryCodes({ actor: OPERATOR, session: byPassword(world) }),
  user_not_found: async world => () =>
    world.charter.mfa.recoveryCodes({ actor: as('nobody'), session: byPassword(world) }),
  user_deactivated: async world => {
    const mfa = await mfaWorldOver(world)
    await deactivate(world, mfa.adaId)
    return () => world.charter.mfa.recoveryCodes({ actor: mfa.ada, session: byPassword(world) })
  },
  recovery_codes_alone: async world => {
    const mfa = await mfaWorldOver(world)
    await world.charter.mfa.enroll({ actor: mfa.ada, kind: 'totp', session: byPassword(world) })
    return () => world.charter.mfa.recoveryCodes({ actor: mfa.ada, session: byPassword(world) })
  },
  step_up_required: async world => {
    const mfa = await mfaWorldOver(world)
    await enrolTotp(mfa)
    return () => world.charter.mfa.recoveryCodes({ actor: mfa.ada, session: byPassword(world) })
  },
} satisfies Refusals<World['charter']['mfa']['recoveryCodes']>

describe('recoveryCodes', () => {
  itRefuses(refusals, { secrets: sharedBox() })

  it('makes ten codes of 120 bits, stores their hashes, and tells the user (MFA-11, INV-21)', async () => {
    const world = await createMfaWorld()
    const { proof } = await enrolTotp(world)
    const answer = await world.charter.mfa.recoveryCodes({ actor: world.ada, session: sessionWith(proof) })
    const { codes } = unwrap(answer)
    expect(new Set(codes).size).toBe(10)
    for (const code of codes) expect(code).toMatch(/^[a-z2-7]{6}(-[a-z2-7]{6}){3}$/)
    expect(told(answer)).toEqual(['recovery_codes_made'])
    expect((await world.own())?.recovery?.unused).toHaveLength(10)
    expect(JSON.stringify([...world.store.records()])).not.toContain(codes[0])
  })

  it('replaces the set as a whole, a disabled one too, and leaves remembered devices (MFA-9, MFA-11)', async () => {
    const world = await createMfaWorld()
    const { proof } = await enrolTotp(world)
    await codesOf(world, proof)
    const own = await world.own()
    const id = String(own?.recovery?.id)
    const failures = { factors: [{ factorId: id, consecutive: 100, recent: [], lockouts: 7 }], seenAt: START }
    await world.write(put(userFactors, { ...own, failures } as never))
    const taken = (code = '') =>
      world.charter.mfa.answer({
        actor: world.ada,
        session: byPassword(world),
        answer: { kind: 'recovery_code', code },
      })
    expect(codeOf(await taken('aaaaaa-aaaaaa-aaaaaa-aaaaaa'))).toBe('factor_disabled')
    const [fresh] = await codesOf(world, proof)
    expect((await world.own())?.recovery?.id).not.toBe(id)
    expect((await world.own())?.edition).toBe(own?.edition)
    expect(codeOf(await taken(fresh))).toBe('ok')
  })

  it('takes a recovery code for the proof of a factor, while it is fresh (MFA-13)', async () => {
    const world = await createMfaWorld()
    const { proof } = await enrolTotp(world)
    const [code = ''] = await codesOf(world, proof)
    const answer = { kind: 'recovery_code', code } as const
    const used = unwrap(await world.charter.mfa.answer({ actor: world.ada, session: byPassword(world), answer }))
    const session = sessionWith((used as { proof: typeof proof }).proof)
    expect(codeOf(await world.charter.mfa.recoveryCodes({ actor: world.ada, session }))).toBe('ok')
    world.clock.advance(10 * MINUTE)
    expect(codeOf(await world.charter.mfa.recoveryCodes({ actor: world.ada, session }))).toBe('step_up_required')
  })

  it('gives a repeat the same codes, kept sealed (AUD-4, INV-21)', async () => {
    const world = await createMfaWorld()
    const { proof } = await enrolTotp(world)
    const command = { actor: world.ada, session: sessionWith(proof), idempotencyKey: 'k' }
    const first = await world.charter.mfa.recoveryCodes(command)
    expect(await world.charter.mfa.recoveryCodes(command)).toEqual({ ...first, repeated: true })
  })
})

describe('isSameHash', () => {
  it.each([
    ['', '', true],
    ['ab', 'ab', true],
    ['ab', 'aa', false],
    ['ab', 'bb', false],
    ['ab', 'abc', false],
    ['abc', 'ab', false],
    ['', 'a', false],
    ['a', '', false],
    ['a', 'a\u0000', false],
  ])('of %j and %j is %s', (a, b, same) => {
    expect(isSameHash(a, b)).toBe(same)
  })
})
