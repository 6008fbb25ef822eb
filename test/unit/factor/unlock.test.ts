import { describe, expect, it } from 'vitest'
import type { UserFactors } from '../../../src/core/factor/index.ts'
import { failureVerdict, nextFailures, noFailures } from '../../../src/core/mfa/index.ts'
import type { Charter } from '../../../src/runtime/charter.ts'
import { unwrap } from '../../../src/runtime/unwrap.ts'
import { withGrace } from '../../support/addresses.ts'
import { active, factorsOf, failed, give } from '../../support/factors.ts'
import { managingOptions, managingRefusals } from '../../support/managing.ts'
import { itRefuses, type Refusals } from '../../support/refusals.ts'
import { codeOf, createWorld, decided, OPERATOR, START, type World } from '../../support/world.ts'

const MINUTES = 60_000

const guess = (state: NonNullable<UserFactors['failures']>, times: number, now: number) => {
  let next = state
  for (let time = 0; time < times; time++)
    next = nextFailures(next, { factorId: 'the-totp', kind: 'failure' }, now) as typeof next
  return next
}

const verdict = async (world: World, userId: string) =>
  failureVerdict((await factorsOf(world, userId))?.failures ?? noFailures, 'the-totp', world.clock.now())

describe('unlock', () => {
  it('lets a user answer again, and the next failure does not lock them at once (MFA-9)', async () => {
    const world = createWorld()
    const { acme, userId } = await withGrace(world)
    // Five lock out, and three more while they are.
    const failures = guess(guess(failed('the-totp'), 5, START), 3, START)
    await give(world, userId, { factors: [active('totp')], failures })
    expect(await verdict(world, userId)).toMatchObject({ kind: 'locked' })
    const answer = await world.charter.mfa.unlock({ actor: acme.admin, userId })
    expect(unwrap(answer)).toEqual({ userId, wasLocked: true })
    expect(decided(answer)).toEqual({
      because: ['role_permits', 'factors_unlocked'],
      effects: [{ kind: 'notify_user', about: 'factors_unlocked', userId }],
    })
    expect(await verdict(world, userId)).toEqual({ kind: 'open' })
    const own = await factorsOf(world, userId)
    expect(own?.failures).toEqual({
      factors: [{ factorId: 'the-totp', consecutive: 8, recent: [], lockouts: 1 }],
      seenAt: START,
    })
    const four = guess(own?.failures as never, 4, START)
    expect(failureVerdict(four, 'the-totp', START)).toEqual({ kind: 'open' })
    // The second lock-out is as long as it would have been.
    expect(guess(four, 1, START).lockedUntil).toBe(START + 30 * MINUTES)
  })

  it('gives nobody more guesses than the ceiling, however often it is done (MFA-9)', async () => {
    const world = createWorld()
    const { acme, userId } = await withGrace(world)
    await give(world, userId, { factors: [active('totp')] })
    let guesses = 0
    for (let time = 0; time < 30; time++) {
      const own = (await factorsOf(world, userId)) as UserFactors
      const failures = guess(own.failures ?? failed('the-totp'), 5, START)
      if ((await verdict(world, userId)).kind === 'open') guesses += 5
      await give(world, userId, { failures })
      unwrap(await world.charter.mfa.unlock({ actor: acme.admin, userId }))
    }
    expect(guesses).toBe(100)
    expect(await verdict(world, userId)).toEqual({ kind: 'disabled' })
  })

  it.each<[string, UserFactors['failures'] | undefined]>([
    ['whoever has no factor', undefined],
    ['whoever is not locked out', failed('the-totp', { consecutive: 4, recent: [START] })],
    ['whoever was', failed('the-totp', {}, { lockedUntil: START })],
  ])('changes nothing for %s', async (_, failures) => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    if (failures) await give(world, userId, { factors: [active('totp')], failures })
    const before = world.snapshot()
    const answer = await world.charter.mfa.unlock({ actor: OPERATOR, userId })
    expect(unwrap(answer)).toEqual({ userId, wasLocked: false })
    expect(decided(answer)).toEqual({ because: ['actor_is_operator', 'nothing_locked'], effects: [] })
    expect(world.snapshot()).toEqual(before)
  })

  it('looks at the latest time that was seen (INV-25)', async () => {
    const world = createWorld()
    const { userId, acme } = await withGrace(world)
    await give(world, userId, { failures: { ...failed('x'), seenAt: START + 5, lockedUntil: START + 5 } })
    expect(unwrap(await world.charter.mfa.unlock({ actor: acme.admin, userId }))).toMatchObject({ wasLocked: false })
  })

  const refusals: Refusals<Charter<string>['mfa']['unlock']> = {
    ...managingRefusals((world, actor, userId) => world.charter.mfa.unlock({ actor, userId })),
    own_factors: async world => {
      const { grace, userId } = await withGrace(world)
      await give(world, userId, { failures: failed('x', {}, { lockedUntil: START + 1 }) })
      return () => world.charter.mfa.unlock({ actor: grace, userId })
    },
  }
  itRefuses(refusals, managingOptions)

  it('is for an operator too (ORG-6)', async () => {
    const world = createWorld()
    const { userId } = await withGrace(world)
    await give(world, userId, { failures: failed('x', {}, { lockedUntil: START + 1 }) })
    expect(codeOf(await world.charter.mfa.unlock({ actor: OPERATOR, userId }))).toBe('ok')
    expect((await factorsOf(world, userId))?.failures).not.toHaveProperty('lockedUntil')
  })
})
