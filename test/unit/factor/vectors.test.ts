import { describe, expect, it } from 'vitest'
import { type Factor, factorSecrets, userFactors } from '../../../src/core/factor/index.ts'
import { put } from '../../../src/core/kernel/index.ts'
import { createMfaWorld, enrolTotp, STEP, sessionWith, sharedBox } from '../../support/mfa-charter.ts'
import { codeOf } from '../../support/world.ts'
import { readVector } from '../../vectors/load.ts'

type Scenario = {
  readonly id: string
  readonly secretAscii: string
  readonly stepSec: number
  readonly digits: number
  readonly algorithm: string
  readonly window: { readonly past: number; readonly future: number }
  readonly initialLastAcceptedStep: number | null
  readonly attempts: readonly { readonly atSec: number; readonly code: unknown; readonly expect: string }[]
}

const { scenarios } = JSON.parse(readVector('otp/totp-window-replay.json')) as { scenarios: readonly Scenario[] }

const CODES: { readonly [expected: string]: readonly string[] } = {
  accept: ['ok'],
  'reject-replay': ['totp_code_used', 'totp_clock_behind'],
  'reject-stale': ['totp_code_used', 'totp_clock_behind'],
  reject: ['totp_code_wrong', 'totp_clock_behind'],
  'reject-format': ['totp_code_malformed', 'input_invalid'],
}

/** What the charter’s apps are set to. */
const isOurs = ({ stepSec, digits, algorithm, window }: Scenario): boolean =>
  stepSec * 1_000 === STEP && digits === 6 && algorithm === 'SHA1' && window.past === 1 && window.future === 1

describe('answer, by scenarios of windows and replays (MFA-8, INV-16)', () => {
  it('are there', () => {
    expect(scenarios.filter(isOurs).length).toBeGreaterThan(10)
  })

  it.each(scenarios.filter(isOurs))('$id', async ({ secretAscii, initialLastAcceptedStep, attempts }) => {
    // The step before is set from outside, which an invariant would tell.
    const world = await createMfaWorld({ check: 'by_hand' })
    const { factorId } = await enrolTotp(world)
    const sealed = sharedBox().seal(Buffer.from(secretAscii).toString('hex'), `factor/${world.adaId}/${factorId}`)
    const secret = await world.get(factorSecrets, world.adaId, factorId)
    await world.write(put(factorSecrets, { ...secret, sealed } as never))
    const forgiven = async (lastStep?: number) => {
      const { failures: _, ...own } = (await world.own()) as NonNullable<Awaited<ReturnType<typeof world.own>>>
      const factors = own.factors.map(factor => (lastStep === undefined ? factor : { ...factor, lastStep }) as Factor)
      await world.write(put(userFactors, { ...own, factors }))
    }
    await forgiven(initialLastAcceptedStep ?? 0)
    const session = sessionWith({ method: 'password', at: 0 })
    for (const { atSec, code, expect: expected } of attempts) {
      world.clock.set(atSec * 1_000)
      const answer = { kind: 'code', factorId, code } as never
      const given = await world.restarted().mfa.answer({ actor: world.ada, session, answer })
      expect(CODES[expected], expected).toContain(codeOf(given))
      await forgiven()
    }
  })
})
