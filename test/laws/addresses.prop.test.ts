import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { confirm, move, request, withGrace } from '../support/addresses.ts'
import { breachesOf, codeOf, createWorld, DAYS, userOf } from '../support/world.ts'

const COOLING = 30 * DAYS
/** Around the moment that counts, and anywhere before and after it. */
const around = (moment: number) =>
  fc.oneof(fc.integer({ min: 0, max: 2 * moment }), fc.constantFrom(moment - 1, moment, moment + 1))

describe('left_addresses_cool_down (MEM-5, INV-04, INV-25)', () => {
  it('nobody else has an address before its cooling period is over, and anybody at its end', async () => {
    await fc.assert(
      fc.asyncProperty(around(COOLING), fc.constantFrom('signUp', 'change'), async (after, way) => {
        const world = createWorld({ check: 'by_hand' })
        const { userId } = await withGrace(world)
        const { user: other } = unwrap(await world.signUp('eve@acme.com'))
        unwrap(await move(world, userId, 'grace.h@acme.com'))
        world.clock.advance(after)
        const answer =
          way === 'signUp'
            ? await world.signUp('Grace@acme.com')
            : await world.charter.users.changeEmail({
                actor: { kind: 'user', userId: other.id },
                userId: other.id,
                email: 'Grace@acme.com',
              })
        const isOver = after >= COOLING
        expect(codeOf(answer)).toBe(isOver ? 'ok' : 'email_reserved')
        expect(breachesOf(world)).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})

describe('moving_about_keeps_one_address (INV-04)', () => {
  it('whatever two users ask for and prove, each has one address, and nobody the other’s', async () => {
    const step = fc.record({
      who: fc.constantFrom(0, 1),
      to: fc.constantFrom('a@acme.com', 'b@acme.com', 'a@new.com', 'A@New.com'),
      after: fc.constantFrom(0, DAYS - 1, DAYS, COOLING),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 6 }), async steps => {
        const world = createWorld({ check: 'by_hand' })
        const { acme, userId } = await withGrace(world)
        await world.rule(acme, 'new.com', { role: 'external' }, { kind: 'operator', reason: 'x' })
        const ids = [userId, unwrap(await world.signUp('eve@acme.com')).user.id]
        for (const { who, to, after } of steps) {
          const id = ids[who] as typeof userId
          const asked = await world.charter.users.changeEmail({
            actor: { kind: 'user', userId: id },
            userId: id,
            email: to,
          })
          if (!asked.ok) continue
          const token = await request(world, id, to)
          world.clock.advance(after)
          const first = await confirm(world, id, token, to)
          expect(first.ok).toBe(after < DAYS)
          // Once: a second proof by the same token changes nothing.
          expect((await confirm(world, id, token, to)).ok).toBe(false)
          if (first.ok) expect((await userOf(world, to)).id).toBe(id)
        }
        expect(breachesOf(world)).toEqual([])
      }),
      { numRuns: 40 },
    )
  })
})
