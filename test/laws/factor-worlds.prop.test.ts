import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkInvariants } from '../../src/core/world/index.ts'
import { startUniverse } from '../../src/testing/worlds/index.ts'
import { mfaWorlds } from '../../src/testing/worlds/mfa.ts'

const DONE = [
  ...['enroll', 'confirm', 'challenge', 'answer', 'recoveryCodes', 'removeFactor', 'reset', 'unlock', 'reseal'].map(
    verb => `mfa.${verb} ok`,
  ),
  ...['totp_code_used', 'totp_code_wrong', 'code_wrong', 'factors_locked'].map(code => `mfa.answer ${code}`),
  ...['enrollment_expired', 'totp_code_wrong'].map(code => `mfa.confirm ${code}`),
  'mfa.removeFactor step_up_required',
  'mfa.reset own_factors',
  'mfa.unlock own_factors',
]

describe('worlds of factors', () => {
  it('break no invariant, whatever is done with factors (INV-16 to INV-19)', async () => {
    const figures = new Set<string>()
    await fc.assert(
      fc.asyncProperty(mfaWorlds(fc), async ({ history }) => {
        const { play, store, clock } = startUniverse()
        for (const step of history) {
          const { answer } = await play(step)
          if ('method' in step && answer) figures.add(`${step.method} ${answer.ok ? 'ok' : answer.refusal.code}`)
          if ('method' in step && step.method.startsWith('mfa.'))
            expect(checkInvariants(store.records(), { now: clock.now() }).breaches).toEqual([])
        }
      }),
      { numRuns: 60, seed: 4 },
    )
    expect(DONE.filter(what => !figures.has(what))).toEqual([])
  }, 120_000)
})
