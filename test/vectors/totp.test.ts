import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { codesOf, type Hmac, type TotpAlgorithm } from '../../src/core/mfa/totp-code.ts'
import { verifyTotp } from '../../src/mfa.ts'
import { readVector } from './load.ts'

const parse = <T>(path: string): T => JSON.parse(readVector(`otp/${path}`)) as T
const bytes = (text: string) => new TextEncoder().encode(text)

const native: Hmac = (algorithm, key, message) => createHmac(algorithm, key).update(message).digest()
const engines: readonly (readonly [string, Hmac | undefined])[] = [
  ['ours', undefined],
  ['that of the host', native],
]

type Hotp = { secretAscii: string; digits: number; vectors: { count: number; hotp6: string }[] }
type Totp = {
  stepSec: number
  digits: number
  vectors: { timeSec: number; totp8: string; algorithm: TotpAlgorithm; secretAscii: string }[]
}
type Scenario = {
  id: string
  secretAscii: string
  stepSec: number
  digits: number
  algorithm: TotpAlgorithm
  window: { past: number; future: number }
  initialLastAcceptedStep: number | null
  attempts: { atSec: number; code: unknown; expect: string }[]
}

describe.each(engines)('codes, with the HMAC that is %s', (_, hmac) => {
  const hotp = parse<Hotp>('rfc4226-appendix-d.json')
  const totp = parse<Totp>('rfc6238-appendix-b.json')

  it.each(hotp.vectors)('of the counter $count are those of RFC 4226 (MFA-8)', ({ count, hotp6 }) => {
    const codeOf = codesOf('SHA1', bytes(hotp.secretAscii), hotp.digits, hmac)
    expect(String(codeOf(count)).padStart(6, '0')).toBe(hotp6)
  })

  it.each(totp.vectors)('of $algorithm at $timeSec are those of RFC 6238 (MFA-8)', vector => {
    const { timeSec, totp8, algorithm, secretAscii } = vector
    const facts = { secret: bytes(secretAscii), now: timeSec * 1_000, lastStep: null, digits: 8, algorithm, hmac }
    const step = Math.floor(timeSec / totp.stepSec)
    expect(verifyTotp({ ...facts, code: totp8, window: 0 })).toEqual({ ok: true, value: { step } })
    expect(verifyTotp({ ...facts, code: totp8.slice(2), digits: 6 })).toEqual({ ok: true, value: { step } })
    const others = totp.vectors.filter(other => other.totp8 !== totp8)
    for (const other of others) expect(verifyTotp({ ...facts, code: other.totp8, window: 0 }).ok).toBe(false)
  })
})

const CODES: { readonly [expected: string]: string } = {
  'reject-replay': 'totp_code_used',
  'reject-stale': 'totp_code_used',
  reject: 'totp_code_wrong',
  'reject-format': 'totp_code_malformed',
}

describe('scenarios', () => {
  const { scenarios } = parse<{ scenarios: Scenario[] }>('totp-window-replay.json')

  it('are there', () => {
    expect(scenarios.length).toBeGreaterThan(16)
    expect(new Set(scenarios.map(({ window }) => `${window.past} ${window.future}`))).toEqual(new Set(['1 1']))
  })

  it.each(scenarios)('$id (MFA-8, INV-16)', ({ secretAscii, stepSec, digits, algorithm, attempts, ...scenario }) => {
    let lastStep = scenario.initialLastAcceptedStep
    for (const { atSec, code, expect: expected } of attempts) {
      const common = { secret: bytes(secretAscii), digits, algorithm, period: stepSec, window: scenario.window.past }
      const answer = verifyTotp({ ...common, code, now: atSec * 1_000, lastStep })
      expect(answer.ok ? 'accept' : answer.refusal.code).toBe(CODES[expected] ?? expected)
      if (answer.ok) lastStep = answer.value.step
    }
  })
})
