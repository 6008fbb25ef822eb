import type { Guessing } from './policy.ts'

/** NIST's ceiling of consecutive failures (SP 800-63B-4 §3.2.2), which is also the default. */
export const MAX_FAILURES = 100
export const MAX_WINDOW = 10
export const DIGITS = { least: 6, most: 8, usual: 6 } as const
/** MFA-9: a policy by which codes are guessed more easily is refused. */
export const GUESSED_AT_MOST = 1 / 1_000

const isCount = (value: unknown, least: number, most: number): value is number =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most

export const isDigits = (value: unknown): value is number => isCount(value, DIGITS.least, DIGITS.most)
export const isWindow = (value: unknown): value is number => isCount(value, 0, MAX_WINDOW)
export const isFailures = (value: unknown): value is number => isCount(value, 1, MAX_FAILURES)

/**
 * MFA-9. The chance that somebody who knows everything else guesses a code before the factor is disabled: at most
 * failures × accepted steps ÷ 10^digits.
 *
 * @invariant INV-26: whatever makes no sense is guessed for certain.
 * @param policy A policy with `guessing`, whose defaults are 6 digits, one step to each side and 100 failures.
 * @returns The bound, from 0 to 1; `judgePolicy` refuses what is above 1 in 1,000.
 * @example
 * import { guessBound } from 'orgcharter/mfa'
 * guessBound({ guessing: { digits: 6, window: 1, failures: 100 } }) // 0.0003
 * @see https://doi.org/10.6028/NIST.SP.800-63B-4
 * @since 0.3.0
 */
export const guessBound = (policy: { readonly guessing?: Guessing | undefined }): number => {
  try {
    const { digits = DIGITS.usual, window: steps = 1, failures = MAX_FAILURES } = policy.guessing ?? {}
    if (!isDigits(digits) || !isWindow(steps) || !isFailures(failures)) return 1
    return Math.min(1, (failures * (2 * steps + 1)) / 10 ** digits)
  } catch {
    return 1 // INV-26: null, a proxy or a getter that throws
  }
}
