import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { unwrap } from '../../src/runtime/unwrap.ts'
import { accept, INES, revoke } from '../support/invitations.ts'
import { breachesOf, codeOf, createWorld, DAYS, tokenIn } from '../support/world.ts'

type Step = 'send' | 'resend' | 'revoke' | 'decline' | 'wait' | 'accept'

const steps = fc.array(
  fc.record({
    step: fc.constantFrom<Step[]>('send', 'resend', 'revoke', 'decline', 'wait', 'accept'),
    which: fc.nat(20),
  }),
  { minLength: 1, maxLength: 14 },
)

/** What an invitation is by a model of one line each: the one token that works, and until when. */
type Model = { live?: { token: string; until: number } | undefined; tokens: string[]; joined: number }

describe('only_the_last_token_works (INVI-2, INVI-3, INV-15, INV-25)', () => {
  it('once, in its time, and whatever was done before; and no token is stored (INV-21)', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async taken => {
        const world = createWorld({ check: 'by_hand' })
        const { id: organizationId, admin: actor, ...acme } = await world.found('Acme')
        const org = { id: organizationId, admin: actor, ...acme }
        const model: Model = { tokens: [], joined: 0 }
        let invitationId: string | undefined
        const issued = (token: string) => {
          model.tokens.push(token)
          model.live = { token, until: world.clock.now() + 7 * DAYS }
        }
        const isLive = (token: string) => model.live?.token === token && world.clock.now() < model.live.until
        const act: Record<Step, (which: number) => Promise<void>> = {
          send: async () => {
            const invitations = [{ email: INES, role: 'external' }]
            const answer = await world.charter.invitations.send({ actor, organizationId, invitations })
            const [outcome] = unwrap(answer).outcomes
            expect(outcome?.ok).toBe(model.joined === 0)
            if (!outcome?.ok) return
            invitationId = outcome.invitation.id
            issued(tokenIn(answer))
          },
          resend: async () => {
            const command = { actor, organizationId, invitationId: (invitationId ?? 'none') as never }
            const answer = await world.charter.invitations.resend(command)
            expect(answer.ok).toBe(model.live !== undefined)
            if (answer.ok) issued(tokenIn(answer))
          },
          revoke: async () => {
            const answer = await revoke(world, org, (invitationId ?? 'none') as never)
            expect(answer.ok).toBe(model.live !== undefined)
            model.live = undefined
          },
          decline: async which => {
            const token = model.tokens[which % Math.max(1, model.tokens.length)] ?? 'none'
            const wasLive = isLive(token)
            expect((await world.charter.invitations.decline({ token })).ok).toBe(wasLive)
            if (wasLive) model.live = undefined
          },
          wait: async which => void world.clock.advance((which % 9) * DAYS),
          accept: async which => {
            const token = model.tokens[which % Math.max(1, model.tokens.length)] ?? 'none'
            const wasLive = isLive(token)
            const answer = await accept(world, token)
            expect([codeOf(answer) === 'ok', which]).toEqual([wasLive, which])
            if (!wasLive) return
            model.live = undefined
            model.joined++
          },
        }
        for (const { step, which } of taken) await act[step](which)
        expect(model.joined).toBeLessThanOrEqual(1)
        const stored = JSON.stringify([...world.store.records()])
        for (const token of model.tokens) expect(stored).not.toContain(token)
        expect(breachesOf(world)).toEqual([])
      }),
      { numRuns: 60 },
    )
  }, 60_000)
})
