import { describe, expect, it } from 'vitest'
import { type FailureState, failureVerdict, nextFailures, noFailures } from '../../../src/mfa.ts'

const MINUTE = 60_000
const DAY = 86_400_000
const START = DAY * 20_000

const failing = (times: number, now: number, state = noFailures, factorId = 'app'): FailureState => {
  let next = state
  for (let time = 0; time < times; time++) next = nextFailures(next, { factorId, kind: 'failure' }, now)
  return next
}
const verdict = (state: FailureState, now: number, factorId = 'app') => failureVerdict(state, factorId, now).kind
const lockedFor = ({ lockedUntil = 0 }: FailureState, now: number) => (lockedUntil - now) / MINUTE

describe('nextFailures (MFA-9)', () => {
  it('locks out for 15 minutes after 5 failures within 15 minutes, at whatever factors', () => {
    expect(verdict(failing(4, START), START)).toBe('open')
    const locked = failing(2, START, failing(3, START), 'phone')
    expect(failureVerdict(locked, 'key', START)).toEqual({ kind: 'locked', until: START + 15 * MINUTE })
    expect(verdict(locked, START + 15 * MINUTE - 1)).toBe('locked')
    expect(verdict(locked, START + 15 * MINUTE)).toBe('open')
  })

  it('forgets failures of 15 minutes ago, though not how many there were', () => {
    const four = failing(4, START)
    expect(verdict(failing(1, START + 15 * MINUTE - 1, four), START + 15 * MINUTE)).toBe('locked')
    const fifth = failing(1, START + 15 * MINUTE, four)
    expect(verdict(fifth, START + 15 * MINUTE)).toBe('open')
    expect(fifth.factors[0]?.consecutive).toBe(5)
  })

  it('doubles each time, up to a day', () => {
    let [state, now] = [noFailures, START]
    const lengths: number[] = []
    for (let time = 0; time < 10; time++) {
      state = failing(5, now, state)
      lengths.push(lockedFor(state, now))
      now = state.lockedUntil ?? now
    }
    expect(lengths).toEqual([15, 30, 60, 120, 240, 480, 960, 1_440, 1_440, 1_440])
  })

  it('disables a factor that failed 100 times in a row, for good', () => {
    let state = noFailures
    for (let time = 0; time < 100; time++) state = failing(1, START + time * DAY, state)
    expect(verdict(state, START + 1_000 * DAY)).toBe('disabled')
    expect(verdict(state, START + 1_000 * DAY, 'phone')).toBe('open')
    const after = nextFailures(state, { factorId: 'app', kind: 'success' }, START + 1_000 * DAY)
    expect(verdict(after, START + 1_000 * DAY)).toBe('disabled')
  })

  it('is reset by a success of that factor, and by nothing else', () => {
    const four = failing(4, START)
    const success = (factorId: string) => nextFailures(four, { factorId, kind: 'success' }, START)
    expect(verdict(failing(1, START, success('app')), START)).toBe('open')
    expect(verdict(failing(1, START, success('phone')), START)).toBe('locked')
  })

  it('takes no success from whoever is locked out', () => {
    const locked = failing(5, START)
    const after = nextFailures(locked, { factorId: 'app', kind: 'success' }, START + 1)
    expect(verdict(after, START + 1)).toBe('locked')
    expect(after.factors).toEqual(locked.factors)
  })

  it('is not unlocked by a clock that goes back, nor is a lock brought back (INV-25)', () => {
    const locked = failing(5, START)
    expect(verdict(failing(1, 0, locked), 0)).toBe('locked')
    const open = nextFailures(locked, { factorId: 'phone', kind: 'failure' }, START + 15 * MINUTE)
    expect(verdict(open, START)).toBe('open')
    const back = failing(5, START - DAY, nextFailures(noFailures, { factorId: 'app', kind: 'failure' }, START))
    expect(back.lockedUntil).toBe(START + 15 * MINUTE)
  })

  it('changes nothing of what it was given', () => {
    const four = Object.freeze(failing(4, START))
    for (const factor of four.factors) Object.freeze(Object.freeze(factor).recent)
    expect(() => failing(3, START, four)).not.toThrow()
    expect(four.factors[0]?.consecutive).toBe(4)
  })

  it('lets nobody answer by what is no state (INV-26)', () => {
    const never = nextFailures({ factors: 'x' } as never, { factorId: 'app', kind: 'success' }, START)
    expect(verdict(never, START)).toBe('locked')
    for (const state of [null, [], { factors: [null], seenAt: 0 }, { factors: [], seenAt: Number.NaN }])
      expect(verdict(state as never, START)).toBe('disabled')
    expect(nextFailures(noFailures, null as never, START)).toEqual(never)
  })

  it('takes any name for a factor', () => {
    expect(verdict(failing(5, START, noFailures, '__proto__'), START, '__proto__')).toBe('locked')
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('consecutive')
  })
})
