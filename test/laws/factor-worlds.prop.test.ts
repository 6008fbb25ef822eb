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
  ...['setPolicy', 'sweepOverdue', 'trustDevice'].map(verb => `mfa.${verb} ok`),
  ...['step_up_required', 'policy_locks_out', 'mfa_policies_disjoint'].map(code => `mfa.setPolicy ${code}`),
  ...['required by the operator', 'required by a user'].map(how => `mfa.setPolicy ${how}`),
  ...['allow', 'challenge', 'require_enrollment', 'offer_enrollment', 'deny'].map(kind => `mfa.evaluateSignIn ${kind}`),
  'mfa.sweepOverdue suspended',
  'mfa.removeFactor factor_needed',
]

/** What was said beside yes or no. */
const saidOf = (command: unknown, value: unknown): string | undefined => {
  const { actor, policy } = command as { actor?: { kind: string }; policy?: { mode: string } }
  const { kind, suspended } = value as { kind?: string; suspended?: unknown }
  if (policy?.mode === 'required') return `required by ${actor?.kind === 'operator' ? 'the operator' : 'a user'}`
  return typeof suspended === 'number' && suspended > 0 ? 'suspended' : kind
}

describe('worlds of factors', () => {
  it('break no invariant, whatever is done with factors (INV-16 to INV-19)', async () => {
    const figures = new Set<string>()
    await fc.assert(
      fc.asyncProperty(mfaWorlds(fc), async ({ history }) => {
        const { play, store, clock } = startUniverse()
        for (const step of history) {
          const { command, answer } = await play(step)
          if ('method' in step && answer) {
            figures.add(`${step.method} ${answer.ok ? 'ok' : answer.refusal.code}`)
            const said = answer.ok ? saidOf(command, answer.value) : undefined
            if (said !== undefined) figures.add(`${step.method} ${said}`)
          }
          expect(checkInvariants(store.records(), { now: clock.now() }).breaches).toEqual([])
        }
      }),
      { numRuns: 80, seed: 4 },
    )
    expect(DONE.filter(what => !figures.has(what))).toEqual([])
  }, 120_000)
})
