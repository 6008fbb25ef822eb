import type { Instant } from '../kernel/instant.ts'
import { ok, type Result, refused } from '../kernel/result.ts'
import { DIGITS, isDigits, isWindow } from './guess-bound.ts'
import { isMoment } from './moments.ts'
import { invalidTotp, refusedTotp, type TotpRefusal } from './refusals.ts'
import { codesOf, type Hmac, isAlgorithm, type TotpAlgorithm } from './totp-code.ts'

/** MFA-8. What a code is checked against. @since 0.3.0 */
export type TotpFacts = {
  /** The bytes of the secret, 16 at least and 20 as it should be: not their Base32. */
  readonly secret: Uint8Array
  /** What was typed: nothing but ASCII digits is a code. */
  readonly code: unknown
  /** Epoch ms. */
  readonly now: Instant
  /** The step that was accepted last, for this factor: it and all before it are used up. */
  readonly lastStep: number | null
  /** 6 to 8; 6 without it. */
  readonly digits?: number | undefined
  /** Seconds, 10 to 300; 30 without it. */
  readonly period?: number | undefined
  /** Steps before and after the present one that are accepted too, 0 to 10; 1 without it. */
  readonly window?: number | undefined
  /** SHA1 without it, as authenticator apps have it. */
  readonly algorithm?: TotpAlgorithm | undefined
  readonly hmac?: Hmac | undefined
}

/** The step whose code was given: write it down as `lastStep` in the commit that lets the user in. @since 0.3.0 */
export type AcceptedStep = { readonly step: number }

/**
 * MFA-8, INV-16. Whether a code is right now, and was not used before: RFC 6238 with a window. All steps of the window
 * are computed and compared whatever the code is, so that the time it takes says nothing about it.
 *
 * @invariant INV-26: it never throws; a `hmac` of the host that throws accepts nothing (INV-28).
 * @param facts The secret, the code, the time and the step that was accepted last.
 * @returns The accepted step, which is later than `lastStep`.
 * @refuses totp_code_malformed when it is no code at all
 * @refuses totp_code_wrong when it is not the code of any step in the window
 * @refuses totp_code_used when it is the code of a step that is used up
 * @refuses totp_clock_behind when the clock is before every step that could still be accepted
 * @refuses totp_settings_invalid when the secret, the time or a setting makes no sense
 * @example
 * import { verifyTotp } from 'orgcharter/mfa'
 * const secret = new TextEncoder().encode('12345678901234567890')
 * const answer = verifyTotp({ secret, code: '081804', now: 1_111_111_109_000, lastStep: null })
 * if (answer.ok) answer.value.step // 37037036
 * @see https://www.rfc-editor.org/rfc/rfc6238
 * @since 0.3.0
 */
export const verifyTotp = (facts: TotpFacts): Result<AcceptedStep, TotpRefusal> => {
  try {
    const settings = settingsOf(facts)
    const field = wrongSetting(settings)
    if (field !== undefined) return refused(invalidTotp('totp_settings_invalid', { field }))
    const { digits } = settings
    const code = facts.code
    if (!isCode(code, digits)) return refused(invalidTotp('totp_code_malformed', { digits }))
    return judge(Number(code), settings)
  } catch {
    return refused(invalidTotp('totp_settings_invalid', { field: 'facts' })) // INV-26: null, a proxy, a failing hmac
  }
}

type Settings = Omit<TotpFacts, 'code' | 'digits' | 'period' | 'window' | 'algorithm'> & {
  readonly digits: number
  readonly period: number
  readonly steps: number
  readonly algorithm: TotpAlgorithm
}

/** Each looked at once, so that nothing can be another thing after it was checked. */
const settingsOf = (facts: TotpFacts): Settings => {
  const {
    secret,
    now,
    lastStep,
    digits = DIGITS.usual,
    period = 30,
    window: steps = 1,
    algorithm = 'SHA1',
    hmac,
  } = facts
  return { secret, now, lastStep, digits, period, steps, algorithm, hmac }
}

const wrongSetting = (settings: Settings): string | undefined => {
  const { secret, now, lastStep, digits, period, steps, algorithm, hmac } = settings
  if (!(secret instanceof Uint8Array) || secret.length < 16 || secret.length > 1_024) return 'secret'
  if (!isMoment(now)) return 'now'
  if (lastStep !== null && !isMoment(lastStep)) return 'lastStep'
  if (!isDigits(digits)) return 'digits'
  if (!Number.isInteger(period) || period < 10 || period > 300) return 'period'
  if (!isWindow(steps)) return 'window'
  if (!isAlgorithm(algorithm)) return 'algorithm'
  return hmac === undefined || typeof hmac === 'function' ? undefined : 'hmac'
}

const isCode = (code: unknown, digits: number): code is string => {
  if (typeof code !== 'string' || code.length !== digits) return false
  for (let index = 0; index < digits; index++) {
    const unit = code.charCodeAt(index)
    if (unit < 48 || unit > 57) return false
  }
  return true
}

/** 1 where two codes are the same, else 0, without asking which digit differs. */
const same = (a: number, b: number): number => {
  const difference = a ^ b
  return 1 + ((difference | -difference) >> 31)
}

const judge = (code: number, settings: Settings): Result<AcceptedStep, TotpRefusal> => {
  const { secret, now, period, steps, digits, algorithm, hmac } = settings
  const lastStep = settings.lastStep ?? -1
  const present = Math.floor(now / (period * 1_000))
  const codeOf = codesOf(algorithm, secret, digits, hmac)
  let accepted = -1
  let used = 0
  for (let step = present - steps; step <= present + steps; step++) {
    const isRight = same(codeOf(Math.max(step, 0)), code)
    const isFree = Number(step > lastStep)
    // The latest one: the same digits later on are then used up as well.
    accepted = isRight & isFree ? step : accepted
    used |= isRight & (1 - isFree)
  }
  if (accepted >= 0) return ok({ step: accepted })
  if (present + steps <= lastStep) return refused(refusedTotp('totp_clock_behind', { step: present, lastStep }))
  return refused(used ? refusedTotp('totp_code_used', { lastStep }) : refusedTotp('totp_code_wrong', {}))
}
