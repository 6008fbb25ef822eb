import { describe, expect, it } from 'vitest'
import { codesOf, type Hmac } from '../../../src/core/mfa/totp-code.ts'
import { type TotpFacts, verifyTotp } from '../../../src/mfa.ts'

const secret = new TextEncoder().encode('12345678901234567890')
const codeAt = (step: number) => String(codesOf('SHA1', secret, 6, undefined)(step)).padStart(6, '0')
const STEP = 37_037_036
const now = STEP * 30_000

const outcome = (changed: Partial<TotpFacts>) => {
  const answer = verifyTotp({ secret, code: codeAt(STEP), now, lastStep: null, ...changed })
  return answer.ok ? answer.value.step : answer.refusal.code
}

describe('verifyTotp', () => {
  it('accepts one step to each side, and the edges of a step (MFA-8)', () => {
    expect([STEP - 2, STEP - 1, STEP, STEP + 1, STEP + 2].map(step => outcome({ code: codeAt(step) }))).toEqual([
      'totp_code_wrong',
      STEP - 1,
      STEP,
      STEP + 1,
      'totp_code_wrong',
    ])
    expect(outcome({ now: now + 59_999 })).toBe(STEP)
    expect(outcome({ now: now + 60_000 })).toBe('totp_code_wrong')
  })

  it('never accepts a step again, nor one before it (INV-16)', () => {
    expect(outcome({ lastStep: STEP - 1 })).toBe(STEP)
    expect(outcome({ lastStep: STEP })).toBe('totp_code_used')
    expect(outcome({ lastStep: STEP + 1 })).toBe('totp_clock_behind')
    expect(outcome({ lastStep: STEP, code: '000000' })).toBe('totp_code_wrong')
  })

  it('accepts nothing while the clock is behind what was accepted (INV-25)', () => {
    for (const code of [codeAt(STEP), '000000']) expect(outcome({ lastStep: STEP + 9, code })).toBe('totp_clock_behind')
  })

  it('uses up the latest of the steps that have the same code', () => {
    const same: Hmac = () => new Uint8Array(20)
    expect(outcome({ hmac: same, code: '000000' })).toBe(STEP + 1)
    expect(outcome({ hmac: same, code: '000000', lastStep: STEP + 1 })).toBe('totp_clock_behind')
  })

  it('makes every step of the window for every code: right, wrong or used', () => {
    for (const [code, lastStep] of [
      [codeAt(STEP - 1), null],
      [codeAt(STEP + 1), null],
      ['000000', null],
      [codeAt(STEP), STEP],
    ] as const) {
      const asked: Uint8Array[] = []
      const hmac: Hmac = (_, __, message) => {
        asked.push(message)
        return new Uint8Array(20).fill(255)
      }
      outcome({ hmac, code, lastStep, window: 2 })
      expect(asked).toHaveLength(5)
    }
  })

  it.each([
    '',
    null,
    undefined,
    81_804,
    ['081804'],
    ' 81804',
    '081804 ',
    '08180４',
    '8e4000',
    '0x1234',
    '-81804',
    '08180',
    '0818040',
    { toString: () => '081804' },
  ])('takes no %j for a code', code => {
    expect(outcome({ code })).toBe('totp_code_malformed')
  })

  it.each([
    ['secret', { secret: new Uint8Array(15) }],
    ['secret', { secret: 'GEZDGNBVGY3TQOJQ' as never }],
    ['now', { now: Number.NaN }],
    ['now', { now: -1 }],
    ['lastStep', { lastStep: undefined as never }],
    ['lastStep', { lastStep: Number.POSITIVE_INFINITY }],
    ['digits', { digits: 5 }],
    ['period', { period: 0 }],
    ['window', { window: 11 }],
    ['algorithm', { algorithm: '__proto__' as never }],
    ['hmac', { hmac: 'sha1' as never }],
  ] satisfies readonly (readonly [string, Partial<TotpFacts>])[])('says that %s makes no sense', (field, changed) => {
    expect(verifyTotp({ secret, code: '081804', now, lastStep: null, ...changed })).toMatchObject({
      refusal: { code: 'totp_settings_invalid', facts: { field } },
    })
  })

  it('accepts nothing by an HMAC that fails, or that is none (INV-28)', () => {
    const failing: Hmac = () => {
      throw new Error('no')
    }
    expect(outcome({ hmac: failing })).toBe('totp_settings_invalid')
    for (const mac of [new Uint8Array(), new Uint8Array(19), new Uint8Array(64)])
      expect(outcome({ hmac: () => mac, code: '000000' })).toBe('totp_code_wrong')
  })

  it('works at the beginning and the end of time', () => {
    expect(outcome({ now: 0, code: codeAt(0), lastStep: null })).toBe(0)
    const last = Math.floor(8_640_000_000_000_000 / 30_000)
    expect(outcome({ now: 8_640_000_000_000_000, code: codeAt(last) })).toBe(last)
  })
})
