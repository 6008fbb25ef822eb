import { describe, expect, it } from 'vitest'
import { unwrap } from '../../src/runtime/unwrap.ts'
import {
  byPassword,
  codeAt,
  deliveredIn,
  enrolSms,
  enrolTotp,
  mfaWorldOver,
  sessionWith,
  sharedBox,
  told,
  wrongCode,
} from '../support/mfa-charter.ts'
import { race } from '../support/races.ts'
import { failuresIn, singleUses } from '../support/single-use.ts'
import { codeOf } from '../support/world.ts'

/** Of each kind; more of them by the environment. */
const ROUNDS = Number(process.env['SINGLE_USE_ROUNDS'] ?? 15)

describe('what counts once (INV-16)', () => {
  it.each(Object.entries(singleUses))(
    '%s is taken once of sixty-four at the same moment',
    async (_, { arrange, losers, counts }) => {
      await race({
        given: async world => {
          const mfa = await mfaWorldOver(world)
          return { mfa, call: await arrange(mfa) }
        },
        when: (charter, { call }) => Array.from({ length: 64 }, () => call(charter)),
        holds: async (_world, answers, { mfa }) => {
          const codes = answers.map(codeOf)
          expect(codes.filter(code => code === 'ok')).toHaveLength(1)
          for (const code of codes) expect(['ok', ...losers]).toContain(code)
          const wrong = codes.filter(code => code === 'totp_code_used' || code === 'code_wrong')
          expect(failuresIn(await mfa.own())).toBe(counts ? wrong.length : 0)
        },
        secrets: sharedBox,
        runs: ROUNDS,
        atLeast: 10,
      })
    },
    ROUNDS * 16_000,
  )
})

describe('at the same moment', () => {
  it('each wrong answer is counted, and the fifth locks out (MFA-9)', async () => {
    await race({
      given: async world => {
        const mfa = await mfaWorldOver(world)
        return { mfa, ...(await enrolTotp(mfa)) }
      },
      when: (charter, { mfa, factorId, secret }) =>
        Array.from({ length: 8 }, () =>
          charter.mfa.answer({
            actor: mfa.ada,
            session: byPassword(mfa),
            answer: { kind: 'code', factorId, code: wrongCode(secret, mfa.clock.now()) },
          }),
        ),
      holds: async (world, answers, { mfa }) => {
        const codes = answers.map(codeOf).sort()
        expect(codes).toEqual([...Array(3).fill('factors_locked'), ...Array(5).fill('totp_code_wrong')])
        expect(failuresIn(await mfa.own())).toBe(5)
        expect([...told(world)].sort()).toEqual(['factor_enrolled', 'factors_locked'])
      },
      secrets: sharedBox,
      runs: 40,
      atLeast: 20,
    })
  }, 60_000)

  it('of two numbers that are confirmed one is left (INV-17)', async () => {
    await race({
      given: async world => {
        const mfa = await mfaWorldOver(world)
        const { proof } = await enrolSms(mfa)
        const session = sessionWith(proof)
        const number = { actor: mfa.ada, kind: 'sms', phoneNumber: '+14155550123', session } as const
        const sent = await world.charter.mfa.enroll(number)
        return { mfa, session, factorId: unwrap(sent).factorId, code: deliveredIn(sent) }
      },
      when: (charter, { mfa, session, factorId, code }) => {
        mfa.clock.advance(30_000)
        const number = { actor: mfa.ada, kind: 'sms', phoneNumber: '+14155550199', session } as const
        return [charter.mfa.confirm({ actor: mfa.ada, factorId, code }), charter.mfa.enroll(number)]
      },
      holds: async (_world, answers, { mfa, factorId }) => {
        // Whoever confirms first takes the proof away by which the other would begin.
        expect(['ok,step_up_required', 'factor_not_found,ok']).toContain(answers.map(codeOf).join())
        const active = (await mfa.own())?.factors.filter(({ status }) => status === 'active') ?? []
        expect(active).toHaveLength(1)
        if (codeOf(answers[0] as never) === 'ok') expect(active[0]?.id).toBe(factorId)
      },
      secrets: sharedBox,
      runs: 60,
      atLeast: 3,
    })
  }, 60_000)

  it('no more messages are sent than one half a minute (MFA-10)', async () => {
    await race({
      given: async world => {
        const mfa = await mfaWorldOver(world)
        return { mfa, factor: await enrolSms(mfa) }
      },
      when: (charter, { mfa, factor }) => {
        const asked = { actor: mfa.ada, session: byPassword(mfa), factorId: factor.factorId }
        return Array.from({ length: 8 }, () => charter.mfa.challenge(asked))
      },
      holds: async (_world, answers) => {
        expect(answers.map(codeOf).sort()).toEqual([...Array(7).fill('code_sent_lately'), 'ok'])
      },
      secrets: sharedBox,
      runs: 40,
      atLeast: 20,
    })
  }, 60_000)

  it('of a first factor and one that was begun without it one is confirmed (MFA-13)', async () => {
    await race({
      given: async world => {
        const mfa = await mfaWorldOver(world)
        const begun = { actor: mfa.ada, kind: 'totp', session: byPassword(mfa) } as const
        const both = [await world.charter.mfa.enroll(begun), await world.charter.mfa.enroll(begun)]
        return { mfa, both: both.map(each => unwrap(each) as { factorId: string; secret: string }) }
      },
      when: (charter, { mfa, both }) =>
        both.map(({ factorId, secret }) =>
          charter.mfa.confirm({ actor: mfa.ada, factorId, code: codeAt(secret, mfa.clock.now()) }),
        ),
      holds: async (_world, answers, { mfa }) => {
        expect(answers.map(codeOf).sort()).toEqual(['factor_not_found', 'ok'])
        expect((await mfa.own())?.factors).toMatchObject([{ status: 'active' }])
      },
      secrets: sharedBox,
      runs: 40,
      atLeast: 3,
    })
  }, 60_000)
})
