import { describe, expect, it } from 'vitest'
import { liveChallenges } from '../../../src/core/factor/index.ts'
import { put, type UserId } from '../../../src/core/kernel/index.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { confirm, withGrace } from '../../support/addresses.ts'
import { active, factorsOf, freshSession, give, pending, provenBy, remember } from '../../support/factors.ts'
import { as, codeOf, createWorld, DAYS, decided, OPERATOR, START, tokenOf, type World } from '../../support/world.ts'

type Session = ReturnType<typeof freshSession>

const request = (world: World, userId: UserId, session?: Session, actor = as(userId)) =>
  world.charter.users.changeEmail({ actor, userId, email: 'grace@new.com', ...(session && { session }) })

const devicesOf = async (world: World, userId: UserId) =>
  unwrap(await world.charter.mfa.factors({ actor: as(userId) })).devices.length

describe('an address to which codes go (MFA-13, EML-5)', () => {
  it('is changed by a fresh proof of a factor, and no less', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    await give(world, userId, { factors: [active('email_otp')] })
    const mail = (at: number) => provenBy('the-email_otp', at, 'email_otp')
    for (const session of [undefined, freshSession(START), mail(START - DAYS), mail(START + 1)])
      expect(await request(world, userId, session)).toMatchObject({
        refusal: { code: 'step_up_required', facts: { byFactor: true } },
      })
    expect(decided(await request(world, userId, mail(START)))).toMatchObject({
      because: ['own_record', 'session_is_fresh', 'email_change_awaits_proof'],
    })
  })

  it.each([
    ['no factor', []],
    ['another factor', [active('totp')]],
    ['one by mail that waits', [pending('email_otp')]],
  ])('is as any other with %s', async (_, factors) => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    await give(world, userId, { edition: 3, factors })
    const answer = await request(world, userId)
    expect(decided(answer)).toMatchObject({ because: ['own_record', 'email_change_awaits_proof'] })
    expect(codeOf(await confirm(world, userId, tokenOf(answer), 'grace@new.com'))).toBe('ok')
    expect(await factorsOf(world, userId)).toMatchObject({ edition: 3 })
  })

  it('forgets the devices once it is another, and what was sent to the old one', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    await give(world, userId, { edition: 3, factors: [active('email_otp'), pending('email_otp')] })
    await remember(world, userId, 'laptop', { edition: 3 })
    const common = { userId, id: 'c', expiresAt: START + 1, tries: 0 }
    for (const factorId of ['the-email_otp', 'new-email_otp'])
      await world.write(put(liveChallenges, { ...common, factorId }))
    const token = tokenOf(await request(world, userId, provenBy('the-email_otp', START, 'email_otp')))
    expect(await devicesOf(world, userId)).toBe(1)
    unwrap(await confirm(world, userId, token, 'grace@new.com'))
    expect(await factorsOf(world, userId)).toMatchObject({ edition: 4, factors: [{ id: 'the-email_otp' }] })
    expect([await devicesOf(world, userId), world.all(liveChallenges)]).toEqual([0, []])
  })

  it('takes what waits to be confirmed with it: no factor is added under another proof (MFA-13)', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    await give(world, userId, { edition: 3, factors: [active('totp'), pending('totp'), pending('email_otp')] })
    await world.write(
      put(liveChallenges, { userId, factorId: 'new-email_otp', id: 'c', expiresAt: START + 1, tries: 0 }),
    )
    const token = tokenOf(await request(world, userId, freshSession(START - DAYS)))
    unwrap(await confirm(world, userId, token, 'grace@new.com'))
    expect(await factorsOf(world, userId)).toMatchObject({
      edition: 3,
      factors: [{ id: 'the-totp' }, { id: 'new-totp' }],
    })
    const late = { actor: as(userId), factorId: 'new-email_otp' }
    expect(codeOf(await world.charter.mfa.challenge({ ...late, session: freshSession(START) }))).toBe(
      'factor_not_found',
    )
    expect(codeOf(await world.charter.mfa.confirm({ ...late, code: '000000' }))).toBe('factor_not_found')
    expect(world.all(liveChallenges)).toEqual([])
  })

  it('is not changed by what was asked before codes went to it', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    const token = tokenOf(await request(world, userId))
    await give(world, userId, { factors: [active('email_otp')] })
    expect(codeOf(await confirm(world, userId, token, 'grace@new.com'))).toBe('email_change_overtaken')
    const again = tokenOf(await request(world, userId, provenBy('the-email_otp', START, 'email_otp')))
    expect(codeOf(await confirm(world, userId, again, 'grace@new.com'))).toBe('ok')
  })

  it('is changed by an operator without a proof (ORG-6)', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    await give(world, userId, { factors: [active('email_otp')] })
    const answer = await request(world, userId, undefined, OPERATOR)
    expect(decided(answer)).toMatchObject({ because: ['actor_is_operator', 'email_change_awaits_proof'] })
    expect(codeOf(await confirm(world, userId, tokenOf(answer), 'grace@new.com'))).toBe('ok')
    expect(await factorsOf(world, userId)).toMatchObject({ edition: 2 })
  })
})
