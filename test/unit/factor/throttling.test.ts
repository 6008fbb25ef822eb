import { describe, expect, it } from 'vitest'
import { userFactors } from '../../../src/core/factor/index.ts'
import { put } from '../../../src/core/kernel/index.ts'
import {
  answerWith,
  askedCode,
  byPassword,
  codesOf,
  createMfaWorld,
  enrolSms,
  enrolTotp,
  MINUTE,
  nextCode,
  otherThan,
  sessionWith,
  told,
  wrongCode,
} from '../../support/mfa-charter.ts'
import { codeOf, START } from '../../support/world.ts'

const scene = async () => {
  const world = await createMfaWorld()
  const factor = await enrolTotp(world)
  const fail = () => answerWith(world, factor.factorId, wrongCode(factor.secret, world.clock.now()))
  const failures = async () => (await world.own())?.failures
  return { world, factor, fail, failures }
}

describe('wrong answers (MFA-9)', () => {
  it('lock the user out after five within a quarter of an hour, twice as long each time, a day at most', async () => {
    const { world, fail, failures } = await scene()
    const lengths: number[] = []
    for (let round = 0; round < 10; round++) {
      for (let count = 0; count < 5; count++) expect(codeOf(await fail())).toBe('totp_code_wrong')
      const until = (await failures())?.lockedUntil ?? 0
      lengths.push((until - world.clock.now()) / MINUTE)
      expect(codeOf(await fail())).toBe('factors_locked')
      world.clock.set(until)
    }
    expect(lengths).toEqual([15, 30, 60, 120, 240, 480, 960, 1440, 1440, 1440])
    expect(told(world).filter(about => about === 'factors_locked')).toHaveLength(10)
  })

  it('disable the factor after a hundred in a row, and tell the user', async () => {
    const { world, factor, fail, failures } = await scene()
    for (let count = 0; count < 100; count++) {
      expect(codeOf(await fail())).toBe('totp_code_wrong')
      world.clock.set(Math.max(world.clock.now() + 4 * MINUTE, (await failures())?.lockedUntil ?? 0))
    }
    expect(told(world).filter(about => about === 'factor_disabled')).toHaveLength(1)
    expect(codeOf(await answerWith(world, factor.factorId, nextCode(world, factor)))).toBe('factor_disabled')
    world.clock.advance(365 * 1_440 * MINUTE)
    expect(codeOf(await answerWith(world, factor.factorId, nextCode(world, factor)))).toBe('factor_disabled')
  })

  it('do not lock where they are further apart', async () => {
    const { world, fail, failures } = await scene()
    for (let count = 0; count < 12; count++) {
      expect(codeOf(await fail())).toBe('totp_code_wrong')
      world.clock.advance(4 * MINUTE)
    }
    expect((await failures())?.lockedUntil).toBeUndefined()
  })

  it('are counted over all factors of the user, recovery codes too', async () => {
    const { world, factor, fail } = await scene()
    const sms = await enrolSms(world, { session: sessionWith(factor.proof) })
    await codesOf(world, factor.proof)
    const code = await askedCode(world, sms.factorId)
    const recovery = { kind: 'recovery_code', code: 'aaaaaa-aaaaaa-aaaaaa-aaaaaa' } as const
    const guess = () => world.charter.mfa.answer({ actor: world.ada, session: byPassword(world), answer: recovery })
    const answers = [await fail(), await answerWith(world, sms.factorId, otherThan(code)), await guess(), await fail()]
    expect(answers.map(codeOf)).toEqual(['totp_code_wrong', 'code_wrong', 'code_wrong', 'totp_code_wrong'])
    expect(codeOf(await guess())).toBe('code_wrong')
    for (const each of [await fail(), await guess(), await answerWith(world, sms.factorId, code)])
      expect(codeOf(each)).toBe('factors_locked')
  })

  it('are not forgotten by a restart, a challenge, another session or another factor’s success', async () => {
    const { world, factor, fail, failures } = await scene()
    const sms = await enrolSms(world, { session: sessionWith(factor.proof) })
    for (let count = 0; count < 4; count++) await fail()
    await world.charter.mfa.challenge({ actor: world.ada, session: byPassword(world), factorId: factor.factorId })
    const code = await askedCode(world, sms.factorId)
    expect(codeOf(await answerWith(world, sms.factorId, code))).toBe('ok')
    const session = sessionWith({ method: 'magic_link', at: world.clock.now() })
    const answer = {
      kind: 'code',
      factorId: factor.factorId,
      code: wrongCode(factor.secret, world.clock.now()),
    } as const
    const again = world.restarted()
    expect(codeOf(await again.mfa.answer({ actor: world.ada, session, answer }))).toBe('totp_code_wrong')
    expect((await failures())?.lockedUntil).toBe(world.clock.now() + 15 * MINUTE)
    expect(codeOf(await again.mfa.answer({ actor: world.ada, session, answer }))).toBe('factors_locked')
  })

  it('lock on when the clock goes back, whatever was restarted (INV-25)', async () => {
    const { world, factor, fail } = await scene()
    world.clock.advance(60 * MINUTE)
    for (let count = 0; count < 5; count++) await fail()
    world.clock.set(START)
    const session = sessionWith({ method: 'password', at: START })
    const answer = { kind: 'code', factorId: factor.factorId, code: '000000' } as const
    for (const back of [0, 14 * MINUTE, 74 * MINUTE]) {
      world.clock.set(START + back)
      const locked = await world.restarted().mfa.answer({ actor: world.ada, session, answer })
      expect(codeOf(locked)).toBe('factors_locked')
    }
    world.clock.set(START + 75 * MINUTE)
    const code = nextCode(world, factor)
    const later = await world.restarted().mfa.answer({ actor: world.ada, session, answer: { ...answer, code } })
    expect(codeOf(later)).toBe('ok')
  })

  it('are taken back by a success of that factor', async () => {
    const { world, factor, fail, failures } = await scene()
    for (let count = 0; count < 4; count++) await fail()
    expect(codeOf(await answerWith(world, factor.factorId, nextCode(world, factor)))).toBe('ok')
    expect((await failures())?.factors).toEqual([])
    for (let count = 0; count < 4; count++) expect(codeOf(await fail())).toBe('totp_code_wrong')
  })

  it('count once for a repeat with the same key, which is answered the same (AUD-4, INV-27)', async () => {
    const { world, factor, failures } = await scene()
    const code = wrongCode(factor.secret, START)
    const command = {
      actor: world.ada,
      session: byPassword(world),
      answer: { kind: 'code', factorId: factor.factorId, code } as const,
      idempotencyKey: 'k',
    }
    const first = await world.charter.mfa.answer(command)
    for (let count = 0; count < 5; count++) expect(await world.charter.mfa.answer(command)).toEqual(first)
    expect((await failures())?.factors).toMatchObject([{ consecutive: 1 }])
    const other = { ...command, answer: { ...command.answer, code: otherThan(code) } }
    expect(codeOf(await world.charter.mfa.answer(other))).toBe('idempotency_key_reused')
  })

  it('leave somebody else alone', async () => {
    const { world, fail } = await scene()
    const globex = await world.found('Globex')
    const theirs = { ...world, ada: globex.admin, adaId: globex.adminId }
    const other = await enrolTotp(theirs)
    for (let count = 0; count < 5; count++) await fail()
    expect(codeOf(await answerWith(theirs, other.factorId, nextCode(world, other)))).toBe('ok')
    const own = await theirs.own(globex.adminId)
    expect(own?.failures?.factors).toEqual([])
    await world.write(put(userFactors, own as never))
  })
})
